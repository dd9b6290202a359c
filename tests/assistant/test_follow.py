"""Questions that follow one another: what is asked where one leans on the one before, and that others are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import Pincite
from assistant.follow import Followed, follow
from evals.questions import read_questions
from indexer.opened import Index

A5 = "What does Article 5(2) of the dual-use regulation require?"
TITLE = "“Exporter who is aware must notify”"
SAAS = "Is SaaS access to software an export?"
D4 = "What does 4D004 control?"

PLACES = [
    (A5, "And paragraph 1?", "What does Article 5(1) of Regulation (EU) 2021/821 require?"),
    (A5, "paragraph 3?", "What does Article 5(3) of Regulation (EU) 2021/821 require?"),
    (A5, "what about (1)?", "What does Article 5(1) of Regulation (EU) 2021/821 require?"),
    (A5, "And Article 9?", "What does Article 9 of Regulation (EU) 2021/821 require?"),
    (A5, "Who decides under paragraph 3?", "Who decides under Article 5(3) of Regulation (EU) 2021/821?"),
    (A5, "And paragraph 99?", "What does Article 5(99) of Regulation (EU) 2021/821 require?"),
    ("What does section 52a AWV cover?", "und Abs. 2?", "What does AWV, § 52a(2) cover?"),
    ("What do states commit to in PMP 8.b.iii?", "And point i?", "What do states commit to in PMP code, para. 8.b.i?"),
    ("What does the PMP code say?", "And paragraph 8?", "What does PMP code, para. 8 say?"),
    (D4, "And Note 1?", "What does EU Annex I, 4D004, Note 1 control?"),
    (D4, "And the note?", "What does EU Annex I, 4D004, Note 1 control?"),
    ("What does 4E001 control?", "and point c?", "What does EU Annex I, 4E001.c control?"),
    ("What does entry 5A001.f control?", "And 5A001.j?", "What does EU Annex I, 5A001.j control?"),
]

LAWS = [
    ("How does the US treat SaaS?", "What about the UK?", "How does the UK treat SaaS?"),
    ("How do the EU, the UK and Germany treat SaaS?", "And the US?", "How do the US treat SaaS?"),
    ("Is SaaS an export under German law?", "and in the UK?", "Is SaaS an export under UK law?"),
    ("Is SaaS an export in Germany?", "And under Swiss law?", "Is SaaS an export in Switzerland?"),
    (
        "Is SaaS an export in Germany?",
        "Does the same apply in the Netherlands?",
        "Is SaaS an export in the Netherlands?",
    ),
    ("Is SaaS an export in Germany?", "And Spain?", "Is SaaS an export in Spain?"),
    ("Was gilt für SaaS in der Schweiz?", "Und in Deutschland?", "Was gilt für SaaS in Deutschland?"),
    (SAAS, "and in Germany?", "Is SaaS access to software an export in Germany?"),
    (SAAS, "Germany?", "Is SaaS access to software an export in Germany?"),
    (SAAS, "And in Germany and Switzerland?", "Is SaaS access to software an export in Germany and Switzerland?"),
    (A5, "And in the UK?", f"What does UK law require on {TITLE}?"),
    (A5, "And the EAR?", f"What does the EAR require on {TITLE}?"),
    (D4, "And in the US?", "What does 4D004 control in the US?"),
    ("How does Germany treat SaaS?", "And the PMP code?", "How does the PMP code treat SaaS?"),
    (SAAS, "And under the EAR?", "Is SaaS access to software an export under the EAR?"),
    ("May I export spyware to Germany?", "And to Switzerland?", "May I export spyware to Switzerland?"),
    ("May I export spyware to Germany?", "And from the UK?", "May I export spyware to Germany from the UK?"),
]

TOGETHER = [
    (A5, "Does it apply to SaaS?"),
    (A5, "who must be notified then?"),
    (A5, "Who must be notified of it?"),
    (A5, "What are the penalties?"),
    (A5, "Are there any exceptions?"),
    (A5, "Why?"),
    (A5, "Does that also hold where the exporter only suspects such a use?"),
    (A5, "What if the item is listed?"),
    (SAAS, "What about encryption?"),
    (SAAS, "And who grants the licence?"),
    ("What is a CCIC?", "Are they controlled?"),
]

ALONE = [
    (A5, A5),
    (A5, "What is intrusion software?"),
    (A5, "And what is intrusion software?"),
    (A5, "What is the EAR?"),
    (A5, "4D004"),
    (A5, "SaaS"),
    (A5, "What does Article 10 say?"),
    (A5, "And what does Article 8 of the EAR say?"),
    (A5, "Is it legal to export spyware to Oman?"),
    (A5, "Is there a list of cyber-surveillance items?"),
    (A5, "If I host intrusion software abroad, is it exported?"),
    (A5, "Is software that commands intrusion software controlled?"),
    (A5, "How do Germany and the UK treat technical assistance?"),
    (A5, "Is New Zealand in the Wassenaar Arrangement?"),
    (SAAS, "Which technical assistance needs a licence?"),
    ("", "And in the UK?"),
    ("   ", "Does it apply to SaaS?"),
    (A5, ""),
    (A5, "???"),
    (A5, "x" * 5000),
    ("x" * 3990, "Does it apply to SaaS?"),
    ("x" * 5000, "And in the UK?"),
]


@pytest.mark.parametrize(("before", "written", "asked"), [*PLACES, *LAWS])
def test_another_place_or_law_is_put_into_the_question_before(
    before: str, written: str, asked: str, index: Index
) -> None:
    assert follow(before, written, index.store) == Followed(asked, before)


@pytest.mark.parametrize(("before", "written"), TOGETHER)
def test_what_leans_in_another_way_is_asked_together(before: str, written: str, index: Index) -> None:
    assert follow(before, written, index.store) == Followed(f"{before} {written}", before)


def test_what_is_asked_together_of_another_law_is_asked_of_it_alone(index: Index) -> None:
    found = follow("Is SaaS an export in Germany?", "Who decides in Switzerland?", index.store)
    assert found.asked == "Is SaaS an export in Switzerland? Who decides in Switzerland?"


@pytest.mark.parametrize(("before", "written"), ALONE)
def test_what_stands_alone_or_cannot_be_read_is_asked_as_it_is(before: str, written: str, index: Index) -> None:
    assert follow(before, written, index.store) == Followed(written)


@pytest.mark.parametrize("before", [A5, "How does Germany treat SaaS?"])
def test_of_the_known_questions_only_one_without_a_subject_is_taken_for_a_follow_up(before: str, index: Index) -> None:
    changed = {q.id for q in read_questions() if follow(before, q.question, index.store).context}
    assert changed == {"typ-105"}  # "sold it w/o bafa permit, is the contrakt void?"


ODD = st.text() | st.lists(
    st.sampled_from(
        ["and", "the", "UK", "it", "paragraph", "(1)", "Article 5", "4D004", "EAR", "?", ",", "of", "in", "\x1b[1m"]
    )
).map(" ".join)


@given(before=ODD, written=ODD)
def test_nothing_that_is_written_raises_and_the_context_is_the_question_before(
    before: str, written: str, index: Index
) -> None:
    found = follow(before, written, index.store)
    assert (found.asked == written) if not found.context else found.context == " ".join(found.context.split())


CITED = [
    (A5, "And paragraph 1?", "eu-2021-821/art_5/par_1"),
    (A5, "Who decides under paragraph 3?", "eu-2021-821/art_5/par_3"),
    (A5, "Who must be notified then?", "eu-2021-821/art_5/par_2"),
    ("What does section 52a AWV cover?", "und Abs. 2?", "de-awv/sec_52a/par_2"),
    (D4, "And Note 1?", "eu-annex-1/itm_4D004/note_1"),
    (D4, "And in the US?", "us-ccl/itm_4D004"),
    (D4, "And 4A005?", "eu-annex-1/itm_4A005"),
    ("What do states commit to in PMP 8.b.iii?", "And point i?", "pmp-code/par_8/pnt_b/pnt_i"),
]


@pytest.mark.parametrize(("before", "written", "pin"), CITED)
def test_a_follow_up_is_answered_from_the_place_that_is_meant(
    before: str, written: str, pin: str, pincite: Pincite
) -> None:
    given = pincite.ask(follow(before, written, pincite.index.store).asked)
    assert pin in [citation.pin for statement in given.statements for citation in statement.citations]


JURISDICTIONS = [
    ("How does Germany treat technical assistance?", "What about the UK?", "UK"),
    ("Is SaaS access to software an export?", "and in Germany?", "DE"),
    ("How does Germany treat technical assistance?", "And Switzerland?", "CH"),
]


@pytest.mark.parametrize(("before", "written", "code"), JURISDICTIONS)
def test_a_follow_up_on_another_law_is_answered_from_it(before: str, written: str, code: str, pincite: Pincite) -> None:
    given = pincite.ask(follow(before, written, pincite.index.store).asked)
    cited = [citation.pin.split("/")[0] for statement in given.statements for citation in statement.citations]
    assert code in {pincite.index.store.documents[name].jurisdiction for name in cited}
