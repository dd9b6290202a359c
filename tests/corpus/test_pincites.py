"""Pincites: pins printed as people write them, and read back to the same pin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.citations import Resolution
from corpus.library import Library
from corpus.pincites import pincite, place, signature
from corpus.pins import Pin

PRINTED = [
    ("eu-2021-821", "Regulation (EU) 2021/821"),
    ("eu-2021-821/art_5/par_1", "Article 5(1) of Regulation (EU) 2021/821"),
    ("eu-2021-821/art_2/pnt_20", "Article 2(20) of Regulation (EU) 2021/821"),
    ("eu-2021-821/art_2/pnt_2/pnt_d", "Article 2(2)(d) of Regulation (EU) 2021/821"),
    ("eu-2021-821/rct_2", "recital 2 of Regulation (EU) 2021/821"),
    ("eu-2021-821/anx_II", "Annex II of Regulation (EU) 2021/821"),
    ("eu-annex-1/itm_5A001/pnt_f/pnt_1", "EU Annex I, 5A001.f.1"),
    ("eu-annex-1/itm_4D004/note_1", "EU Annex I, 4D004, Note 1"),
    ("eu-annex-1/itm_4A004/tnote_2", "EU Annex I, 4A004, Technical Note 2"),
    ("eu-annex-1/itm_5A002/nb_1", "EU Annex I, 5A002, N.B. 1"),
    ("eu-annex-1/cat_5P2", "EU Annex I, Category 5P2"),
    ("eu-annex-1/def_intrusion-software", "EU Annex I, definition of “intrusion software”"),
    ("wa-list/itm_4.E.1/pnt_c", "Wassenaar list 4.E.1.c"),
    ("pmp-code/par_8/pnt_b/pnt_iii", "PMP code, para. 8.b.iii"),
    ("us-ear/sec_734.18/par_a/par_5", "15 CFR § 734.18(a)(5)"),
    ("us-ccl/itm_4D004", "US CCL 4D004"),
    ("sipri-ccic-guide/sec_III/gp_4", "SIPRI guide, section III, good practice 4"),
    ("sipri-ccic-guide/sec_III/par_2", "SIPRI guide, section III, para. 2"),
    ("sipri-ccic-guide/box_1/itm_spyware", "SIPRI guide, Box 1, spyware"),
    ("sipri-ccic-guide/fn_52", "SIPRI guide, footnote 52"),
    ("de-awv/sec_9/par_4", "AWV, § 9(4)"),
    ("echri-code/cmt_3", "ECHRI code, commitment 3"),
]


@pytest.mark.parametrize(("pin", "printed"), PRINTED)
def test_a_pin_is_printed_as_people_write_it(pin: str, printed: str, library: Library) -> None:
    read = Pin.parse(pin)
    assert pincite(read, library.documents[read.document]) == printed


def test_a_place_leaves_the_document_out(library: Library) -> None:
    pin = Pin.parse("eu-2021-821/art_5/par_1")
    assert place(pin, library.documents["eu-2021-821"]) == "Article 5(1)"


def test_every_pincite_of_the_embedded_corpus_reads_back_to_its_pin(
    library: Library, read: Callable[[str], Resolution]
) -> None:
    pins = dict.fromkeys(provision.pin for provision in library.provisions())
    printed = {pin: pincite(pin, library.documents[pin.document]) for pin in pins}
    assert [(str(pin), text) for pin, text in printed.items() if read(text).pin != pin] == []


def test_every_document_reads_back_from_its_short_name(library: Library, read: Callable[[str], Resolution]) -> None:
    assert [name for name, document in library.documents.items() if read(document.short).pin != Pin(name)] == []


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        ("eu-2021-821/art_2/pnt_2/pnt_d", "art:2 x:2 x:d"),
        ("eu-annex-1/itm_4D004/note_1", "itm:4d004 note:1"),
        ("sipri-ccic-guide/sec_III/gp_4", "sec:iii gp:4"),
        ("eu-2021-821", ""),
    ],
)
def test_a_signature_is_of_kinds_and_numbers_in_lower_case(pin: str, expected: str) -> None:
    assert signature(Pin.parse(pin)) == expected


def test_paragraphs_and_points_have_the_same_signature() -> None:
    assert signature(Pin.parse("eu-2021-821/art_2/par_20")) == signature(Pin.parse("eu-2021-821/art_2/pnt_20"))
