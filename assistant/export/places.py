"""The numbered places at the end of a paper, and the sentences that close it: the same in every format."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Citation
from assistant.paper import Line, Paper, one_line
from assistant.terminal import layer_name


@dataclass(frozen=True, slots=True)
class Place:
    """A place cited, with its number from 1. `quotes` are its words, of those lines that say it in other words."""

    number: int
    citation: Citation
    quotes: tuple[str, ...]

    def about(self) -> str:
        """Whose words these are, of which edition, on which page."""
        page = f", page {self.citation.page}" if self.citation.page else ""
        return f"{layer_name(self.citation)}, edition {self.citation.edition}{page}"


def places(paper: Paper) -> dict[str, Place]:
    """The places that a paper's lines cite, by pin, in the order in which they come."""
    cited: dict[str, Citation] = {}
    quotes: dict[str, dict[str, None]] = {}
    for line in paper.lines():
        for citation in line.citations:
            cited.setdefault(citation.pin, citation)
            quote = one_line(citation.quote)
            if quote not in one_line(line.text):
                quotes.setdefault(citation.pin, {})[quote] = None
    return {pin: Place(n, cited[pin], tuple(quotes.get(pin, ()))) for n, pin in enumerate(cited, 1)}


def marks(line: Line, known: dict[str, Place]) -> str:
    """The numbers of the places that a line cites: "[1] [3]"; empty if it cites none."""
    return " ".join(f"[{n}]" for n in dict.fromkeys(known[c.pin].number for c in line.citations))


def closing(paper: Paper) -> str:
    """What a paper was made from and when, and what it is not."""
    corpus = paper.corpus
    return (
        f"Made with Pincite on {paper.date} from a corpus of {corpus.documents} documents and {corpus.provisions:,} "
        f"provisions, indexed on {corpus.built_at[:10]}. Not legal advice: the official texts decide."
    )
