"""Markdown: marks, labels, headings, notes of control lists; laws of four countries whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pins import Pin
from corpus.readers.audit import audit
from corpus.readers.markdown import READER
from corpus.readers.reading import Reading, UnreadableSource

SOURCES = Path(__file__).resolve().parents[3].parent / "shared" / "sources"
needs_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="the authentic texts are not here")


def read(text: str) -> Reading:
    return READER.read(text.encode())


def units(text: str) -> dict[str, str]:
    return {unit.locator: unit.text for unit in read(text).units()}


def locators(text: str) -> list[str]:
    return [unit.locator for unit in read(text).units()]


# Marks


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("A **bold** and *leaning* word", "A bold and leaning word"),
        ("***all of it***", "all of it"),
        ("**bold with a *leaning* word**", "bold with a leaning word"),
        ("_so_ and __so__, but snake_case_name stays", "so and so, but snake_case_name stays"),
        ("2 * 3 * 4 and a star*", "2 * 3 * 4 and a star*"),
        ("See [the act](https://example.org/a_(b)), there.", "See the act, there."),
        ("[[AS **2015** 1527](https://a.example), [2019](https://b.example)]", "[AS 2015 1527, 2019]"),
        ("![a plan](plan.jpg)", "a plan"),
        ("at <https://example.org/x>", "at https://example.org/x"),
        ("a < b and c > d", "a < b and c > d"),
        ("10<sup>-4</sup> and H<sub>2</sub>O<br/>", "10-4 and H2O"),
        ("R&amp;D of \\*all\\* kinds, 15\\.3.2016", "R&D of *all* kinds, 15.3.2016"),
        ("before<!-- a remark\nof the editor -->after", "before after"),
        ("wrapped\nlines", "wrapped lines"),
        ("hard  \nbreak", "hard\nbreak"),
        ("> quoted\n> words", "quoted words"),
    ],
)
def test_marks_of_markdown_are_no_text(written: str, text: str) -> None:
    assert units(written) == {"par_1": text}
    assert "".join(READER.plain(written.encode()).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "written", ["***", "---\n\nx", "## x ##", "x\n=", "```\nx\n```", "| a | b |\n|---|:-:|\n| c | d |", "* x\n+ y"]
)
def test_nothing_is_lost_or_added_by_marks(written: str) -> None:
    found = audit(READER.plain(written.encode()), read(written + "\n\nend"))
    assert not found.phantom[1:] and not found.gone


def test_a_table_is_one_row_a_paragraph_its_cells_parted_by_tabs() -> None:
    pipes = units("# Article 1\n\nRates:\n\n| Good | Rate |\n|------|-----:|\n| Tea | 5 |\n")
    lists = units(
        "# Article 1\n\nRates:\n\n*    *   Good\n\n    *   Rate\n\n\n*    *   Tea\n        of all kinds\n\n    *   5\n"
    )
    assert pipes == {"art_1": "Rates:\n\nGood\tRate\n\nTea\t5"}
    assert lists == {"art_1": "Rates:\n\nGood\tRate\n\nTea of all kinds\t5"}


# Provisions


@pytest.mark.parametrize(
    ("heading", "locator", "label", "title"),
    [
        ("# Article 5", "art_5", "Article 5", ""),
        ("### Article 5a: Scope", "art_5a", "Article 5a:", "Scope"),
        ("##### **Art. 3** Begriffe", "art_3", "Art. 3", "Begriffe"),
        ("### Artikel  4b  ", "art_4b", "Artikel  4b", ""),
        ("### § 8 Genehmigung", "sec_8", "§ 8", "Genehmigung"),
        ("## § 55a Prüfung", "sec_55a", "§ 55a", "Prüfung"),
        ("##### § 734.13 Export. #####", "sec_734.13", "§ 734.13", "Export."),
        ("## Section 2 - Offences", "sec_2", "Section 2 -", "Offences"),
        ("## Anlage 1 Güterliste", "anx_1", "Anlage 1", "Güterliste"),
        ("## ANNEX IV", "anx_IV", "ANNEX IV", ""),
        ("## Supplement No. 2 to Part 99", "anx_2", "Supplement No. 2", "to Part 99"),
        ("## Schedule 3: Goods", "anx_3", "Schedule 3:", "Goods"),
        ("## 3. Scope of the guide", "sec_3", "3.", "Scope of the guide"),
        ("## IV. Licences", "sec_IV", "IV.", "Licences"),
        ("## How to apply", "sec_how-to-apply", "", "How to apply"),
    ],
)
def test_headings(heading: str, locator: str, label: str, title: str) -> None:
    unit = read(f"# A law\n\n{heading}\n\nWords.").units()[-1]
    assert (unit.locator, unit.label, unit.title, unit.text) == (locator, label, title, "Words.")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("(1) One.\n\n(2) Two.", ["par_1", "par_2"]),
        ("1.  One.  \n2.  Two.", ["par_1", "par_2"]),
        ("<sup>1</sup> One.\n\n<sup>2</sup> Two.\n\n<sup>2bis</sup> More.", ["par_1", "par_2", "par_2bis"]),
        ("(1) If:\n\n- (a) x;\n\n- (b) y.", ["par_1", "par_1/pnt_a", "par_1/pnt_b"]),
        ("1. If:\n\n- a. x;\n\n- b. y.", ["par_1", "par_1/pnt_a", "par_1/pnt_b"]),
        ("Terms:\n\n(1) x;\n\n(20) y.", ["pnt_1", "pnt_20"]),
        ("Nobody may\n\n1.  do x,\n\n\n2.  do y.", ["pnt_1", "pnt_2"]),
        (
            "(1) If:\n   (a) x, where\n      (i) y;\n   (b) z.",
            ["par_1", "par_1/pnt_a", "par_1/pnt_a/pnt_i", "par_1/pnt_b"],
        ),
        (
            "(1) A:\n\n1. b:\n\na) c:\n\naa) d",
            ["par_1", "par_1/pnt_1", "par_1/pnt_1/pnt_a", "par_1/pnt_1/pnt_a/pnt_aa"],
        ),
        ("If:\n\n(h) x;\n\n(i) y;\n\n(j) z.", ["pnt_h", "pnt_i", "pnt_j"]),
        ("If:\n\n(a) x:\n\n(i) y;\n\n(ii) z;\n\n(b) w.", ["pnt_a", "pnt_a/pnt_i", "pnt_a/pnt_ii", "pnt_b"]),
        ("1. If:\n\n1°. x of\n\n2°. y.", ["par_1", "par_1/pnt_1", "par_1/pnt_2"]),
        ("1. x\n\n1. y", ["par_1", "par_1-2"]),
    ],
)
def test_labels_make_paragraphs_and_points(body: str, expected: list[str]) -> None:
    assert locators(f"# A law\n\n## Article 7\n\n{body}") == ["art_7", *(f"art_7/{one}" for one in expected)]


@pytest.mark.parametrize(
    "body",
    [
        "The Regulation\n(EU) Nr. 952/2013 applies.",
        "z. B. tea.",
        "On\n9\\. March it began.",
        "Half of the\n\n<sup>7</sup> value counts.",
        "2016. A year.",
    ],
)
def test_what_looks_like_a_label_is_text(body: str) -> None:
    assert locators(f"# A law\n\n## Article 7\n\n{body}") == ["art_7"]


def test_in_the_cfr_every_label_is_a_paragraph() -> None:
    found = locators("##### § 734.3 Items #####\n\n(a) *Those:*\n\n(1) All:\n\n(i) of which\n\n(A) this.")
    assert found[-1] == "sec_734.3/par_a/par_1/par_i/par_A"


def test_text_after_a_list_goes_on_with_what_the_list_is_in() -> None:
    found = units("## § 2 Words\n\n(2) Who\n\n1.  sells or\n\n\n2.  buys\n\n\n\nis a trader.\n\n(3) More.")
    assert found["sec_2/par_2"] == "Who\n\nis a trader."
    nested = units(
        "## Article 2\n\n(1) Who\n\n- (a) sells\n\n- (i) here\n\n- (ii) there,\n\nor anywhere,\n\n- (b) buys"
    )
    assert nested["art_2/par_1/pnt_a"] == "sells\n\nor anywhere,"
    assert nested["art_2/par_1/pnt_b"] == "buys"


def test_dashes_stay_in_the_text() -> None:
    found = units("## Article 2\n\nIt covers:\n\n- tea,\n\n- coffee.\n\nNot milk.")
    assert found == {"art_2": "It covers:\n\n- tea,\n\n- coffee.\n\nNot milk."}


def test_defined_terms() -> None:
    quoted = "###### 2\n\n- (1) In this Order—\n\n"
    quoted += "- “*the fast car*”, in relation to roads, means a car;\n\n- “*road*” includes path."
    assert list(units("# Order\n\n#### Interpretation\n\n" + quoted)) == [
        "art_2",
        "art_2/par_1",
        "art_2/def_fast-car",
        "art_2/def_road",
    ]
    dashed = "### Artikel 1\n\n1. Hierin is:\n\n"
    dashed += "–  *snelle auto:* een auto:\n\na. rood;  \n\nb. groen;  \n\n–  *weg:* een pad.\n2. Meer."
    assert locators(dashed) == [
        "art_1",
        "art_1/par_1",
        "art_1/def_snelle-auto",
        "art_1/def_snelle-auto/pnt_a",
        "art_1/def_snelle-auto/pnt_b",
        "art_1/def_weg",
        "art_1/par_2",
    ]


def test_divisions_stand_above_articles_and_a_sign_is_one_where_there_are_articles() -> None:
    found = read("# Wet\n\n### Hoofdstuk 1\n\n####Algemeen\n\n### §  1\n\n####Begrippen\n\n### Artikel 1\n\nTekst.")
    assert [u.locator for u in found.units()] == ["art_1"]
    assert [p.text for p in found.pieces if p.kind == "division"] == ["Hoofdstuk 1", "Algemeen", "§  1", "Begrippen"]


def test_a_heading_that_is_a_number_alone_has_its_title_above() -> None:
    found = read("---\nrank: act\n---\n# Tea Act\n\n## PART 1\n\n#### Title\n\n###### 1\n\nWords.").units()
    assert [(u.locator, u.label, u.title, u.text) for u in found] == [("sec_1", "1", "Title", "Words.")]


def test_recitals_and_the_end_of_an_act() -> None:
    text = "# Regulation\n\nThe Council,\n\nWhereas:\n\n(1) Tea is good.\n\n(2) So it is.\n\nHas adopted:\n\n"
    found = read(text + "## Article 1\n\nDrink.\n\nDone at Paris, 1 May 2020.\n\nThe President")
    assert [u.locator for u in found.units()] == ["rct_1", "rct_2", "art_1"]
    assert [p.text for p in found.pieces if p.kind == "closing"] == ["Done at Paris, 1 May 2020.", "The President"]


def test_an_annex_with_parts_contents_and_a_list() -> None:
    text = (
        "## § 1 Law\n\nText.\n\n### Anlage 1 Liste\n\n**Inhaltsübersicht**\n##\n\n*    *   Teil I\n\n    *   1\n\n"
        "**Hinweise**\n##\n\n**Teil I**\n##\n\n1.  Eins.\n\n\n2.  Zwei.\n\n0001 Waren wie folgt\n    und mehr:\n\n"
        "    Anmerkung: Nummer 0001 erfasst nicht:\n\n        a)  Tee,\n\n\n        b)  Milch.\n\n\n    a)  Kaffee;\n\n"
        "        Anmerkung: 0001 ist weit.\n\n        Technische Anmerkungen:\n\n        1.  Heiß.\n\n\n"
        "        2.  Kalt.\n\n\n"
        "    b)  Kakao.\n\n5A902 Geräte\n\n**Begriffsbestimmungen**\n##\n\n„Tee“ (0001) (tea): ein Getränk\n\n"
        "a)  mit\n\n\nb)  ohne\n\n"
        "Anmerkung: Milch.\n"
    )
    assert locators(text) == [
        "sec_1",
        "anx_1",
        "anx_1/sec_I",
        "anx_1/sec_I/par_1",
        "anx_1/sec_I/par_2",
        "itm_0001",
        "itm_0001/note_1",
        "itm_0001/note_1/pnt_a",
        "itm_0001/note_1/pnt_b",
        "itm_0001/pnt_a",
        "itm_0001/note_2",
        "itm_0001/pnt_a/tnote_1",
        "itm_0001/pnt_a/tnote_2",
        "itm_0001/pnt_b",
        "itm_5A902",
        "def_tea",
        "def_tea/pnt_a",
        "def_tea/pnt_b",
        "def_tea/note_1",
    ]
    assert [p.text for p in read(text).pieces if p.kind == "contents"] == ["Inhaltsübersicht", "Teil I\t1"]


def test_sections_of_a_guide_stand_inside_each_other() -> None:
    text = "# Guide\n\nHello.\n\n## 1. Scope\n\nAll.\n\n### 1.1 More\n\n(a) x\n\n### Why\n\nSo.\n\n## 2. End\n\n1. x\n"
    assert locators(text) == [
        "par_1",
        "sec_1",
        "sec_1/sec_1.1",
        "sec_1/sec_1.1/pnt_a",
        "sec_1/sec_why",
        "sec_2",
        "sec_2/par_1",
    ]


def test_footnotes_are_told_from_the_text() -> None:
    found = read(
        "# Law\n\n## Article 1\n\nTea[^1] and milk[^2].\n\n###### Footnotes\n\n[^1]: A drink,\n    hot.\n\n[^2]: White.\n"
    )
    assert [(u.locator, u.label, u.text) for u in found.units()] == [
        ("art_1", "Article 1", "Tea[^1] and milk[^2]."),
        ("fn_1", "[^1]", "A drink, hot."),
        ("fn_2", "[^2]", "White."),
    ]


def test_what_the_front_matter_and_the_head_say() -> None:
    found = read(
        '---\ntitle: "Order: tea"\nlanguage: en\nlast_updated: "2025-05-20"\ncelex: 32021R0821\n---\n'
        "# Order\n\n## Article 1\n\nx"
    )
    assert (found.title, found.language, found.edition) == ("Order: tea", "en", "2025-05-20")
    assert found.identifiers == {"celex": "32021R0821"}
    german = read("# Gesetz\n\nZuletzt geändert durch\n:   Art. 2 V v. 25.8.2021 BAnz AT\n\n## § 1 X\n\ny")
    assert german.edition == "2021-08-25"


def test_plain_does_not_show_the_front_matter() -> None:
    assert READER.plain(b"---\ntitle: x\n---\nText").strip() == "Text"


# An act of any shape, written and read back

words = st.lists(st.sampled_from("tea milk licence goods export end user".split()), min_size=1, max_size=6).map(
    " ".join
)
points = st.lists(words, max_size=4)
act = st.lists(st.tuples(words, st.lists(st.tuples(words, points), min_size=1, max_size=5)), min_size=1, max_size=5)


@given(act, st.sampled_from(["indented", "bulleted", "flat"]))
@settings(max_examples=60, deadline=None)
def test_an_act_written_is_read_back(shape: list[tuple[str, list[tuple[str, list[str]]]]], style: str) -> None:
    written, expected = ["# An act"], {}
    for n, (title, paragraphs) in enumerate(shape, 1):
        written.append(f"## Article {n} {title.capitalize()}")
        expected[f"art_{n}"] = ""
        for m, (text, under) in enumerate(paragraphs, 1):
            bullet = "- " if style == "bulleted" else ""
            written.append(f"{bullet}({m}) {text}:")
            expected[f"art_{n}/par_{m}"] = f"{text}:"
            for k, point in enumerate(under):
                letter = "abcd"[k]
                start = f"    {letter})  " if style == "indented" else f"{bullet}({letter}) "
                written.append(f"{start}{point};")
                expected[f"art_{n}/par_{m}/pnt_{letter}"] = f"{point};"
    text = "\n\n".join(written)
    assert units(text) == expected
    assert audit(READER.plain(text.encode()), read(text)).is_sound


@given(st.text(alphabet="a1(). *#-_|[]^:<>\n\\&“”§§I", max_size=200).filter(str.strip))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_nothing_is_gone_and_nothing_is_invented(text: str) -> None:
    found = audit(READER.plain(text.encode()), read(text))
    assert (found.gone, found.phantom) == ((), ())


# What is not read


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "no text"), (b" \n\t", "no text"), (b"a\0b", "zero bytes"), (b"\x01\x02\x03" * 20, "control characters")],
)
def test_bad_input(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said):
        READER.read(data)


def test_odd_bytes_are_read_as_what_they_can_be() -> None:
    assert "§ 8" in READER.plain("§ 8 Größe".encode("cp1252"))
    assert "§ 8" in READER.plain("§ 8 Größe".encode("utf-16"))
    assert READER.read(b"---\n[broken: {yaml\n---\n## Article 1\n\nx").units()[0].locator == "art_1"


@pytest.mark.parametrize(
    "text", ["1. a\n\n" * 3000, "1. a\n\na. b\n\n" * 1500, "<!-- " * 9000, "*a " * 9000, "[a](" * 9000]
)
def test_endless_marks_and_labels_are_read(text: str) -> None:
    found = read(text)
    assert max(unit.locator.count("/") for unit in found.units()) < 20


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"# Title\n\nText", True),
        (b"---\ntitle: x\n---\nText", True),
        (b"<meta http-equiv='x' />\n\n##Wet\n", True),
        (b"Text[^1].\n\n[^1]: Note", True),
        (b"Words only.", False),
        (b"<?xml version='1.0'?><a># x</a>", False),
        (b"<!DOCTYPE html><html>\n# x</html>", False),
        (b"<ACT>\n# x\n</ACT>", False),
        (b"%PDF-1.7\n# x", False),
        (b'{"a":\n"# x"}', False),
        (b"#!/bin/sh\n# x", False),
        (b"\0# x", False),
    ],
)
def test_recognises(data: bytes, answer: bool) -> None:
    assert READER.recognises(data) is answer


# Authentic laws

LAWS = [
    "de-awg-2013/awg_2013.md",
    "de-awv-2013/awv_2013.md",
    "ch-gkg-1996/cc-1997-1697.md",
    "ch-gkv-2016/cc-2016-352.md",
    "ch-vim-2020/cc-2020-1039.md",
    "nl-strategic-goods-services-2017/besluit-strategische-goederen.md",
    "nl-strategic-goods-services-2017/uitvoeringsregeling-strategische-diensten.md",
    "nl-strategic-goods-services-2017/uitvoeringsregeling-strategische-goederen-2012.md",
    "nl-strategic-goods-services-2017/wet-strategische-diensten.md",
    "uk-export-control-order-2008-parts1-4/articles-10-12-18-19-selected.md",
    "uk-export-control-order-2008-parts1-4/part1-and-articles-2-to-9.md",
]
AGAIN = {  # a second list with numbers of its own in one paragraph; a part named twice; a note given twice
    "awg_2013.md": [f"sec_2/par_11/pnt_{n}-2" for n in (1, 2)]
    + [f"sec_15/par_{p}/pnt_{n}-2" for p in (4, 5) for n in (1, 2)],
    "awv_2013.md": ["sec_12/par_2/pnt_1-2", "sec_12/par_2/pnt_2-2", "anx_1/sec_I-2", "anx_1/sec_II-2"],
    "cc-1997-1697.md": ["fn_28-2"],
}
BARE = {"awv_2013.md": ["anx_1/sec_I-2"]}  # the part whose entries are pinned by their numbers alone
HEADINGS = {
    "de": r"^#+ § \d",
    "ch": r"^#+ \*\*Art\.|^<sup>\d+</sup> [^.:]*\bArt\. \d+ [A-Z](?!bs)",
    "nl": r"^### Artikel ",
    "uk": r"^#{6} \d",
}


def source(name: str) -> bytes:
    return (SOURCES / name).read_bytes()


@needs_sources
@pytest.mark.parametrize("name", LAWS)
def test_laws_are_read_whole(name: str) -> None:
    data = source(name)
    reading = READER.read(data)
    found = audit(READER.plain(data), reading)
    assert READER.recognises(data)
    assert (found.gone, found.phantom) == ((), ())
    assert list(found.repeated) == AGAIN.get(Path(name).name, [])
    assert list(found.empty) == BARE.get(Path(name).name, [])
    seen: set[str] = set()
    for unit in reading.units():
        above = Pin.of("x", unit.locator).parent
        assert above is None or above.locator in seen, unit.locator
        seen.add(unit.locator)


@needs_sources
@pytest.mark.parametrize("name", LAWS)
def test_the_letters_of_a_law_are_those_of_the_file(name: str) -> None:
    """Counted without this reader: words of the file less front matter, tags and targets of links."""
    raw = re.sub(r"\A---\n.*?\n---\n", "", source(name).decode(), flags=re.DOTALL)
    raw = re.sub(r"\]\([^()]*\)|<[^<>]*>", " ", raw)
    read_as = "".join(piece.text for piece in READER.read(source(name)).pieces)
    assert re.sub(r"[\W_]", "", raw) == re.sub(r"[\W_]", "", read_as)


@needs_sources
@pytest.mark.parametrize("name", LAWS)
def test_every_article_of_a_law_is_a_provision(name: str) -> None:
    headings = re.findall(HEADINGS[name[:2]], source(name).decode(), re.MULTILINE)
    articles = [u.locator for u in READER.read(source(name)).units() if re.fullmatch(r"(?:art|sec)_[^/]+", u.locator)]
    assert len(articles) == len(headings)


@needs_sources
@pytest.mark.parametrize("name", ["de-awg-2013/awg_2013.md", "de-awv-2013/awv_2013.md"])
def test_every_paragraph_of_a_german_law_is_a_provision(name: str) -> None:
    text = source(name).decode().partition("### Anlage")[0]
    written = re.findall(r"^\((\d+[a-z]?)\) ", text, re.MULTILINE)
    found = [
        u.label.strip("()") for u in READER.read(source(name)).units() if re.fullmatch(r"sec_\w+/par_\w+", u.locator)
    ]
    assert found == written


@needs_sources
def test_every_entry_of_the_german_list_is_a_provision() -> None:
    text = source("de-awv-2013/awv_2013.md").decode()
    written = re.findall(r"\n\n(0\d{3}|\d[A-E]\d{3}) ", text)
    found = READER.read(source("de-awv-2013/awv_2013.md")).units()
    assert [u.label for u in found if re.fullmatch(r"itm_\w+", u.locator)] == written
    names = {u.locator for u in found}
    assert names >= {"itm_5A902/pnt_b/tnote_1", "itm_5A902/note_1/pnt_a", "itm_0021/pnt_b/pnt_5/note_2", "def_software"}


@needs_sources
@pytest.mark.parametrize("name", [law for law in LAWS if law.startswith("ch")])
def test_every_footnote_of_a_swiss_law_is_a_provision(name: str) -> None:
    written = re.findall(r"^\[\^(\d+)\]:", source(name).decode(), re.MULTILINE)
    assert [u.label.strip("[^]") for u in READER.read(source(name)).units() if u.locator.startswith("fn_")] == written


@needs_sources
def test_paragraph_8_of_the_german_ordinance() -> None:
    found = {u.locator: u for u in READER.read(source("de-awv-2013/awv_2013.md")).units()}
    assert found["sec_8/par_1/pnt_2"].label == "2."
    assert found["sec_8/par_1/pnt_2"].text.startswith("der in Teil I Abschnitt B")
