"""The reader of a source is chosen by what is in it, whatever its name, and what is no document is refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_written import Set, pdf

from corpus.errors import CorpusError
from corpus.readers.choose import read_source, reader_of, readers
from corpus.readers.reading import UnreadableSource

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"
CLML = "http://www.legislation.gov.uk/namespaces/legislation"

WRITTEN: dict[str, tuple[bytes, str, list[str]]] = {
    "a page of the Official Journal": (
        b'<html><body><p class="oj-hd-date">2.3.2031</p><p class="oj-doc-ti">REGULATION (EU) 2031/77 on kites</p>'
        b'<p class="oj-ti-art">Article 1</p><p class="oj-normal">Kites fly.</p></body></html>',
        "eurlex-oj",
        ["art_1"],
    ),
    "a consolidated text of EUR-Lex": (
        '<html><body><p class="reference">02031R0077 — EN — 04.06.2032 — 001.001</p><p class="title-doc-first">REGULATION'
        '</p><p class="title-article-norm">Article 1</p><p class="norm">Kites fly.</p></body></html>'.encode(),
        "eurlex-consolidated",
        ["art_1"],
    ),
    "a page of GOV.UK": (
        b'<!DOCTYPE html><html><body><main><div class="gem-c-govspeak govuk-govspeak"><h2 id="kites">Kites</h2>'
        b"<p>Kites fly.</p></div></main></body></html>",
        "govuk",
        [],
    ),
    "Formex": (
        b"<CONS.ACT><CONS.DOC><BIB.INSTANCE><LG.DOC>EN</LG.DOC></BIB.INSTANCE><ENACTING.TERMS><ARTICLE IDENTIFIER='001'>"
        b"<TI.ART>Article 1</TI.ART><ALINEA><P>Kites fly.</P></ALINEA></ARTICLE></ENACTING.TERMS></CONS.DOC></CONS.ACT>",
        "formex",
        ["art_1"],
    ),
    "Akoma Ntoso": (
        b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body><article><num>Article 1</num>'
        b"<content><p>Kites fly.</p></content></article></body></act></akomaNtoso>",
        "akoma-ntoso",
        ["art_1"],
    ),
    "CLML": (
        f'<Legislation xmlns="{CLML}"><Secondary><Body><P1><Pnumber>1</Pnumber><P1para><Text>Kites fly.</Text></P1para>'
        "</P1></Body></Secondary></Legislation>".encode(),
        "clml",
        ["art_1"],
    ),
    "eCFR XML": (
        '<?xml version="1.0"?>\n<DIV5 N="7" TYPE="PART"><HEAD>PART 7—KITES</HEAD><DIV8 N="7.1" TYPE="SECTION">'
        "<HEAD>§ 7.1 Scope.</HEAD><P>Kites fly.</P></DIV8></DIV5>".encode(),
        "ecfr",
        ["sec_7.1"],
    ),
    "PDF": (
        pdf(
            [[Set(68, 740 - 18 * n, line) for n, line in enumerate(("4A001\tKites.", "4A002\tBats.", "4A003\tBalls."))]]
        ),
        "PDF",
        ["itm_4A001", "itm_4A002", "itm_4A003"],
    ),
    "a control list": (
        b"CATEGORY 4 - KITES\n4A001    Kites of silk.\n4A002    Bats.\n4A003    Balls.\n",
        "control list in plain text",
        ["cat_4", "itm_4A001", "itm_4A002", "itm_4A003"],
    ),
    "a guide with notes": (
        "TEA\n\nINTRODUCTION\n\nTea is old.¹ It is good.²\n\n¹ A. Person, On Tea, 2001.\n\n² B. Person, 2002.\n\n"
        "³ C. Person, 2003.\n\nBox 1. Green tea\n\nIt is green.³\n\nGood practice\n\n- Drink it.\n".encode(),
        "guide",
        [],
    ),
    "Markdown": (b"# Act\n\n## Article 1\n\nKites fly.\n", "markdown", ["art_1"]),
    "plain text": (b"An act on kites\n\nArticle 1\n\nKites fly.\n", "plain", ["art_1"]),
}


def test_each_reader_has_a_name_of_its_own_and_a_source_written_here() -> None:
    names = [reader.name for reader in readers()]
    assert len(set(names)) == len(names)
    assert set(names) == {name for _, name, _ in WRITTEN.values()}
    assert names[-1] == "plain", "what takes any text comes last"


@pytest.mark.parametrize("case", WRITTEN)
def test_a_source_is_read_by_the_reader_of_its_format(case: str) -> None:
    data, name, places = WRITTEN[case]
    assert reader_of(data).name == name
    reading = read_source(data)
    units = [unit.locator for unit in reading.units()]
    assert units and [unit for unit in units if unit in places] == places
    assert "Kites" in " ".join(unit.text + unit.title for unit in reading.units()) or "green" in str(reading.pieces)


@pytest.mark.parametrize("case", WRITTEN)
@pytest.mark.parametrize("before", [b"\n\n  ", b"\xef\xbb\xbf"], ids=["blank lines", "a byte order mark"])
def test_what_programs_put_before_a_text_does_not_change_its_format(before: bytes, case: str) -> None:
    data, name, _ = WRITTEN[case]
    if data.startswith(b"<?xml") and before.isspace():
        pytest.skip("nothing may stand before an XML declaration")
    assert reader_of(before + data).name == name


def packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("act.md", "# Act\n")
    return made.getvalue()


REFUSED = {
    "an archive": packed(),
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
    "a picture (JPEG)": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01",
    "a packed file": b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
    "an old office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64),
    "zeros": bytes(1_000),
    "control characters": bytes(range(1, 9)) * 50,
    "JSON": b'{"articles": [{"number": 1}]}',
    "a JSON list": b'[{"number": 1}]',
    "a page of another site": b"<!DOCTYPE html><html><body><h1>Article 1</h1><p>Kites fly.</p></body></html>",
    "XML of another kind": b'<?xml version="1.0"?><rss><channel><title>Kites</title></channel></rss>',
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_in_no_format_is_refused_with_the_formats_there_are(case: str) -> None:
    with pytest.raises(UnreadableSource) as told:
        reader_of(REFUSED[case])
    assert str(told.value).startswith("The file is in no format that Pincite reads: EUR-Lex HTML, Formex, ")
    assert str(told.value).endswith("or plain text with headings.")


@pytest.mark.parametrize("data", [b"", b" ", b"\n\r\n\t"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^The file is empty; get it again\.$"):
        reader_of(data)


def test_a_file_with_a_byte_order_mark_alone_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        read_source(b"\xef\xbb\xbf")


@given(st.binary(max_size=80) | st.sampled_from([data for data, _, _ in WRITTEN.values()]).flatmap(
    lambda data: st.integers(0, len(data)).map(lambda n: data[:n])
))  # fmt: skip
def test_any_file_cut_off_or_not_is_read_or_refused_in_a_sentence(data: bytes) -> None:
    try:
        assert read_source(data).format
    except CorpusError as told:
        assert str(told).endswith(".")


# --- authentic samples

OJ, CONS = "eurlex-oj", "eurlex-consolidated"
SAMPLES: dict[tuple[str, str], dict[str, int]] = {
    ("samples-clml-legislation-gov-uk", ".xml"): {"clml": 4},
    ("samples-ecfr-fragments", ".xml"): {"ecfr": 5},
    ("samples-ecfr-xml", ".xml"): {"ecfr": 3},
    ("samples-eurlex-corpus", ".html"): {CONS: 24, OJ: 4, "": 2},
    ("samples-eurlex-corpus", ".xml"): {"formex": 52, OJ: 27, CONS: 2},
    ("samples-eurlex-lexparency", ".html"): {OJ: 3, CONS: 2, "": 1},
    ("samples-eurlex-lexparency", ".xml"): {"formex": 4, "": 1},
    ("samples-eurlex-native", ".html"): {CONS: 4},
    ("samples-eurlex-native", ".xml"): {"formex": 8, OJ: 3},
    ("samples-eurlex-pdf", ".pdf"): {"PDF": 2},
    ("eu-annex1-2021-norway-list2", ".pdf"): {"PDF": 1},
    ("eu-annex1-2021-norway-list2", ".txt"): {"control list in plain text": 2},
    ("eu-common-military-list-2020-norway-list1", ".pdf"): {"PDF": 1},
    ("lu-rgd-export-control-2018-akn", ".xml"): {"akoma-ntoso": 1},
}
OF_ENDING = {".md": "markdown", ".txt": "plain", ".csv": "plain", ".json": ""}  # in all other folders


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the authentic samples are not here")
def test_every_sample_is_read_by_the_reader_of_its_format() -> None:
    found: dict[tuple[str, str], Counter[str]] = {}
    for path in sorted(SOURCES.rglob("*")):
        folder = path.relative_to(SOURCES).parts[0]
        if not path.is_file() or path.name == "PROVENANCE.json" or path.parent == SOURCES:
            continue
        try:
            name = reader_of(path.read_bytes()).name
        except UnreadableSource:
            name = ""
        found.setdefault((folder, path.suffix), Counter())[name] += 1
    assert len(found) > 60
    for (folder, ending), counts in found.items():
        expected = SAMPLES.get((folder, ending)) or {OF_ENDING[ending]: counts.total()}
        assert dict(counts) == expected, f"{folder}: {ending}"
