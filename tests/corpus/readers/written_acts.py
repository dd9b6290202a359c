"""Acts made up at random, written in Formex and in Akoma Ntoso: what is read back must be what was made up."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from hypothesis import strategies as st


@dataclass(frozen=True)
class Point:
    text: str
    inner: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    text: str
    points: tuple[Point, ...] = ()
    after: str = ""


@dataclass(frozen=True)
class Article:
    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def is_numbered(self) -> bool:
        return len(self.paragraphs) > 1


@dataclass(frozen=True)
class Act:
    title: str
    recitals: tuple[str, ...]
    articles: tuple[Article, ...]
    annex: tuple[Point, ...]


_words = st.lists(
    st.text("abcdefgh éß&<’“”–", min_size=1, max_size=9).map(lambda s: "w" + s.strip() + "w"), min_size=1, max_size=8
)
_texts = _words.map(" ".join).map(lambda text: " ".join(text.split()))
_leaves = st.builds(Point, _texts)
_points = st.lists(
    st.builds(Point, _texts, st.one_of(st.just(()), st.lists(_leaves, min_size=1, max_size=3).map(tuple))), max_size=4
).map(tuple)
_paragraphs = st.builds(Paragraph, _texts, _points, st.one_of(st.just(""), _texts))
_articles = st.builds(Article, _texts, st.lists(_paragraphs, min_size=1, max_size=3).map(tuple))
acts = st.builds(
    Act,
    _texts,
    st.lists(_texts, max_size=3).map(tuple),
    st.lists(_articles, min_size=1, max_size=3).map(tuple),
    _points,
)


def units(act: Act) -> list[tuple[str, str, str, str]]:
    """Locator, label, title and text of every provision of an act."""
    found = [(f"rct_{n}", f"({n})", "", text) for n, text in enumerate(act.recitals, 1)]
    for n, article in enumerate(act.articles, 1):
        if article.is_numbered:
            found.append((f"art_{n}", f"Article {n}", article.heading, ""))
            for m, paragraph in enumerate(article.paragraphs, 1):
                above = f"art_{n}/par_{m}"
                found.append((above, f"{m}.", "", _own(paragraph)))
                found += _inside(above, paragraph.points)
        else:
            found.append((f"art_{n}", f"Article {n}", article.heading, _own(article.paragraphs[0])))
            found += _inside(f"art_{n}", article.paragraphs[0].points)
    return [*found, ("anx_1", "ANNEX", "Things", ""), *_inside("anx_1", act.annex)]


def _own(paragraph: Paragraph) -> str:
    return "\n\n".join(filter(None, (paragraph.text, paragraph.after)))


def _inside(above: str, points: tuple[Point, ...]) -> list[tuple[str, str, str, str]]:
    found = []
    for letter, point in zip("abcdefgh", points, strict=False):
        here = f"{above}/pnt_{letter}"
        found.append((here, f"({letter})", "", point.text))
        found += [
            (f"{here}/pnt_{n}", f"{n}.", "", inner.text)
            for n, inner in zip(("i", "ii", "iii"), point.inner, strict=False)
        ]
    return found


def formex(act: Act) -> bytes:
    recitals = "".join(
        f"<CONSID><NP><NO.P>({n})</NO.P><TXT>{escape(text)}</TXT></NP></CONSID>"
        for n, text in enumerate(act.recitals, 1)
    )
    articles = "".join(_formex_article(n, article) for n, article in enumerate(act.articles, 1))
    return (
        "<CONS.ACT><INFO.CONSLEG CONSLEG.REF='2031R0007' START.DATE='20310401'/><CONS.DOC>"
        f"<BIB.INSTANCE><LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI><P>{escape(act.title)}</P></TI></TITLE>"
        f"<PREAMBLE><PREAMBLE.INIT>THE COUNCIL,</PREAMBLE.INIT><GR.CONSID>{recitals}</GR.CONSID></PREAMBLE>"
        f"<ENACTING.TERMS>{articles}</ENACTING.TERMS>"
        "<CONS.ANNEX><TITLE><TI><P>ANNEX</P></TI><STI><P>Things</P></STI></TITLE>"
        f"<CONTENTS>{_formex_points(act.annex)}</CONTENTS></CONS.ANNEX></CONS.DOC></CONS.ACT>"
    ).encode()


def _formex_article(n: int, article: Article) -> str:
    inside = "".join(
        f"<PARAG IDENTIFIER='{n:03}.{m:03}'><NO.PARAG>{m}.</NO.PARAG>{_formex_alinea(paragraph)}</PARAG>"
        if article.is_numbered
        else _formex_alinea(paragraph)
        for m, paragraph in enumerate(article.paragraphs, 1)
    )
    return (
        f"<ARTICLE IDENTIFIER='{n:03}'><TI.ART>Article {n}</TI.ART>"
        f"<STI.ART>{escape(article.heading)}</STI.ART>{inside}</ARTICLE>"
    )


def _formex_alinea(paragraph: Paragraph) -> str:
    after = f"<P>{escape(paragraph.after)}</P>" if paragraph.after else ""
    return f"<ALINEA><P>{escape(paragraph.text)}</P>{_formex_points(paragraph.points)}{after}</ALINEA>"


def _formex_points(points: tuple[Point, ...]) -> str:
    items = ""
    for letter, point in zip("abcdefgh", points, strict=False):
        inner = "".join(
            f"<ITEM><NP><NO.P>{n}.</NO.P><TXT>{escape(one.text)}</TXT></NP></ITEM>"
            for n, one in zip(("i", "ii", "iii"), point.inner, strict=False)
        )
        below = f"<P><LIST TYPE='roman'>{inner}</LIST></P>" if inner else ""
        items += f"<ITEM><NP><NO.P>({letter})</NO.P><TXT>{escape(point.text)}</TXT>{below}</NP></ITEM>"
    return f"<LIST TYPE='alpha'>{items}</LIST>" if items else ""


def akoma_ntoso(act: Act) -> bytes:
    recitals = "".join(
        f"<recital><num>({n})</num><p>{escape(text)}</p></recital>" for n, text in enumerate(act.recitals, 1)
    )
    articles = "".join(_akn_article(n, article) for n, article in enumerate(act.articles, 1))
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act>'
        f"<preface><p><docTitle>{escape(act.title)}</docTitle></p></preface>"
        f"<preamble><formula><p>THE COUNCIL,</p></formula><recitals>{recitals}</recitals></preamble>"
        f"<body><chapter><num>Chapter I</num>{articles}</chapter></body>"
        "<attachments><attachment><doc><preface><p>ANNEX</p><p>Things</p></preface>"
        f"<mainBody>{_akn_points(act.annex)}</mainBody></doc></attachment></attachments></act></akomaNtoso>"
    ).encode()


def _akn_article(n: int, article: Article) -> str:
    inside = "".join(
        f"<paragraph><num>{m}.</num>{_akn_content(paragraph)}</paragraph>"
        if article.is_numbered
        else _akn_content(paragraph)
        for m, paragraph in enumerate(article.paragraphs, 1)
    )
    return f"<article><num>Article {n}</num><heading>{escape(article.heading)}</heading>{inside}</article>"


def _akn_content(paragraph: Paragraph) -> str:
    after = f"<wrapUp><p>{escape(paragraph.after)}</p></wrapUp>" if paragraph.after else ""
    return f"<list><intro><p>{escape(paragraph.text)}</p></intro>{_akn_points(paragraph.points)}{after}</list>"


def _akn_points(points: tuple[Point, ...]) -> str:
    found = ""
    for letter, point in zip("abcdefgh", points, strict=False):
        inner = "".join(
            f"<point><num>{n}.</num><content><p>{escape(one.text)}</p></content></point>"
            for n, one in zip(("i", "ii", "iii"), point.inner, strict=False)
        )
        found += f"<point><num>({letter})</num><intro><p>{escape(point.text)}</p></intro>{inner}</point>"
    return found
