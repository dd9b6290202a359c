"""Papers that the tests of the exporters share."""

from __future__ import annotations

from assistant.answer import Citation, CorpusState, Note
from assistant.paper import Block, Heading, Items, Line, PageBreak, Paper, Table

CORPUS = CorpusState(built_at="2026-01-01T00:00:00+00:00", documents=2, provisions=1234)
HOSTILE = (
    "*bold* _it_ `code` [a](https://evil.example) <b onclick=x>&amp;</b> | ~~gone~~ $x$ [bold]rich[/bold] "
    "\x1b[31mred\x1b[0m \x00\u202egnirts\ud800 www.evil.example # no"
)
SHOWN = (
    "*bold* _it_ `code` [a](https://evil.example) <b onclick=x>&amp;</b> | ~~gone~~ $x$ [bold]rich[/bold] "
    "[31mred[0m gnirts www.evil.example # no"
)


def cited(pin: str = "act/art_1", quote: str = "Quoted.", pincite: str = "Article 1") -> Citation:
    return Citation(
        pin=pin, pincite=pincite, quote=quote, layer="digest", edition="2024", url="https://example.org/act"
    )


def paper(*blocks: Block, title: str = "A paper", notes: tuple[Note, ...] = ()) -> Paper:
    return Paper(title, blocks, notes, CORPUS, "2026-02-03")


def hostile() -> Paper:
    """A paper in which every text holds marks of each format."""
    line = Line(HOSTILE, (cited(quote=HOSTILE, pincite=HOSTILE),), tag=HOSTILE)
    return paper(
        Heading(HOSTILE),
        line,
        Items((line, line), "letter"),
        Items((line,), "box"),
        PageBreak(),
        Table((HOSTILE, "b"), (((line, line), (line,)),)),
        title=HOSTILE,
        notes=(Note(code="x", text=HOSTILE),),
    )
