"""GOV.UK pages: sections, paragraphs and points of guidance and of numbered codes; the rest of the page is furniture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pins import Pin
from corpus.readers.audit import audit
from corpus.readers.govuk import READER
from corpus.readers.reading import UnreadableSource

PAGE = """<!DOCTYPE html>
<html lang="en" class="govuk-template"><head><meta charset="utf-8"><title>Flying kites - GOV.UK</title>
<link rel="canonical" href="https://www.gov.uk/guidance/flying-kites"><style>p {{ color: red }}</style>{head}</head>
<body class="gem-c-layout-for-public govuk-template__body"><script>var x = "hidden";</script>
<a class="govuk-skip-link" href="#content">Skip to main content</a>
<div class="gem-c-cookie-banner"><h2>Cookies on GOV.UK</h2><button>Accept</button></div>
<header class="gem-c-layout-super-navigation-header"><nav>Menu</nav></header>
<div id="wrapper" class="govuk-width-container"><div class="gem-c-breadcrumbs"><ol><li>Home</li></ol></div>
<main role="main" id="content" class="govuk-main-wrapper" lang="{lang}">
<div class="gem-c-notice"><div class="gem-c-govspeak govuk-govspeak"><p>This guidance was withdrawn.</p></div></div>
<div class="gem-c-heading"><span class="govuk-caption-xl">Guidance</span>
<h1 class="gem-c-heading__text">Flying kites</h1></div>
<p class="gem-c-lead-paragraph">Where you may fly.</p>
<div class="gem-c-metadata">From: Kite Office <dl><dt>Last updated</dt> <dd>{updated}</dd></dl></div>
<nav class="gem-c-contents-list"><h2>Contents</h2><ol><li><a href="#a">1. Scope</a></li></ol></nav>
<div class="gem-c-govspeak-html-publication"><div class="gem-c-govspeak govuk-govspeak"><div class="govspeak">
{body}
</div></div></div>
<div class="gem-c-published-dates" id="full-publication-update-history">Published 1 May 2030</div>
<div class="gem-c-print-link"><button>Print this page</button></div></main></div>
<footer class="govuk-footer">© Crown copyright</footer></body></html>"""


def page(body: str, head: str = "", lang: str = "en", updated: str = "14 April 2031") -> bytes:
    return PAGE.format(body=body, head=head, lang=lang, updated=updated).encode()


def read(data: bytes) -> dict[str, tuple[str, str, str]]:
    """Label, title and text of every provision, by locator; the reading is sound and its parents come first."""
    reading = READER.read(data)
    assert audit(READER.plain(data), reading).is_sound
    seen: set[str] = set()
    for unit in reading.units():
        pin = Pin.of("a-document", unit.locator)
        assert pin.parent is None or pin.parent.locator in seen
        seen.add(unit.locator)
    return {unit.locator: (unit.label, unit.title, unit.text) for unit in reading.units()}


def texts(body: str) -> dict[str, str]:
    return {at: text for at, (_, _, text) in read(page(body)).items()}


def furniture(data: bytes, kind: str) -> list[str]:
    return [piece.text for piece in READER.read(data).pieces if piece.kind == kind]


# Sections

HEADINGS = {
    "numbered": (
        "<h2 id='a'><span class='number'>1. </span>Scope</h2><h3>1.1 Kites</h3><h2>2. Fees</h2>",
        {"sec_1": ("1.", "Scope"), "sec_1.1": ("1.1", "Kites"), "sec_2": ("2.", "Fees")},
    ),
    "in order": (
        "<h2>Scope</h2><h3>Red</h3><h3>Blue</h3><h2>Fees</h2><h3>Big</h3><h4>Very</h4>",
        {
            **{"sec_1": ("", "Scope"), "sec_1.1": ("", "Red"), "sec_1.2": ("", "Blue")},
            **{"sec_2": ("", "Fees"), "sec_2.1": ("", "Big"), "sec_2.1.1": ("", "Very")},
        },
    ),
    "some numbered, the others by their words": (
        "<h2>1. Scope</h2><h2>Further help</h2>",
        {"sec_1": ("1.", "Scope"), "sec_further-help": ("", "Further help")},
    ),
    "called sections, parts or chapters": (
        "<h2>Section 1: Scope</h2><h2>Chapter 2 – Fees</h2><h2>Part IV. Help</h2>",
        {"sec_1": ("Section 1:", "Scope"), "cpt_2": ("Chapter 2 –", "Fees"), "sec_IV": ("Part IV.", "Help")},
    ),
    "annexes with sections of their own": (
        "<h2>Annex A: Forms</h2><h3>Short form</h3><h3>Long form</h3>",
        {"anx_A": ("Annex A:", "Forms"), "anx_A/sec_1": ("", "Short form"), "anx_A/sec_2": ("", "Long form")},
    ),
    "that only begin like numbered ones": (
        "<h2>2031 changes</h2><h2>3 things to do</h2><h2>Section’s end</h2>",
        {"sec_1": ("", "2031 changes"), "sec_2": ("", "3 things to do"), "sec_3": ("", "Section’s end")},
    ),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_headings_are_sections(case: str) -> None:
    body, expected = HEADINGS[case]
    assert {at: found[:2] for at, found in read(page(body)).items()} == expected


# Paragraphs

PARAGRAPHS = {
    "counted in each section": (
        "<p>Hello.</p><h2>Scope</h2><p>Red.</p><p>Blue.</p><h2>Fees</h2><p>Two.</p>",
        {
            "par_1": "Hello.",
            "sec_1": "",
            "sec_1/par_1": "Red.",
            "sec_1/par_2": "Blue.",
            "sec_2": "",
            "sec_2/par_1": "Two.",
        },
    ),
    "with lists and tables in their text": (
        "<p>You may fly:</p><ul><li>red kites<ul><li>big</li></ul></li><li><p>blue</p><p>ones</p></li></ul>"
        "<ol><li>first</li></ol><table><caption>Fees</caption><tr><th>Kite</th><th>Fee</th></tr><tr><td>red</td>"
        "<td><p>2</p><p>or 3</p></td></tr></table><p>Else not.</p>",
        {
            "par_1": "You may fly:\n\nred kites\n\nbig\n\nblue\n\nones\n\nfirst\n\nFees\n\nKite\tFee\n\nred\t2 or 3",
            "par_2": "Else not.",
        },
    ),
    "in boxes": (
        "<div class='call-to-action'><p>Call us.</p></div><blockquote><p>Fly!</p></blockquote>",
        {"par_1": "Call us.", "par_2": "Fly!"},
    ),
    "with their own numbers, in the section of that number": (
        "<h2>1. Scope</h2><p>1.1 Red.</p><p>1.2\u00a0Blue.</p><p>Also big.</p><h3>Others</h3><p>1.3 Green.</p>",
        {"sec_1": "", "sec_1/par_1.1": "Red.", "sec_1/par_1.2": "Blue.\n\nAlso big.", "sec_1/par_1.3": "Green."},
    ),
    "that begin with a quantity": (
        "<h2>2. Scope</h2><p>2.1 Red.</p><p>1.5 million kites.</p><p>3 kites.</p><p>2030. A year.</p>",
        {"sec_2": "", "sec_2/par_2.1": "Red.\n\n1.5 million kites.\n\n3 kites.\n\n2030. A year."},
    ),
    "numbered anew in each section": (
        "<h2>Scope</h2><p>1. Red.</p><p>2. Blue.</p><h2>Fees</h2><p>1. Two.</p>",
        {"sec_1": "", "sec_1/par_1": "Red.", "sec_1/par_2": "Blue.", "sec_2": "", "sec_2/par_1": "Two."},
    ),
    "with numbered circumstances after one without a number": (
        "<h2>Scope</h2><p>You may not fly:</p><p>1. Where it rains:</p><ul><li>much</li></ul><p>2. At night.</p>",
        {
            **{"sec_1": "", "sec_1/par_1": "You may not fly:"},
            **{"sec_1/par_1/pnt_1": "Where it rains:\n\nmuch", "sec_1/par_1/pnt_2": "At night."},
        },
    ),
    "with letters, whose series tells the depth": (
        "<p>If</p><p>(a) red</p><p>(i) big</p><p>(ii) small</p><p>(b) blue</p>",
        {
            **{"par_1": "If", "par_1/pnt_a": "red", "par_1/pnt_b": "blue"},
            **{"par_1/pnt_a/pnt_i": "big", "par_1/pnt_a/pnt_ii": "small"},
        },
    ),
    "with letters up to i and beyond": (
        "<p>If</p>" + "".join(f"<p>({c}) x</p>" for c in "abcdefghij"),
        {"par_1": "If", **{f"par_1/pnt_{c}": "x" for c in "abcdefghij"}},
    ),
    "that begin with an abbreviation": (
        "<p>If</p><p>eg. red</p><p>e.g. blue</p>",
        {"par_1": "If", "par_2": "eg. red", "par_3": "e.g. blue"},
    ),
}


@pytest.mark.parametrize("case", PARAGRAPHS)
def test_paragraphs(case: str) -> None:
    body, expected = PARAGRAPHS[case]
    assert texts(body) == expected


# Codes: numbered paragraphs that run through

CODES = {
    "labels in full": "<p>1. Red.</p><p>2. Blue:</p><p>2.a. Big.</p><ul><li><p>2.a.i. Very.</p></li>"
    "<li>2.a.ii Quite.</li></ul>"
    "<h2>Section 2: More</h2><p>3. Green.</p>",
    "legislative lists": "<ol class='legislative-list'><li>1. Red.</li><li>2. Blue:<ol><li>a. Big.<ol><li>i. Very.</li>"
    "<li>ii. Quite.</li></ol></li></ol></li></ol><h2>Section 2: More</h2><ol class='legislative-list'><li>3. Green.</li>"
    "</ol>",
    "flat paragraphs": "<p>1. Red.</p><p>2. Blue:</p><p>a. Big.</p><p>i. Very.</p><p>ii. Quite.</p><h2>Section 2: More</h2>"
    "<p>3. Green.</p>",
}


@pytest.mark.parametrize("case", CODES)
def test_a_code_has_its_paragraphs_at_the_top(case: str) -> None:
    data = page("<h2>Section 1: Preface</h2>" + CODES[case])
    assert {at: text for at, (_, _, text) in read(data).items()} == {
        "par_1": "Red.",
        "par_2": "Blue:",
        "par_2/pnt_a": "Big.",
        "par_2/pnt_a/pnt_i": "Very.",
        "par_2/pnt_a/pnt_ii": "Quite.",
        "par_3": "Green.",
    }
    assert furniture(data, "division") == ["Section 1: Preface", "Section 2: More"]


def test_a_section_of_a_code_that_has_words_of_its_own_is_a_provision() -> None:
    body = (
        "<p>By the States.</p><h2>Section 1: Preface</h2><p>We agree:</p><p>1. Red.</p><p>2. Blue.</p><p>3. Green.</p>"
    )
    assert texts(body) == {"sec_1": "We agree:", "par_1": "Red.", "par_2": "Blue.", "par_3": "Green."}
    assert "By the States." in furniture(page(body), "act")


def test_unlabelled_text_goes_on_in_the_point_that_its_list_is_in() -> None:
    body = (
        "<ol class='legislative-list'><li>1. Red:<ol><li>a. big<ul><li>very</li></ul></li></ol><p>but cheap.</p></li>"
        "<li>2. Blue.</li><li>3. Green.</li></ol><p>All of them.</p>"
    )
    found = texts(body)
    assert found["par_1"] == "Red:\n\nbut cheap."
    assert found["par_1/pnt_a"] == "big\n\nvery"
    assert found["par_3"] == "Green.\n\nAll of them."


# Footnotes


def test_footnotes_are_provisions_and_the_way_back_is_furniture() -> None:
    data = page(
        "<p>Red<sup id='fnref:1'><a href='#fn:1'>[footnote 1]</a></sup>.</p><div class='footnotes' role='doc-endnotes'><ol>"
        "<li id='fn:1' role='doc-endnote'><p>See there.</p><p>And here. <a href='#fnref:1' class='reversefootnote'>↩</a></p>"
        "</li><li id='fn:2'><p>Below.</p></li></ol></div>"
    )
    assert {at: text for at, (_, _, text) in read(data).items()} == {
        "par_1": "Red[footnote 1].",
        "fn_1": "See there.\n\nAnd here.",
        "fn_2": "Below.",
    }
    assert "↩" in furniture(data, "masthead")


# The page


def test_what_is_around_the_document_is_furniture() -> None:
    data = page("<p>Red.</p>")
    assert list(read(data)) == ["par_1"]
    assert furniture(data, "act") == ["Guidance", "Flying kites", "Where you may fly."]
    assert furniture(data, "contents") == ["Contents", "1. Scope"]
    assert furniture(data, "editorial") == ["This guidance was withdrawn.", "Published 1 May 2030"]
    assert {"Skip to main content", "Menu", "Print this page", "© Crown copyright"} <= set(furniture(data, "masthead"))
    assert "hidden" not in READER.plain(data)


UPDATED = '<meta name="govuk:public-updated-at" content="2031-04-25T09:30:00+01:00">'


@pytest.mark.parametrize(
    ("data", "language", "edition"),
    [
        (page("<p>A.</p>", UPDATED), "en", "2031-04-25"),
        (page("<p>A.</p>"), "en", "2031-04-14"),
        (page("<p>A.</p>", updated="soon", lang="cy"), "cy", "2030-05-01"),
        (b"<div class='govspeak'><p>A.</p></div>", "", ""),
    ],
)
def test_what_the_page_says_of_itself(data: bytes, language: str, edition: str) -> None:
    reading = READER.read(data)
    assert (reading.format, reading.language, reading.edition) == ("govuk", language, edition)


def test_the_title_and_address_of_a_page() -> None:
    reading = READER.read(page("<p>A.</p>"))
    assert reading.title == "Flying kites"
    assert reading.identifiers == {"url": "https://www.gov.uk/guidance/flying-kites"}


@pytest.mark.parametrize(
    ("data", "is_govuk"),
    [
        (page("<p>A.</p>"), True),
        (b'<div class="gem-c-govspeak govuk-govspeak"><p>A.</p></div>', True),
        (b"<html><body class='eli-container'>Regulation</body></html>", False),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p class='oj-normal'>A</p></html>", False),
        (b"<p class='not-govspeak-at-all'>A</p>", False),
        (b"# Kites\n\n<div class='govspeak'>", False),
        (b"<akomaNtoso/>", False),
        (b"%PDF-1.7", False),
        (b"", False),
    ],
)
def test_the_format_is_recognised_by_the_class_of_its_body(data: bytes, is_govuk: bool) -> None:
    assert READER.recognises(data) is is_govuk


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<html><body><main><p>Sign in</p></main></body></html>", "no document"),
        (page("<!-- nothing -->"), "no document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no document"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason) as caught:
        READER.read(data)
    assert "\n" not in str(caught.value)


def test_a_page_that_was_cut_off_gives_what_is_there() -> None:
    data = page("<h2>Scope</h2><p>Red.</p><ul><li>Blue")
    assert texts("<h2>Scope</h2><p>Red.</p><ul><li>Blue")["sec_1/par_1"] == "Red.\n\nBlue"
    assert READER.read(data[: data.index(b"Blue")]).units()[-1].text == "Red."


# Invariants

WORD = st.text(st.sampled_from("kite §é"), min_size=1, max_size=8).filter(str.strip)
LABEL = st.sampled_from(
    ["", "", "1. ", "2. ", "3) ", "(a) ", "b. ", "(ii) ", "2.1 ", "2.a. ", "1.a.i ", "A. ", "Annex A "]
)
BLOCK = st.tuples(st.sampled_from(["p", "h2", "h3", "li", "ul", "ol", "td", "div", "span", "legislative"]), LABEL, WORD)
WRAPPED = {
    "li": "<ul><li>{}</li></ul>",
    "ul": "<ul><li><ul><li>{}</li></ul></li></ul>",
    "ol": "<ol><li>{}<p>more</p></li></ol>",
    "td": "<table><tr><td>{}</td><td>x</td></tr></table>",
    "legislative": "<ol class='legislative-list'><li>1. x<ol><li>{}</li></ol></li></ol>",
}


@given(st.lists(BLOCK, max_size=12))
def test_whatever_the_order_of_blocks_nothing_is_lost_and_parents_come_first(found: list[tuple[str, str, str]]) -> None:
    body = "".join(WRAPPED.get(name, f"<{name}>{{}}</{name}>").format(label + word) for name, label, word in found)
    data = page(body + "<p>End.</p>")
    reading = READER.read(data)
    checked = audit(READER.plain(data), reading)
    assert (checked.gone, checked.phantom) == ((), ())
    seen: set[str] = set()
    for unit in reading.units():
        pin = Pin.of("a-document", unit.locator)
        assert pin.parent is None or pin.parent.locator in seen
        seen.add(unit.locator)


@given(st.lists(st.tuples(WORD, st.lists(WORD, max_size=4)), min_size=3, max_size=6))
def test_a_code_written_as_a_page_reads_back(paragraphs: list[tuple[str, list[str]]]) -> None:
    written, expected = [], {}
    for number, (text, points) in enumerate(paragraphs, 1):
        letters = list(zip("abcd", points, strict=False))
        inner = "".join(f"<li>{letter}. {word}</li>" for letter, word in letters)
        written.append(f"<li>{number}. {text}<ol>{inner}</ol></li>")
        expected[f"par_{number}"] = text
        expected |= {f"par_{number}/pnt_{letter}": word for letter, word in letters}
    found = texts(f"<ol class='legislative-list'>{''.join(written)}</ol>")
    assert {at: "".join(text.split()) for at, text in found.items()} == {
        at: "".join(text.split()) for at, text in expected.items()
    }
