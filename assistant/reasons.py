"""Reasons not to answer, each a check of its own with a sentence that the reader can act on.

The checks are about what a question asks (a place, a text, a country's law, a kind of answer); the learnt judgement of
`assistant.abstain` comes last and catches what they do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Note
from assistant.compose import Chosen
from assistant.expects import unmet
from assistant.presumes import about_text, unsaid_act, unsaid_instrument
from assistant.question import Question
from assistant.whose import law_of
from corpus.citations import Resolution, documents_named
from corpus.pincites import pincite
from indexer.opened import Index

Check = Callable[[Index, Question, Sequence[Chosen]], Iterator[Note]]


def reasons(index: Index, question: Question, chosen: Sequence[Chosen]) -> list[Note]:
    """The first kind of reason that applies; empty if none does."""
    for check in (_no_such_place, _text_not_held, _law_not_held, _instrument_not_held, _kind_not_given, _premise):
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


def _law_not_held(_index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question asks about the law of a country of which the answer does not speak."""
    said = _said(chosen)
    for country, names in law_of(question.text):
        if not any(name in said for name in names):
            yield Note(code="law-not-held", text=f"Nothing in the corpus answers this for {country}.")


def _kind_not_given(_index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question asks for a number, a date or the like, and no sentence of the answer gives one."""
    lacking = unmet(question.text, [sentence for one in chosen for sentence in one.sentences])
    if lacking:
        yield Note(
            code="kind-not-given", text=f"The question asks for {lacking}; the provisions nearest to it give none."
        )


def _instrument_not_held(index: Index, question: Question, chosen: Sequence[Chosen]) -> Iterator[Note]:
    """The question turns on an instrument or a body, by its acronym, of which the answer does not speak."""
    names = [index.store.documents[one.hit.provision.pin.document] for one in chosen]
    known = " ".join(name for document in names for name in (document.short, document.issuer, *document.aliases))
    asks = " ".join(ask for one in chosen for ask in one.hit.provision.asks)
    acronym = unsaid_instrument(question.text, f"{_said(chosen)} {known} {asks}")
    if acronym:
        yield Note(code="instrument-not-held", text=f"Nothing in the corpus answers this for {acronym}.")


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
