from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from eurlex_pages import SOURCES, furniture, grid, read_whole, units
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.readers.audit import audit
from corpus.readers.eurlex_consolidated import READER
from corpus.readers.eurlex_oj import READER as JOURNAL
from corpus.readers.reading import UnreadableSource

HEAD = """<p class="reference">02031R0077 — EN — 01.07.2032 — 001.001</p><hr class="separator"/>
<p class="disclaimer">This text has no legal effect.</p>
<table><tr><td><p class="arrow"><a>►B</a></p></td><td><p class="title-doc-first">REGULATION (EU) 2031/77</p></td></tr></table>
<p class="hd-modifiers">Amended by:</p>
<table><tr><td><p class="arrow">►M1</p></td><td><p class="title-fam-member-star">Regulation (EU) 2032/5</p></td></tr></table>
<hr class="separator"/><p class="arrow"><a>▼B</a></p>
<p class="title-doc-first">REGULATION (EU) 2031/77</p><p class="title-doc-last">on kites</p>"""


def page(*parts: str) -> bytes:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{HEAD}{"".join(parts)}</body></html>'.encode()


def article(number: str, *parts: str, title: str = "") -> str:
    sub = f'<p class="stitle-article-norm">{title}</p>' if title else ""
    return f'<p class="title-article-norm">Article {number}</p>{sub}{"".join(parts)}'


def p(text: str, name: str = "norm") -> str:
    return f'<p class="{name}">{text}</p>'


def numbered(number: str, *parts: str) -> str:
    content = f'<div class="norm inline-element">{"".join(parts)}</div>'
    return f'<div class="norm"><span class="no-parag">{number}  </span>{content}</div>'


def hanging(label: str, text: str, after: str = "") -> str:
    """An item as earlier consolidated texts lay it out."""
    space = '<span style="word-spacing: 18pt"> </span>'
    return f'<div style="margin-left: 30pt; text-indent: -30pt"><p class="norm">{label}{space}{text}</p>{after}</div>'


LISTS = {
    "art_1": "Article 1 | Flight",
    "art_1/par_1": "1. | Kites fly:\n\nunless it rains.",
    "art_1/par_1/pnt_a": "(a) | high, being:",
    "art_1/par_1/pnt_a/pnt_i": "(i) | red;",
    "art_1/par_1/pnt_b": "(b) | low:\n\n— string,\n\n— tail,",
    "art_1/par_2": "2. | They land.",
}
LAYOUTS = {
    "grids": article(
        "1",
        numbered(
            "1.",
            p("Kites fly:", "norm inline-element"),
            grid("(a)", "high, being:" + grid("(i)", "red;")),
            grid("(b)", "low:" + grid("—", "string,") + grid("—", "tail,")),
        ),
        p("unless it rains."),
        numbered("2.", "They land."),
        title="Flight",
    ),
    "hanging blocks in one another": article(
        "1",
        p("1.  Kites fly:"),
        hanging("(a)", "high, being:", hanging("(i)", "red;")),
        hanging("(b)", "low:", hanging("—", "string,") + hanging("—", "tail,")),
        p("unless it rains."),
        p("2.  They land."),
        title="Flight",
    ),
    "hanging blocks after one another": article(
        "1",
        p("1.  Kites fly:"),
        hanging("(a)", "high, being:"),
        hanging("(i)", "red;"),
        hanging("(b)", "low:"),
        hanging("—", "string,"),
        hanging("—", "tail,"),
        p("unless it rains."),
        p("2.  They land."),
        title="Flight",
    ),
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_each_layout_of_lists_gives_the_same_provisions(body: str) -> None:
    assert units(read_whole(READER, page(body))) == LISTS


BODIES = {
    "points straight under an article": (
        article("2", p("Here:"), grid("(20)", "a kite;"), p("That is all.")),
        {"art_2": "Article 2 | Here:\n\nThat is all.", "art_2/pnt_20": "(20) | a kite;"},
    ),
    "a deleted paragraph is a mark": (
        article("3", numbered("1.", "Stays."), p("▼M1 —————", "modref"), numbered("3.", "Stays too.")),
        {"art_3": "Article 3", "art_3/par_1": "1. | Stays.", "art_3/par_3": "3. | Stays too."},
    ),
    "a number printed again amid its sentence": (
        article("7", p("1.  Kites that"), hanging("(a)", "fly,"), p("1.  are kites.")),
        {"art_7": "Article 7", "art_7/par_1": "1. | Kites that\n\nare kites.", "art_7/par_1/pnt_a": "(a) | fly,"},
    ),
    "marks at the ends go, marks amid a sentence stay": (
        article("4", p("►M1 New. ◄"), p("Old ►M1 and new ◄ text.")),
        {"art_4": "Article 4 | New.\n\nOld ►M1 and new ◄ text."},
    ),
    "quoted articles and their lists are text": (
        article(
            "5",
            hanging("(1)", "this is put in:"),
            p("‘Article 9", "title-article-quoted"),
            p("1.  New:"),
            hanging("(a)", "newer.’;"),
            hanging("(2)", "that goes."),
        ),
        {
            "art_5": "Article 5",
            "art_5/pnt_1": "(1) | this is put in:\n\n‘Article 9\n\n1. New:\n\n(a) newer.’;",
            "art_5/pnt_2": "(2) | that goes.",
        },
    ),
    "annexes, sections and footnotes of the whole text": (
        article("6", p("See (<a>1</a>)."))
        + p("ANNEX I", "title-annex-1")
        + p("STRINGS", "title-annex-2")
        + p("A. Long", "title-gr-seq-level-1")
        + grid("1.", "Very.")
        + p("B. Short", "title-gr-seq-level-1")
        + p("ANNEX II", "title-annex-1")
        + p("Correlation table", "title-annex-2")
        + p("Article 1")
        + p('(<a id="E0001">1</a>) OJ L 1.', "footnote")
        + p('(<a id="E0002"> </a>) OJ L 2.', "footnote"),
        {
            "art_6": "Article 6 | See (1).",
            "anx_I": "ANNEX I | STRINGS",
            "anx_I/sec_A": "A. | Long",
            "anx_I/sec_A/pnt_1": "1. | Very.",
            "anx_I/sec_B": "B. | Short",
            "anx_II": "ANNEX II | Correlation table",
            "fn_1": "(1) | OJ L 1.",
            "fn_2": "( ) | OJ L 2.",
        },
    ),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_provisions(body: str, expected: dict[str, str]) -> None:
    assert units(read_whole(READER, page(body))) == expected


def test_what_a_page_says_about_itself() -> None:
    reading = read_whole(READER, page(article("1", p("Kites fly."))))
    assert (reading.title, reading.language, reading.edition) == (
        "REGULATION (EU) 2031/77 on kites",
        "en",
        "2032-07-01",
    )
    assert reading.identifiers == {"celex": "02031R0077-20320701"}
    assert "►M1\tRegulation (EU) 2032/5" in furniture(reading, "editorial")


EARLIEST = """<html><body><p>1998F0001 — DE — 05.07.2001 — 001.001</p><hr/><p>Nur zur Dokumentation.</p>
<table><tr><td><p>►B</p></td><td><p>GEMEINSAME MAßNAHME</p></td></tr></table><hr/><p><a>▼B</a></p>
<p>GEMEINSAME MAßNAHME</p><p>über Drachen</p><div><p>DER RAT DER UNION —</p><p>HAT ANGENOMMEN:</p></div>
<p><a>▼M1</a> —————</p><p><a>▼B</a></p><p>Artikel 2</p><p>(1) Drachen fliegen.</p><p>(2) Sie landen.</p>
<p>Geschehen zu Gent.</p></body></html>"""


def test_the_earliest_pages_are_read_by_wording() -> None:
    reading = read_whole(READER, EARLIEST.encode())
    assert units(reading) == {
        "art_2": "Artikel 2",
        "art_2/par_1": "(1) | Drachen fliegen.",
        "art_2/par_2": "(2) | Sie landen.",
    }
    assert (reading.language, reading.edition) == ("de", "2001-07-05")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain words",
        b"%PDF-1.7",
        b'<?xml version="1.0"?><CONS.ACT><CONS.DOC/></CONS.ACT>',
        b'<html><body><p class="oj-doc-ti">X</p><p class="oj-ti-art">Article 1</p></body></html>',
        b'<html class="govuk-template"><body><h1>Guidance</h1></body></html>',
    ],
)
def test_other_formats_are_not_recognised(data: bytes) -> None:
    assert not READER.recognises(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b"<html></html>", page(), page().replace(b"</table>", b"")[:900]],
    ids=["empty", "no text", "no body", "no act", "cut off"],
)
def test_bad_input_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"\.\Z"):
        READER.read(data)


WORDS = st.text("abc ,", min_size=1, max_size=12).map(lambda text: f"w{text.strip()}w")


@given(st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=4), st.sampled_from([grid, hanging]))
def test_a_generated_act_is_read_back(articles: list[list[str]], layout: Callable[[str, str], str]) -> None:
    body, expected = [], {}
    for number, points in enumerate(articles, 1):
        listed = [layout(f"({chr(97 + n)})", text) for n, text in enumerate(points)]
        body.append(article(str(number), p("1.  Kites:"), *listed, p("2.  End.")))
        expected |= {f"art_{number}": f"Article {number}", f"art_{number}/par_1": "1. | Kites:"}
        for n, text in enumerate(points):
            expected[f"art_{number}/par_1/pnt_{chr(97 + n)}"] = f"({chr(97 + n)}) | {' '.join(text.split())}"
        expected[f"art_{number}/par_2"] = "2. | End."
    assert units(read_whole(READER, page(*body))) == expected


# ---- authentic pages

REPEATED = {  # what the text itself has twice
    "32001r0044": "a list begins anew for each country",
    "32012l0030": "a second list in one paragraph begins at (a) again",
    "32016l1164": "second lists in one definition begin at (a) again",
    "32020l1828": "two amending acts added a point of the same number",
}
EMPTY = {"32001r0044": ("anx_V", "anx_VI"), "32012r1215": ("anx_I", "anx_II")}  # annexes that hold an image or a form
SHELLS = {"32009l0028": "a page that only says that the act was repealed"}
SAMPLES = sorted(
    path
    for folder in ("samples-eurlex-corpus", "samples-eurlex-native", "samples-eurlex-lexparency/html")
    for path in (SOURCES / folder).glob("**/*")
    if path.suffix in (".xml", ".html") and "fmx4" not in str(path) and READER.recognises(path.read_bytes())
)


def named(path: Path, table: dict[str, object]) -> str:
    return next((name for name in table if name in str(path)), "")


@pytest.mark.skipif(not SAMPLES, reason="the samples are not here")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: "/".join(path.parts[-3:]))
def test_samples_are_read_whole(path: Path) -> None:
    data = path.read_bytes()
    assert not JOURNAL.recognises(data)
    if named(path, SHELLS):
        with pytest.raises(UnreadableSource):
            READER.read(data)
        return
    reading = read_whole(READER, data)
    found = audit(READER.plain(data), reading)
    assert found.empty == EMPTY.get(named(path, EMPTY), ())
    assert found.repeated == () or named(path, REPEATED)
    assert re.fullmatch(r"\d{5}[A-Z]\d{4}-\d{8}", reading.identifiers["celex"])
    headings = re.findall(rb'class="title-article-norm"', data)
    if headings:
        assert len([u for u in reading.units() if re.fullmatch(r"art_\w+", u.locator)]) == len(headings)
    for folder in path.parent.glob("*fmx4*"):
        parts = [folder] if folder.is_file() else list(folder.glob("*.xml"))
        for part in (one for one in parts if not one.name.endswith(".doc.xml")):
            pins = {u.locator for u in reading.units() if re.fullmatch(r"art_\w+(/par_\w+)?", u.locator)}
            assert pins == formex_pins(part)


def formex_pins(path: Path) -> set[str]:
    """Articles and paragraphs of the same version in Formex, by its tags.

    Those in quotations are not the act's own, and those between marks of a deletion the page shows as a rule.
    """
    found: set[str] = set()
    deleted: set[str] = set()
    article = ""
    for one in etree.parse(str(path)).getroot().iter():
        if isinstance(one, etree._ProcessingInstruction):
            if one.target == "CLG.MDFO" and one.get("ACTION") == "DELETED":
                deleted.add(one.get("ID", ""))
            elif one.target == "CLG.MDFC":
                deleted.discard(one.get("IDREF", ""))
        elif one.tag in ("ARTICLE", "PARAG") and not any(above.tag == "QUOT.S" for above in one.iterancestors()):
            if one.tag == "ARTICLE":
                article = "art_" + one.get("IDENTIFIER", "").lstrip("0").lower()
            label = "".join(one.find("NO.PARAG").itertext()) if one.tag == "PARAG" else ""
            if not deleted:
                found.add(article + (f"/par_{re.sub(r'[^0-9A-Za-z]', '', label)}" if label else ""))
    return found
