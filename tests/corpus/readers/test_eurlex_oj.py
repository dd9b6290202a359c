from __future__ import annotations

import re
from pathlib import Path

import pytest
from eurlex_pages import SOURCES, furniture, item, read_whole, units
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from corpus.readers.audit import audit
from corpus.readers.eurlex_consolidated import READER as CONSOLIDATED
from corpus.readers.eurlex_oj import READER
from corpus.readers.reading import UnreadableSource

HEAD = (
    '<table><tr><td><p class="oj-hd-date">2.3.2031</p></td><td><p class="oj-hd-lg">EN</p></td>'
    '<td><p class="oj-hd-ti">Official Journal of the European Union</p></td>'
    '<td><p class="oj-hd-oj">L 9/1</p></td></tr></table>'
)
TITLE = '<p class="oj-doc-ti">REGULATION (EU) 2031/77 OF THE COUNCIL</p><p class="oj-doc-ti">on kites</p>'


def page(*parts: str) -> bytes:
    return f"<html><body>{HEAD}{TITLE}{''.join(parts)}</body></html>".encode()


def article(number: str, *parts: str, title: str = "") -> str:
    heading = f'<p class="oj-ti-art">Article {number}</p>'
    sub = f'<div class="eli-title"><p class="oj-sti-art">{title}</p></div>' if title else ""
    return f'<div class="eli-subdivision" id="art_{number}">{heading}{sub}{"".join(parts)}</div>'


def p(text: str, name: str = "oj-normal") -> str:
    return f'<p class="{name}">{text}</p>'


BODIES = {
    "title, paragraphs and points": (
        article(
            "1", p("1.   Kites fly:"), item("(a)", "high;"), item("(b)", "low."), p("2.   They land."), title="Flight"
        ),
        {
            "art_1": "Article 1 | Flight",
            "art_1/par_1": "1. | Kites fly:",
            "art_1/par_1/pnt_a": "(a) | high;",
            "art_1/par_1/pnt_b": "(b) | low.",
            "art_1/par_2": "2. | They land.",
        },
    ),
    "points straight under an article, and deeper": (
        article("2", p("Here:"), item("(20)", "a kite is:" + item("(i)", "paper;")), p("That is all.")),
        {
            "art_2": "Article 2 | Here:\n\nThat is all.",
            "art_2/pnt_20": "(20) | a kite is:",
            "art_2/pnt_20/pnt_i": "(i) | paper;",
        },
    ),
    "unnumbered paragraphs and dashes are text": (
        article("3", p("One."), p("Two:"), item("—", "string,"), item("—", "tail.")),
        {"art_3": "Article 3 | One.\n\nTwo:\n\n— string,\n\n— tail."},
    ),
    "text after a list is the paragraph's": (
        article("4", p("1.   Ask:"), item("(a)", "why;"), p("unless it rains.")),
        {"art_4": "Article 4", "art_4/par_1": "1. | Ask:\n\nunless it rains.", "art_4/par_1/pnt_a": "(a) | why;"},
    ),
    "quoted articles are text of what quotes them": (
        article(
            "5",
            p("This is put in:"),
            '<div><div id="6A">' + p("‘Article 6a", "oj-ti-art") + p("1.   New.’") + "</div></div>",
        ),
        {"art_5": "Article 5 | This is put in:\n\n‘Article 6a\n\n1. New.’"},
    ),
    "quoted points too": (
        article("6", item("(1)", "point (b) is replaced:" + item("‘(b)", "new;’;")), item("(2)", "the rest goes.")),
        {
            "art_6": "Article 6",
            "art_6/pnt_1": "(1) | point (b) is replaced:\n\n‘(b) new;’;",
            "art_6/pnt_2": "(2) | the rest goes.",
        },
    ),
    "chapters are divisions, footnotes stand at the top": (
        p("CHAPTER I", "oj-ti-section-1")
        + article("7", p("See the list <a>(1)</a>."))
        + p("(1)  OJ L 1, p. 1.", "oj-note"),
        {"art_7": "Article 7 | See the list (1).", "fn_1": "(1) | OJ L 1, p. 1."},
    ),
    "a table has a row to a paragraph": (
        article(
            "8", '<table class="oj-table"><tr><td>Kite</td><td>Size</td></tr><tr><td>Red</td><td>2</td></tr></table>'
        ),
        {"art_8": "Article 8 | Kite\tSize\n\nRed\t2"},
    ),
    "annex with parts and points": (
        article("9", p("See the Annex."))
        + p("ANNEX II", "oj-doc-ti")
        + p("STRINGS", "oj-doc-ti")
        + p("Part I Length", "oj-ti-grseq-1")
        + item("1.", "Long:" + item("(a)", "very."))
        + p("Part II Colour", "oj-ti-grseq-1")
        + item("1.", "Red."),
        {
            "art_9": "Article 9 | See the Annex.",
            "anx_II": "ANNEX II | STRINGS",
            "anx_II/sec_I": "Part I | Length",
            "anx_II/sec_I/pnt_1": "1. | Long:",
            "anx_II/sec_I/pnt_1/pnt_a": "(a) | very.",
            "anx_II/sec_II": "Part II | Colour",
            "anx_II/sec_II/pnt_1": "1. | Red.",
        },
    ),
    "an annex that is the only one": (
        article("10", p("See the Annex."))
        + p("ANNEX", "oj-doc-ti")
        + p("Correlation table", "oj-doc-ti")
        + p("Article 1"),
        {"art_10": "Article 10 | See the Annex.", "anx_1": "ANNEX | Correlation table"},
    ),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("prefix", ["oj-", ""], ids=["newer names", "older names"])
def test_provisions(body: str, expected: dict[str, str], prefix: str) -> None:
    data = page(body).replace(b"oj-", prefix.encode())
    assert units(read_whole(READER, data)) == expected


def test_what_a_page_says_about_itself() -> None:
    reading = read_whole(READER, page(article("1", p("Kites fly."))))
    assert (reading.title, reading.language, reading.edition) == (
        "REGULATION (EU) 2031/77 OF THE COUNCIL on kites",
        "en",
        "2031-03-02",
    )
    assert reading.identifiers == {"number": "2031/77", "journal": "L 9/1"}


def test_recitals_and_what_is_no_provision() -> None:
    reading = read_whole(
        READER,
        page(
            p("THE COUNCIL,"),
            p("Whereas:"),
            f'<div class="eli-subdivision" id="rct_1">{item("(1)", "Kites are old.")}</div>',
            p("HAS ADOPTED THIS REGULATION:"),
            article("1", p("Kites fly.")),
            '<div class="oj-final"><p class="oj-normal">Done at Ghent.</p>',
            '<div class="oj-signatory"><p>The President</p></div></div>',
            '<hr class="oj-doc-end"/><p>About the site</p>',
        ),
    )
    assert units(reading) == {"rct_1": "(1) | Kites are old.", "art_1": "Article 1 | Kites fly."}
    assert furniture(reading, "preamble") == ["THE COUNCIL,", "Whereas:", "HAS ADOPTED THIS REGULATION:"]
    assert furniture(reading, "closing") == ["Done at Ghent.", "The President"]
    assert furniture(reading, "masthead")[-1] == "About the site"


OLDER = """<html lang="EN"><head><meta name="DC.language" content="EN">
<meta name="DC.source" content="Official Journal L 7, 05/06/1991 P. 1"></head>
<body><h1>31991L0001</h1><div id="TexteOnly"><p><TXT_TE>
<p>COUNCIL DIRECTIVE of 4 June 1991 on kites</p><p>THE COUNCIL OF THE COMMUNITIES,</p>
<p>Having regard to the Treaty (1),</p><p>Whereas kites are old;</p><p>Whereas strings break,</p>
<p>HAS ADOPTED THIS DIRECTIVE:</p>
<p>CHAPTER I</p><p>GENERAL</p><p>Article 1</p><p>Flight</p><p>1. Kites fly:</p><p>(a) high, being:</p><p>(i) red;</p>
<p>(ii) blue;</p><p>(b) low.</p><p>2. They land.</p><p>Article 2</p><p>This is added:</p><p>'Article 9</p><p>1. New.'</p>
<p>Article 3</p><p>The end.</p>
<p>Done at Ghent, 4 June 1991.</p><p>(1) OJ C 1, p. 2.</p><p>ANNEX</p><p>STRINGS</p><p>2. Long</p><p>2.1. Very</p>
</TXT_TE></p></div></body></html>"""


def test_older_pages_are_read_by_wording() -> None:
    reading = read_whole(READER, OLDER.encode())
    assert units(reading) == {
        "rct_1": "Whereas kites are old;",
        "rct_2": "Whereas strings break,",
        "art_1": "Article 1 | Flight",
        "art_1/par_1": "1. | Kites fly:",
        "art_1/par_1/pnt_a": "(a) | high, being:",
        "art_1/par_1/pnt_a/pnt_i": "(i) | red;",
        "art_1/par_1/pnt_a/pnt_ii": "(ii) | blue;",
        "art_1/par_1/pnt_b": "(b) | low.",
        "art_1/par_2": "2. | They land.",
        "art_2": "Article 2 | This is added:\n\n'Article 9\n\n1. New.'",
        "art_3": "Article 3 | The end.",
        "fn_1": "(1) | OJ C 1, p. 2.",
        "anx_1": "ANNEX | STRINGS",
        "anx_1/pnt_2": "2. | Long",
        "anx_1/pnt_2/pnt_2.1": "2.1. | Very",
    }
    assert furniture(reading, "division") == ["CHAPTER I", "GENERAL"]
    assert (reading.language, reading.edition) == ("en", "1991-06-05")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"plain words",
        b"%PDF-1.7",
        b"# Kites\n\nArticle 1",
        b'<?xml version="1.0"?><ACT xmlns="http://formex.publications.europa.eu"><ARTICLE/></ACT>',
        b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act/></akomaNtoso>',
        b'<html><body><p class="title-doc-first">X</p><p class="modref">B</p></body></html>',
        b'<html class="govuk-template"><body><h1>Guidance</h1></body></html>',
    ],
)
def test_other_formats_are_not_recognised(data: bytes) -> None:
    assert not READER.recognises(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"<html><body></body></html>",
        f"<html><body>{HEAD}</body></html>".encode(),
        page(item("(1)", "x") * 1).replace(b"(1)", b""),
        ("<html><body>" + "<table><tr><td>(a)</td><td>" * 1000).encode(),
    ],
    ids=["empty", "no text", "no body", "head only", "no provision", "endless lists"],
)
def test_bad_input_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"\.\Z"):
        READER.read(data)


def test_a_page_cut_off_keeps_what_it_has() -> None:
    data = page(article("1", p("Kites fly.")), article("2", p("They land.")))
    assert list(units(read_whole(READER, data[: data.index(b"They")]))) == ["art_1", "art_2"]


def test_deep_nesting_is_read() -> None:
    data = page(article("1", "<div>" * 200 + p("Deep.") + "</div>" * 200))
    assert units(read_whole(READER, data)) == {"art_1": "Article 1 | Deep."}


WORDS = st.text("abc ‘’;", min_size=1, max_size=12).map(lambda text: f"w{text.strip()}w")


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=3)), min_size=1, max_size=4))
def test_a_generated_act_is_read_back(articles: list[tuple[str, list[str]]]) -> None:
    body, expected = [], {}
    for number, (text, points) in enumerate(articles, 1):
        labels = "abc"[: len(points)]
        body.append(
            article(str(number), p(f"1.   {text}"), *(item(f"({a})", b) for a, b in zip(labels, points, strict=True)))
        )
        expected[f"art_{number}"] = f"Article {number}"
        expected[f"art_{number}/par_1"] = f"1. | {' '.join(text.split())}"
        expected |= {
            f"art_{number}/par_1/pnt_{a}": f"({a}) | {' '.join(b.split())}" for a, b in zip(labels, points, strict=True)
        }
    assert units(read_whole(READER, page(*body))) == expected


# ---- authentic pages

REPEATED = {  # numbers that the source itself has twice
    "31995l0046": "one footnote is printed twice",
    "31997l0007": "a statement after the annexes numbers its footnotes anew",
}
SAMPLES = sorted(
    path
    for folder in ("samples-eurlex-corpus", "samples-eurlex-native", "samples-eurlex-lexparency/html")
    for path in (SOURCES / folder).glob("**/*")
    if path.suffix in (".xml", ".html") and "fmx4" not in str(path) and READER.recognises(path.read_bytes())
)


@pytest.mark.skipif(not SAMPLES, reason="the samples are not here")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: "/".join(path.parts[-3:]))
def test_samples_are_read_whole(path: Path) -> None:
    data = path.read_bytes()
    assert not CONSOLIDATED.recognises(data)
    reading = read_whole(READER, data)
    found = audit(READER.plain(data), reading)
    assert found.empty == ()
    assert found.repeated == () or any(name in str(path) for name in REPEATED)
    assert re.fullmatch(r"[a-z]{2}", reading.language)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", reading.edition)
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    for kind in ("art", "rct"):
        marked = root.xpath(f'//div[@class="eli-subdivision"][starts-with(@id,"{kind}_")]/@id')
        if marked:
            assert [u.locator for u in reading.units() if re.fullmatch(rf"{kind}_\w+", u.locator)] == marked
    paragraphs = root.xpath(
        '//div[starts-with(@id,"art_")]/div[re:test(@id,"^[0-9]{3}[A-Z]*[.][0-9]{3}[A-Z]*$")]/@id',
        namespaces={"re": "http://exslt.org/regular-expressions"},
    )
    if paragraphs:
        assert len([u for u in reading.units() if re.fullmatch(r"art_\w+/par_\w+", u.locator)]) == len(paragraphs)
