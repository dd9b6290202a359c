"""Akoma Ntoso is read whole: small documents as a specification, made-up acts, and an authentic one where it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import written_acts
from hypothesis import given, settings
from lxml import etree

from corpus.pins import Pin
from corpus.readers.akoma_ntoso import READER
from corpus.readers.audit import audit
from corpus.readers.reading import UnreadableSource

SAMPLE = Path(__file__).resolve().parents[3].parent / "shared" / "sources" / "lu-rgd-export-control-2018-akn" / "fr.xml"
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def act(body: str, before: str = "", after: str = "", namespace: str = NAMESPACE) -> bytes:
    return (
        f'<akomaNtoso xmlns="{namespace}" xmlns:p="http://publisher.example"><act>{before}<body>{body}</body>{after}</act>'
        "</akomaNtoso>"
    ).encode()


def article(inside: str, number: str = "Art. 1") -> str:
    return f"<article><num>{number}</num>{inside}</article>"


def content(*paragraphs: str) -> str:
    return "<content>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</content>"


def read(data: bytes) -> list[tuple[str, str, str, str]]:
    reading = READER.read(data)
    found = audit(READER.plain(data), reading)
    assert (found.gone, found.phantom) == ((), ())
    return [(unit.locator, unit.label, unit.title, unit.text) for unit in reading.units()]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            act(
                "<chapter><num>Chapter 1</num><heading>Kites</heading><section><num>Section 1</num>"
                + article(
                    f"<heading>Scope</heading><alinea>{content('One.')}</alinea><alinea>{content('Two.')}</alinea>"
                )
                + "</section></chapter>"
            ),
            [("art_1", "Art. 1", "Scope", "One.\n\nTwo.")],
            id="chapters and sections over articles are furniture; unnumbered paragraphs are own text",
        ),
        pytest.param(
            act(
                article(
                    f"<paragraph><num>(1)</num><list><intro><p>Either:</p></intro><point><num>a)</num>{content('red;')}</point>"
                    f"<point><num>b)</num>{content('blue.')}</point><wrapUp><p>Not both.</p></wrapUp></list></paragraph>"
                )
            ),
            [
                ("art_1", "Art. 1", "", ""),
                ("art_1/par_1", "(1)", "", "Either:\n\nNot both."),
                ("art_1/par_1/pnt_a", "a)", "", "red;"),
                ("art_1/par_1/pnt_b", "b)", "", "blue."),
            ],
            id="paragraphs and points, with text after the list",
        ),
        pytest.param(
            act(
                article(content("x"), "Art. 1<sup>er</sup>.")
                + article(content("y"), "Art. 5 bis.")
                + article(content("z"), "7a")
            ),
            [("art_1", "Art. 1er.", "", "x"), ("art_5bis", "Art. 5 bis.", "", "y"), ("art_7a", "7a", "", "z")],
            id="numbers as acts write them",
        ),
        pytest.param(
            act(
                article("<paragraph><num>(1)</num><content><p>x</p></content></paragraph>", "§ 8")
                + f"<section><num>9.</num><heading>Rope</heading>{content('y')}</section>"
            ),
            [
                ("sec_8", "§ 8", "", ""),
                ("sec_8/par_1", "(1)", "", "x"),
                ("sec_9", "9.", "Rope", "y"),
            ],
            id="a paragraph sign makes a section; so does a section without articles",
        ),
        pytest.param(
            act(f"<part><num>Part I</num><chapter><num>Chapter 2</num>{content('y')}</chapter></part>"),
            [("sec_I", "Part I", "", ""), ("sec_I/cpt_2", "Chapter 2", "", "y")],
            id="parts and chapters without articles are provisions",
        ),
        pytest.param(
            act(
                article(
                    '<content><p>Tasks:</p><ol p:start="2" p:symbol="1°"><li>fly<ol type="a"><li>up</li></ol></li>'
                    "<li>land</li></ol><ul><li>well</li></ul></content>"
                )
            ),
            [
                ("art_1", "Art. 1", "", "Tasks:\n\nwell"),
                ("art_1/pnt_2", "", "", "fly"),
                ("art_1/pnt_2/pnt_a", "", "", "up"),
                ("art_1/pnt_3", "", "", "land"),
            ],
            id="items of lists are counted as the list says, without a label",
        ),
        pytest.param(
            act(
                article(
                    "<content><blockList><listIntroduction>Kites:</listIntroduction><item><num>a.</num><p>red</p></item>"
                    "<item><num>–</num><p>blue</p></item></blockList></content>"
                )
            ),
            [("art_1", "Art. 1", "", "Kites:\n\n– blue"), ("art_1/pnt_a", "a.", "", "red")],
            id="block lists; a dash makes no point",
        ),
        pytest.param(
            act(
                article(
                    '<content><p>Replaced by: <mod><quotedStructure startQuote="«" endQuote="»"><article><num>Art. 9</num>'
                    "<paragraph><num>1</num><content><p>Old.</p></content></paragraph></article></quotedStructure></mod></p></content>"
                )
            ),
            [("art_1", "Art. 1", "", "Replaced by:\n\n«Art. 9\n\n1 Old.»")],
            id="quoted provisions are text of the amending one",
        ),
        pytest.param(
            act(
                article(
                    content('See the list<authorialNote marker="3"><p>Kite list.</p></authorialNote>, page 2.'),
                    "Art. 1<authorialNote><p>Amended.</p></authorialNote>",
                )
            ),
            [
                ("art_1", "Art. 1", "", "See the list, page 2."),
                ("fn_1", "", "", "Amended."),
                ("fn_3", "", "", "Kite list."),
            ],
            id="notes come last and leave their sentence whole",
        ),
        pytest.param(
            act(
                article(content("x")),
                before="<preface><p><docTitle>Kite Act</docTitle></p></preface><preamble><formula><p>We,</p></formula>"
                "<recitals><recital><num>(1)</num><p>Old.</p></recital><recital><p>Windy.</p></recital></recitals></preamble>",
                after="<conclusions><p>Done.</p></conclusions>",
            ),
            [("rct_1", "(1)", "", "Old."), ("rct_2", "", "", "Windy."), ("art_1", "Art. 1", "", "x")],
            id="recitals, with and without a number",
        ),
        pytest.param(
            act(
                article(content("x")),
                after="<attachments><attachment><heading>Forms</heading><doc><mainBody><p>y</p></mainBody></doc></attachment>"
                "<attachment><doc><preface><p>Annex II: Maps</p></preface><mainBody><table><caption>T</caption><tr><th>a</th>"
                "<th><p>b</p><p>c</p></th></tr></table></mainBody></doc></attachment>"
                "<attachment><num>Annex 3</num><doc><mainBody>"
                + article(content("z"))
                + "</mainBody></doc></attachment></attachments>",
            ),
            [
                ("art_1", "Art. 1", "", "x"),
                ("anx_1", "", "Forms", "y"),
                ("anx_II", "Annex II:", "Maps", "T\n\na\tb\nc"),
                ("anx_3", "Annex 3", "", ""),
                ("anx_3/art_1", "Art. 1", "", "z"),
            ],
            id="attachments are annexes",
        ),
        pytest.param(
            act(article("<p:meta>internal<p:more>x</p:more></p:meta>" + content("x<foreign><p:f>1+1</p:f></foreign>"))),
            [("art_1", "Art. 1", "", "x\n\n1+1")],
            id="elements of the publisher are no text, but for foreign content",
        ),
        pytest.param(
            f'<akomaNtoso xmlns="{NAMESPACE}"><doc><mainBody><p>Fly kites.</p></mainBody></doc></akomaNtoso>'.encode(),
            [("sec_text", "", "", "Fly kites.")],
            id="a document without provisions",
        ),
        pytest.param(
            act(article(content("x")), namespace="http://www.akomantoso.org/2.0"),
            [("art_1", "Art. 1", "", "x")],
            id="another namespace of the standard",
        ),
    ],
)
def test_what_makes_provisions(data: bytes, expected: list[tuple[str, str, str, str]]) -> None:
    assert read(data) == expected


@pytest.mark.parametrize(
    ("list_attributes", "expected"),
    [
        ('type="a"', ["a", "b"]),
        ('type="i" start="3"', ["iii", "iv"]),
        ('type="I"', ["I", "II"]),
        ('p:symbol="A."', ["A", "B"]),
        ('start="9"', ["9", "10"]),
        ('start="x"', ["1", "2"]),
    ],
)
def test_how_items_are_counted(list_attributes: str, expected: list[str]) -> None:
    data = act(article(f"<content><ol {list_attributes}><li>x</li><li>y</li></ol></content>"))
    assert [locator for locator, *_ in read(data)][1:] == [f"art_1/pnt_{number}" for number in expected]


def test_the_act_names_itself() -> None:
    meta = (
        '<meta><identification source="#x"><FRBRWork><FRBRthis value="/eli/kites/1/jo"/><FRBRuri value="/eli/kites/1"/>'
        '<FRBRnumber value="7"/></FRBRWork><FRBRExpression><FRBRdate date="2031-04-01"/>'
        '<FRBRlanguage language="http://x/language/FRA"/></FRBRExpression></identification>'
        '<lifecycle source="#"><eventRef date="2033-05-01" type="amendment"/>'
        '<eventRef date="2035-01-01" type="repeal"/></lifecycle>'
        "</meta>"
    )
    data = act(
        article(content("x")), before=f"{meta}<preface><longTitle><p>Loi sur</p> <p>le vent</p></longTitle></preface>"
    )
    reading = READER.read(data)
    assert (reading.title, reading.language, reading.edition) == ("Loi sur le vent", "fr", "2033-05-01")
    assert reading.identifiers == {"eli": "/eli/kites/1", "number": "7"}


@settings(max_examples=40)
@given(written_acts.acts)
def test_what_was_written_is_read(made: written_acts.Act) -> None:
    data = written_acts.akoma_ntoso(made)
    assert read(data) == written_acts.units(made)
    assert READER.read(data).title == made.title


def test_deep_nesting() -> None:
    deep = "<point><num>(a)</num><content><p>x</p></content>" * 900
    assert len(read(act(article(deep + "</point>" * 900)))) == 901


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "broken"),
        (b"<akomaNtoso><act><body>", "broken"),
        (b"<html><body><p>x</p></body></html>", "not Akoma Ntoso"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><akomaNtoso>&b;</akomaNtoso>", "entities"),
        (f'<akomaNtoso xmlns="{NAMESPACE}"><act><body/></act></akomaNtoso>'.encode(), "no article"),
        (b"<akomaNtoso>\xff\xfe</akomaNtoso>", "broken"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        READER.read(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (act(""), True),
        (b"\xef\xbb\xbf<?xml version='1.0'?><akn:akomaNtoso xmlns:akn='x'>", True),
        (b"<CONS.ACT x='formex-05.51.xd'>", False),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><body>akomaNtoso</body></html>", False),
        (b"<Legislation xmlns='http://www.legislation.gov.uk/namespaces/legislation'/>", False),
        (b"<DIV5 N='734' TYPE='PART'/>", False),
        (b"%PDF-1.7", False),
        (b"# akomaNtoso", False),
        (b"", False),
    ],
)
def test_the_format_is_known_by_its_content(data: bytes, expected: bool) -> None:
    assert READER.recognises(data) is expected


@pytest.mark.skipif(not SAMPLE.exists(), reason="the authentic sample is not here")
def test_the_sample_is_read_whole() -> None:
    data = SAMPLE.read_bytes()
    reading = READER.read(data)
    found = audit(READER.plain(data), reading)
    assert (found.gone, found.phantom, found.empty) == ((), (), ())
    assert (reading.language, reading.edition) == ("fr", "2023-08-13") and "eli" in reading.identifiers

    seen: set[str] = set()
    for unit in reading.units():
        above = unit.locator.rpartition("/")[0]
        assert Pin.of("lu-x", unit.locator) and (not above or above in seen), unit.locator
        seen.add(unit.locator)

    root = etree.fromstring(data)
    names = {"a": etree.QName(root).namespace}
    articles = root.xpath("//a:article", namespaces=names)
    numbered = root.xpath("//a:paragraph[a:num]", namespaces=names)
    items = root.xpath("//a:ol/a:li[not(ancestor::a:td)]", namespaces=names)
    assert {locator for locator in seen if re.fullmatch("art_[^/]+", locator)} == {
        f"art_{one.get('id').removeprefix('art_').removesuffix('er')}" for one in articles
    }
    assert sum("/par_" in locator and "/pnt_" not in locator for locator in seen) == len(numbered)
    assert sum("/pnt_" in locator for locator in seen) == len(items)

    # two lists in unnumbered paragraphs of one provision: each begins with 1
    lists = root.xpath("//*[self::a:article[not(a:paragraph)] or self::a:paragraph]", namespaces=names)
    several = sum(
        len(one.xpath(".//a:ol[not(ancestor::a:li)][not(ancestor::a:td)]", namespaces=names)) > 1 for one in lists
    )
    assert len({re.sub(r"/pnt_.*", "", locator) for locator in found.repeated}) == several
