"""Formex 4 is read whole: small documents as a specification, made-up acts, and the authentic samples where they are."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import written_acts
from hypothesis import given, settings
from lxml import etree

from corpus.pins import Pin
from corpus.readers.audit import Audit, audit
from corpus.readers.formex import READER
from corpus.readers.reading import Reading, UnreadableSource

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"
SAMPLES = sorted(
    path
    for folder in ("samples-eurlex-corpus", "samples-eurlex-native", "samples-eurlex-lexparency/formex")
    for path in (SOURCES / folder).rglob("*.xml")
    if SOURCES.exists() and READER.recognises(path.read_bytes())
)
TEXTS = [path for path in SAMPLES if not path.name.endswith(".doc.xml")]
QUOTE_END = "<QUOT.END CODE='2019'/>"
IMAGES_ALONE = {"anx_V", "anx_VI"}  # annexes of Regulation 44/2001 that are a scanned form each


def act(enacting: str, before: str = "", after: str = "") -> bytes:
    return (
        "<ACT><BIB.INSTANCE><DATE ISO='20310401'>20310401</DATE><LG.DOC>EN</LG.DOC></BIB.INSTANCE>"
        f"<TITLE><TI><P>Regulation on kites</P></TI></TITLE>{before}<ENACTING.TERMS>{enacting}</ENACTING.TERMS>{after}</ACT>"
    ).encode()


def article(inside: str, number: str = "1") -> str:
    return f"<ARTICLE IDENTIFIER='{number.zfill(3)}'><TI.ART>Article {number}</TI.ART>{inside}</ARTICLE>"


def annex(title: str, contents: str) -> str:
    return f"<CONS.ANNEX><TITLE>{title}</TITLE><CONTENTS>{contents}</CONTENTS></CONS.ANNEX>"


def points(*labelled: tuple[str, str]) -> str:
    items = "".join(f"<ITEM><NP><NO.P>{label}</NO.P><TXT>{text}</TXT></NP></ITEM>" for label, text in labelled)
    return f"<LIST TYPE='alpha'>{items}</LIST>"


def read(data: bytes) -> list[tuple[str, str, str, str]]:
    reading = READER.read(data)
    found = audit(READER.plain(data), reading)
    assert (found.gone, found.phantom) == ((), ())
    return [(unit.locator, unit.label, unit.title, unit.text) for unit in reading.units()]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            act(article("<STI.ART>Scope</STI.ART><ALINEA>Kites fly.</ALINEA><ALINEA>They land.</ALINEA>")),
            [("art_1", "Article 1", "Scope", "Kites fly.\n\nThey land.")],
            id="unnumbered paragraphs are own text of the article",
        ),
        pytest.param(
            act(
                article(
                    "<PARAG IDENTIFIER='001.001'><NO.PARAG>1.</NO.PARAG><ALINEA>One.</ALINEA></PARAG>"
                    "<PARAG IDENTIFIER='001.001A'><NO.PARAG>1a.</NO.PARAG><ALINEA>More.</ALINEA></PARAG>"
                )
            ),
            [
                ("art_1", "Article 1", "", ""),
                ("art_1/par_1", "1.", "", "One."),
                ("art_1/par_1a", "1a.", "", "More."),
            ],
            id="numbered paragraphs",
        ),
        pytest.param(
            act(article(f"<ALINEA><P>Either:</P>{points(('(a)', 'red;'), ('(b)', 'blue.'))}<P>Not both.</P></ALINEA>")),
            [
                ("art_1", "Article 1", "", "Either:\n\nNot both."),
                ("art_1/pnt_a", "(a)", "", "red;"),
                ("art_1/pnt_b", "(b)", "", "blue."),
            ],
            id="text after a list goes on as text of what the list is in",
        ),
        pytest.param(
            act(
                article(
                    "<ALINEA><P>Both:</P><LIST TYPE='DASH'><ITEM><P>red,</P></ITEM><ITEM><P>blue.</P></ITEM></LIST></ALINEA>"
                )
            ),
            [("art_1", "Article 1", "", "Both:\n\n— red,\n\n— blue.")],
            id="dash lists stay in the text",
        ),
        pytest.param(
            act(
                "<DIVISION><TITLE><TI><P>CHAPTER I</P></TI><STI><P>Kites</P></STI></TITLE>"
                "<DIVISION><TITLE><TI><P>Section 1</P></TI></TITLE>"
                + article("<ALINEA>x</ALINEA>", "7")
                + "</DIVISION></DIVISION>"
            ),
            [("art_7", "Article 7", "", "x")],
            id="articles stand at the top whatever chapter they are in",
        ),
        pytest.param(
            act(
                article(
                    "<ALINEA><P>This replaces:</P><QUOT.S LEVEL='1'><ARTICLE IDENTIFIER='009'>"
                    "<TI.ART><QUOT.START CODE='2018'/>Article 9</TI.ART><PARAG IDENTIFIER='009.001'><NO.PARAG>1.</NO.PARAG>"
                    f"<ALINEA><P>Old:</P>{points(('(a)', 'string.' + QUOTE_END))}</ALINEA>"
                    "</PARAG></ARTICLE></QUOT.S></ALINEA>",
                    "2",
                )
            ),
            [("art_2", "Article 2", "", "This replaces:\n\n‘Article 9\n\n1. Old:\n\n(a) string.’")],
            id="quoted articles are text of the amending one, with the quotation marks that the format keeps as codes",
        ),
        pytest.param(
            act(
                article(
                    "<ALINEA>See the list<NOTE NOTE.ID='E1' NUMBERING='ARAB'><P>Kite list.</P></NOTE>, page 2.</ALINEA>"
                )
                + article(
                    "<ALINEA>See it<NOTE NOTE.ID='E2' NUMBERING='STAR'><P>Star.</P></NOTE><NOTE NOTE.REF='E1'/>.</ALINEA>",
                    "2",
                )
            ),
            [
                ("art_1", "Article 1", "", "See the list, page 2."),
                ("art_2", "Article 2", "", "See it."),
                ("fn_1", "", "", "Kite list."),
                ("fn_star1", "", "", "Star."),
            ],
            id="footnotes come last and leave their sentence whole",
        ),
        pytest.param(
            act(
                article("<ALINEA>x</ALINEA>"),
                before="<PREAMBLE><PREAMBLE.INIT>THE COUNCIL,</PREAMBLE.INIT>"
                "<GR.CONSID><GR.CONSID.INIT>Whereas:</GR.CONSID.INIT>"
                "<CONSID><NP><NO.P>(1)</NO.P><TXT>Kites are old.</TXT></NP></CONSID>"
                "<CONSID>Wind is older.</CONSID></GR.CONSID><PREAMBLE.FINAL>HAS DECIDED:</PREAMBLE.FINAL></PREAMBLE>",
            ),
            [
                ("rct_1", "(1)", "", "Kites are old."),
                ("rct_2", "", "", "Wind is older."),
                ("art_1", "Article 1", "", "x"),
            ],
            id="recitals, with and without a number",
        ),
        pytest.param(
            act(
                article("<ALINEA>x</ALINEA>"),
                after=annex(
                    "<TI><P>ANNEX II</P></TI><STI><P>Kites</P></STI>",
                    "<GR.SEQ><TITLE><TI><P>Part A</P></TI><STI><P>Box kites</P></STI></TITLE><P>Lead.</P>"
                    f"<NP><NO.P>1.</NO.P><TXT>Big:</TXT><P>{points(('(a)', 'red'))}</P></NP></GR.SEQ>"
                    "<GR.SEQ><TITLE><TI><NP><NO.P>B.</NO.P><TXT>Delta kites</TXT></NP></TI></TITLE>"
                    "<GR.SEQ><NO.GR.SEQ>1.2.</NO.GR.SEQ><P>Small.</P></GR.SEQ></GR.SEQ>",
                ),
            ),
            [
                ("art_1", "Article 1", "", "x"),
                ("anx_II", "ANNEX II", "Kites", ""),
                ("anx_II/sec_A", "Part A", "Box kites", "Lead."),
                ("anx_II/sec_A/pnt_1", "1.", "", "Big:"),
                ("anx_II/sec_A/pnt_1/pnt_a", "(a)", "", "red"),
                ("anx_II/sec_B", "B.", "Delta kites", ""),
                ("anx_II/sec_B/pnt_1.2", "1.2.", "", "Small."),
            ],
            id="annexes have parts and points of their own",
        ),
        pytest.param(
            act(
                article("<ALINEA>x</ALINEA>"),
                after=annex(
                    "<TI><P>ANNEX</P></TI>",
                    "<GR.SEQ><TITLE><TI><P>Rules for pilots</P></TI></TITLE><P>Hold on.</P></GR.SEQ>"
                    "<GR.SEQ><TITLE><TI><P>Rules for others</P></TI></TITLE><P>Duck.</P></GR.SEQ>"
                    "<DIVISION><TITLE><TI><P>Chapter I</P></TI></TITLE>"
                    + article("<ALINEA>y</ALINEA>")
                    + "</DIVISION>",
                ),
            ),
            [
                ("art_1", "Article 1", "", "x"),
                ("anx_1", "ANNEX", "Rules for pilots", "Hold on.\n\nRules for others\n\nDuck."),
                ("anx_1/art_1", "Article 1", "", "y"),
            ],
            id="an unnumbered annex is 1; its first heading is its title; its articles are in it",
        ),
        pytest.param(
            act(
                article("<ALINEA>x</ALINEA>"),
                after=annex(
                    "<TI><P>ANNEX I</P></TI>",
                    "<TBL><CORPUS><ROW><CELL>Kite</CELL><CELL><P>red</P><P>(old)</P></CELL></ROW>"
                    f"<ROW><CELL>Size</CELL><CELL>{points(('(a)', '1 m'))}</CELL></ROW></CORPUS></TBL>",
                ),
            ),
            [
                ("art_1", "Article 1", "", "x"),
                ("anx_I", "ANNEX I", "", "Kite\tred\n(old)\n\nSize\t(a) 1 m"),
            ],
            id="a row of a table is a paragraph, its cells parted by tabs",
        ),
        pytest.param(
            act(
                article("<ALINEA>x</ALINEA>"),
                after=annex("<TI><P>ANNEX</P></TI><STI><P>Correlation table</P></STI>", "<P>Old: new</P>"),
            ),
            [("art_1", "Article 1", "", "x"), ("anx_1", "ANNEX", "Correlation table", "")],
            id="correlation tables are furniture",
        ),
        pytest.param(
            act(
                article(
                    "<ALINEA><P>Lift:</P><FORMULA><EXPR>L</EXPR><OP.CMP TYPE='EQ'/>"
                    "<FRACTION><DIVIDEND>a<OP.MATH TYPE='PLUS'/>b</DIVIDEND><DIVISOR>c</DIVISOR></FRACTION>"
                    "<OP.MATH TYPE='CARTPROD'/><EXPR TYPE='BRACKET'>d</EXPR></FORMULA><DLIST SEPARATOR='='>"
                    "<DLIST.ITEM><TERM>c</TERM><DEFINITION>chord;</DEFINITION></DLIST.ITEM></DLIST></ALINEA>"
                )
            ),
            [("art_1", "Article 1", "", "Lift:\n\nL = (a + b) / c × (d)\n\nc = chord;")],
            id="operators, brackets and the sign before a definition are written out",
        ),
        pytest.param(
            act("<P>Members should fly kites.</P><NP><NO.P>1.</NO.P><TXT>On Sundays.</TXT></NP>"),
            [("sec_text", "", "", "Members should fly kites."), ("pnt_1", "1.", "", "On Sundays.")],
            id="a body without articles",
        ),
        pytest.param(
            act(
                article("<ALINEA><P>Forms:</P><LIST><ITEM><NP><NO.P>□</NO.P><TXT>yes</TXT></NP></ITEM></LIST></ALINEA>")
            ),
            [("art_1", "Article 1", "", "Forms:\n\n□ yes")],
            id="a label without a number makes no point",
        ),
        pytest.param(
            b"<ANNEX><BIB.INSTANCE><LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI><P>ANNEX III</P></TI></TITLE>"
            b"<CONTENTS><NP><NO.P>(1)(b)</NO.P><TXT>x</TXT></NP></CONTENTS></ANNEX>",
            [("anx_III", "ANNEX III", "", ""), ("anx_III/pnt_1.b", "(1)(b)", "", "x")],
            id="an annex in a file of its own; a label that names the points above is kept whole",
        ),
    ],
)
def test_what_makes_provisions(data: bytes, expected: list[tuple[str, str, str, str]]) -> None:
    assert read(data) == expected


DELETION = "<?CLG.MDFO ID='O1' IDREF='C1' ACTION='DELETED' ACTIVE.DOC='32032R0001'?>{}<?CLG.MDFC ID='C1' IDREF='O1'?>"


@pytest.mark.parametrize(
    ("enacting", "expected", "deleted"),
    [
        (
            article("<ALINEA>x</ALINEA>") + DELETION.format(article("<ALINEA>gone</ALINEA>", "2")),
            {"art_1": "x"},
            "Article 2 gone",
        ),
        (article(f"<ALINEA>red{DELETION.format(' and blue')}.</ALINEA>"), {"art_1": "red."}, "and blue"),
        (
            article(
                "<ALINEA><P>a:</P><LIST><ITEM><P>b</P></ITEM>"
                + DELETION.format("<ITEM><P>c</P></ITEM></LIST>")
                + "</ALINEA>"
            ),
            {"art_1": "a:\n\nb"},
            "c",
        ),
        (
            article("<ALINEA>x</ALINEA>" + DELETION.format("<ALINEA>y</ALINEA>").replace("DELETED", "REPLACED")),
            {"art_1": "x\n\ny"},
            "",
        ),
        (article("<ALINEA>x<?CLG.MDFO IDREF='C9' ACTION='DELETED'?>y</ALINEA>"), {"art_1": "xy"}, ""),
    ],
    ids=["an article", "words", "across the end of a list", "a replacement stays", "a mark without an end"],
)
def test_deleted_text_is_no_provision(enacting: str, expected: dict[str, str], deleted: str) -> None:
    data = act(enacting)
    assert {locator: text for locator, _, _, text in read(data)} == expected
    assert " ".join(piece.text for piece in READER.read(data).pieces if piece.kind == "editorial") == deleted


def test_the_act_names_itself() -> None:
    reading = READER.read(
        b"<CONS.ACT><INFO.CONSLEG CONSLEG.REF='1998L0027' START.DATE='20050612'/><CONS.DOC><BIB.INSTANCE><LG.DOC>DE</LG.DOC>"
        b"</BIB.INSTANCE><FAM.COMP><BIB.DATA><BIB.INSTANCE.CONS><NO.DOC FORMAT='NY'><NO.CURRENT>7</NO.CURRENT>"
        b"<YEAR>1998</YEAR></NO.DOC></BIB.INSTANCE.CONS><NO.CELEX>398L0027</NO.CELEX><TITLE><TI><P>Other</P></TI></TITLE></BIB.DATA></FAM.COMP>"
        b"<?CLG.MDFO IDREF='C1' ACTION='REPEALED' ACTIVE.DOC='32009L0022'?><TITLE><TI><P>Richtlinie<NOTE><P>n</P></NOTE></P>"
        b"<P>vom Mai</P></TI></TITLE><ENACTING.TERMS><ARTICLE IDENTIFIER='001'><TI.ART>Einziger Artikel</TI.ART>"
        b"<ALINEA>x</ALINEA></ARTICLE></ENACTING.TERMS></CONS.DOC><?CLG.MDFC ID='C1'?></CONS.ACT>"
    )
    assert (reading.title, reading.language, reading.edition) == ("Richtlinie vom Mai", "de", "2005-06-12")
    assert reading.identifiers == {
        "celex": "01998L0027-20050612",
        "basic_act": "31998L0027",
        "number": "7/1998",
        "repealed_by": "32009L0022",
    }
    assert [unit.locator for unit in reading.units()] == ["art_1", "fn_1"]


@settings(max_examples=40)
@given(written_acts.acts)
def test_what_was_written_is_read(made: written_acts.Act) -> None:
    data = written_acts.formex(made)
    assert read(data) == written_acts.units(made)
    assert READER.read(data).title == made.title


def test_deep_nesting() -> None:
    deep = "<LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>x</TXT><P>" * 400
    data = act(article(f"<ALINEA>{deep}{'</P></NP></ITEM></LIST>' * 400}</ALINEA>"))
    assert len(read(data)) == 401


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "broken"),
        (b"<ACT><BIB.INSTANCE/><ENACTING.TERMS>", "broken"),
        (b"<html><body><p>x</p></body></html>", "not Formex"),
        (b"<DOC><FMX><REF.PHYS FILE='CL1.xml' TYPE='DOC.XML'/></FMX></DOC>", "metadata only; read CL1.xml"),
        (b"<DOC><FMX/></DOC>", "metadata only"),
        (b"<!DOCTYPE ACT [<!ENTITY a 'b'>]><ACT><TITLE>&a;</TITLE></ACT>", "entities"),
        (b"<ACT><BIB.INSTANCE/><TITLE><TI><P>x</P></TI></TITLE></ACT>", "no article"),
        (b"<ACT>" + b"<P>" * 5000 + b"</P>" * 5000 + b"</ACT>", "broken"),
        (b"<ACT><P>\xff\xfe</P></ACT>", "broken"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        READER.read(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (act(article("")), True),
        (b"\xef\xbb\xbf<?xml version='1.0'?><CONS.ACT x='formex-05.51.xd'>", True),
        (b"<PACKAGE><ACT><BIB.INSTANCE/></ACT></PACKAGE>", True),
        (b"<DOC xsi='formex-05.51.xd'>", True),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><body>formex <ACT></body></html>", False),
        (b"<akomaNtoso xmlns='x'><act/></akomaNtoso>", False),
        (b"<Legislation xmlns='http://www.legislation.gov.uk/namespaces/legislation'/>", False),
        (b"<DIV5 N='734' TYPE='PART'><HEAD>x</HEAD></DIV5>", False),
        (b"%PDF-1.7", False),
        (b"# Article 1\n\nText", False),
        (b"", False),
    ],
)
def test_the_format_is_known_by_its_content(data: bytes, expected: bool) -> None:
    assert READER.recognises(data) is expected


# authentic samples


@cache
def sample(path: Path) -> tuple[Reading, str, Audit]:
    data = path.read_bytes()
    reading, plain = READER.read(data), READER.plain(data)
    return reading, plain, audit(plain, reading)


def _sample(path: Path) -> str:
    return "/".join(path.parts[path.parts.index("sources") + 1 :])


def _printed(root: etree._Element) -> list[etree._Element]:
    """The elements of the act that print shows: neither quoted nor between the marks of a deletion."""
    found, open_marks = [], set()
    for node in root.iter():
        if isinstance(node, etree._ProcessingInstruction):
            marks = dict(re.findall(r"([\w.]+)=\"([^\"]*)\"", node.text or ""))
            if node.target == "CLG.MDFO" and marks.get("ACTION") == "DELETED":
                open_marks.add(marks["IDREF"])
            elif node.target == "CLG.MDFC":
                open_marks.discard(marks["ID"])
        elif not open_marks:
            found.append(node)
    return found


def _own(identifier: str) -> str:
    return identifier.lstrip("0").lower()


@pytest.mark.skipif(not TEXTS, reason="the authentic samples are not here")
@pytest.mark.parametrize("path", TEXTS, ids=_sample)
def test_samples_are_read_whole(path: Path) -> None:
    reading, _, found = sample(path)
    units = reading.units()
    assert (found.gone, found.phantom) == ((), ())
    assert set(found.empty) <= IMAGES_ALONE
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", reading.edition) and reading.language in ("en", "de") and reading.title

    seen: set[str] = set()
    for unit in units:
        above = unit.locator.rpartition("/")[0]
        assert Pin.of("eu-x", unit.locator) and (not above or above in seen), unit.locator
        seen.add(unit.locator)

    root = etree.fromstring(path.read_bytes())
    printed = [node for node in _printed(root) if not any(one.tag == "QUOT.S" for one in node.iterancestors())]
    outside = [node for node in printed if not any("ANNEX" in str(one.tag) for one in node.iterancestors())]
    articles = {f"art_{_own(node.get('IDENTIFIER'))}" for node in outside if node.tag == "ARTICLE"}
    paragraphs = {
        f"art_{_own(node.getparent().get('IDENTIFIER'))}/par_{re.search('[0-9]+[a-z]?', node.xpath('string(NO.PARAG)'))[0]}"
        for node in outside
        if node.tag == "PARAG"
    }
    assert {locator for locator in seen if re.fullmatch("art_[^/]+", locator)} == articles
    assert {locator for locator in seen if re.fullmatch("art_[^/]+/par_[^/]+", locator)} == paragraphs
    kinds = Counter(unit.locator.partition("_")[0] for unit in units if "/" not in unit.locator)
    tags = Counter(node.tag for node in printed)
    assert kinds["rct"] == tags["CONSID"]
    assert kinds["anx"] == tags["CONS.ANNEX"] + tags["ANNEX"]


@pytest.mark.skipif(not TEXTS, reason="the authentic samples are not here")
@pytest.mark.parametrize("path", TEXTS, ids=_sample)
def test_a_number_is_repeated_only_where_the_source_repeats_it(path: Path) -> None:
    """Lists that begin anew in one provision, or a number given twice by mistake: as often as labels recur in one place."""
    reading, _, found = sample(path)
    labels = {unit.locator: unit.label for unit in reading.units()}
    for locator in found.repeated:
        assert labels[locator] == labels[re.sub(r"-\d+\Z", "", locator)], locator


@pytest.mark.skipif(not TEXTS, reason="the authentic samples are not here")
@pytest.mark.parametrize("path", TEXTS, ids=_sample)
def test_plain_text_moves_text_but_loses_none(path: Path) -> None:
    """All characters of the source outside the records about the file are there; added are signs alone."""
    _, plain, _ = sample(path)
    root = etree.fromstring(path.read_bytes())
    etree.strip_elements(root, "BIB.INSTANCE", "BIB.INSTANCE.CONS", "NO.CELEX", "INCLUSIONS", with_tail=False)
    for date in root.xpath("//BIB.DATA/DATE"):
        date.text = ""
    source = Counter("".join(str(root.xpath("string()")).split()))
    read_back = Counter("".join(plain.split()))
    assert not +source - read_back
    assert not [sign for sign in read_back - +source if sign.isalnum()]


def _page(path: Path) -> Path:
    """The consolidated text as a page of EUR-Lex that stands beside the Formex file of the same version."""
    folder = path.parent.parent if path.parent.name == "en.fmx4" else path.parent
    return next((page for page in (folder / "en.html", folder / "en.xml") if page.exists()), path)


PAIRS = [
    path for path in TEXTS if _page(path) != path and "32009l0028" not in path.parts
]  # the page of this is a cover


@pytest.mark.skipif(not PAIRS, reason="the authentic samples are not here")
@pytest.mark.parametrize("path", PAIRS, ids=_sample)
def test_articles_and_paragraphs_are_those_of_the_page_on_eur_lex(path: Path) -> None:
    pages = pytest.importorskip("corpus.readers.eurlex_consolidated")
    pins = re.compile("art_[^/]+(/par_[^/]+)?")
    of_page = {unit.locator for unit in pages.READER.read(_page(path).read_bytes()).units()}
    of_formex = {unit.locator for unit in sample(path)[0].units()}
    assert set(filter(pins.fullmatch, of_formex)) == set(filter(pins.fullmatch, of_page))


@pytest.mark.skipif(not SAMPLES, reason="the authentic samples are not here")
def test_companion_files_are_refused() -> None:
    companions = [path for path in SAMPLES if path.name.endswith(".doc.xml")]
    assert len(companions) == 30
    for path in companions:
        with pytest.raises(UnreadableSource, match="metadata only; read CL"):
            READER.read(path.read_bytes())
