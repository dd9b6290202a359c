"""What stands beside the articles of an EU act: annexes with their sections, footnotes, the rows of tables."""

from __future__ import annotations

import re

from corpus.readers.eurlex_html import Line, anchored
from corpus.readers.eurlex_labels import NOTE, Heading, heading, label_number
from corpus.readers.eurlex_nesting import Nesting
from corpus.readers.eurlex_words import ANNEX, CORRELATION
from corpus.readers.numbers import roman_value


class Annexes(Nesting):
    """Takes headings of annexes, footnotes and rows, and makes pieces of them."""

    def __init__(self) -> None:
        super().__init__()
        self.note = ""  # the footnote that may go on

    def annex(self, text: str) -> None:
        self.end_prefix()
        self.part, self.quoted, self.is_correlation = "annex", None, False
        self.frames.clear()
        found = ANNEX.match(text)
        label, _, title = text.partition("\n")
        self.push("", "anx", (found.group("number") if found else "") or "1", label, shape="section")
        if title:
            self.group(title, "annex title")

    def group(self, text: str, kind: str) -> None:
        """A heading in an annex: the annex's title, a section, or the title of the section just begun."""
        if CORRELATION.search(text):
            self.is_correlation = True
        found = None if kind == "annex title" else heading(text)
        if found is None:
            if self.here and self.here not in self.headed:
                self.own("title", text, self.here)
            else:
                self.settle(keep=False)
                self.text(text)
            return
        while len(self.frames) > 1 and self.frames[-1].shape != "section":
            self.frames.pop()
        series = self._rank(found)
        place = next((n for n, f in enumerate(self.frames) if n and f.label == series), len(self.frames))
        del self.frames[place:]
        self.push(self.above(found.number), "sec", found.number, found.label, shape="section")
        self.frames[-1].label = series
        self.own("title", found.title, self.here)

    def _rank(self, found: Heading) -> str:
        """The series of a heading. C, I, V … are Roman where they go on or begin a Roman series, else letters."""
        value = roman_value(found.number)
        if not value or not found.is_letter:
            return found.series
        before = next((f.locator.rpartition("_")[2] for f in self.frames if f.label == "roman"), "")
        is_roman = len(found.number) > 1 or found.number == "I" or (before and roman_value(before) == value - 1)
        return "roman" if is_roman else found.series

    def footnote(self, line: Line, text: str) -> None:
        """A footnote, or one more paragraph of it. Annexes in the Official Journal number theirs anew: they are inside."""
        found = NOTE.match(text)
        if found is None:
            self.own("text", text, self.note) if self.note else self.text(text)
            return
        number = label_number(found.group()) or anchored(line) or "1"
        is_inside = self.part == "annex" and "footnote" not in line.css and (number == "1" or "/" in self.note)
        above = self.frames[0].locator if is_inside and self.frames else ""
        self.note = self.locators.at(above, "fn", f"star{number}" if "*" in found.group() else number)
        self.own("number", found.group().strip(), self.note)
        self.own("text", text[found.end() :], self.note)

    def row(self, line: Line) -> None:
        classes = " ".join(p.get("class") or "" for p in line.element.iter("p"))
        if re.search(r"hd-(?:ti|oj|date|uniq|lg|coll)\b", classes):
            self.furniture("masthead", line.text)
        elif self.part in ("head", "act", "after"):
            self.furniture("editorial", line.text)
        else:
            self.text(line.text)
