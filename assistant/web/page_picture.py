"""A page of an official text in PDF as a picture, with the words of a quotation marked.

A quotation is of a text that was put in order: hyphens at line ends are gone, and so are running heads; it may begin on the
page before or go on over the page's end. So it is looked for by its letters and digits alone, in runs of words.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw

from corpus.errors import PinciteError
from corpus.official import PROVENANCE, SOURCE, held

NARROWEST, WIDEST = 100, 2_400  # pixels
MOST_PIXELS = 12_000_000
MOST_LETTERS = 50_000  # of a page that is searched; a page of print has some 4,000
LEAST = 16  # letters of a run of words that is told from words that stand there by chance
SHARE = 0.5  # of a quotation that must be on the page, unless it begins or ends there
NEAR = 5  # characters of a line between which commas, brackets and spaces are marked too
COLOUR = (255, 224, 102)

_pdfium = Lock()  # pdfium is not to be used by two threads at once, not even for two files


class NoPicture(PinciteError):
    """A page that cannot be shown as a picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG, and whether the quotation was found on it and marked."""

    png: bytes
    marked: bool


def source_file(home: Path, document: str, edition: str) -> Path | None:
    """Where the bytes of an official text are kept, as they came; `None` if that edition is not held."""
    for there in held(home):
        if (there.document, there.edition) == (document, edition):
            path = home / "official" / document / edition / SOURCE
            return path if path.is_file() and path.with_name(PROVENANCE).is_file() else None
    return None


def picture(path: Path, page: int, quote: str, width: int = 900) -> Picture:
    """The page of a PDF file, counted from 1, `width` pixels wide. Raises `NoPicture` with why there is none."""
    width = min(max(width, NARROWEST), WIDEST)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoPicture(f"The source cannot be read: {error.strerror or error}.") from None
    with _pdfium:
        try:
            return _picture(data, page, quote, width)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).casefold():
                raise NoPicture("The source is encrypted, so its pages cannot be shown.") from None
            raise NoPicture("The source is not a PDF file that can be shown.") from None


def _picture(data: bytes, page: int, quote: str, width: int) -> Picture:
    with closing(pypdfium2.PdfDocument(data)) as document:
        if not 1 <= page <= len(document):
            raise NoPicture(f"The source has no page {page}; it has {len(document)}.")
        with closing(document[page - 1]) as sheet:
            across, down = sheet.get_size()
            height = round(width * down / across) if across > 0 and down > 0 else 0
            if not 1 <= height <= MOST_PIXELS // width:
                raise NoPicture(f"Page {page} measures {across:.0f} by {down:.0f} points, too odd to be shown.")
            # pdfium rounds up, and 595 points at 100/595 are a little more than 100 pixels
            bitmap = sheet.render(scale=(width - 0.01) / across, may_draw_forms=False, draw_annots=False)
            with closing(bitmap):
                image = bitmap.to_pil().convert("RGB")
            boxes = _boxes(sheet, quote, image.size)
    if boxes:
        marks = Image.new("RGB", image.size, "white")
        draw = ImageDraw.Draw(marks)
        for box in boxes:
            draw.rectangle(box, fill=COLOUR)
        image = ImageChops.multiply(image, marks)  # black on a mark stays black
    out = io.BytesIO()
    image.save(out, "PNG")
    return Picture(out.getvalue(), bool(boxes))


Box = tuple[float, float, float, float]


def _boxes(sheet: Any, quote: str, size: tuple[int, int]) -> list[Box]:
    """Where the words of a quotation stand in the picture: left, top, right, bottom, a box for each piece of a line."""
    with closing(sheet.get_textpage()) as text:
        count = text.count_chars()
        if count > MOST_LETTERS:
            return []
        written = "".join(chr(raw.FPDFText_GetUnicode(text, n)) for n in range(count))
        boxes: list[Box] = []
        last = -NEAR
        for n in sorted(found(written, quote)):
            if written[n].isspace():
                continue
            box = _on_picture(sheet, text.get_charbox(n, loose=True), size)
            beside = boxes and n - last <= NEAR and _same_line(boxes[-1], box)
            if beside:
                a = boxes.pop()
                box = (min(a[0], box[0]), min(a[1], box[1]), max(a[2], box[2]), max(a[3], box[3]))
            boxes.append(box)
            last = n
    return boxes


def _on_picture(sheet: Any, box: Sequence[float], size: tuple[int, int]) -> Box:
    """A box of the page, left, bottom, right, top, as it is on the picture, however the page is turned or cut."""
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(sheet, 0, 0, *size, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x1, y1), (x2, y2) = corners
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _same_line(a: Box, b: Box) -> bool:
    middle = (b[1] + b[3]) / 2
    return a[1] <= middle <= a[3] and b[0] >= a[0]


def found(page: str, quote: str) -> set[int]:
    """The places in the text of a page at which words of a quotation stand; empty if too few of it are there."""
    letters, places = _letters(page)
    words = [word for word in ("".join(_folded(part)) for part in quote.split()) if word]
    runs = list(_runs(letters, places, words))
    said = sum(map(len, words))
    marked = sum(len(run) for run, _, _ in runs)
    is_cut = any(
        (first == 0 or last == len(words)) and len(run) >= LEAST for run, first, last in runs
    )  # it begins or ends here
    if not runs or (marked < SHARE * said and not is_cut):
        return set()
    return {places[n] for run, _, _ in runs for n in run}


def _runs(letters: str, places: list[int], words: Sequence[str]) -> Iterator[tuple[range, int, int]]:
    """The longest runs of words that stand on the page, one after the other: where, the first word, and after the last."""
    first, after = 0, 0
    while first < len(words):
        last, at = first, -1
        while last < len(words):
            longer = _find(letters, places, "".join(words[first : last + 1]), after)
            if longer < 0:
                break
            last, at = last + 1, longer
        size = sum(map(len, words[first:last]))
        if at >= 0 and (size >= LEAST or (first, last) == (0, len(words))):
            yield range(at, at + size), first, last
            first, after = last, at + size
        else:
            first += 1


def _find(letters: str, places: list[int], run: str, start: int) -> int:
    """Where a run stands by itself, not as a part of longer words; -1 if it does not."""
    at = letters.find(run, start)
    while at >= 0:
        end = at + len(run)
        begins = at == 0 or places[at] - places[at - 1] != 1 or not _is_spaced(letters[at])
        ends = end == len(letters) or places[end] - places[end - 1] != 1 or not _is_spaced(letters[end - 1])
        if begins and ends:
            return at
        at = letters.find(run, at + 1)
    return -1


def _is_spaced(letter: str) -> bool:
    """Whether a letter is of a script that parts words by spaces."""
    return letter.isdigit() or letter.upper() != letter.lower()


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and where each stands in it."""
    pairs = [(letter, n) for n, c in enumerate(text) for letter in _folded(c)]
    return "".join(letter for letter, _ in pairs), [n for _, n in pairs]


def _folded(text: str) -> Iterator[str]:
    """The letters and digits of a text in lower case, without accents; ligatures as their letters."""
    for c in unicodedata.normalize("NFKD", text.casefold()):
        if c.isalnum():
            yield c
