"""Chooses the reader of a source by its content, never by its name."""

from __future__ import annotations

from corpus.readers.reading import Reader, Reading, UnreadableSource

READERS = 1  # raised when readers change what they make of a source, so that kept texts are read anew


def readers() -> tuple[Reader, ...]:
    """Every reader, the most particular first: the first that recognises a source reads it.

    They are imported when first needed: a question never does, and their libraries would delay its answer.
    """
    from corpus.readers import (
        akoma_ntoso,
        clml,
        control_list,
        ecfr,
        eurlex_consolidated,
        eurlex_oj,
        formex,
        govuk,
        guide,
        markdown,
        pdf,
        plain,
    )

    of_markup = (eurlex_oj, eurlex_consolidated, govuk, formex, akoma_ntoso, clml, ecfr)
    of_text = (control_list, guide, markdown, plain)  # from the most particular to what takes any text
    return tuple(module.READER for module in (pdf, *of_markup, *of_text))


def reader_of(data: bytes) -> Reader:
    """The reader of a source. Raises `UnreadableSource` if there is none."""
    if not data.strip():
        raise UnreadableSource("The file is empty; get it again.")
    for reader in readers():
        if reader.recognises(data):
            return reader
    raise UnreadableSource(
        "The file is in no format that Pincite reads: EUR-Lex HTML, Formex, Akoma Ntoso, CLML, eCFR XML, GOV.UK HTML, "
        "PDF, Markdown or plain text with headings."
    )


def read_source(data: bytes) -> Reading:
    """A source read by the reader of its format. Raises `UnreadableSource`."""
    return reader_of(data).read(data)
