"""XML and HTML from anywhere: entities, outside files, depth, size and encodings; what is read is read whole or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.readers import markup
from corpus.readers.markup import Element, parse_html, parse_xml, plain_text, tag
from corpus.readers.reading import UnreadableSource

Parse = Callable[[bytes], Element]
BOTH = pytest.mark.parametrize("parse", [parse_xml, parse_html], ids=["XML", "HTML"])


def laughs(inside: str, encoding: str = "utf-8") -> bytes:
    """Ten entities, each ten of the one before; `inside` uses the last."""
    declared = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    return f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{declared}]>{inside}'.encode(encoding)


def refused(parse: Parse, data: bytes) -> str:
    with pytest.raises(UnreadableSource) as told:
        parse(data)
    assert str(told.value).endswith(".") and len(str(told.value)) < 400
    return str(told.value)


# --- entities and other files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("inside", ["<a>&e10;</a>", "<a b='&e10;'/>", "<a>unused</a>"])
def test_entities_that_would_swell_a_text_are_refused(inside: str, encoding: str) -> None:
    assert "declares entities of its own" in refused(parse_xml, laughs(inside, encoding))


def test_entities_of_a_page_do_not_swell_it() -> None:
    assert len(plain_text(parse_html(laughs("<html><p>&e10;</p></html>")))) < 2_000


@pytest.mark.parametrize(
    "kind", ["<!ENTITY x SYSTEM '{}'>", "<!ENTITY % x SYSTEM '{}'> %x;", "<!ENTITY x PUBLIC 'p' '{}'>"]
)
def test_no_other_file_is_read(kind: str, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("secret", encoding="utf-8")
    data = f"<!DOCTYPE a [{kind.format((tmp_path / 'other').as_uri())}]><a>&x;</a>".encode()
    assert "declares entities of its own" in refused(parse_xml, data)
    assert "secret" not in plain_text(parse_html(data))


def test_a_document_type_outside_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.dtd").write_text("<!ENTITY x 'secret'><!ATTLIST a b CDATA 'secret'>", encoding="utf-8")
    declared = f"<!DOCTYPE a SYSTEM '{(tmp_path / 'a.dtd').as_uri()}'>".encode()
    root = parse_xml(declared + b"<a>shown</a>")
    assert (plain_text(root), dict(root.attrib)) == ("shown", {})
    assert "only its document type could explain" in refused(parse_xml, declared + b"<a>some&x;thing</a>")


def test_files_are_not_included(tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_text("<b>secret</b>", encoding="utf-8")
    where = (tmp_path / "other.xml").as_uri()
    data = f'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{where}"/>shown</a>'.encode()
    assert plain_text(parse_xml(data)) == "shown"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<a>&lt;&amp;&#167;&#x2011;</a>", "<&§\u2011"),
        (b"<a><![CDATA[1 < 2 &x;]]></a>", "1 < 2 &x;"),
    ],
)
def test_characters_that_xml_itself_names_are_read(data: bytes, expected: str) -> None:
    assert plain_text(parse_xml(data)) == expected


def test_what_nobody_declares_is_refused_in_xml_and_shown_in_html_as_browsers_do() -> None:
    assert "'nbsp' not defined" in refused(parse_xml, b"<a>5&nbsp;km</a>")
    assert plain_text(parse_html(b"<p>5&nbsp;km&eacute;&bogus;</p>")) == "5\u00a0kmé&bogus;"


# --- depth and size


@pytest.mark.parametrize("depth", [10, 255, 256, 300, 1_000, 2_000, 3_000, 20_000])
@pytest.mark.parametrize("element", ["div", "b", "table"])
@BOTH
def test_text_in_depths_is_read_or_refused_and_never_lost(parse: Parse, element: str, depth: int) -> None:
    if element == "table":
        opened, closed = "<table><tr><td>", "</td></tr></table>"
    else:
        opened, closed = f"<{element}>", f"</{element}>"
    data = f"<html><body>{opened * depth}deep{closed * depth}after</body></html>".encode()
    try:
        root = parse(data)
    except UnreadableSource as told:
        assert depth >= 500, f"{told}"
        assert "epth" in str(told) or "deeply" in str(told)
    else:
        assert plain_text(root) == "deepafter"


@BOTH
def test_a_file_beyond_the_bound_is_refused_before_it_is_parsed(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "LARGEST", 1_000)
    fits = b"<html>" + b"x" * (1_000 - 13) + b"</html>"
    assert len(plain_text(parse(fits))) == 987
    assert refused(parse, fits + b" ") == "The file has 1,001 bytes; more than 1,000 are not read."


@BOTH
def test_a_long_text_is_read_whole(parse: Parse) -> None:
    assert len(plain_text(parse(b"<html><body>" + b"x" * 11_000_000 + b"</body></html>"))) == 11_000_000


# --- what is no markup, or broken


@pytest.mark.parametrize("data", [b"", b" \n "])
@BOTH
def test_nothing_is_refused(parse: Parse, data: bytes) -> None:
    assert refused(parse, data)


@pytest.mark.parametrize(
    "data",
    [
        b"<a><b></a>", b"<a>", b"<a/>words", b"<a/><b/>", b"words", b"<a b=c/>", b"<a>\0</a>", b"<a>\x01</a>",
        b"<x:a/>" * 2, b"%PDF-1.7", b"PK\x03\x04",
    ],
)  # fmt: skip
def test_broken_xml_is_refused(data: bytes) -> None:
    message = refused(parse_xml, data)
    assert message.startswith("The XML is broken (") and message.endswith("; get the file again.")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<html><p>one<p>two</html>", "onetwo"),
        ("<p>one<b>two</p>three", "onetwothree"),
        ("<table><tr><td>one", "one"),
        ("<html><body>one</body></html>two<p>three</p>", "onetwothree"),
        ("<html><body>one</body></html><html><body>two</body></HTML >three", "onetwothree"),
        ("words", "words"),
        ("<p>1 < 2 & 3</p>", "1 < 2 & 3"),
    ],
)
def test_broken_html_is_mended_and_keeps_its_text(data: str, expected: str) -> None:
    assert plain_text(parse_html(data.encode())) == expected


@given(st.binary(max_size=60) | st.text("<>ab/&;!-[]\"'= ", max_size=60).map(str.encode))
def test_any_bytes_are_parsed_or_refused(data: bytes) -> None:
    for parse in (parse_xml, parse_html):
        try:
            plain_text(parse(data))
        except UnreadableSource as told:
            assert str(told).endswith(".")


# --- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-15", "windows-1252"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><a>é€</a>'.encode(encoding)
    assert plain_text(parse_xml(data)) == "é€"


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="utf-8"?><a>\xe9</a>',
        b"<a>\xe9</a>",
        b'<?xml version="1.0" encoding="klingon"?><a>x</a>',
        "<a>é</a>".encode("utf-16-le")[:-1],
    ],
    ids=["Latin-1 called UTF-8", "Latin-1", "an encoding of nobody", "half a character"],
)
def test_xml_in_another_encoding_than_it_says_is_refused(data: bytes) -> None:
    assert "broken" in refused(parse_xml, data)


@pytest.mark.parametrize(
    "data",
    [
        "<html><p>é</p></html>".encode(),
        "\ufeff<html><p>é</p></html>".encode(),
        "<html><p>é</p></html>".encode("latin-1"),
        "<html><p>é</p></html>".encode("utf-16"),
        "<html><meta charset='iso-8859-1'><p>é</p></html>".encode(),
        "<html><meta charset='windows-1252'><p>é</p></html>".encode("cp1252"),
        '<?xml version="1.0" encoding="iso-8859-1"?><html><p>é</p></html>'.encode("latin-1"),
        '<?xml version="1.0" encoding="klingon"?><html><p>é</p></html>'.encode(),
    ],
    ids=[
        "UTF-8", "UTF-8 with a mark", "Latin-1", "UTF-16", "UTF-8 that says it is Latin-1", "what a meta element says",
        "what the XML declaration says", "UTF-8 in an encoding of nobody",
    ],
)  # fmt: skip
def test_html_is_read_in_the_encoding_that_it_has(data: bytes) -> None:
    assert plain_text(parse_html(data)) == "é"


# --- all text, and only what is shown


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<html><head><title>no</title></head><body>yes</body></html>", "yes"),
        (
            "<body>a<script>no</script>b<style>no</style>c<!-- no -->d<noscript>no</noscript>e<?pi no?>f</body>",
            "abcdef",
        ),
        ("<p>a<b>b<i>c</i>d</b>e</p>", "abcde"),
        ("<p> a\n b </p>", " a\n b "),
        ("<p>a<o:p>b</o:p><x:script>c</x:script></p>", "abc"),
    ],
)
def test_what_a_page_shows_is_its_text(data: str, expected: str) -> None:
    assert plain_text(parse_html(data.encode())) == expected


def test_the_text_of_xml_is_all_of_it_but_comments_and_instructions() -> None:
    assert plain_text(parse_xml(b"<a>1<head>2</head>3<!-- no -->4<?pi no?>5<script>6</script>7</a>")) == "1234567"


def test_the_text_of_an_element_is_without_what_follows_it() -> None:
    (inner,) = parse_xml(b"<a>before<b>in<c/>side</b>after</a>").iter("b")
    assert plain_text(inner) == "inside"


@given(st.recursive(st.text("ab ", max_size=3), lambda inside: st.lists(inside, max_size=4), max_leaves=20))
def test_the_text_of_any_tree_is_that_of_lxml(tree: object) -> None:
    def written(one: Any) -> str:
        return one if isinstance(one, str) else f"<e>{''.join(map(written, one))}</e>"

    root = parse_xml(f"<a>{written(tree)}</a>".encode())
    assert plain_text(root) == "".join(root.itertext())


def test_the_name_of_an_element_is_local_and_in_lower_case() -> None:
    root = parse_xml(b"<X:Act xmlns:X='urn:x'><!-- c --><?pi?></X:Act>")
    assert [tag(one) for one in root.iter()] == ["act", "", ""]
    assert tag(etree.fromstring("<P/>")) == "p"
    (office,) = parse_html(b"<p>one<O:P>two</O:P></p>").iter("o:p")
    assert (tag(office), plain_text(office)) == ("o:p", "two")
