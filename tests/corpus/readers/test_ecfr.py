"""eCFR XML becomes sections, paragraphs by their labels, definitions, notes and supplements, with all text kept."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from ccl_as_ecfr import section_from_markdown
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.pins import Pin
from corpus.readers.audit import audit
from corpus.readers.ecfr import READER
from corpus.readers.numbers import roman
from corpus.readers.reading import Reading, UnreadableSource

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"
SAMPLES = [*sorted(SOURCES.glob("samples-ecfr-xml/*.xml")), *sorted(SOURCES.glob("samples-ecfr-fragments/*.xml"))]
MARKDOWN = SOURCES / "us-ecfr-title15-ch7-parts745-774" / "chapter-VII.md"
DEFINITIONS = SOURCES / "us-cfr15-772.1-definitions-with-headwords" / "definitions-selected.md"


def part(body: str, n: str = "7") -> bytes:
    return (
        f'<?xml version="1.0"?>\n<DIV5 N="{n}" TYPE="PART" VOLUME="1"><HEAD>PART {n}—LAMPS</HEAD>{body}</DIV5>'.encode()
    )


def section(*paragraphs: str, title: str = "Scope.", n: str = "7.1") -> str:
    body = "".join(one if one.startswith("<") else f"<P>{one}\n</P>" for one in paragraphs)
    return f'<DIV8 N="{n}" TYPE="SECTION"><HEAD>§ {n} {title}</HEAD>{body}</DIV8>'


def appendix(body: str, n: str = "Supplement No. 2 to Part 7", head: str = "Supplement No. 2 to Part 7—Colours") -> str:
    return f'<DIV9 N="{n}" TYPE="APPENDIX"><HEAD>{head}</HEAD>{body}</DIV9>'


def sound(data: bytes) -> Reading:
    reading = READER.read(data)
    found = audit(READER.plain(data), reading)
    assert (found.gone, found.phantom, found.empty) == ((), (), ())
    locators = [unit.locator for unit in reading.units()]
    for locator in locators:
        assert Pin.of("us-x", locator).locator == locator
        above = locator.rpartition("/")[0]
        assert not above or above in locators[: locators.index(locator)], locator
    return reading


def below(*paragraphs: str, title: str = "Scope.") -> list[str]:
    """The locators in a section, without that of the section."""
    return [u.locator.removeprefix("sec_7.1/") for u in sound(part(section(*paragraphs, title=title))).units()[1:]]


@pytest.mark.parametrize(
    ("labels", "places"),
    [
        ("(a) A. | (1) B. | (2) C. | (b) D.", "a a/1 a/2 b"),
        ("(a)(1) A. | (2) B.", "a a/1 a/2"),
        ("(a)(1)(i) A. | (ii) B. | (2) C.", "a a/1 a/1/i a/1/ii a/2"),
        ("(a) A: | (1) B: | (i) C: | (A) D. | (B) E. | (ii) F.", "a a/1 a/1/i a/1/i/A a/1/i/B a/1/ii"),
        ("(g) A. | (h) B. | (i) C. | (j) D.", "g h i j"),
        ("(h) A. | (i) B.", "h i"),
        ("(h) A: | (1) B: | (i) C; | (ii) D. | (i) E. | (j) F.", "h h/1 h/1/i h/1/ii i j"),
        ("(h) A: | (1) B. | (2) C. | (i) D. | (1) E.", "h h/1 h/2 i i/1"),
        ("(h) A: | (1) B: | (i) C. | (2) D.", "h h/1 h/1/i h/2"),
        ("(h) A: | (1)(i) B. | (ii) C.", "h h/1 h/1/i h/1/ii"),
        ("(a) A: | (1) B: | (iv) C. | (v) D. | (vi) E.", "a a/1 a/1/iv a/1/v a/1/vi"),
        ("(z) A. | (aa) B. | (bb) C.", "z aa bb"),
        ("(1) A. | (2) B: | (i) C. | (ii) D.", "1 2 2/i 2/ii"),
        ("(a) A. | (b)-(d) [Reserved] | (e) B.", "a b-d e"),
        ("(a) A. | (c) B.", "a c"),
        (
            "(a)(1)(i)(A)(<I>1</I>) A. | (<I>2</I>) B: | (<I>i</I>) C. | (<I>ii</I>) D. | (B) E.",
            "a a/1 a/1/i a/1/i/A a/1/i/A/1 a/1/i/A/2 a/1/i/A/2/i a/1/i/A/2/ii a/1/i/B",
        ),
        ("(a) A: | (1) B: | (i) C: | (a) D. | (b) E. | (ii) F.", "a a/1 a/1/i a/1/i/a a/1/i/b a/1/ii"),
        ("(or) A. | (see b) B. | (1984) C.", ""),
    ],
)  # fmt: skip
def test_labels_give_the_nesting(labels: str, places: str) -> None:
    expected = ["/".join(f"par_{one}" for one in place.split("/")) for place in places.split()]
    assert below(*labels.split(" | ")) == expected


def test_the_parts_of_a_paragraph() -> None:
    units = sound(
        part(
            section(
                "Before all.",
                "(a) <I>Lamps</I>—(1) <I>General.</I> A lamp is <I>always</I> on.",
                "Flush to the lamp.",
                "(2) <I>Oil lamp</I> means one with oil, see (a)(1).",
                "<FP>Flush to the list.</FP>",
            )
        )
    ).units()
    assert [(u.locator, u.label, u.title, u.text) for u in units] == [
        ("sec_7.1", "§ 7.1", "Scope.", "Before all."),
        ("sec_7.1/par_a", "(a)", "Lamps—", "Flush to the list."),
        ("sec_7.1/par_a/par_1", "(1)", "General.", "A lamp is always on.\n\nFlush to the lamp."),
        ("sec_7.1/par_a/par_2", "(2)", "", "Oil lamp means one with oil, see (a)(1)."),
    ]


@pytest.mark.parametrize(
    ("paragraphs", "places"),
    [
        (["Terms:", "<P><I>Lamp.</I> A thing.</P>", "<P><I>“Oil lamp”</I> means more.</P>"], "def_lamp def_oil-lamp"),
        (["<P>“Wick.” A cord.</P>"], "def_wick"),
        (["<P><I>Lamp</I> means:</P>", "(1) One; or", "(2) Two."], "def_lamp def_lamp/par_1 def_lamp/par_2"),
        (["<P><I>Lamp</I> means:</P>", "(a) One; or", "(b) Two.", "<P><I>Wick</I> is:</P>", "(a) Three."],
         "def_lamp def_lamp/par_a def_lamp/par_b def_wick def_wick/par_a"),
        (["(a) <I>Lamp</I> means one."], "par_a"),
        (["(a) Terms:", "<P><I>Lamp</I> means one.</P>", "(b) More."], "par_a par_a/def_lamp par_b"),
        (["<P><I>Note: all of this</I> is no term.</P>"], ""),
    ],
)  # fmt: skip
def test_definitions(paragraphs: list[str], places: str) -> None:
    found = [place for place in below(*paragraphs, title="Definitions.") if "note_" not in place]
    assert found == places.split()


@pytest.mark.parametrize(
    ("note", "place"),
    [
        ("<NOTE><HED>Note to paragraph (a)(1):</HED><P>Text.</P></NOTE>", "par_a/par_1/note_1"),
        ("<NOTE><HED>Note 2 to paragraph (a):</HED><P>Text.</P></NOTE>", "par_a/note_2"),
        ("<NOTE><HED>Note:</HED><P>Text.</P></NOTE>", "par_b/note_1"),
        ("<NOTE><HED>Technical Note:</HED><P>Text.</P></NOTE>", "par_b/tnote_1"),
        ("<NOTE><P>Text.</P></NOTE>", "par_b/note_1"),
        ("<P><I>Note to paragraph (b):</I> Text.</P>", "par_b/note_1"),
        ("<HD3>Note to paragraph (a):</HD3><P>Text.</P>", "par_a/note_1"),
        ("<FTNT><P><SU>3</SU> Text.</P></FTNT>", "fn_3"),
    ],
)
def test_a_note_stands_on_the_paragraph_that_it_names(note: str, place: str) -> None:
    units = sound(part(section("(a) A:", "(1) B.", "(b) C.", note, "(c) D."))).units()
    found = {u.locator.removeprefix("sec_7.1/"): u.text for u in units}
    assert found[place] == "Text."
    assert found["par_c"] == "D."


def test_notes_have_points_and_tables_stay_where_they_are() -> None:
    table = "<DIV><DIV><TABLE><TR><TH>Lamp</TH><TH>Oil<BR/>used</TH></TR><TR><TD>A</TD><TD/></TR></TABLE></DIV></DIV>"
    note = f"<NOTE><HED>Notes:</HED><P>1. One.</P><P>2. Two:</P>{table}</NOTE>"
    units = {u.locator: u.text for u in sound(part(section("(a) A:", table, note))).units()}
    assert units["sec_7.1/par_a"] == "A:\n\nLamp\tOil used\n\nA"
    assert units["sec_7.1/par_a/note_1/par_2"] == "Two:\n\nLamp\tOil used\n\nA"


@pytest.mark.parametrize(
    ("attribute", "head", "locator", "title"),
    [
        ("Supplement No. 2 to Part 7", "Supplement No. 2 to Part 7—Colours", "anx_7-2", "Colours"),
        ("Appendix A", "Appendix A to Part 7—Oils", "anx_7-A", "Oils"),
        ("Appendix B to Subpart C of Part 7", "Appendix B to Subpart C of Part 7—Oils", "anx_7-C-B", "Oils"),
        ("Appendix to Part 7", "Appendix to Part 7—Oils", "anx_7-1", "Oils"),
        ("Oils", "Table of oils", "anx_oils", "Table of oils"),
    ],
)
def test_appendices(attribute: str, head: str, locator: str, title: str) -> None:
    unit = sound(part(appendix("<P>Text.</P>", attribute, head))).units()[0]
    assert (unit.locator, unit.title, unit.text) == (locator, title, "Text.")


def test_an_appendix_has_its_own_order_of_labels() -> None:
    body = (
        "<HD1>I. Lamps</HD1><P>A. One:</P><P>1. Two:</P><P>(a) Three.</P><P>(b) Four.</P><P>B. Five.</P>"
        "<HD2>Wicks</HD2><P>(1) Six.</P><HD1>II. Oils</HD1><P>I. Not a label after all, nor</P><P>U.S. law.</P>"
    )
    units = [u.locator.removeprefix("anx_7-2/") for u in sound(part(appendix(body))).units()[1:]]
    assert units == [
        "sec_I", "sec_I/par_A", "sec_I/par_A/par_1", "sec_I/par_A/par_1/par_a", "sec_I/par_A/par_1/par_b", "sec_I/par_B",
        "sec_I/sec_wicks", "sec_I/sec_wicks/par_1", "sec_II", "sec_II/par_I",
    ]  # fmt: skip


def test_furniture_and_what_the_file_says_of_itself() -> None:
    data = (
        b'<?xml version="1.0"?><ECFR><AMDDATE>March 7, 2015</AMDDATE><DIV1 N="3" TYPE="TITLE"><HEAD>Title 3</HEAD>'
        b'<CFRTOC><P>Part 7</P></CFRTOC><DIV5 N="7" TYPE="PART"><HEAD>PART 7</HEAD><AUTH><HED>Authority:</HED>'
        b"<PSPACE>1 U.S.C. 2.</PSPACE></AUTH><P>Loose.</P><NOTE><HED>Note:</HED><P>More.</P></NOTE>"
        b'<DIV8 N="7.1" TYPE="SECTION"><HEAD>&#xA7; 7.1 Scope.</HEAD><HD1>Head</HD1><P>Text <!-- no -->goes on.</P>'
        b"<CITA>[1 FR 2]</CITA></DIV8><DIV8 N='7.2-7.9' TYPE='SECTION'><HEAD>&#xA7;&#xA7; 7.2-7.9 [Reserved]</HEAD>"
        b"</DIV8></DIV5></DIV1></ECFR>"
    )
    reading = sound(data)
    assert (reading.title, reading.edition, reading.language) == ("Title 3", "2015-03-07", "en")
    assert dict(reading.identifiers) == {"cfr": "3 CFR Part 7"}
    assert [(p.kind, p.text) for p in reading.pieces if p.role == "furniture"] == [
        ("masthead", "March 7, 2015"), ("division", "Title 3"), ("contents", "Part 7"), ("division", "PART 7"),
        ("editorial", "Authority:"), ("editorial", "1 U.S.C. 2."), ("division", "Note:"), ("division", "Head"),
        ("editorial", "[1 FR 2]"),
    ]  # fmt: skip
    assert [(u.locator, u.label, u.title, u.text) for u in reading.units()] == [
        ("note_part-7", "", "", "Loose.\n\nMore."),
        ("sec_7.1", "§ 7.1", "Scope.", "Text goes on."),
        ("sec_7.2-7.9", "§§ 7.2-7.9", "[Reserved]", ""),
    ]


def test_the_versioner_says_the_citation_and_the_date() -> None:
    says = "{&quot;path&quot;:&quot;/on/2024-05-17/title-1/part-7&quot;,&quot;citation&quot;:&quot;1 CFR Part 7&quot;}"
    data = part(section("A.")).replace(b'VOLUME="1"', f'hierarchy_metadata="{says}"'.encode())
    reading = READER.read(data)
    assert (reading.edition, dict(reading.identifiers)) == ("2024-05-17", {"cfr": "1 CFR Part 7"})


TREES = st.recursive(st.just([]), lambda inner: st.lists(inner, min_size=2, max_size=3), max_leaves=10)


def written(tree: list, above: str = "", level: int = 0, count: list[int] | None = None) -> list[tuple[str, str]]:
    """Paragraphs of an invented section, each with its locator and its text with the label as the Code prints it."""
    count = count if count is not None else [0]
    found = []
    for n, children in enumerate(tree, 1):
        children = children if level < 5 else []
        token = [chr(96 + n), str(n), roman(n), chr(64 + n), str(n), roman(n)][level]
        printed = f"<I>{token}</I>" if level > 3 else token
        locator = f"{above}/par_{token}"
        count[0] += 1
        found.append((locator, f"({printed}) Text {count[0]}{':' if children else '.'}"))
        found += written(children, locator, level + 1, count)
    return found


@given(st.lists(TREES, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(tree: list) -> None:
    paragraphs = written(tree, "sec_7.1")
    units = sound(part(section(*(text for _, text in paragraphs)))).units()[1:]
    assert [u.locator for u in units] == [locator for locator, _ in paragraphs]
    assert [f"{u.label} {u.text}" for u in units] == [re.sub("</?I>", "", text) for _, text in paragraphs]


@given(st.text(alphabet="(a)(1) iA—<&§.\t", max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_is_lost_whatever_it_looks_like(text: str) -> None:
    sound(
        part(
            section("Before.", f"<P>{escape(text)}</P>", f"<NOTE><P>{escape(text)}</P></NOTE>")
            + appendix(f"<P>{escape(text)}</P><P>A.</P>")
        )
    )


def test_deep_nesting_is_read_without_recursion() -> None:
    sound(
        part(
            section(
                "<P>" + "<I>" * 200 + "deep" + "</I>" * 200 + "</P>",
                "<EXTRACT>" * 200 + "<P>x</P>" + "</EXTRACT>" * 200,
            )
        )
    )


@pytest.mark.parametrize(
    ("data", "recognised"),
    [
        (part(section("A.")), True),
        (b"\xef\xbb\xbf" + part(section("A.")), True),
        (b"<DLPSTEXTCLASS><TEXT><BODY><ECFRBRWS/></BODY></TEXT></DLPSTEXTCLASS>", True),
        (b'<?xml version="1.0"?><!-- a --><ECFR><DIV1 N="1" TYPE="TITLE"/></ECFR>', True),
        (b'<html><body><div class="DIV5">DIV8</div></body></html>', False),
        (b'<?xml version="1.0"?><ACT xmlns:xsi="x"><TITLE/></ACT>', False),
        (b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', False),
        (b'<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"/>', False),
        (b"%PDF-1.7", False),
        (b"# Part 7\n\n<DIV5> in a text", False),
        (b"", False),
    ],
)
def test_recognises(data: bytes, recognised: bool) -> None:
    assert READER.recognises(data) is recognised


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no eCFR XML"),
        (b"\x00\x01\x02", "no eCFR XML"),
        (b"<html/>", "no eCFR XML"),
        (part(section("A."))[:-20], "broken"),
        (part("<P>&nosuch;</P>"), "broken"),
        (b'<!DOCTYPE DIV5 SYSTEM "x.dtd"><DIV5 N="7" TYPE="PART"><P>&other;</P></DIV5>', "entities"),
        (b'<?xml version="1.0"?><!DOCTYPE DIV5 [<!ENTITY a "b">]><DIV5 N="7" TYPE="PART"/>', ""),
        (b'<DIV5 N="7" TYPE="PART">' + b" " * 2**26 + b"</DIV5>", "bytes"),
        (part(""), "no section"),
        (part("<I>" * 5000 + "</I>" * 5000), "broken"),
    ],
    ids=["empty", "bytes", "html", "cut", "entity", "outer entity", "own entity", "huge", "no text", "deep"],
)
def test_what_is_no_ecfr_xml_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableSource, match=says):
        READER.read(data)


@pytest.mark.skipif(not SAMPLES, reason="the samples are not at hand")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_are_read_whole(path: Path) -> None:
    data = path.read_bytes()
    reading = sound(data)
    found = audit(READER.plain(data), reading)
    assert found.is_sound
    root = etree.fromstring(data)
    units = reading.units()
    assert len([u for u in units if re.fullmatch(r"sec_[^/]+", u.locator)]) == int(root.xpath("count(//DIV8)"))
    assert len([u for u in units if re.fullmatch(r"anx_[^/]+", u.locator)]) == int(root.xpath("count(//DIV9)"))
    labels = root.xpath("//DIV8/P[starts-with(normalize-space(.), '(')]")
    printed = sum(len(re.match(r"(\(\w{1,3}\))+", "".join(one.itertext()))[0].split("(")) - 1 for one in labels)
    headed = [u for u in units if u.title and u.label.startswith("(")]
    assert printed <= len([u for u in units if "/par_" in u.locator]) <= printed + len(headed)


@pytest.mark.skipif(not MARKDOWN.exists(), reason="the samples are not at hand")
def test_the_regulations_as_markdown_nest_without_repeating() -> None:
    """Parts 745 to 791 in Markdown, put back into XML: no label comes twice in one place. In the sections of definitions the
    Markdown lost the terms, so that their lists run together.
    """
    sections: list[tuple[str, str, list[str]]] = []
    open_section = False
    lines = [line.strip() for line in MARKDOWN.read_text(encoding="utf-8").splitlines() if line.strip()]
    for before, line in zip(["", *lines], lines, strict=False):
        if found := re.match(r"#### § § (\S+)", line):
            sections.append((found.group(1), re.sub(r"^§\s*\S+\s*", "", before), []))
            open_section = True
        elif line.startswith("#"):
            open_section = False
        elif open_section and not re.match(r"§ \d+\.\d+\s|\*\*", line):
            sections[-1][2].append(line)
    kept = [one for one in sections if one[0] not in ("772.1", "781.1")]
    assert len(kept) > 150
    data = ('<DIV3 N="VII" TYPE="CHAPTER">' + "".join(section_from_markdown(*one) for one in kept) + "</DIV3>").encode()
    reading = READER.read(data)
    found = audit(READER.plain(data), reading)
    assert (found.gone, found.phantom, found.repeated, found.skipped) == ((), (), (), ())
    assert len(reading.units()) > 2000


@pytest.mark.skipif(not DEFINITIONS.exists(), reason="the samples are not at hand")
def test_the_definitions_of_the_regulations_have_their_terms() -> None:
    text = DEFINITIONS.read_text(encoding="utf-8").split("\n\n", 1)[1]
    paragraphs = [
        re.sub(r"\*([^*]+)\*", r"<I>\1</I>", escape(one.strip())).replace("*", "") for one in text.split("\n\n")
    ]
    data = part(
        section(*(f"<P>{one}</P>" for one in paragraphs if one), title="Definitions of terms.", n="772.1"), "772"
    )
    locators = {unit.locator for unit in sound(data).units()}
    for term in ("intrusion-software", "specially-designed", "cyber-incident-response", "hard-selectors", "export"):
        assert f"sec_772.1/def_{term}" in locators
