"""PDF (ISO 32000) through pypdf: pages to lines with their places, lines to provisions by what the text is.

Legal acts are read by `corpus.readers.pdf_act`, control lists by `corpus.readers.control_list`.

The text of a page is what pypdf extracts, line by line in pypdf's order. What stands at the edges of the pages is put after
the end of the text, in the order of the pages, so that sentences run on over the page: running heads, feet and page numbers
(lines in the outer ninth of the page that come back at the same height on other pages, numerals aside), "4A003 continued",
amendment marks of consolidated texts (▼M7), and footnotes. `plain` has the same order; it shares nothing else.

A soft hyphen at the end of a line goes, as white space does. A printed hyphen that only divides a word (see
`corpus.readers.lines.mended`) is made a soft one in `plain` too; every other hyphen stays.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdf

from corpus.readers import control_labels, control_list, pdf_act
from corpus.readers.lines import Line, mended
from corpus.readers.reading import Reading, UnreadableSource

LARGEST = 64 * 2**20  # bytes
MOST_PAGES = 3_000
_EDGE = 1 / 9  # of the page, at its head and its foot
_MARK = re.compile(r"[▼►◄▲]\s?(?:[A-Z]\d{0,3})?\Z")
_FOOTNOTE = re.compile(r"\(\s?(?:\d{1,3}|\*+)\s?\)\s|\d{1,3}\s+\S")


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a PDF: the lines of its body, and by kind (masthead, editorial, footnote) those at the edges."""

    body: tuple[Line, ...]
    edges: tuple[tuple[str, Line], ...]
    title: str
    pages: int


class PdfReader:
    """Reads PDF of legal acts and of control lists. Raises `UnreadableSource`."""

    name = "PDF"

    def recognises(self, data: bytes) -> bool:
        return b"%PDF-" in data[:1024]

    def read(self, data: bytes) -> Reading:
        extract = extracted(data)
        body, edges = extract.body, extract.edges
        if pdf_act.is_act(body):
            return pdf_act.read_lines(body, edges, self.name)
        if control_list.is_list(body):
            return control_list.read_lines(body, edges, self.name)
        raise UnreadableSource(
            "The PDF has text, but neither articles nor entries of a control list; convert it to Markdown with headings."
        )

    def plain(self, data: bytes) -> str:
        extract = extracted(data)
        return "\n".join([line.text for line in extract.body] + [line.text for _, line in extract.edges])


READER = PdfReader()


@lru_cache(maxsize=1)  # a reading and the plain text that it is held against come from one extraction, which is slow
def extracted(data: bytes) -> Extract:
    """The lines of a PDF. Raises `UnreadableSource`."""
    if len(data) > LARGEST:
        raise UnreadableSource(f"The PDF has {len(data):,} bytes; more than {LARGEST:,} are not read.")
    try:
        return _extracted(data)
    except UnreadableSource:
        raise
    except Exception as error:  # pypdf raises errors of many kinds on damaged files
        raise UnreadableSource(
            f"The PDF is damaged ({str(error)[:80] or type(error).__name__}); get it again."
        ) from error


def _extracted(data: bytes) -> Extract:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableSource("The PDF is encrypted with a password; save a copy without one and read that.")
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise UnreadableSource(f"The PDF has {count:,} pages; more than {MOST_PAGES:,} are not read.")
    pages: list[list[Line]] = []
    heights: list[float] = []
    pictures = 0
    for n in range(count):
        page = reader.pages[n]
        pages.append(page_lines(page.extract_text, n + 1))
        heights.append(float(page.mediabox.height))
        pictures += not pages[-1] and _has_pictures(page)
    _check(pages, pictures)
    body, edges = parted(pages, heights)
    return Extract(tuple(body), tuple(edges), (reader.metadata.title if reader.metadata else "") or "", count)


def _has_pictures(page: pypdf.PageObject) -> bool:
    resources = page.get("/Resources")
    found = resources.get_object() if resources is not None else None
    return isinstance(found, dict) and "/XObject" in found


def _check(pages: list[list[Line]], pictures: int) -> None:
    text = "".join(line.text for lines in pages for line in lines)
    if not text:
        raise UnreadableSource(
            "The PDF has no text, only pictures of pages at most; run text recognition (OCR) over it."
        )
    if 2 * pictures > len(pages):
        raise UnreadableSource("More than half of the PDF's pages are pictures without text; run OCR over it.")
    odd = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or "\x00" < c < "\x09" for c in text)
    if 10 * odd > len(text):
        raise UnreadableSource(
            "The PDF does not say which letters its glyphs are; take another format or run OCR over it."
        )


def page_lines(extract_text: Callable[..., str], number: int) -> list[Line]:
    """The lines of one page, as pypdf's visitor of text gives them with their places."""
    found: list[Line] = []
    runs: list[tuple[str, float, float, float, str]] = []

    def end() -> None:
        if line := _line(runs, number):
            found.append(line)
        runs.clear()

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = (abs(tm[3]) + abs(tm[1])) * (abs(cm[3]) + abs(cm[1]))
        name = str((font or {}).get("/BaseFont", ""))
        for n, run in enumerate(text.split("\n")):
            if n:
                end()
            if run:
                runs.append((run, x, y, size * scale, name))

    extract_text(visitor_text=visit)
    end()
    return found


def _line(runs: list[tuple[str, float, float, float, str]], page: int) -> Line | None:
    whole = "".join(run[0] for run in runs)
    text = whole.strip()
    if not text:
        return None
    lead, at = len(whole) - len(whole.lstrip()), 0
    stops: list[tuple[int, float]] = []
    first = None
    for run in runs:
        if run[0].strip():
            first = first or run
            # white space that a run opens with stands before the place it was set at
            stops.append((at + len(run[0]) - len(run[0].lstrip()) - lead, run[1]))
        at += len(run[0])
    assert first is not None
    _, x, y, size, font = first
    if len(runs) > 1 and len(first[0].strip()) <= 2:  # an index at the start says nothing about the size of the line
        size = max(run[3] for run in runs if run[0].strip())
    is_italic = "Ital" in font or "Oblique" in font
    is_marked = bool(re.match(r"\d{1,3}\s", text)) and first[3] < 0.8 * size
    return Line(text, page, x, y, size, is_italic, "Bold" in font, tuple(stops), is_marked)


def parted(pages: list[list[Line]], heights: list[float]) -> tuple[list[Line], list[tuple[str, Line]]]:
    """Body and edges of the pages, each in order."""
    repeated = _repeated(pages, heights)
    usual = Counter(round(line.size, 1) for lines in pages for line in lines for _ in line.text).most_common(1)[0][0]
    body: list[Line] = []
    edges: list[tuple[str, Line]] = []
    for lines, height in zip(pages, heights, strict=True):
        kinds = _edge_kinds(lines, height, repeated, usual)
        body += [line for n, line in enumerate(lines) if n not in kinds]
        edges += [(kinds[n], line) for n, line in enumerate(lines) if n in kinds]
    together = mended([*body, *(line for _, line in edges)])
    parted_edges = [(kind, line) for (kind, _), line in zip(edges, together[len(body) :], strict=True)]
    return together[: len(body)], parted_edges


def _edge_kinds(lines: list[Line], height: float, repeated: set[tuple[int, str, int]], usual: float) -> dict[int, str]:
    """Which lines of a page are at its edges, by their place in the list, and what they are."""
    kinds = {n: "editorial" for n, line in enumerate(lines) if _MARK.match(line.text)}
    down = sorted(range(len(lines)), key=lambda n: -lines[n].y)
    notes = set(_in_small_type(down, lines, usual))  # the same footnote may come back at the same place too
    for order in _outwards_in(lines, height):
        for n in (n for n in order if n not in kinds):
            if n in notes or not {(lines[n].page, *_key(lines[n])), (0, "", round(lines[n].y))} & repeated:
                break
            kinds[n] = "masthead"
    rest = [n for n in down if n not in kinds]
    kinds.update({n: "masthead" for n in rest if control_labels.CONTINUED.match(lines[n].text)})
    kinds.update(dict.fromkeys(_footnotes([n for n in rest if n not in kinds], lines, usual), "footnote"))
    return kinds


def _footnotes(downwards: list[int], lines: list[Line], usual: float) -> list[int]:
    """The lines at the foot from the first that a footnote's mark opens: a raised number, or in type smaller than usual
    any mark."""
    left = min((line.x for line in lines), default=0.0)
    marked = [i for i, n in enumerate(downwards) if i and lines[n].is_marked and lines[n].x <= left + lines[n].slack]
    if marked:
        return downwards[marked[0] :]
    return _in_small_type(downwards, lines, usual)


def _in_small_type(downwards: list[int], lines: list[Line], usual: float) -> list[int]:
    """The lines of footnotes in small type at the foot."""
    small: list[int] = []
    for n in reversed(downwards):
        if not 0.3 * usual < lines[n].size < 0.95 * usual:
            break
        small.insert(0, n)
    if len(small) == len(downwards):
        return []
    starts = [i for i, n in enumerate(small) if _FOOTNOTE.match(lines[n].text)]
    return small[starts[0] :] if starts else []


def _outwards_in(lines: list[Line], height: float) -> tuple[list[int], list[int]]:
    """The lines near the head from the top downwards, and those near the foot from the bottom upwards."""
    down = sorted(range(len(lines)), key=lambda n: -lines[n].y)
    head = [n for n in down if lines[n].y > height * (1 - _EDGE)]
    foot = [n for n in reversed(down) if lines[n].y < height * _EDGE]
    return head, foot


def _key(line: Line) -> tuple[str, int]:
    """The text without its numbers, and the height on the page."""
    return re.sub(r"\b\d+\b", "#", " ".join(line.text.split())), round(line.y)


def _follows(line: Line, before: Line) -> bool:
    """Whether a line comes back from a page before: each number is the same, or counts the pages."""
    pages = line.page - before.page
    pairs = zip(re.findall(r"\b\d+\b", line.text), re.findall(r"\b\d+\b", before.text), strict=True)
    return 1 <= pages <= 2 and all(int(now) - int(then) in (0, pages) for now, then in pairs)


def _repeated(pages: list[list[Line]], heights: list[float]) -> set[tuple[int, str, int]]:
    """Lines at the edges that come back page after page, or every other page: page, text and height of each; with an
    empty text, the heights at which hardly anything else stands, so that the head of a part of one page is known too."""
    seen: dict[tuple[str, int], list[Line]] = {}
    outermost: list[Line] = []
    for lines, height in zip(pages, heights, strict=True):
        for order in _outwards_in(lines, height):
            outermost += [lines[n] for n in order[:1]]
            for n in order:
                seen.setdefault(_key(lines[n]), []).append(lines[n])
    enough = min(3, max(2, len(pages) // 2))
    found: set[tuple[int, str, int]] = set()
    for key, lines in seen.items():
        run: list[Line] = []
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            run.append(line)
            if after is None or not _follows(after, line):
                found |= {(one.page, *key) for one in run} if len(run) >= enough else set()
                run = []
    here, known = Counter(round(line.y) for line in outermost), Counter[int]()
    known.update(round(line.y) for line in outermost if (line.page, *_key(line)) in found)
    return found | {(0, "", y) for y in here if here[y] * 2 > len(pages) > 3 and known[y] >= 0.8 * here[y]}
