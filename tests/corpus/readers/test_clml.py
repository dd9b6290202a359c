"""CLML of legislation.gov.uk: what becomes a provision, what stays text, what is furniture."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.pins import Pin
from corpus.readers.audit import Audit, audit
from corpus.readers.clml import NAMESPACE, READER
from corpus.readers.reading import Reading, UnreadableSource

L = f"{{{NAMESPACE}}}"
SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "sources" / "samples-clml-legislation-gov-uk"
with_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the authentic samples are not here")
METADATA = """<ukm:Metadata xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/">
  <dc:identifier>http://www.legislation.gov.uk/id/uksi/2031/77</dc:identifier><dc:title>The Kite Order 2031</dc:title>
  <dc:language>en</dc:language><dct:valid>2032-05-01</dct:valid>
  <ukm:SecondaryMetadata><ukm:Year Value="2031"/><ukm:Made Date="2031-02-03"/></ukm:SecondaryMetadata></ukm:Metadata>"""


def document(inside: str) -> bytes:
    return f'<?xml version="1.0"?>\n<Legislation xmlns="{NAMESPACE}">{METADATA}{inside}</Legislation>'.encode()


def order(body: str, after: str = "") -> bytes:
    return document(f"<Secondary><Body>{body}</Body>{after}</Secondary>")


def schedule(body: str, number: str = "SCHEDULE 2") -> bytes:
    return order(
        p(1, 1, "Start."),
        f"<Schedules><Schedule><Number>{number}</Number><ScheduleBody>{body}</ScheduleBody></Schedule></Schedules>",
    )


def eu_annex(body: str) -> bytes:
    return document(
        "<EURetained><EUBody/><Schedules><Schedule><Number>ANNEX IV</Number>"
        f"<ScheduleBody>{body}</ScheduleBody></Schedule></Schedules></EURetained>"
    )


def p(level: int, number: object, text: str = "", inside: str = "") -> str:
    said = f"<Text>{text}</Text>" if text else ""
    return f"<P{level}><Pnumber>{number}</Pnumber><P{level}para>{said}{inside}</P{level}para></P{level}>"


def items(*texts: str) -> str:
    return "".join(f"<ListItem><Para><Text>{text}</Text></Para></ListItem>" for text in texts)


def read(data: bytes) -> dict[str, tuple[str, str, str]]:
    """Label, title and text of every provision, by locator; the reading is sound and its parents come first."""
    reading = READER.read(data)
    assert audit(READER.plain(data), reading).is_sound
    units = reading.units()
    seen: set[str] = set()
    for unit in units:
        pin = Pin.of("a-document", unit.locator)
        assert pin.parent is None or pin.parent.locator in seen
        seen.add(unit.locator)
    return {unit.locator: (unit.label, unit.title, unit.text) for unit in units}


def furniture(data: bytes) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in READER.read(data).pieces if piece.role == "furniture"]


# Levels

LEVELS = {
    "an article of an order": (order(p(1, 5, "No kites.")), {"art_5": ("5", "", "No kites.")}),
    "a section of an Act": (
        document(f"<Primary><Body>{p(1, 5, 'No kites.')}</Body></Primary>"),
        {"sec_5": ("5", "", "No kites.")},
    ),
    "an article of an Order in Council that is primary law": (
        document("<Primary><Body>" + p(1, 5, "No kites.").replace("<P1>", "<P1 id='article-5'>") + "</Body></Primary>"),
        {"art_5": ("5", "", "No kites.")},
    ),
    "an article of an EU act": (
        document("<EURetained><EUBody>" + p(1, "Article\u00a05a", "No kites.") + "</EUBody></EURetained>"),
        {"art_5a": ("Article\u00a05a", "", "No kites.")},
    ),
    "the levels below": (
        order(p(1, 5, "", p(2, 1, "If", p(3, "a", "red", p(4, "ii", "and big"))))),
        {
            "art_5": ("5", "", ""),
            "art_5/par_1": ("1", "", "If"),
            "art_5/par_1/pnt_a": ("a", "", "red"),
            "art_5/par_1/pnt_a/pnt_ii": ("ii", "", "and big"),
        },
    ),
    "points straight under an article": (
        order(p(1, 5, "If", p(3, "a", "red"))),
        {"art_5": ("5", "", "If"), "art_5/pnt_a": ("a", "", "red")},
    ),
    "a letter at the level of paragraphs is a point": (
        order(p(1, 5, "If", p(2, "a", "red"))),
        {"art_5": ("5", "", "If"), "art_5/pnt_a": ("a", "", "red")},
    ),
    "numbers put in later": (
        order(p(1, "12ZA", "", p(2, "1A", "If"))),
        {"art_12ZA": ("12ZA", "", ""), "art_12ZA/par_1A": ("1A", "", "If")},
    ),
    "a range that was repealed": (order(p(1, "5–7", ". . .")), {"art_5-7": ("5–7", "", ". . .")}),
    "marks of amendment in a number": (
        order(p(1, "<Substitution ChangeId='x'><CommentaryRef Ref='c'/>6</Substitution>", "New.")),
        {"art_6": ("6", "", "New.")},
    ),
    "text after points goes on in the paragraph": (
        order(p(1, 5, "", p(2, 1, "If", p(3, "a", "red") + "<Text>no kites.</Text>"))),
        {"art_5": ("5", "", ""), "art_5/par_1": ("1", "", "If\n\nno kites."), "art_5/par_1/pnt_a": ("a", "", "red")},
    ),
    "a heading over one article is its title": (
        order(f"<P1group><Title>On <Emphasis>kites</Emphasis></Title>{p(1, 5, 'None.')}</P1group>"),
        {"art_5": ("5", "On kites", "None.")},
    ),
    "a number that stands twice": (
        order(p(1, 5, "", p(3, "a", "red") + p(3, "b", "blue"))),
        {"art_5": ("5", "", ""), "art_5/pnt_a": ("a", "", "red"), "art_5/pnt_b": ("b", "", "blue")},
    ),
}


@pytest.mark.parametrize("case", LEVELS)
def test_the_levels_of_an_act(case: str) -> None:
    data, expected = LEVELS[case]
    assert read(data) == expected


def test_headings_above_articles_are_furniture_and_numbers_run_through() -> None:
    part = "<Part><Number>PART {0}</Number><Title>Of {0}</Title><Pblock><Title>Cross</Title>{1}</Pblock></Part>"
    data = order(part.format(1, p(1, 1, "A.")) + part.format(2, p(1, 2, "B.")))
    assert list(read(data)) == ["art_1", "art_2"]
    assert [text for kind, text in furniture(data) if kind == "division"] == [
        *("PART 1", "Of 1", "Cross"),
        *("PART 2", "Of 2", "Cross"),
    ]


def test_a_heading_over_several_paragraphs_is_furniture() -> None:
    data = schedule(f"<P1group><Title>Both</Title>{p(1, 1, 'A.')}{p(1, 2, 'B.')}</P1group>")
    assert read(data)["anx_2/par_1"] == ("1", "", "A.")
    assert ("division", "Both") in furniture(data)


# Lists, tables, quotations

TEXTS = {
    "items of an unnumbered list are text": (
        f"<Text>If</Text><UnorderedList Decoration='dash'>{items('red', 'blue')}</UnorderedList>",
        {"art_5": "If\n\nred\n\nblue"},
    ),
    "items of a numbered list are points, by their own number": (
        "<OrderedList Type='alpha'><ListItem NumberOverride='(c)'><Para><Text>red</Text></Para></ListItem></OrderedList>",
        {"art_5": "", "art_5/pnt_c": "red"},
    ),
    "or by their place": (
        f"<OrderedList Type='alpha'>{items('red', 'blue')}</OrderedList>",
        {"art_5": "", "art_5/pnt_a": "red", "art_5/pnt_b": "blue"},
    ),
    "in Roman numbers": (
        f"<OrderedList Type='romanUpper'>{items('red', 'blue', 'x', 'y')}</OrderedList>",
        {"art_5": "", "art_5/pnt_I": "red", "art_5/pnt_II": "blue", "art_5/pnt_III": "x", "art_5/pnt_IV": "y"},
    ),
    "definitions stand under the article, by their marked term": (
        f"<UnorderedList Class='Definition'>{items('“<Term>red kite</Term>” means')}</UnorderedList>",
        {"art_5": "", "art_5/def_red-kite": "“red kite” means"},
    ),
    "or by their quoted one": (
        f"<UnorderedList Class='Definition'>{items('“Red Kite” means')}</UnorderedList>",
        {"art_5": "", "art_5/def_red-kite": "“Red Kite” means"},
    ),
    "a definition without a term is text": (
        f"<UnorderedList Class='Definition'>{items('as in article 2')}</UnorderedList>",
        {"art_5": "as in article 2"},
    ),
    "a table is a paragraph per row, a tab between cells": (
        "<Tabular><Number>Table 1</Number><table xmlns='http://www.w3.org/1999/xhtml'><tbody>"
        "<tr><th>Kite</th><th>Fee</th></tr>\n<tr><td>red</td>\n<td>2</td></tr></tbody></table></Tabular>",
        {"art_5": "Table 1\n\nKite\tFee\n\nred\t2"},
    ),
    "a footnote inside a table is a provision": (
        "<Tabular><table xmlns='http://www.w3.org/1999/xhtml'><tr><td>red</td><td><Footnote xmlns='"
        + NAMESPACE
        + "' id='f00012'><FootnoteText><Para><Text>See 2.</Text></Para></FootnoteText></Footnote></td></tr></table>"
        "</Tabular>",
        {"art_5": "red", "fn_12": "See 2."},
    ),
    "what an amendment quotes is text, number and words in one": (
        f"<Text>Insert—</Text><BlockAmendment>{p(1, '4A', '', p(2, 1, 'Red.'))}</BlockAmendment><AppendText>.</AppendText>",
        {"art_5": "Insert—\n\n4A 1 Red.."},
    ),
    "also a quoted schedule": (
        "<BlockAmendment><Schedule><Number>SCHEDULE 3</Number><TitleBlock><Title>Kites</Title></TitleBlock>"
        f"<ScheduleBody>{p(1, 1, 'Red.')}</ScheduleBody></Schedule></BlockAmendment>",
        {"art_5": "SCHEDULE 3\n\nKites\n\n1 Red."},
    ),
    "a formula is text": (
        "<Formula><m:math xmlns:m='http://www.w3.org/1998/Math/MathML'><m:mi>v</m:mi> <m:mo>+</m:mo> <m:mn>2</m:mn>"
        "</m:math></Formula>",
        {"art_5": "v + 2"},
    ),
    "elements that the reader does not know lose nothing": (
        "<Novel>one <b>two</b></Novel><Wrap><Text>three</Text></Wrap>",
        {"art_5": "one two\n\nthree"},
    ),
    "text that is no element's is kept": ("loose <Text>held</Text> end", {"art_5": "loose\n\nheld\n\nend"}),
    "comments and instructions are no text": ("<Text>a<!-- x -->b<?pi y?>c</Text>", {"art_5": "abc"}),
}


@pytest.mark.parametrize("case", TEXTS)
def test_what_is_text_of_an_article(case: str) -> None:
    inside, expected = TEXTS[case]
    assert {at: text for at, (_, _, text) in read(order(p(1, 5, "", inside))).items()} == expected


def test_a_provision_of_which_nothing_is_left_but_an_empty_table_shows_as_empty() -> None:
    data = order(p(1, 5, "", "<Tabular><table><tr><td/><td> </td></tr></table></Tabular>") + p(1, 6, "Red."))
    assert audit(READER.plain(data), READER.read(data)).empty == ("art_5",)


# Schedules and annexes

PART = "<Part><Number>PART {0}</Number>{1}</Part>"
ANNEXES = {
    "paragraphs of a schedule": (
        schedule(p(1, 1, "A.", p(3, "a", "B."))),
        ["anx_2", "anx_2/par_1", "anx_2/par_1/pnt_a"],
    ),
    "a schedule without a number": (schedule(p(1, 1, "A."), "SCHEDULE"), ["anx_1", "anx_1/par_1"]),
    "an article in a schedule": (schedule(p(1, "Article 3", "A.")), ["anx_2", "anx_2/art_3"]),
    "an entry of a control list": (
        schedule(p(1, "ML21", "A.", p(3, "a", "B."))),
        ["anx_2", "anx_2/itm_ML21", "anx_2/itm_ML21/pnt_a"],
    ),
    "numbers that run through parts": (
        schedule(PART.format(1, p(1, 1, "A.")) + PART.format(2, p(1, 2, "B."))),
        ["anx_2", "anx_2/par_1", "anx_2/par_2"],
    ),
    "numbers that begin again in each part": (
        schedule(PART.format(1, p(1, 1, "A.")) + PART.format(2, p(1, 1, "B."))),
        ["anx_2", "anx_2/sec_1", "anx_2/sec_1/par_1", "anx_2/sec_2", "anx_2/sec_2/par_1"],
    ),
    "parts without numbered paragraphs": (
        schedule(PART.format(1, "<P><Text>A.</Text></P>")),
        ["anx_2", "anx_2/sec_1"],
    ),
    "parts, divisions and lists of an annex of an EU act": (
        eu_annex(
            "<EUPart><Number>Part I: Kites</Number><Division><Number>A.</Number><Title>Sorts</Title><Division>"
            "<Number>1.</Number><P><Text>Red:</Text></P><P><OrderedList Type='alpha'><ListItem NumberOverride='(a)'>"
            "<Para><Text>big</Text></Para></ListItem></OrderedList></P></Division></Division></EUPart>"
        ),
        ["anx_IV", "anx_IV/sec_I", "anx_IV/sec_I/sec_A", "anx_IV/sec_I/sec_A/pnt_1", "anx_IV/sec_I/sec_A/pnt_1/pnt_a"],
    ),
    "a division whose title is a bare number": (
        eu_annex("<Division><Title>II</Title><P><Text>A.</Text></P></Division>"),
        ["anx_IV", "anx_IV/sec_II"],
    ),
    "a dash for a number makes no provision": (
        eu_annex("<Division><Number>–</Number><P><Text>red</Text></P></Division>"),
        ["anx_IV"],
    ),
}


@pytest.mark.parametrize("case", ANNEXES)
def test_schedules_and_annexes(case: str) -> None:
    data, expected = ANNEXES[case]
    assert [at for at in read(data) if at != "art_1"] == expected


def test_ids_tell_that_numbers_run_through_although_a_form_in_the_schedule_counts_anew() -> None:
    numbered = p(1, 1, "A.").replace("<P1>", '<P1 id="schedule-2-paragraph-1">')
    data = schedule(PART.format(1, numbered) + PART.format(2, p(1, 1, "I agree.")))
    reading = READER.read(data)
    assert audit(READER.plain(data), reading).repeated == ("anx_2/par_1-2",)


def test_an_appendix_is_an_annex_in_its_schedule() -> None:
    data = eu_annex("<P><Text>A.</Text></P>").replace(
        b"</ScheduleBody>",
        b"</ScheduleBody><Appendix><Number>Appendix to Annex IV</Number><AppendixBody><P><Text>B.</Text></P></AppendixBody>"
        b"</Appendix>",
    )
    assert read(data)["anx_IV/anx_1"] == ("Appendix to Annex IV", "", "B.")


# The document around them


def test_the_parts_of_an_eu_act() -> None:
    data = document(
        "<EURetained><EUPrelims><MultilineTitle><Text>Kite Regulation</Text></MultilineTitle><EUPreamble><P><Text>Whereas:"
        "</Text></P><Division><Number>(1)</Number><Title>Kites fly:</Title><P><UnorderedList>"
        + items("high")
        + "</UnorderedList></P></Division></EUPreamble></EUPrelims><EUBody>"
        + p(1, "Article 1", "Red<FootnoteRef Ref='f00001'/>.")
        + "<SignedSection><Para><Text>Done.</Text></Para></SignedSection></EUBody></EURetained><Footnotes>"
        "<Footnote id='f00001'><FootnoteText><Para><Text>See 2.</Text></Para></FootnoteText></Footnote></Footnotes>"
    )
    assert read(data) == {
        "rct_1": ("(1)", "", "Kites fly:\n\nhigh"),
        "art_1": ("Article 1", "", "Red."),
        "fn_1": ("", "", "See 2."),
    }
    assert furniture(data) == [("act", "Kite Regulation"), ("preamble", "Whereas:"), ("closing", "Done.")]


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ("Contents", "contents"),
        ("Commentaries", "editorial"),
        ("ExplanatoryNotes", "editorial"),
        ("Versions", "editorial"),
        ("SignedSection", "closing"),
    ],
)
def test_what_stands_outside_provisions_is_furniture_whatever_is_in_it(element: str, kind: str) -> None:
    data = document(f"<{element}><Schedule><Number>SCHEDULE 1</Number>{p(1, 1, 'A.')}</Schedule></{element}>")
    assert {one for one, _ in furniture(data)} == {kind}
    assert READER.read(data).units() == []


def test_what_the_document_says_of_itself() -> None:
    prelims = "<SecondaryPrelims><Number>2031 No. 77</Number><Title>The Kite Order</Title></SecondaryPrelims>"
    reading = READER.read(document(f"<Secondary>{prelims}<Body>{p(1, 1, 'A.')}</Body></Secondary>"))
    assert (reading.format, reading.title, reading.language, reading.edition) == (
        "clml",
        "The Kite Order 2031",
        "en",
        "2032-05-01",
    )
    assert reading.identifiers == {"number": "2031 No. 77", "uri": "http://www.legislation.gov.uk/id/uksi/2031/77"}


def test_without_metadata_the_opening_gives_the_title() -> None:
    prelims = "<PrimaryPrelims><Title>Kite Act</Title><Number>2031 c. 7</Number></PrimaryPrelims>"
    data = document(f"<Primary>{prelims}</Primary>").replace(METADATA.encode(), b"")
    reading = READER.read(data)
    assert (reading.title, reading.edition, reading.identifiers) == ("Kite Act", "", {"number": "2031 c. 7"})


# Bad input

BAD = {
    "nothing": (b"", "broken"),
    "cut off": (order(p(1, 1, "A."))[:-20], "broken"),
    "another format": (b"<akomaNtoso/>", "no CLML"),
    "metadata alone": (document(""), "only metadata"),
    "entities of its own": (b"<!DOCTYPE a [<!ENTITY x 'y'>]>" + order(p(1, 1, "&x;"))[22:], "entities of its own"),
    "an entity that nobody declares": (
        b"<!DOCTYPE a SYSTEM 'a.dtd'>" + order(p(1, 1, "a&x;"))[22:],
        "uses entities",
    ),
    "nested without end": (order("<P>" * 5000 + "</P>" * 5000), "depth"),
    "no XML": (b"%PDF-1.7 \x00\xff", "broken"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_in_one_sentence(case: str) -> None:
    data, reason = BAD[case]
    with pytest.raises(UnreadableSource, match=reason) as caught:
        READER.read(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "is_clml"),
    [
        (order(p(1, 1, "A.")), True),
        (b"\xef\xbb\xbf<!-- x --><Legislation xmlns='" + NAMESPACE.encode() + b"'/>", True),
        (document("").decode().replace('<?xml version="1.0"?>', "").encode("utf-16"), True),
        (f"<akomaNtoso xmlns:ukl='{NAMESPACE}'><Legislation/></akomaNtoso>".encode(), False),
        (b"<Legislation/>", False),
        (f"<html><body>{NAMESPACE} Legislation</body></html>".encode(), False),
        (f"# About\n\n<Legislation xmlns='{NAMESPACE}'>".encode(), False),
        (b"%PDF-1.7", False),
        (b"", False),
    ],
)
def test_the_format_is_recognised_by_its_root(data: bytes, is_clml: bool) -> None:
    assert READER.recognises(data) is is_clml


def test_deep_provisions_become_text_so_that_locators_stay_short() -> None:
    deep = order(
        p(
            1,
            1,
            "A.",
            "".join(f"<P3><Pnumber>a</Pnumber><P3para><Text>{n}</Text>" for n in range(300)) + "</P3para></P3>" * 300,
        )
    )
    assert max(at.count("/") for at in read(deep)) == 10


# An invented act, written and read back

WORDS = st.text(st.sampled_from("abc é—§\u00a0 \n\t"), min_size=1, max_size=12).filter(str.strip)


@given(
    st.dictionaries(
        st.integers(1, 30), st.tuples(WORDS, st.dictionaries(st.integers(1, 9), WORDS, max_size=3)), max_size=5
    )
)
def test_an_act_written_in_clml_reads_back(act: dict[int, tuple[str, dict[int, str]]]) -> None:
    body = "".join(
        p(1, number, text, "".join(p(2, below, words) for below, words in paragraphs.items()))
        for number, (text, paragraphs) in act.items()
    )
    expected = {}
    for number, (text, paragraphs) in act.items():
        expected[f"art_{number}"] = text
        expected |= {f"art_{number}/par_{below}": words for below, words in paragraphs.items()}
    found = read(order(body, "<ExplanatoryNotes><P><Text>Note.</Text></P></ExplanatoryNotes>"))
    assert {at: "".join(text.split()) for at, (_, _, text) in found.items()} == {
        at: "".join(text.split()) for at, text in expected.items()
    }


# Authentic texts

REPEATED = {
    "asp_20030002_en.xml": (),
    "uksi_20190459_en.xml": (),
    # Two lettered lists in one paragraph of the act, each from (a) on.
    "eur_20071234_adopted_en.xml": (
        *("art_11/par_1/pnt_a-2", "art_11/par_1/pnt_b-2", "art_117/par_5/pnt_a-2", "art_117/par_5/pnt_b-2"),
        *("anx_III/sec_VIII/pnt_1/pnt_a-2", "anx_III/sec_VIII/pnt_1/pnt_b-2"),
    ),
    # The form at the end of Schedule 9 numbers its own clauses, one of them in two wordings.
    "uksi_2003_1998_sld_en.xml": (
        *("anx_9/par_1-2", "anx_9/par_2-2", "anx_9/par_2-3", "anx_9/par_3-2", "anx_9/par_4-2", "anx_9/par_5-2"),
        *("anx_9/par_6-2", "anx_9/par_7-2"),
    ),
}
UNCITED = {  # ids of the publisher that no provision answers to
    # Points of a definition that lost its list, and of the form in Schedule 9.
    "uksi_2003_1998_sld_en.xml": {
        *("article-3-a", "article-3-b", "article-3-c", "schedule-9-paragraph-2.."),
        *(f"schedule-9-paragraph-5-{letter}" for letter in "abcd"),
    }
}


@pytest.fixture(scope="module", params=REPEATED)
def sample(request: pytest.FixtureRequest) -> tuple[str, etree._Element, Reading, Audit]:
    name = str(request.param)
    data = (SAMPLES / name).read_bytes()
    assert READER.recognises(data)
    reading = READER.read(data)
    return name, etree.fromstring(data), reading, audit(READER.plain(data), reading)


@with_samples
def test_every_sample_is_read(request: pytest.FixtureRequest) -> None:
    listed = json.loads((SAMPLES / "PROVENANCE.json").read_text("utf-8"))["obtained_from"]["files"]
    assert {one["file"] for one in listed} == set(REPEATED)


@with_samples
def test_nothing_of_a_sample_is_gone_invented_or_empty(sample: tuple[str, etree._Element, Reading, Audit]) -> None:
    name, _, reading, found = sample
    assert (found.gone, found.phantom, found.empty, found.repeated) == ((), (), (), REPEATED[name])
    assert reading.title
    assert all(Pin.of("a-document", unit.locator) for unit in reading.units())


@with_samples
def test_a_sample_has_as_many_provisions_as_its_markup_counts(
    sample: tuple[str, etree._Element, Reading, Audit],
) -> None:
    _, root, reading, _ = sample
    names = {"l": NAMESPACE}
    outside = "not(ancestor::l:BlockAmendment)"
    counted = {
        "(sec|art)": f"count((//l:Body|//l:EUBody)//l:P1[l:Pnumber][{outside}])",
        "anx": "count(//l:Schedules/l:Schedule)",
        "rct": "count(//l:EUPreamble/l:Division)",
        "fn": "count(//l:Footnote)",
    }
    locators = [unit.locator for unit in reading.units()]
    for kind, path in counted.items():
        top = sum(bool(re.fullmatch(rf"{kind}_[^/]+", at)) for at in locators)
        assert top == root.xpath(path, namespaces=names), kind


@with_samples
def test_provisions_of_a_sample_are_where_the_publisher_addresses_them(
    sample: tuple[str, etree._Element, Reading, Audit],
) -> None:
    name, root, reading, _ = sample
    addresses = {re.sub(r"[a-z]+_", "", unit.locator) for unit in reading.units()}
    missing = set()
    for one in root.xpath("//*[@id][not(ancestor-or-self::*[local-name()='BlockAmendment'])]"):
        at = re.fullmatch(
            r"(?:schedule-(\w+)-)?(?:part-(\w+)-)?(?:article|regulation|paragraph|section)-(.*)", one.get("id")
        )
        if at is None or not re.fullmatch(r"P[1-9]", etree.QName(one).localname):
            continue
        if "/".join(filter(None, (at[1], at[2], *at[3].split("-")))) not in addresses:
            missing.add(one.get("id"))
    assert missing == UNCITED.get(name, set())
