"""The places that headings open: articles, annexes, sections of a general document, and what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.markdown_headings import ALONE, ANNEX, ARTICLE, NAMED, NUMBERED, zone
from corpus.readers.markdown_labels import Level, value_of
from corpus.readers.markdown_lines import Block, clean
from corpus.readers.numbers import Locators, number, slug
from corpus.readers.reading import Piece, Role


@dataclass(slots=True)
class Place:
    """An open article, annex or section with the level of its heading."""

    locator: str
    kind: str
    level: int
    title: str = ""


class Places:
    """Takes the headings of a document in their order and says what is open. `is_act` says whether it has articles."""

    def __init__(self, headings: Sequence[str], act: str = "") -> None:
        """`headings` are all of the document; `act` is the kind of a provision whose heading is a number alone."""
        self._words = words = [found["word"] for text in headings if (found := ARTICLE.fullmatch(text)) is not None]
        self._has_articles = any(word.startswith(("Art", "Reg")) for word in words)
        self._has_signs = any("§" in word for word in words)
        self.is_act = bool(words) or any(ALONE.fullmatch(text) for text in headings)
        self._alone = act or "art"
        self.is_numbered = False  # whether its paragraphs have numbers of their own, without headings
        self._is_named = False  # whether the act's title has come
        self._counted = 0
        self.pieces: list[Piece] = []
        self._locators = Locators()
        self._known: set[str] = set()
        self._totals: Counter[str] = Counter()  # of the provisions of a kind in a place
        self._own_text: dict[str, str] = {}  # the last paragraph of each provision
        self._places: list[Place] = []
        self._levels: list[Level] = []
        self._zone = "act" if self.is_act else ""
        self._waiting = False  # a label stood alone: the next paragraph is its text
        self._last = ""
        self._was_dash = False
        self._article = 0.0
        self._untitled = ""
        self._kept: list[Place] = []  # the annex that a table of contents interrupts

    # Headings

    def heading(self, block: Block, following: Block | None) -> None:
        """Take a heading; `following` is the block after it."""
        text = clean(block.text).replace("\n", " ")
        self._levels, self._waiting, self._last = [], False, ""
        if self._kept:
            self._places, self._kept, self._zone = self._kept, [], ""
        if (found := ANNEX.match(text)) is not None and len(found["label"]) < 40 and self._opens_annex(found):
            self._open("anx", number(_after_word(found["label"])) or "1", found, block.level)
        elif (found := ARTICLE.match(text)) is not None and self._is_provision(found["word"]):
            self._open(
                "art" if found["word"].startswith(("A", "R")) else "sec", _figure(found["label"]), found, block.level
            )
            self._article = value_of(number(found["label"]))
        elif self.is_act and ALONE.fullmatch(text) and self._alone:
            self._number_alone(text, block.level)
        elif (opened := zone(text)) != "":
            self._kept = self._places if opened == "contents" and self._in_annex() else []
            self._places, self._zone = [], opened
            self._furniture(text, "contents" if opened == "contents" else "division")
        elif self._untitled and self.is_act and not NAMED.match(text) and block.level <= 7:
            self._put("title", text, self._untitled)
            self._places[-1].title = text
        elif self.is_act and not self._in_annex():
            self._division(text, following)
        else:
            self._section(text, block.level)
        self._untitled = self._untitled_now()

    def _untitled_now(self) -> str:
        """The provision that still lacks a title right after its heading; a heading that follows is its title."""
        place = self._places[-1] if self._places else None
        return place.locator if place and place.kind in ("art", "anx") and not place.title else ""

    def _opens_annex(self, found: re.Match[str]) -> bool:
        return bool(re.search(r"\s", found["label"])) or not found["title"] or found["title"].startswith(("(", "zu"))

    def _is_provision(self, word: str) -> bool:
        if "§" in word or word.startswith("Sec"):
            return not self._has_articles and ("§" in word or not self._has_signs) and not self._in_annex()
        return not self._in_annex() or self._places[0].kind != "anx"

    def _in_annex(self) -> bool:
        return bool(self._places) and self._places[0].kind == "anx"

    def _open(self, kind: str, figure: str, found: re.Match[str], level: int) -> None:
        locator = self._new("", kind, figure)
        self._places, self._zone = [Place(locator, kind, level, found["title"].strip())], ""
        self._put("number", found["label"] + found["mark"].rstrip(), locator)
        self._put("title", found["title"], locator)

    def _number_alone(self, text: str, level: int) -> None:
        """A heading that is a number alone takes the heading right above it as its title."""
        locator = self._new("", self._alone, number(text))
        title = ""
        if self.pieces and self.pieces[-1].kind == "division" and not NAMED.match(self.pieces[-1].text):
            title = self.pieces.pop().text
            self._put("title", title, locator)
        self._places, self._zone = [Place(locator, self._alone, level, title or "-")], ""
        self._put("number", text, locator)

    def _division(self, text: str, following: Block | None) -> None:
        """A heading in an act: above an article, or inside one when text follows it and it names no division."""
        is_inside = self._places and following is not None and following.kind == "text" and not NAMED.match(text)
        if is_inside and not re.match(r"\d+\.\s*(?:Abschnitt|Kapitel|Titel|Teil)", text):
            self._put("text", text, self._places[0].locator)
            return
        if not self._places and self._zone == "act":
            self._furniture(text, "act" if not self._is_named else "division")
            return
        self._places, self._zone = [], "preamble" if self._zone == "act" else self._zone
        self._furniture(text, "division")

    def _section(self, text: str, level: int) -> None:
        """A section of a general document or of an annex, inside the sections whose headings stand higher."""
        if not self.is_act and not self.pieces and level <= 1:
            self._furniture(text, "act")
            return
        floor = 1 if self._in_annex() else 0
        while len(self._places) > floor and self._places[-1].level >= level:
            self._places.pop()
        found = NAMED.match(text) or NUMBERED.match(text)
        if found is None and self._in_annex():
            self._furniture(text, "division")
            self._places[-1].title = text
            return
        above = self._places[-1].locator if self._places else ""
        figure = number(found["label"]) if found else short(slug(text))
        locator = self._new(above, "sec", figure or "1")
        if found:
            self._put("number", found["label"] + found["mark"].rstrip(), locator)
        self._put("title", found["title"] if found else text, locator)
        self._places.append(Place(locator, "sec", level, text))

    def _above(self) -> str:
        if self._levels:
            return self._levels[-1].locator
        return self._places[-1].locator if self._places else ""

    def _new(self, above: str, kind: str, figure: str) -> str:
        locator = self._locators.at(above, kind, figure or "1")
        self._known.add(locator)
        self._totals[f"{above}/{kind}"] += 1
        return locator

    def _put(self, role: Role, text: str, locator: str) -> None:
        if text.strip():
            self.pieces.append(Piece(role, text.strip(), locator))
            if role == "text":
                self._own_text[locator] = text.strip()

    def _furniture(self, text: str, kind: str) -> None:
        if text.strip():
            self.pieces.append(Piece("furniture", text.strip(), kind=kind or "preamble"))
            self._is_named = self._is_named or kind == "act"


def _figure(label: str) -> str:
    return number(label.replace(":", "."))


def _after_word(label: str) -> str:
    return re.sub(r"\A\S+(?:\s+No\.)?", "", label)


def short(text: str) -> str:
    """The first words of a slug, so that locators stay readable."""
    return text if len(text) <= 60 else text[:60].rsplit("-", 1)[0]
