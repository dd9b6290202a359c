"""Reasons not to answer, each a check of its own with a sentence that the reader can act on.

The checks are about what a question asks (a place, a text, a country's law, a kind of answer); the learnt judgement of
`assistant.abstain` comes last and catches what they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.abstain import spoken_words
from assistant.answer import Note
from assistant.compose import Chosen
from assistant.expects import is_national, unmet
from assistant.glossary import glossary
from assistant.presumes import about_text, unsaid_act, unsaid_instrument, unsaid_number
from assistant.question import Question
from assistant.whose import law_of, mentioned, placed_in, spelt
from corpus.citations import Resolution, documents_named
from corpus.mentions import mentions
from corpus.pincites import pincite
from indexer.lexical import words
from indexer.opened import Index

SHORT = 3  # content words up to which a question is only answered by what speaks of each of them
NEAR = 0.7  # of the best score: places from which a number or a date is taken
_NOT_HELD = re.compile(
    r"\bcorpus (?:holds only|does not hold|holds no)|^[^;,]*\b(?:is|are) not (?:held|at hand)\b|"
    r"\bcopy (?:breaks off|is cut|lost)",
    re.IGNORECASE,
)
# How somebody deals with a matter, not the matter: an answer to "how does the UK treat SaaS?" speaks of the UK and of SaaS.
_MANNER = frozenset(words("treat handle regard view approach address deal consider position stance attitude"))
Check = Callable[[Index, Question, Sequence[Chosen]], Iterator[Note]]


def reasons(index: Index, question: Question, chosen: Sequence[Chosen]) -> list[Note]:
    """The first kind of reason that applies; empty if none does."""
    for check in _CHECKS:
        found = list(check(index, question, chosen))
        if found:
            return found
    return []


def missing_place(index: Index, found: Resolution) -> Note:
    """What to say of a place that a question names and that is not in the corpus."""
    documents = index.store.documents
    nearest = ", ".join(pincite(pin, documents[pin.document]) for pin in found.nearest[:3])
    hint = f" The nearest are: {nearest}." if nearest else ""
    return Note(code="no-such-place", text=f"“{found.written}” is not in the corpus.{hint}")


def _no_such_place(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question names places and none of them exists, nor does the answer speak of one in these words."""
    said = _said(chosen)
    if question.missing and not question.named and not any(found.written in said for found in question.missing):
        yield from (missing_place(index, found) for found in question.missing)


def _text_not_held(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question is about documents that the catalogue knows without their text, and the answer names none of them."""
    documents = index.store.documents
    without = [name for name in question.documents if documents[name].coverage == "pointer"]
    if not without or len(without) < len(question.documents):
        return
    spoken_of, _ = documents_named(_said(chosen), {name: documents[name] for name in without})
    texts = [documents[name] for name in without if documents[name].kind != "list"]
    named = [title for text in texts for title in (text.short, text.title, *text.aliases)]
    if not spoken_of or about_text(question.text, named):
        for name in without:
            where = f"It is at {documents[name].url}."
            yield Note(code="text-not-held", text=f"The corpus knows {documents[name].title} but not its text. {where}")


def _law_not_held(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question asks about the law of a country of which the answer does not speak.

    A question that is merely set in a member state may be answered by the law of the Union, unless it is of a matter that
    each state settles for itself: penalties, fees, forms, whom to reach.
    """
    said = _said(chosen).replace("Northern Ireland", "Ulster")  # which is not the law of Ireland
    text = spelt(question.text)
    union = any(index.store.documents[one.hit.provision.pin.document].jurisdiction == "EU" for one in chosen)
    asked = {**dict(law_of(text)), **({} if union else dict(placed_in(text)))}
    lacking = [country for country, names in asked.items() if not any(name in said for name in names)]
    if is_national(text):
        given = [one.hit.provision.pin.document for one in chosen]
        held = {index.store.documents[name].jurisdiction for name in given}
        lacking += [
            country
            for country, names in mentioned(text)
            if not held.intersection(glossary().places(" ".join(names)))
            and not any(name in sentence and is_national(sentence) for name in names for sentence in said.splitlines())
        ]
    for country in dict.fromkeys(lacking):
        yield Note(code="law-not-held", text=f"Nothing in the corpus answers this for {country}.")


def _kind_not_given(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question asks for a number, a date or the like, and no sentence that counts for it gives one.

    Where the question names documents or jurisdictions only theirs count; else those of the best places.
    """
    documents = {one.hit.row: index.store.documents[one.hit.provision.pin.document] for one in chosen}
    asked = [
        one
        for one in chosen
        if documents[one.hit.row].id in question.documents
        or documents[one.hit.row].jurisdiction in question.jurisdictions
    ]
    near = asked or [one for one in chosen if one.hit.score >= NEAR * chosen[0].hit.score]
    lacking = unmet(question.text, [sentence for one in near for sentence in one.sentences])
    if lacking:
        yield Note(
            code="kind-not-given", text=f"The question asks for {lacking}; the provisions nearest to it give none."
        )


def _content_not_held(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The provisions named are known by their headings alone, or the best one found only says that it is not held."""
    rows = [row for pin in question.named for row in index.store.rows(pin)[:1]]
    named = list(index.store.provisions(rows).values())
    if named and all(provision.held == "heading" for provision in named):
        for provision in named:
            where = pincite(provision.pin, index.store.documents[provision.pin.document])
            yield Note(code="content-not-held", text=f"The corpus knows {where} by its heading only, not what it says.")
    elif chosen[0].sentences and all(map(_NOT_HELD.search, chosen[0].sentences)):
        yield Note(code="content-not-held", text=chosen[0].sentences[0])


def _instrument_not_held(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question turns on an instrument or a body, by its acronym, of which the answer does not speak."""
    names = [index.store.documents[one.hit.provision.pin.document] for one in chosen]
    known = " ".join(name for document in names for name in (document.short, document.issuer, *document.aliases))
    asks = " ".join(ask for one in chosen for ask in one.hit.provision.asks)
    said = f"{_said(chosen)} {known} {asks}"
    _, rest = documents_named(question.text, index.store.documents)
    for place in reversed(mentions(rest)):  # what names a place is looked for by its pin, not by its words
        rest = f"{rest[: place.start]} {rest[place.end :]}"
    named = unsaid_instrument(question.text, said) or unsaid_number(rest, said)
    if named:
        yield Note(code="instrument-not-held", text=f"Nothing in the corpus answers this for {named}.")


def _not_spoken_of(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """A question of no content words, or of a few, one of which nothing found says or stands for."""
    if question.named or question.documents:
        return
    matter = [word for word in question.words if word not in _MANNER and (len(word) > 1 or word.isdigit())]
    if not matter:
        yield Note(code="not-in-corpus", text="The question names no matter that the corpus could be searched for.")
    elif len(matter) <= SHORT:
        said = set().union(*(spoken_words(index, one) for one in chosen))
        if any(word not in said and not question.means(word) & said for word in matter):
            yield Note(code="not-in-corpus", text="The corpus does not answer this.")


def _premise(_index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question takes for granted what no provision found says."""
    act = unsaid_act(question.text, _said(chosen))
    if act:
        yield Note(
            code="premise-not-found",
            text=f"The question takes for granted that a rule “{act}”; no provision nearest to it says so.",
        )


def _said(chosen: Sequence[Chosen]) -> str:
    return "\n".join(text for one in chosen for text in (one.hit.provision.title, *one.sentences))


_CHECKS: tuple[Check, ...] = (
    _no_such_place,
    _text_not_held,
    _law_not_held,
    _instrument_not_held,
    _content_not_held,
    _kind_not_given,
    _not_spoken_of,
    _premise,
)
