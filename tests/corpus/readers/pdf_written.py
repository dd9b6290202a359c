"""Writes small PDF files: lines of text at places, in upright, italic or bold type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ENCODING = "<< /BaseEncoding /WinAnsiEncoding /Differences [129 /triagdn] >>"  # with ▼, which marks amendments
FONTS = {"": "Helvetica", "i": "Helvetica-Oblique", "b": "Helvetica-Bold"}


@dataclass(frozen=True)
class Set:
    """Text set at a place. `runs` in one line may start at places of their own: (x, text)."""

    x: float
    y: float
    text: str
    style: str = ""
    size: float = 10.0
    tab: float | None = None  # where what stands after the first tab of the text starts


def pdf(pages: Sequence[Iterable[Set]], title: str = "") -> bytes:
    """A PDF file of these pages, 595 by 842 points."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    catalog, tree = add(b""), add(b"")
    fonts = {
        style: add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding {ENCODING} >>".encode())
        for style, name in FONTS.items()
    }
    names = " ".join(f"/F{style or 'u'} {number} 0 R" for style, number in fonts.items())
    kids = []
    for page in pages:
        stream = b"\n".join(run for one in page for run in _runs(one))
        content = add(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
                f"/Resources << /Font << {names} >> >> >>".encode()
            )
        )
    info = add(f"<< /Title ({title}) >>".encode())
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>".encode()
    objects[tree - 1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    )
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} "
    return out + f"{tail}/Root {catalog} 0 R /Info {info} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def _runs(one: Set) -> Iterable[bytes]:
    first, tab, rest = one.text.partition("\t")
    yield _run(one.x, one, first)
    if tab:
        yield _run(one.tab if one.tab is not None else one.x + (28 if len(first) < 4 else 42), one, rest)


def _run(x: float, one: Set, text: str) -> bytes:
    shown = b"\x81".join(part.encode("cp1252") for part in text.split("▼"))
    shown = shown.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F%b %g Tf 1 0 0 1 %g %g Tm (%b) Tj ET" % ((one.style or "u").encode(), one.size, x, one.y, shown)


def column(
    lines: Iterable[tuple[float, str] | tuple[float, str, str]], top: float = 740.0, gap: float = 18.0
) -> list[Set]:
    """Lines from the top downwards: (x, text) or (x, text, style). A text that starts with ↳ goes on right below the line
    before it; the others stand after a gap."""
    y, found = top + gap, []
    for x, text, *style in lines:
        y -= 11.5 if text.startswith("↳") else gap
        found.append(Set(x, y, text.removeprefix("↳"), *style))
    return found
