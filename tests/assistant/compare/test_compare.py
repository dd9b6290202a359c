"""How jurisdictions treat a topic, over the embedded corpus."""

from __future__ import annotations

import pytest

from assistant.ask import Pincite
from assistant.compare.compare import compare, read_jurisdictions
from assistant.compare.comparison import Cell, Comparison
from assistant.compare.paper import NOTHING, paper
from assistant.paper import Heading, Items, Table
from assistant.verify import holds
from corpus.errors import UsageError
from corpus.pins import Pin

CODES = ("EU", "UK", "US", "DE", "JP", "FR")


@pytest.fixture(scope="module")
def saas(pincite: Pincite) -> Comparison:
    return compare(pincite, "SaaS", [",".join(CODES)])


def cell(made: Comparison, row: str, code: str) -> Cell:
    return next(cell for one in made.rows if one.id == row for cell in one.cells if cell.jurisdiction == code)


def test_every_row_has_a_cell_for_each_jurisdiction_in_the_order_asked(saas: Comparison) -> None:
    assert saas.status == "answered"
    assert len(saas.rows) == 8
    assert {tuple(cell.jurisdiction for cell in row.cells) for row in saas.rows} == {CODES}


def test_every_citation_of_every_cell_holds(saas: Comparison, pincite: Pincite) -> None:
    cells = [cell for row in saas.rows for cell in row.cells]
    citations = [c for cell in cells for told in cell.told for c in told.statement.citations]
    citations += [c for cell in cells for statement in cell.silence for c in statement.citations]
    assert citations
    assert all(holds(citation, pincite.index.store) for citation in citations)


def test_law_and_guidance_are_the_jurisdictions_own_and_all_else_is_commentary(
    saas: Comparison, pincite: Pincite
) -> None:
    documents = pincite.index.store.documents
    for row in saas.rows:
        for one in row.cells:
            for told in one.told:
                document = documents[Pin.parse(told.statement.citations[0].pin).document]
                assert told.kind == "commentary" or document.jurisdiction == one.jurisdiction
                assert (told.kind == "law") <= document.binding


SETTLED = [
    ("exporter", "EU", "law", "eu-2021-821/art_2/pnt_3/pnt_b"),
    ("access", "US", "guidance", "us-bis-cloud/sec_2014-11-13/par_1"),
    ("server", "UK", "guidance", "uk-technology-guidance/note_cloud-location"),
    ("encryption", "US", "law", "us-ear/sec_734.18/par_a/par_5"),
]


@pytest.mark.parametrize(("row", "code", "kind", "pin"), SETTLED)
def test_a_cell_says_what_settles_the_point(saas: Comparison, row: str, code: str, kind: str, pin: str) -> None:
    assert (kind, pin) in [(told.kind, told.statement.citations[0].pin) for told in cell(saas, row, code).told]


def test_a_cell_that_the_corpus_cannot_fill_is_blank_and_explained(saas: Comparison) -> None:
    blank = cell(saas, "server", "FR")
    assert blank.told == ()
    assert [statement.citations[0].pin for statement in blank.silence] == ["fr-sbdu/sec_cloud"]
    assert [(one.document, one.url) for one in blank.pointers] == [("fr-sbdu", "https://sbdu.entreprises.gouv.fr")]


def test_a_document_known_without_its_text_is_named_with_its_link(saas: Comparison) -> None:
    pointers = {one.document: one.lacks for one in cell(saas, "encryption", "DE").pointers}
    assert pointers["de-global-licences"] == ""


def test_the_reader_learns_that_the_law_of_the_union_applies_in_member_states(saas: Comparison) -> None:
    told = {note.code: note.text for note in saas.notes}
    assert told["eu-law-applies"] == "EU law applies in DE and FR as well; their columns hold what is national."
    assert "blank-cells" in told


def test_the_order_of_jurisdictions_changes_no_cell(saas: Comparison, pincite: Pincite) -> None:
    turned = compare(pincite, "SaaS", list(reversed(CODES)))
    assert all(cell(turned, row.id, one.jurisdiction) == one for row in saas.rows for one in row.cells)


def test_a_jurisdictions_cells_do_not_depend_on_who_stands_beside_it(saas: Comparison, pincite: Pincite) -> None:
    pair = compare(pincite, "SaaS", ["JP", "CH"])
    assert all(cell(pair, row.id, "JP") == cell(saas, row.id, "JP") for row in saas.rows)


def test_points_of_another_topic_are_found_in_provisions_and_at_least_two_speak_of_each(pincite: Pincite) -> None:
    made = compare(pincite, "brokering", ["EU", "DE", "NL", "CH"])
    assert made.status == "answered"
    assert all(sum(bool(cell.told) for cell in row.cells) >= 2 for row in made.rows)
    assert all(row.id == "topic" or pincite.index.store.exists(Pin.parse(row.named_by)) for row in made.rows)
    assert all("broker" in told.statement.text.casefold() for row in made.rows for c in row.cells for told in c.told)
    assert "points-found" in [note.code for note in made.notes]


@pytest.mark.parametrize("topic", ["banana imports", "moon landing", "the", "Bundesliga"])
def test_a_topic_that_nothing_speaks_of_is_refused(pincite: Pincite, topic: str) -> None:
    made = compare(pincite, topic, ["EU", "UK"])
    assert (made.status, made.rows, [note.code for note in made.notes]) == ("abstained", (), ["not-in-corpus"])


READ = [
    (["EU,UK"], ("EU", "UK")),
    (["eu", "Japan"], ("EU", "JP")),
    (["Germany, the Netherlands", "DE"], ("DE", "NL")),
]


@pytest.mark.parametrize(("written", "codes"), READ)
def test_jurisdictions_are_codes_or_names(pincite: Pincite, written: list[str], codes: tuple[str, ...]) -> None:
    assert read_jurisdictions(pincite.index.store.documents, written) == codes


WRONG = [
    ("SaaS", ["EU,Atlantis"], "“ATLANTIS” is not a jurisdiction of the corpus; there are AU, CA, CH"),
    ("SaaS", ["EU"], "A comparison needs two jurisdictions or more, for example EU,UK. There are AU, CA"),
    ("SaaS", ["EU,EU"], "A comparison needs two jurisdictions or more"),
    ("SaaS", [], "A comparison needs two jurisdictions or more"),
    (" ", ["EU,UK"], "The topic is empty. Name one"),
    ("?!", ["EU,UK"], "The topic is empty. Name one"),
]


@pytest.mark.parametrize(("topic", "jurisdictions", "says"), WRONG)
def test_what_is_asked_wrongly_is_told_in_a_sentence(
    pincite: Pincite, topic: str, jurisdictions: list[str], says: str
) -> None:
    with pytest.raises(UsageError) as told:
        compare(pincite, topic, jurisdictions)
    assert str(told.value).startswith(says)


def test_a_comparison_is_handed_out_as_one_table(saas: Comparison) -> None:
    (table,) = paper(saas).blocks
    assert isinstance(table, Table)
    assert table.head == ("Point", *CODES)
    assert [row[0][0].text for row in table.rows] == [row.title for row in saas.rows]
    server = table.rows[3]
    assert server[1 + CODES.index("FR")][0].text == NOTHING
    assert {line.tag for row in table.rows for lines in row[1:] for line in lines} <= {
        *("law", "guidance", "guidance, as reported", "commentary", "silence", "not held", ""),
    }


def test_where_columns_would_be_too_narrow_each_point_has_a_heading(saas: Comparison) -> None:
    blocks = paper(saas, is_narrow=True).blocks
    assert [block.text for block in blocks if isinstance(block, Heading) and block.level == 1] == [
        row.title for row in saas.rows
    ]
    assert sum(isinstance(block, Items) for block in blocks) == len(saas.rows) * len(CODES)
