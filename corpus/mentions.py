"""Reads the places that a text names: "Article 5(1)", "Note 2 to 4E001", "§ 9 Abs. 4", "734.18(a)(5)", "8.b.iii".

A place is read as its *signatures*, the ways in which its pin may be built (`corpus.pincites.signature`). Which provision
that is, is found by `corpus.citations`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.pins import KINDS


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: its possible signatures, best first, and where it stands."""

    signatures: tuple[str, ...]
    written: str
    start: int
    end: int


_ROMAN = r"[ivxl]+"
_WORD = r"[a-z][a-z0-9\-]*"
_LAST = rf"{_WORD}(?=\s*(?:,|\Z|\s(?:to|of)\b))"  # a word as a number ("Technical Note APP"), not one that goes on
_ITEM = r"[0-9]+[a-z]?(?:\([0-9a-z]+\))*(?![0-9a-z.]*[0-9a-z])"
_PATTERNS = {
    "pin": rf"\b[a-z0-9]+(?:-[a-z0-9]+)*(?:/(?:{'|'.join(KINDS)})_[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?)+",
    "itm": r"\b(?:[0-9][a-e][0-9]{3}|[0-9]\.[a-e]\.[0-9]{1,3}|(?-i:ML)[0-9]{1,2})(?![0-9]|[a-z]{2})",
    "arts": rf"\barticles\s+{_ITEM}(?:(?:,|,?\s+(?:and|or))\s+{_ITEM})+",
    "art": r"\b(?:articles?|art\.?|artikel)\s*([0-9]+[a-z]?)\b",
    "cfr": r"(?:(?:§§?\s*|\b(?:sections?|sec\.?)\s+)([0-9]{3}\.[0-9]+)|\b(7[0-9]{2}\.[0-9]+))(?![0-9])",
    "sec": rf"(?:§§?\s*|\b(?:sections?|sec\.?|abschnitt)\s+)([0-9]+(?:-[0-9]{{2}}-[0-9]{{2}}|[a-z]?(?:\.[0-9]+)*)|{_WORD})",
    "rct": r"\b(?:recitals?|rct\.?|erwägungsgrund)\s*\(?([0-9]+)\)?",
    "anx": rf"\b(?:annex|anx\.?|anhang|annexe)\s+([0-9]+(?:-[0-9]+)?[a-z]?|{_ROMAN}|(?-i:[A-Z]))\b",
    "cpt": rf"\b(?:chapter|chap\.?|kapitel)\s+([0-9]+[a-z]?|{_ROMAN})\b",
    "cat": r"\b(?:category|cat\.?|kategorie)\s*([0-9](?:,?\s*(?:part|p)\s*[12])?|(?-i:[A-Z]{1,2})\b)",
    "box": r"\bbox\s*([0-9]+)",
    "gp": r"\b(?:good\s+practices?|gp)\s*([0-9]+)",
    "cmt": r"\b(?:commitments?|cmt)\s*([0-9]+)",
    "fn": r"\b(?:footnotes?|fn\.?)\s*([0-9]+|[a-z]\b)",
    "tnote": rf"\btechnical\s+notes?\b(?:\s+([0-9]+|{_LAST}))?",
    "nb": r"\bn\.\s?b\.(?:\s*([0-9]+))?",
    "note": rf"\bnotes?\b(?:\s+(?!(?:to|of|on|in|under|the)\b)([0-9]+[a-z]?|{_LAST}))?",
    "def": r"\bdefinition\s+(?:of|for)\s+(?:the\s+term\s+)?[“\"'‘]([^”\"'’]+)[”\"'’]",
    "x": r"\b(?:paragraphs?|paras?\.?|par\.?|points?|pt\.?|abs(?:atz|\.)?|nr\.?|nummer)\s*"
    rf"\(?([0-9]+[a-z]?|{_ROMAN}|[a-z]\b|{_LAST})\b\)?",
    "outline": r"\b[0-9]{1,2}(?:\.[a-z0-9]{1,4}\b|\([a-z0-9]{1,4}\))+",
    "tail": r"\s?\(([0-9a-z]{1,5})\)|\.([0-9a-z]{1,5})\b|(?<=[a-e][0-9]{3})([a-z])\b"
    r"|,?\s+(?:no|n°|al|lit|let\.|bst|buchstabe|ziff(?:er)?)\.?\s*\(?([0-9]+[a-z]?|[a-z])\b\)?",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.IGNORECASE)
_JOINT = re.compile(r"\s*,?\s*\Z|\s+(?P<turn>of|to|in|under)(?:\s+the)?\s+\Z", re.IGNORECASE)
_UNQUOTED = re.compile(r"(\bdefinition (?:of|for) )(?!the\b)([a-z][a-z\- ]*?)(?=\s*(?:\Z|,|\(|\b(?:in|under)\b))", re.I)
_STEP = re.compile(r"[0-9a-z]+", re.IGNORECASE)
_INSIDE = {  # a head that goes on from another one, instead of beginning a new place
    "gp": ("sec",),
    "cmt": ("sec",),
    "fn": ("sec", "box"),
    "itm": ("cat", "anx", "box"),
    "def": ("art", "sec", "anx"),
    "art": ("cpt", "anx"),
    "sec": ("cpt", "anx"),
    "cat": ("anx", "cat"),
}
_NOTES = ("note", "tnote", "nb")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    number: str
    start: int
    end: int
    plain: bool = False  # a number that says little: an unnumbered note, or figures like those of a version

    @property
    def firm(self) -> bool:
        """Whether it names a place by itself, in a running text."""
        if self.kind in ("x", *_NOTES):
            return self.number.isdigit() and not self.plain
        if self.kind in ("sec", "cat"):
            return self.number[0].isdigit() or re.fullmatch(_ROMAN, self.number) is not None
        return True


def mentions(text: str) -> list[Mention]:
    """The places named in a running text, in order. A lone "note" or "paragraph" with no number is none."""
    found = []
    for group in _groups(text, _tokens(text)):
        tokens = [token for part in group for token in part]
        if any(token.firm for token in tokens):
            start, end = min(t.start for t in tokens), max(t.end for t in tokens)
            signatures = _signatures(group)
            if len(group) == 1 and len(tokens) > 1 and tokens[-1].plain and tokens[-1].kind in _NOTES:
                signatures += _signatures([tokens[:-1]])  # "What does Article 5 note about …"
            found.append(Mention(signatures, text[start:end].strip(), start, end))
    return found


def read_alone(text: str) -> Mention:
    """A text that is a citation and nothing else, without the names of documents.

    Words between commas that are no place name an entry: "Box 1, spyware".
    """
    parts: list[list[_Token]] = []
    for part in re.split(r",(?!\s*part)", _UNQUOTED.sub(r"\1“\2”", text)):
        groups = _groups(part, _tokens(part))
        if groups:
            parts += [[token for group in groups for piece in reversed(group) for token in piece]]
        elif slug(part):
            parts.append([_Token("itm", slug(part), 0, 0)])
    return Mention(_signatures([[token for part in parts for token in part]]), text, 0, len(text))


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        inner = [g for g in match.groups() if g is not None and g != match.group(kind)]
        number = (inner[-1] if inner else match.group(kind)).strip()
        if kind == "arts":
            for item in re.finditer(_ITEM, match.group()):
                start, end = match.start() + item.start(), match.start() + item.end()
                first, *steps = _STEP.findall(item.group().casefold())
                tokens += [_Token("art", first, start, end), *(_Token("x", step, start, end) for step in steps)]
            continue
        if kind == "tail" and not (tokens and tokens[-1].end == match.start()):
            continue
        if kind == "outline":
            steps = _STEP.findall(match.group().casefold())
            plain = "".join(steps).isdigit() and "(" not in match.group()
            tokens += [_Token("x", step, match.start(), match.end(), plain) for step in steps]
            continue
        plain = kind in _NOTES and not inner
        number = "1" if plain else _number(kind, number)
        tokens.append(_Token(_KIND.get(kind, kind), number, match.start(), match.end(), plain))
    return tokens


_KIND = {"cfr": "sec", "tail": "x"}


def _number(kind: str, written: str) -> str:
    number = written.casefold()
    if kind == "cat":
        return re.sub(r",?\s*(?:part|p)\s*", "p", number)
    return slug(number) if kind == "def" else number


def slug(words: str) -> str:
    """Words as the number of a definition or a named entry: lower case, joined by hyphens."""
    return re.sub(r"[^0-9a-z.]+", "-", words.casefold()).strip("-")


def _groups(text: str, tokens: list[_Token]) -> list[list[list[_Token]]]:
    """Tokens that name one place together. Each group is a list of parts, turned round by "of": "Note 2 to 4E001"."""
    groups: list[list[list[_Token]]] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        joint = _JOINT.match(text, before.end, token.start) if before and before.end <= token.start else None
        same = before is not None and (before.start == token.start or joint is not None)
        turned = joint is not None and joint["turn"] is not None
        inside = token.kind in ("x", *_NOTES) or (before is not None and before.kind in _INSIDE.get(token.kind, ()))
        if before is None or not same or not (inside or turned):
            groups.append([[token]])
        elif turned:
            groups[-1].append([token])
        else:
            groups[-1][-1].append(token)
    return groups


def _signatures(group: list[list[_Token]]) -> tuple[str, ...]:
    """The signatures that a group may have: turned round at each "of"; then as it stands; "5(1)" also as an article."""
    found: list[str] = []
    for parts in (list(reversed(group)), group):
        written = [f"{t.kind}:{t.number}" for part in parts for t in part]
        found.append(" ".join(written))
        if written and written[0].startswith("x:"):
            found += [" ".join([f"{kind}:{written[0][2:]}", *written[1:]]) for kind in ("art", "sec")]
        if written[1:] and written[1].startswith("itm:") and re.match(r"anx:i\Z|cat:", written[0]):
            found.append(" ".join(written[1:]))  # the lists' entries stand by themselves: "Annex I, 4D004"
    return tuple(dict.fromkeys(filter(None, found)))
