"""Citations as people write them, and the provisions that they mean. All over the embedded corpus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations import Documents, PinsInMemory, Resolution, documents_named, mentions, resolve, resolve_mention
from corpus.library import Library, read_library
from corpus.pins import Pin

Read = Callable[[str], Resolution]

# Hypothesis runs a test many times over one fixture, so its tests read the corpus by name.
EMBEDDED = read_library()
ADDRESSES = PinsInMemory(provision.pin for provision in EMBEDDED.provisions())
EXISTING = {provision.pin for provision in EMBEDDED.provisions()} | set(map(Pin, EMBEDDED.documents))

FORGIVEN = [
    # the regulation
    ("Article 5(1) of Regulation (EU) 2021/821", "eu-2021-821/art_5/par_1"),
    ("art 5.1 dual-use reg", "eu-2021-821/art_5/par_1"),
    ("Article 5(1)", "eu-2021-821/art_5/par_1"),
    ("Article 5 (1)", "eu-2021-821/art_5/par_1"),
    ("ART. 5 PARA. 1", "eu-2021-821/art_5/par_1"),
    ("Article 5, paragraph 1, of the EU dual-use regulation", "eu-2021-821/art_5/par_1"),
    ("  article\t5\n(1) ", "eu-2021-821/art_5/par_1"),
    ("2021/821 Art 5(1)", "eu-2021-821/art_5/par_1"),
    ("EU dual-use regulation 5(1)", "eu-2021-821/art_5/par_1"),
    ("Art. 5 Abs. 1 EU-Dual-Use-Verordnung", "eu-2021-821/art_5/par_1"),
    ("Article 2(20)", "eu-2021-821/art_2/pnt_20"),
    ("Article 2, point 20", "eu-2021-821/art_2/pnt_20"),
    ("Article 2 point (20)", "eu-2021-821/art_2/pnt_20"),
    ("dual-use regulation Art. 2 no 20", "eu-2021-821/art_2/pnt_20"),
    ("dual-use regulation Art. 2 No. 20", "eu-2021-821/art_2/pnt_20"),
    ("Art. 2 Nr. 20 EU-Dual-Use-Verordnung", "eu-2021-821/art_2/pnt_20"),
    ("Article 2(2)(d)", "eu-2021-821/art_2/pnt_2/pnt_d"),
    ("point (d) of Article 2(2)", "eu-2021-821/art_2/pnt_2/pnt_d"),
    ("Annex II of the dual-use regulation", "eu-2021-821/anx_II"),
    # the lists
    ("4D004", "eu-annex-1/itm_4D004"),
    ("4d004", "eu-annex-1/itm_4D004"),
    ("EU Annex I, 5A001.f.1", "eu-annex-1/itm_5A001/pnt_f/pnt_1"),
    ("Annex I, 4D004", "eu-annex-1/itm_4D004"),
    ("4D004 of Annex I to Regulation (EU) 2021/821", "eu-annex-1/itm_4D004"),
    ("Category 4, 4D004", "eu-annex-1/itm_4D004"),
    ("EU 4D004", "eu-annex-1/itm_4D004"),
    ("5A001(f)(1)", "eu-annex-1/itm_5A001/pnt_f/pnt_1"),
    ("5A001f", "eu-annex-1/itm_5A001/pnt_f"),
    ("Note to 4D004", "eu-annex-1/itm_4D004/note_1"),
    ("Note 2 to 4E001", "eu-annex-1/itm_4E001/note_2"),
    ("Category 5 Part 2", "eu-annex-1/cat_5P2"),
    ('definition of "intrusion software" in the lists', "eu-annex-1/def_intrusion-software"),
    ("definition of intrusion software", "eu-annex-1/def_intrusion-software"),
    ("definition of software in the Export Control Order", "uk-eco-2008/art_2/def_software"),
    ("ECCN 4D004", "us-ccl/itm_4D004"),
    ("US 4D004", "us-ccl/itm_4D004"),
    ("CCL 4D004", "us-ccl/itm_4D004"),
    # the United States
    ("734.18(a)(5)", "us-ear/sec_734.18/par_a/par_5"),
    ("734.18 (a) (5)", "us-ear/sec_734.18/par_a/par_5"),
    ("15 CFR § 734.18(a)(5)", "us-ear/sec_734.18/par_a/par_5"),
    ("15 C.F.R. § 734.18(a)(5)", "us-ear/sec_734.18/par_a/par_5"),
    ("§734.18", "us-ear/sec_734.18"),
    ("EAR 734.18", "us-ear/sec_734.18"),
    ("section 734.18 of the EAR", "us-ear/sec_734.18"),
    # Germany and Switzerland
    ("§ 9 Abs. 4 AWV", "de-awv/sec_9/par_4"),
    ("§ 9 Abs 4 AWV", "de-awv/sec_9/par_4"),
    ("§9(4) AWV", "de-awv/sec_9/par_4"),
    ("AWV § 9", "de-awv/sec_9"),
    ("AWV 9", "de-awv/sec_9"),
    ("§ 52a AWV", "de-awv/sec_52a"),
    ("§ 9 Abs. 1 Nr. 2 AWV", "de-awv/sec_9/par_1/pnt_2"),
    ("Art. 4 Abs. 1 VIM", "ch-osic/art_4/par_1"),
    ("art. 4 al. 1 OSIC", "ch-osic/art_4/par_1"),
    ("Art. 2 Bst. b VIM", "ch-osic/art_2/pnt_b"),
    # codes and guides
    ("PMP 8.b.iii", "pmp-code/par_8/pnt_b/pnt_iii"),
    ("PMP code, para. 8.b.iii", "pmp-code/par_8/pnt_b/pnt_iii"),
    ("PMP code, paragraph 8(b)(iii)", "pmp-code/par_8/pnt_b/pnt_iii"),
    ("PMP code 8", "pmp-code/par_8"),
    ("UNGP 11", "ungp/par_11"),
    ("UNGP principle 11", "ungp/par_11"),
    ("SIPRI guide, section III, good practice 4", "sipri-ccic-guide/sec_III/gp_4"),
    ("SIPRI guide, section III, paragraph 2", "sipri-ccic-guide/sec_III/par_2"),
    ("good practice 4 in section III of the SIPRI guide", "sipri-ccic-guide/sec_III/gp_4"),
    ("SIPRI guide, Box 1, spyware", "sipri-ccic-guide/box_1/itm_spyware"),
    ("section 1.2.3 of Recommendation (EU) 2024/2659", "eu-2024-2659/anx_1/sec_1.2.3"),
    ("Annex A of the PMP declaration", "pmp-declaration/anx_A"),
    # documents and pins
    ("EAR", "us-ear"),
    ("the EU dual-use regulation", "eu-2021-821"),
    ("Annex I of the dual-use regulation", "eu-annex-1"),
    ("Wassenaar list", "wa-list"),
    ("eu-2021-821", "eu-2021-821"),
    ("eu-annex-1/itm_4D004", "eu-annex-1/itm_4D004"),
    ("eu-annex-1/itm_4d004", "eu-annex-1/itm_4D004"),
]


@pytest.mark.parametrize(("written", "pin"), FORGIVEN)
def test_a_citation_resolves_however_it_is_written(written: str, pin: str, read: Read) -> None:
    found = read(written)
    assert str(found.pin) == pin
    assert found.nearest == ()


@pytest.mark.parametrize(
    ("written", "candidates"),
    [
        ("4D004", ["eu-annex-1/itm_4D004", "us-ccl/itm_4D004"]),
        ("5A001.f", ["eu-annex-1/itm_5A001/pnt_f", "us-ccl/itm_5A001/pnt_f"]),
        ("Article 5", ["eu-2021-821/art_5", "uk-eco-2008/art_5", "ch-osic/art_5", "ch-gkg/art_5"]),
        ("UK Article 4", ["uk-eco-2008/art_4", "uk-428-2009/art_4"]),
        (
            "good practice 4",
            ["sipri-ccic-guide/sec_III/gp_4", "sipri-ccic-guide/sec_IV/gp_4", "sipri-ccic-guide/sec_V/gp_4"],
        ),
        ("Annex I of Regulation (EU) 2021/821", ["eu-2021-821/anx_I", "eu-annex-1"]),
        ("Articles 4 and 5", ["eu-2021-821/art_4", "eu-2021-821/art_5"]),
        ("Article 2(20) and Article 5(1)", ["eu-2021-821/art_2/pnt_20", "eu-2021-821/art_5/par_1"]),
    ],
)
def test_what_is_ambiguous_gives_the_candidates_the_primary_document_first(
    written: str, candidates: list[str], read: Read
) -> None:
    found = read(written)
    assert [str(pin) for pin in (found.pin, *found.others)][: len(candidates)] == candidates


def test_the_primary_document_comes_first_wherever_it_stands_in_the_catalogue(library: Library) -> None:
    backwards = dict(reversed(library.documents.items()))
    found = resolve("Article 5", backwards, ADDRESSES)
    documents = [pin.document for pin in (found.pin, *found.others) if pin]
    assert documents[0] == "eu-2021-821"
    assert [name for name in documents[1:] if name in ("ch-osic", "uk-eco-2008")] == ["ch-osic", "uk-eco-2008"]


def test_a_document_outside_the_catalogue_given_is_no_candidate(library: Library) -> None:
    without = {name: document for name, document in library.documents.items() if name != "eu-annex-1"}
    found = resolve("4D004", without, ADDRESSES)
    assert (str(found.pin), found.others) == ("us-ccl/itm_4D004", ())


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Article 99", "eu-2021-821/art_9"),
        ("Article 5(7)", "eu-2021-821/art_5"),
        ("eu-2021-821/art_5/par_99", "eu-2021-821/art_5"),
        ("4D099", "eu-annex-1/itm_4D"),
        ("Technical Note to 4D004", "eu-annex-1/itm_4D004"),
        ("Wassenaar list 4.E.1.z", "wa-list/itm_4.E.1"),
        ("wa-list/itm_4.E.1/pnt_z", "wa-list/itm_4.E.1"),
        ("UK 4D004", "eu-annex-1/itm_4D004"),
        ("Annex II, 4D004", "eu-2021-821/anx_II"),
        ("734.18(z)", "us-ear/sec_734.18"),
        ("§ 99 AWV", "de-awv/sec_9"),
        ("AWV 99", "de-awv/sec_9"),
        ("UNGP 17", "ungp/par_11"),
        ("Article 5(9) of the Export Control Order 2008", "uk-eco-2008/art_5"),
    ],
)
def test_what_does_not_exist_gives_the_nearest_that_does_and_no_pin(written: str, nearest: str, read: Read) -> None:
    found = read(written)
    assert found.pin is None
    assert found.others == ()
    assert str(found.nearest[0]) == nearest


@pytest.mark.parametrize("written", ["", "   ", "???", "good morning", "Article", "§", "note"])
def test_what_names_no_place_has_no_pin(written: str, read: Read) -> None:
    assert read(written).pin is None


def test_a_place_missing_in_the_document_named_is_not_taken_from_another(read: Read) -> None:
    """Article 5(2) exists in the EU regulation; asked of the Swiss ordinance, it is missing there."""
    found = read("Article 5(2) of the OSIC")
    assert found.pin is None
    assert {pin.document for pin in found.nearest} == {"ch-osic"}


def test_an_entry_of_the_list_is_found_though_the_regulation_is_named(read: Read) -> None:
    assert str(read("4D004 of the dual-use regulation").pin) == "eu-annex-1/itm_4D004"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("How do the EAR and the AWV treat cloud access?", ("us-ear", "de-awv")),
        ("Is an ear or a dear friend a regulation?", ()),
        ("What does the EU dual-use regulation ask?", ("eu-2021-821",)),
        ("Annex I to the EU dual-use regulation", ("eu-annex-1",)),
        ("Decision 12021/8210", ()),
    ],
)
def test_documents_are_known_by_their_names(text: str, named: tuple[str, ...], library: Library) -> None:
    assert documents_named(text, library.documents)[0] == named
    assert documents_named(text, Documents(library.documents)) == documents_named(text, library.documents)


def test_the_names_of_documents_are_blanked_out_in_place(library: Library) -> None:
    text = "See Article 5 of the EU dual-use regulation."
    _, rest = documents_named(text, library.documents)
    assert len(rest) == len(text)
    assert rest.rstrip(" .") == "See Article 5"


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        (
            "Does Article 5(2) of the dual-use regulation apply where 4D004 does not?",
            ["eu-2021-821/art_5/par_2", "eu-annex-1/itm_4D004"],
        ),
        ("Is Article 4 of the Export Control Order stricter?", ["uk-eco-2008/art_4"]),
        ("Compare § 9 Abs. 4 AWV with 734.18(a)(5).", ["de-awv/sec_9/par_4", "us-ear/sec_734.18/par_a/par_5"]),
        (
            "What do Articles 4, 5(1) and 9 share?",
            ["eu-2021-821/art_4", "eu-2021-821/art_5/par_1", "eu-2021-821/art_9"],
        ),
        ("What does Article 5 note about human rights?", ["eu-2021-821/art_5"]),
        ("What does eu-annex-1/itm_4D004 say, please?", ["eu-annex-1/itm_4D004"]),
        ("Which commitments does para. 8.b.iii of the PMP code add?", ["pmp-code/par_8/pnt_b/pnt_iii"]),
    ],
)
def test_places_in_a_running_text_resolve_with_the_documents_named_around_them(
    text: str, pins: list[str], library: Library, addresses: PinsInMemory
) -> None:
    named, rest = documents_named(text, library.documents)
    found = [resolve_mention(mention, named, library.documents, addresses) for mention in mentions(rest)]
    assert [str(each.pin) for each in found] == pins


pieces = st.sampled_from(
    """Article 5 (1) (d) . , of to the Note 4D004 5A001 .f .1 § 734.18 Abs. Nr. no point paragraph 8.b.iii PMP code AWV EAR
    EU UK ECCN Annex I II A Category Part definition “intrusion software” section III Box good practice 4 Articles and 9
    eu-2021-821/art_5 eu-annex-1/itm_4D004 eu-2021-821 Regulation (EU) 2021/821 footnote recital N.B. Technical""".split()
)
written = st.text(max_size=60) | st.lists(pieces, max_size=10).map(" ".join) | st.lists(pieces, max_size=6).map("".join)


@given(written)
def test_no_text_is_refused_and_only_existing_pins_are_given(text: str) -> None:
    found = resolve(text, EMBEDDED.documents, ADDRESSES)
    assert {pin for pin in (found.pin, *found.others, *found.nearest) if pin} <= EXISTING


@given(written)
def test_a_resolution_has_either_a_pin_or_the_nearest(text: str) -> None:
    found = resolve(text, EMBEDDED.documents, ADDRESSES)
    assert found.pin is None or found.nearest == ()
    assert found.pin is not None or found.others == ()
