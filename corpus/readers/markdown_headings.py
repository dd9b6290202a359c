"""What headings of laws and guidance look like: articles and sections, annexes, parts, tables of contents."""

from __future__ import annotations

import re

from corpus.readers.markdown_lines import LOWERED, RAISED

_NUMBER = r"(?:\d+[a-zA-Z]{0,5}(?:[.:\-]\d+[a-z]*)*|[IVXLC]+[a-z]?)"
ARTICLE = re.compile(
    rf"(?P<label>(?P<word>Article|Artikel|Articolo|Artículo|Art\.?|Regulation|Section|Sec\.|(?:§\s*)+)\s*{_NUMBER})"
    r"(?![\w/(])(?P<mark>\s*[.:–—-]?\s*)(?P<title>.*)",
    re.DOTALL,
)
ALONE = re.compile(r"\d{1,3}[A-Z]{0,3}\.?")
ANNEX = re.compile(
    rf"(?P<label>(?:Anlage|Anhang|Annex|Annexe|Bijlage|Allegato|Anexo|Schedule|Appendix|Supplement No\.)"
    rf"(?:\s+(?:{_NUMBER}|[A-Z]))?)(?![\w/])(?P<mark>\s*[.:–—-]?\s*)(?P<title>.*)",
    re.IGNORECASE,
)
_DIVISION = (
    "Teil|Kapitel|Abschnitt|Unterabschnitt|Titel|Part|Chapter|Title|Section|Subchapter|Subpart|Hoofdstuk|Afdeling|"
    "Paragraaf|Titre|Chapitre|Partie|Section|Sezione|Titolo|Capo"
)
NAMED = re.compile(
    rf"(?P<label>(?:{_DIVISION})\s+(?:{_NUMBER}|[A-Z]))(?!\w)(?P<mark>\s*[.:–—-]?\s*)(?P<title>.*)", re.IGNORECASE
)
NUMBERED = re.compile(
    r"(?P<label>(?:\d+(?:\.\d+)*[.)]?|[IVX]+[.)]|[A-Z][.)]))(?P<mark>\s+)(?P<title>(?!Abschnitt|Kapitel|Titel|Teil).+)"
)
_CONTENTS = re.compile(
    r"(?:Inhalt\w*|Contents|Table of contents|Sommaire|Table des matières|Inhoud\w*|Sommario)\W*\Z", re.I
)
_FOOTNOTES = re.compile(r"(?:Fu(?:ss|ß)noten?|Footnotes?|Notes de bas de page|Voetnoten|Note a piè)\W*\Z", re.I)
_PREAMBLE = re.compile(r"(?:Eingangsformel|Preamble|Präambel|Préambule|Aanhef)\W*\Z", re.I)
CLOSING = re.compile(
    r"(?:Schlussformel|Done (?:at|in) \w|Geschehen zu|Fait à|Gedaan te|Fatto a|Lasten en bevelen dat|Gegeven te|"
    r"Der Bundesrat hat zugestimmt)"
)
RUN_IN = re.compile(
    rf"(?P<before>{RAISED}(?P<raised>\d+){LOWERED}[^.:;\n]{{0,80}}?)?"
    r"(?P<label>(?P<word>Art\.|Article|Artikel)\s+(?P<figure>\d+))\s+(?!Abs|Ziff|Bst|Buch|Satz|Nr)(?=[A-ZÄÖÜ])"
)


def zone(text: str) -> str:
    """The kind of furniture that a heading opens."""
    if _CONTENTS.fullmatch(text):
        return "contents"
    if _FOOTNOTES.fullmatch(text):
        return "editorial"
    if _PREAMBLE.fullmatch(text):
        return "preamble"
    return "closing" if CLOSING.match(text) else ""
