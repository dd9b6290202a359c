"""Whose treatment a sentence tells."""

from __future__ import annotations

import pytest

from assistant.compare.about import Whose
from corpus.library import Library

BOTH = "The United Kingdom and the Netherlands look to the user, whereas Germany's BAFA requires a licence for uploads."
TOLD = [
    ("eu-cloud-debate", "DE", BOTH, "Germany's BAFA requires a licence for uploads."),
    ("eu-cloud-debate", "NL", BOTH, "The United Kingdom and the Netherlands look to the user"),
    ("eu-cloud-debate", "EU", BOTH, ""),
    ("eu-cloud-debate", "EU", "The definition of export is ambiguous.", "The definition of export is ambiguous."),
    ("eu-cloud-debate", "EU", "BAFA requires a licence for uploads to servers outside the EU.", ""),
    ("sipri-ccic-guide", "UK", "The UK amended its catch-all controls.", "The UK amended its catch-all controls."),
    ("sipri-ccic-guide", "UK", "Exporters in the UK sell much.", ""),
    ("sipri-ccic-guide", "JP", "Many states publish nothing.", ""),
    ("au-defence-supply", "US", "No Australian permit is needed for supply to the United States.", ""),
    ("us-ear", "US", "A licence is needed for China.", "A licence is needed for China."),
    ("us-ear", "JP", "Japanese exporters need no licence.", ""),
]


@pytest.mark.parametrize(("document", "code", "sentence", "part"), TOLD)
def test_a_sentence_tells_of_its_own_jurisdiction_or_of_one_that_it_names(
    library: Library, document: str, code: str, sentence: str, part: str
) -> None:
    assert Whose(library.documents).told(sentence, library.documents[document], code) == part


def test_an_authority_stands_for_its_jurisdiction(library: Library) -> None:
    whose = Whose(library.documents)
    assert whose.named("METI and BIS disagree with the SIPRI guide.") == {"JP", "US"}
