"""Fetching and keeping official texts over a real server on this machine: what is new, changed or as it was, what fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback_server import Answer, LoopbackServer, closed_port
from official_texts import UNDATED, UNSOUND, act, document, everything, texts

from corpus.changes import changes
from corpus.errors import PinciteError
from corpus.fetch import Fetcher, Policy
from corpus.obtain import Obtained, obtain, text_address
from corpus.official import PROVISIONS, SOURCE, held, read_official, replaced
from corpus.provisions import Document

TEXT = {"Content-Type": "text/plain; charset=utf-8"}
V1 = {**TEXT, "ETag": '"v1"', "Last-Modified": "Wed, 01 May 2024 00:00:00 GMT"}
KITES = ("for kites", "for kites and balloons")


@pytest.fixture
def fetcher(server: LoopbackServer) -> Iterator[Fetcher]:
    hosts = frozenset({server.host, f"127.0.0.1:{closed_port()}"})
    policy = Policy(hosts, ("http",), seconds=8.0, seconds_to_read=2.0, retries=0, sleep=lambda _: None)
    with Fetcher(policy) as made:
        yield made


@pytest.fixture
def run(fetcher: Fetcher, tmp_path: Path) -> Callable[..., list[Obtained]]:
    """Fetches documents into the home of the test."""

    def fetch(*documents: Document, accept: bool = False) -> list[Obtained]:
        return list(obtain(tmp_path, documents, fetcher, accept))

    return fetch


Run = Callable[..., list[Obtained]]


@pytest.fixture
def demo(server: LoopbackServer) -> Document:
    return document(url=f"{server.url}/act")


def outcomes(results: list[Obtained]) -> list[tuple[str, str]]:
    return [(result.document, result.outcome) for result in results]


def failure(results: list[Obtained]) -> str:
    (result,) = results
    assert result.outcome == "failed" and result.kept is None
    assert result.message.endswith((".", "`.")) and "Traceback" not in result.message
    return result.message


# --- new, changed, as it was


def test_a_new_text_is_kept_with_what_the_server_said_of_it(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = Answer(act(), headers=V1)
    (result,) = run(demo)
    assert (result.outcome, result.message) == ("new", "demo act (2024-05-01) is now held.")
    assert result.kept is not None and result.kept.audit is not None and result.kept.audit.is_sound
    (there,) = held(tmp_path)
    assert (there.url, there.asked, there.etag, there.last_modified) == (
        demo.url, demo.url, '"v1"', "Wed, 01 May 2024 00:00:00 GMT"
    )  # fmt: skip
    assert len(texts(tmp_path)["2024-05-01"]) == 6


def test_a_text_that_the_server_has_not_changed_is_not_sent_again(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = [Answer(act(), headers=V1), Answer(status=304)]
    run(demo)
    before = everything(tmp_path)
    (result,) = run(demo)
    assert (result.outcome, result.message, result.kept) == (
        "unchanged", "demo act (2024-05-01) is as it was.", None
    )  # fmt: skip
    assert server.requests[-1].headers["if-none-match"] == '"v1"'
    assert everything(tmp_path) == before


def test_a_text_sent_again_with_the_same_bytes_is_as_it_was(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = Answer(act(), headers=TEXT)
    run(demo)
    before = everything(tmp_path)
    (result,) = run(demo)
    assert (result.outcome, result.kept) == ("unchanged", None)
    assert everything(tmp_path) == before


def test_a_changed_text_of_one_date_replaces_the_other_which_can_be_compared(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = [
        Answer(act(), headers=V1),
        Answer(act("2024-05-01", *KITES), headers={**V1, "ETag": "v2"}),
    ]
    run(demo)
    (result,) = run(demo)
    assert result.outcome == "changed"
    assert result.message == "demo act (2024-05-01) has changed; see `pincite corpus diff demo-act`."
    ((edition,), _) = read_official(tmp_path, {demo.id: demo})
    (change,) = changes(replaced(tmp_path, demo, "2024-05-01"), edition.provisions)
    assert (change.kind, change.locator) == ("changed", "art_1")
    assert [words for what, words in change.words() if what == "+"] == [" kites and balloons."]
    assert held(tmp_path)[0].etag == "v2"


def test_a_text_of_a_new_date_stands_beside_the_other(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = [Answer(act(), headers=TEXT), Answer(act("2025-06-01", *KITES), headers=TEXT)]
    run(demo)
    assert [result.message for result in run(demo)] == ["demo act (2025-06-01) is now held."]
    assert list(texts(tmp_path)) == ["2024-05-01", "2025-06-01"]


def test_the_newest_copy_from_an_address_is_what_a_newer_one_is_asked_for(
    run: Run, server: LoopbackServer, demo: Document
) -> None:
    server.answers["/act"] = [Answer(act(), headers=V1), Answer(status=304)]
    server.answers["/elsewhere"] = Answer(act("2025"), headers={**TEXT, "ETag": '"other"'})
    run(demo)
    assert outcomes(run(replace(demo, text=f"{server.url}/elsewhere"))) == [("demo-act", "new")]
    assert "if-none-match" not in server.requests[-1].headers
    run(demo)
    assert server.requests[-1].headers["if-none-match"] == '"v1"'


def test_a_text_that_moved_is_asked_for_on_conditions_at_its_address_in_the_catalogue(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = Answer(status=302, headers={"Location": "/moved"})
    server.answers["/moved"] = [Answer(act(), headers=V1), Answer(status=304)]
    run(demo)
    assert (held(tmp_path)[0].asked, held(tmp_path)[0].url) == (demo.url, f"{server.url}/moved")
    assert outcomes(run(demo)) == [("demo-act", "unchanged")]


@pytest.mark.parametrize("damaged", [SOURCE, PROVISIONS])
def test_a_copy_that_is_damaged_is_fetched_again(
    damaged: str, run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = Answer(act(), headers=V1)
    run(demo)
    whole = texts(tmp_path)
    (path,) = tmp_path.rglob(damaged)
    path.write_bytes(b"damaged")
    (result,) = run(demo)
    if damaged == SOURCE:
        assert "if-none-match" not in server.requests[-1].headers
        assert result.kept is not None and result.kept.is_changed
    assert texts(tmp_path) == whole and path.read_bytes() != b"damaged"


# --- dates


def test_an_undated_text_at_the_address_of_a_text_has_the_catalogue_s_date(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/text"] = Answer(UNDATED, headers=TEXT)
    run(replace(demo, text=f"{server.url}/text", newest="2022-02"))
    assert list(texts(tmp_path)) == ["2022-02"]
    assert server.paths() == ["/text"]


def test_an_undated_page_has_the_day_on_which_it_was_first_seen(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = Answer(UNDATED, headers=TEXT)
    run(demo)
    (there,) = held(tmp_path)
    assert there.edition == there.retrieved_at[:10] and there.edition <= f"{datetime.now(UTC):%Y-%m-%d}"
    assert outcomes(run(demo)) == [("demo-act", "unchanged")]


# --- what fails

PAGE = b"<!DOCTYPE html><html><head><title>Acts</title></head><body><h1>Our acts</h1><p>Choose one.</p></body></html>"
FAILING = {
    "not found": (Answer(b"no", 404), "is not found"),
    "out of order": (Answer(b"no", 500), "500"),
    "refused": (Answer(b"no", 403), "refuses access"),
    "empty": (Answer(b" \n", headers=TEXT), "is empty"),
    "a page in no format": (Answer(PAGE * 9), "is not of the type looked for (it calls itself text/html"),
    "a picture": (Answer(b"\x89PNG\r\n\x1a\n" + bytes(99), headers={"Content-Type": "image/png"}), "image/png"),
    "a picture called text": (Answer(b"\x89PNG\r\n\x1a\n" + bytes(99), headers=TEXT), "an archive or a picture"),
    "an archive": (Answer(b"PK\x03\x04" + bytes(99), headers={"Content-Type": "application/zip"}), "application/zip"),
    "data": (Answer(b'{"acts": []}', headers={"Content-Type": "application/json"}), "is not of the type looked for"),
    "cut off": (Answer(act(), headers={**TEXT, "Content-Length": "99999", "Connection": "close"}), "broke off"),
    "unsound": (Answer(UNSOUND, headers=TEXT), "not taken into the corpus: 4 provisions stand twice"),
    "broken": (Answer(b"<akomaNtoso><act>"), "is broken"),
    "sent to another host": (Answer(status=302, headers={"Location": "http://127.0.0.2/act"}), "another host"),
}


@pytest.mark.parametrize("case", FAILING)
def test_what_fails_is_told_in_a_sentence_and_leaves_the_text_as_it_was(
    case: str, run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    answer, why = FAILING[case]
    server.answers["/act"] = [Answer(act(), headers=TEXT), answer]
    run(demo)
    before = everything(tmp_path)
    assert why in failure(run(demo))
    assert everything(tmp_path) == before
    server.answers["/act"] = Answer(act("2024-05-01", *KITES), headers=TEXT)
    assert outcomes(run(demo)) == [("demo-act", "changed")]


def test_an_unsound_text_is_kept_if_the_user_takes_it(
    run: Run, server: LoopbackServer, demo: Document, tmp_path: Path
) -> None:
    server.answers["/act"] = Answer(UNSOUND, headers=TEXT)
    assert failure(run(demo)) and held(tmp_path) == []
    assert outcomes(run(demo, accept=True)) == [("demo-act", "new")]
    assert held(tmp_path)[0].faults == ("4 provisions stand twice, as art_1-2.",)


def test_one_that_fails_leaves_the_others(run: Run, server: LoopbackServer, tmp_path: Path) -> None:
    server.answers |= {"/a": Answer(act(), headers=TEXT), "/c": Answer(act(), headers=TEXT)}
    nowhere = f"http://127.0.0.1:{closed_port()}/d"
    named = {"a": f"{server.url}/a", "b": f"{server.url}/b", "site": server.url, "d": nowhere, "c": f"{server.url}/c"}
    results = run(*(document(name, url=url) for name, url in named.items()))
    assert outcomes(results) == [
        ("a", "new"), ("b", "failed"), ("site", "failed"), ("d", "failed"), ("c", "new")
    ]  # fmt: skip
    assert [there.document for there in held(tmp_path)] == ["a", "c"]
    assert server.paths() == ["/a", "/b", "/c"]


@pytest.mark.parametrize("refusing", ["mkdir", "write_bytes"])
def test_a_disk_that_refuses_is_told_and_leaves_the_others(
    refusing: str, run: Run, server: LoopbackServer, demo: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.answers["/act"] = Answer(act(), headers=TEXT)
    real = getattr(Path, refusing)

    def full(path: Path, *args: object, **more: object) -> object:
        if "full" in str(path):
            raise OSError(28, "No space left on device")
        return real(path, *args, **more)

    monkeypatch.setattr(Path, refusing, full)
    results = run(replace(demo, id="full"), demo)
    assert outcomes(results) == [("full", "failed"), ("demo-act", "new")]
    assert results[0].message == "The system refused: No space left on device."


# --- addresses and progress


@pytest.mark.parametrize(
    ("url", "text", "address"),
    [
        ("https://example.org/act", "", "https://example.org/act"),
        ("https://example.org/", "https://example.org/act.xml", "https://example.org/act.xml"),
        ("https://example.org/?id=7", "", "https://example.org/?id=7"),
    ],
)
def test_where_the_text_is(url: str, text: str, address: str) -> None:
    assert text_address(document(url=url, text=text)) == address


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org/", "https://example.org//"])
def test_a_site_is_no_address_of_a_text(url: str) -> None:
    with pytest.raises(PinciteError) as told:
        text_address(document(url=url))
    assert str(told.value) == (
        f"The catalogue knows no address of the text of demo act, only the site {url}; get the file there and add it with "
        "`pincite corpus add FILE --id demo-act`."
    )


def test_progress_is_told_before_each_document_and_at_the_end(
    server: LoopbackServer, demo: Document, tmp_path: Path, fetcher: Fetcher
) -> None:
    server.answers["/act"] = Answer(act(), headers=TEXT)
    said: list[tuple[str, int, int]] = []
    documents = (one for one in (demo, document("b", url=server.url)))
    list(obtain(tmp_path, documents, fetcher, say=lambda *told: said.append(told)))
    assert said == [("documents", 0, 2), ("documents", 1, 2), ("documents", 2, 2)]
