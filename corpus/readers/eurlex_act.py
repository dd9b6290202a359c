"""The structure of an EU act, put together from its lines: recitals, articles, paragraphs, points, annexes, footnotes.

Both EUR-Lex layouts end here. What a line is comes from its class name where it has one, else from its wording; where it
belongs is in `corpus.readers.eurlex_nesting`, what comes after the articles in `corpus.readers.eurlex_annexes`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from corpus.readers.eurlex_annexes import Annexes
from corpus.readers.eurlex_html import HANGING, MARK, Line, hangs, without_marks
from corpus.readers.eurlex_labels import (
    DASH,
    INLINE,
    QUOTES,
    label_number,
    shape,
)
from corpus.readers.eurlex_words import (
    begins_preamble,
    is_article_line,
    is_correction,
    is_title,
    is_title_line,
    kind_of,
)
from corpus.readers.labels import article_number
from corpus.readers.reading import Piece

_LEADING = re.compile(rf"(?:(?:{MARK.pattern})\s*)*")
_TRAILING = re.compile(r"\s*◄\s*\Z")


def act_pieces(lines: Sequence[Line], language: str) -> tuple[Piece, ...]:
    """The pieces of an act. `language` (ISO 639-1) says how paragraphs are numbered."""
    typed = [line for line in lines if line.what == "line"]
    has_articles = any(is_article_line(line) for line in typed)
    act = _Act(language, has_articles, has_title=any(is_title_line(line) for line in typed))
    for line in lines:
        act.add(line)
    act.end_prefix()
    return tuple(act.pieces)


class _Act(Annexes):
    """Takes lines in order and makes pieces of them."""

    def __init__(self, language: str, has_articles: bool, has_title: bool) -> None:
        super().__init__()
        self.language = language
        self.has_articles = has_articles
        self.has_title = has_title  # the page marks the title, so that what is before it is the site's
        self.recitals = 0
        self.statements = 0

    def add(self, line: Line) -> None:
        """Take in the next line."""
        if line.what == "close":
            self.end_prefix()
            self.close_item(may_go_on=line.css == HANGING)
        elif line.what == "open":
            self.end_prefix()
            self.open_item(self._unmarked(line.text))
        elif line.what == "paragraph":
            self._paragraph(self._unmarked(line.text))
        elif line.what == "row":
            self.row(line)
        elif line.what == "rule" and "doc-end" in line.css:
            self.part = "after"
        elif line.what == "line":
            text = self._unmarked(line.text)
            end = _TRAILING.search(text)
            if text:
                self._line(line, text[: end.start()] if end else text)
            if end:
                self.furniture("editorial", end.group().strip())

    def _unmarked(self, text: str) -> str:
        """The text without amendment marks at its start, which become furniture. A line of marks and rules is all furniture:
        that is how a provision is shown that was deleted.
        """
        if MARK.search(text) and not without_marks(text).strip("—–- \n"):
            self.furniture("editorial", text)
            return ""
        found = _LEADING.match(text)
        self.furniture("editorial", found.group().strip() if found else "")
        return text[found.end() :] if found else text

    # ---- lines

    def _line(self, line: Line, text: str) -> None:
        kind = kind_of(line, text, self.part)
        is_free = not self.in_item and self.quoted is None
        if self.part == "head" and kind not in ("masthead", "editorial", "contents", "annex"):
            self.part = "act" if kind == "act" or not self.has_title else "head"
        if self.part == "after" or (self.part == "head" and kind != "editorial"):
            self.furniture("masthead", text)
        elif kind in ("masthead", "editorial", "contents"):
            self.furniture(kind, text)
        elif kind == "annex" and is_free and self.part in ("body", "closing", "annex"):
            self.annex(text)
        elif kind == "footnote" and not self.in_item:
            self.footnote(line, text)
        elif kind == "closing" and is_free and self.part in ("preamble", "body", "closing"):
            self.part = "closing"
            self.frames.clear()
            self.furniture("closing", text)
        elif kind == "article" and self._is_own_article(line, text):
            self._article(text)
        elif kind in ("article", "quoted"):
            self.quote(text)
        elif kind == "act" and self.part == "act":
            self.furniture("act", text)
        elif self.part in ("act", "preamble"):
            self._before_body(line, kind, text)
        elif self.part == "closing":
            self._after_closing(kind, text)
        elif self.quoted is not None:
            self.quoted_line(text)
        else:
            self._body_line(line, kind, text)

    def _before_body(self, line: Line, kind: str, text: str) -> None:
        """A line of the preamble; before it, pages without class names have more lines of the title."""
        if kind == "division":
            self._begin_body()
            self.furniture("division", text)
            return
        label = INLINE.match(text)
        number = label_number(label.group()) if label else ""
        if self.part == "act":
            if not self.has_articles and is_correction(self._title()):
                self._begin_body()
                self._body_line(line, kind, text)
                return
            if not line.css and not number.isdigit() and kind != "recital" and not begins_preamble(text):
                self.furniture("act", text)
                return
            self.part = "preamble"
        if label and number.isdigit() and not self.in_item:
            self._recital(number, label.group().strip(), text[label.end() :])
        elif kind == "recital" and not self.in_item:
            self._recital(str(self.recitals + 1), "", text)
        else:
            if not self.in_item and kind == "formula":
                self.frames.clear()
            self.text(text)
            if kind == "formula" and not self.has_articles:
                self._begin_body()

    def _recital(self, number: str, label: str, text: str) -> None:
        """A recital with a typed number, or without one, as older acts have them: it has the number of its place."""
        self.frames.clear()
        self.recitals += 1
        self.push("", "rct", number, label, shape="typed")
        self.text(text)

    def _title(self) -> str:
        return " ".join(piece.text for piece in self.pieces if piece.kind == "act")

    def _begin_body(self) -> None:
        self.end_prefix()
        self.part, self.quoted = "body", None
        self.frames.clear()

    def _after_closing(self, kind: str, text: str) -> None:
        """Statements that stand after the signatures are notes; all else belongs to the closing."""
        if kind != "act":
            self.furniture("closing", text)
            return
        self.part, self.is_correlation = "annex", False
        self.statements += 1
        self.push("", "note", str(self.statements), "", shape="section")
        self.own("title", text, self.here)

    def _body_line(self, line: Line, kind: str, text: str) -> None:
        is_free = not self.in_item and not self.prefix
        if kind == "heading" and self.frames and is_free and self.part == "body":
            self.own("title", text, self.frames[0].locator)
        elif kind in ("act", "annex title", "division", "group") and self.part == "annex" and is_free:
            self.group(text, kind)
        elif (kind == "division" and text[:1] in QUOTES) or self.opens_quote(text):
            self.quote(text)
        elif kind == "division" and is_free:
            self.frames.clear()
            self.furniture("division", text)
        elif is_free and INLINE.match(text):
            self._labelled(line, text)
        elif is_free and not line.css and is_title(text) and self._awaits_title():
            self.own("title", text, self.here)
        else:
            if is_free:
                self.settle(keep=DASH.match(text) is not None or hangs(line) or self.is_quotation(text))
            self.text(text)

    def _awaits_title(self) -> bool:
        return bool(self.frames) and self.frames[-1].shape == "section" and self.here not in self.headed

    # ---- articles

    def _is_own_article(self, line: Line, text: str) -> bool:
        """Whether a heading is this act's own: not in an item or quoted, and marked so where the page marks articles."""
        if self.in_item or text[:1] in QUOTES or self.part == "closing":
            return False
        for depth, above in enumerate(islice(line.element.iterancestors("div"), 40)):
            if (above.get("id") or "").startswith("art_"):
                return depth == 0
        return self.part == "annex" or self.quoted is None or self._is_next(article_number(text))

    def _is_next(self, number: str) -> bool:
        last = re.match(r"art_(\d+)", self.frames[0].locator if self.frames else "")
        return last is not None and number == str(int(last[1]) + 1)

    def _article(self, text: str) -> None:
        """An article of the act, or of a text that an annex sets out."""
        if self.part == "annex":
            del self.frames[1:]
        else:
            self._begin_body()
        self.push(self.here, "art", article_number(text), text, shape="section")

    def _paragraph(self, label: str) -> None:
        """A paragraph's number that the layout marks as such."""
        number = label_number(label)
        if self.quoted is not None or self.in_item or not number or not self.frames:
            self.prefix = label
            return
        section = max((n for n, f in enumerate(self.frames) if f.shape == "section"), default=0)
        del self.frames[section + 1 :]
        self.push(self.here, "par" if self.part == "body" else "pnt", number, label, shape="paragraph")

    def _labelled(self, line: Line, text: str) -> None:
        """A line that begins with a typed label, or with several: “2.(a)”."""
        label = INLINE.match(text)
        while label:
            number, written = label_number(label.group()), label.group().strip()
            if self._is_repeated(written, text[label.end() :]):
                self.furniture("editorial", written)
                del self.frames[2:]
            elif self.part == "body" and self._is_paragraph(line, written):
                del self.frames[1:]
                self.push(self.here, "par", number, written, shape="paragraph")
            else:
                self.point(number, written)
            text = text[label.end() :]
            before, label = written, INLINE.match(text)
            if label and shape(label.group()) == shape(before):
                break
        self.text(text)

    def _is_repeated(self, label: str, text: str) -> bool:
        """Whether a paragraph's number is printed again amid its sentence: the earliest pages do so after a list."""
        return (
            len(self.frames) > 1
            and self.frames[1].shape == "paragraph"
            and self.frames[1].label == label
            and text[0].islower()
        )

    def _is_paragraph(self, line: Line, label: str) -> bool:
        """“1.” is a paragraph unless it hangs; so is “(2)” after a paragraph 1, and “(1)” in languages that write it so."""
        if not self.frames or not re.match(r"\(?\d+[a-z]*[.)]", label) or hangs(line):
            return False
        if label.endswith("."):
            return True
        last = (
            label_number(self.frames[1].label) if len(self.frames) > 1 and self.frames[1].shape == "paragraph" else ""
        )
        goes_on = last.isdigit() and label_number(label) == str(int(last) + 1)
        return label.startswith("(") and (goes_on or self.language not in ("en", ""))
