"""What a line of an EU act is, by the class that EUR-Lex gives it, else by its wording in the languages of the Union."""

from __future__ import annotations

import re
from itertools import islice

from corpus.readers.eurlex_html import Line, css_of
from corpus.readers.eurlex_labels import DASH, INLINE, NOTE, QUOTES

_CLASSES: dict[str, str] = {
    **dict.fromkeys(
        ("hd-date", "hd-lg", "hd-ti", "hd-oj", "hd-coll", "hd-uniq", "reference", "bglang", "bgtool"), "masthead"
    ),
    **dict.fromkeys(
        ("disclaimer", "before-disclaimer", "anonymous-disclaimer", "arrow", "modref", "hd-modifiers"), "editorial"
    ),
    **dict.fromkeys(
        ("title-fam-member", "title-fam-member-star", "title-doc-oj-reference", "toc-1", "toc-2"), "editorial"
    ),
    **dict.fromkeys(("toc-item", "title-toc"), "contents"),
    **dict.fromkeys(("doc-ti", "title-doc-first", "title-doc-last"), "act"),
    **dict.fromkeys(("ti-art", "title-article-norm"), "article"),
    **dict.fromkeys(("sti-art", "stitle-article-norm"), "heading"),
    **dict.fromkeys(("title-article-quoted", "quotation-ti"), "quoted"),
    **dict.fromkeys(("title-annex-1",), "annex"),
    **dict.fromkeys(("title-annex-2",), "annex title"),
    **dict.fromkeys(("note", "footnote"), "footnote"),
    **dict.fromkeys(("signatory", "final"), "closing"),
}
_STARTS = (
    ("title-fam-member", "editorial"),
    ("title-member", "editorial"),
    ("hd-toc", "editorial"),
    ("ti-section", "division"),
    ("title-division", "division"),
    ("ti-grseq", "group"),
    ("title-gr-seq", "group"),
)
_ARTICLE = re.compile(
    r"(?:Article|Artikel|Artículo|Articolo|Articolul|Artigo|Artikkel|Artykuł|Artikolu|Airteagal|Άρθρο|Člen|Článek|Článok|"
    r"Članak|Член)\s+(?:\d+\s?[a-z]{0,2}|premier|first|único|unico|unic)\.?|(?:Sole|Only)\s+Article|Article\s+unique|"
    r"\d+\s?[a-z]?\.?\s+(?:artikla|cikk|pants|straipsnis)",
    re.IGNORECASE,
)
ANNEX = re.compile(
    r"(?:ANNEX(?:E|ES)?|ANHANG|ANEXO|ALLEGATO|BIJLAGE|BILAG|BILAGA|LIITE|ZAŁĄCZNIK|PŘÍLOHA|PRÍLOHA|PRILOGA|PRILOG|MELLÉKLET|"
    r"ANEXA|ANEKSS|LISA|PIELIKUMS|PRIEDAS|ANNESS|IARSCRÍBHINN|ΠΑΡΑΡΤΗΜΑ|ПРИЛОЖЕНИЕ)(?:\s+(?:NR\s+)?(?P<number>[IVXLC]+[a-z]?|\d+[a-z]?|[A-Z]))?"
    r"(?=\s*(?:\n|\Z))",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:Done (?:at|in) |Geschehen (?:zu|in) |Fait à |Hecho en |Fatto a |Utfärda[dt] i |Gedaan te |Feito em |Udfærdiget i |"
    r"Tehty |Έγινε |V \w+ (?:dne|dňa) |Sporządzono |Întocmit(?:ă)? la |Kelt |Sastavljeno u )"
)
CORRELATION = re.compile(
    r"correlation table|table of correlation|correspondence table|comparative table|entsprechungstabelle|"
    r"tableau de correspondance|tabla de correspondencias|tavola di concordanza|transponeringstabel",
    re.IGNORECASE,
)
_DIVISION = re.compile(
    r"(?:CHAPTER|SECTION|TITLE|PART|KAPITEL|ABSCHNITT|TITEL|TEIL|CHAPITRE|TITRE|PARTIE)\s+(?:[IVXLC]+|\d+|[A-Z])[a-z]?(?:\n.*)?",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"(?:HAS|HAVE|HAT|HABEN|A|ONT|HA|HAN|HANNO|HEEFT|HEBBEN)\s.*(?:ADOPTED|DECIDED|ERLASSEN|BESCHLOSSEN|ADOPTÉ|ARRÊTÉ|ANGENOMMEN)"
)
_SOURCE = re.compile(r"\(\d+\)\s+(?:OJ|ABl|JO|GU|DO|PB|EFT|EUT|EYVL)\b")
_WHEREAS = re.compile(
    r"(?:Whereas|In der Erwägung,|Considérant|Considerando|Overwegende|Ut fra|Med beaktande|Ud fra|"
    r"In Anbetracht|Eingedenk|In der Erkenntnis),?\s\w",
    re.IGNORECASE,
)
_JOURNAL = re.compile(r"ELI: http|ISSN \d")
_CORRECTION = re.compile(
    r"Corrigend|Berichtigung|Rectificatif|Corrección|Rettifica|Retificação|Rectificatie|Rättelse|Berigtigelse|Oikaisu"
)


def kind_of(line: Line, text: str, part: str) -> str:
    """What a line is: by its class, by the block that it stands in, else by its wording."""
    for name in line.css.split():
        kind = _CLASSES.get(name) or next((kind for start, kind in _STARTS if name.startswith(start)), "")
        if kind == "act" and ANNEX.match(text):
            return "annex"
        if kind:
            return kind
    if any({"signatory", "final"} & set(css_of(one).split()) for one in islice(line.element.iterancestors("div"), 3)):
        return "closing"
    return (_heading(text) if not line.css else "") or _by_wording(text, part)


def _heading(text: str) -> str:
    """What heading a line is, on pages without class names."""
    if is_article(text.lstrip(QUOTES)):
        return "article"
    if ANNEX.match(text):
        return "annex"
    if _DIVISION.fullmatch(text):
        return "division"
    return ""


def _by_wording(text: str, part: str) -> str:
    if CLOSING.match(text):
        return "closing"
    if _JOURNAL.match(text):
        return "masthead"
    if NOTE.match(text) and (part == "closing" or (part == "annex" and _SOURCE.search(text[:12]))):
        return "footnote"
    if part in ("head", "act", "preamble"):
        return "formula" if _FORMULA.match(text) else "recital" if _WHEREAS.match(text) else ""
    return ""


def begins_preamble(text: str) -> bool:
    """Whether a line names the institution that adopts the act: all capitals, with a comma or dash at the end."""
    return text.isupper() and text[-1] in ",—–-"


def is_article_line(line: Line) -> bool:
    """Whether a line is the heading of an article, this act's own or a quoted one."""
    return bool({"ti-art", "title-article-norm"} & set(line.css.split())) or (not line.css and is_article(line.text))


def is_title_line(line: Line) -> bool:
    return bool({"doc-ti", "title-doc-first", "title-doc-last"} & set(line.css.split()))


def is_correction(title: str) -> bool:
    return _CORRECTION.match(title) is not None


def is_title(text: str) -> bool:
    """Whether a line without a class reads like a heading: short, without a label and without a full stop."""
    return (
        len(text) < 250
        and not DASH.match(text)
        and not INLINE.match(text)
        and text[-1] not in ".,;:"
        and text[0] not in QUOTES
    )


def is_article(text: str) -> bool:
    return len(text) < 60 and _ARTICLE.fullmatch(text) is not None
