"""Official texts in an index: found through the digest that restates them, quoted from, built in and taken out again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import numpy as np
import pytest
from builds import assert_tidy
from indexed_corpus import IndexedCorpus

from corpus.catalogue import read_catalogue
from corpus.library import fingerprint, read_library
from corpus.official import Kept, Origin, keep, remove
from corpus.pins import Pin
from corpus.provisions import Layer
from indexer import vectors
from indexer.build import build_index
from indexer.chunks import sentences
from indexer.lexical import terms
from indexer.opened import Index
from indexer.verify import verify_index

ACT = """\
---
date: 2024-05-01
---

## Article 3 Licences

(1) No person shall despatch an interceptor beyond the frontier save under a warrant of the authority.

(2) The authority shall withhold the warrant where reporters or advocates would be subjected to observation. \
It shall state its grounds on paper.

## Article 5 Penalties

Whoever contravenes this act shall be liable to a fine of one million crowns.
"""

LEAFLET = """\
---
date: 2022
---

## Article 1 Blueprints

Uploading a blueprint of a drone to a server overseas constitutes a transfer.
"""

ADDED = (
    6  # provisions of the two texts, each of one chunk but Article 3(1), whose wordings of askers have one of their own
)
PERMIT = "demo-act/art_3/par_1"
REFUSAL = "demo-act/art_3/par_2"


def add(corpus: IndexedCorpus, document: str, text: str, edition: str = "") -> Kept:
    of = read_catalogue(corpus.catalogue)[document]
    return keep(corpus.settings().home, of, text.encode(), Origin("file:///text.md"), edition)


def add_both(corpus: IndexedCorpus) -> None:
    add(corpus, "demo-act", ACT)
    add(corpus, "demo-leaflet", LEAFLET)


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory, built: IndexedCorpus) -> Iterator[Index]:
    """The index of the small corpus with the two texts, open. Tests read it and never change it."""
    corpus = IndexedCorpus(tmp_path_factory.mktemp("layered") / "corpus")
    shutil.copytree(built.settings().home, corpus.settings().home)
    add_both(corpus)
    build_index(corpus.settings())
    opened = Index(corpus.settings())
    yield opened
    opened.store.close()


def row(index: Index, pin: str, layer: Layer, edition: str = "2024-05-01") -> int:
    (found,) = index.store.rows(Pin.parse(pin), edition, layer)
    return found


def quoted_only(index: Index) -> list[int]:
    return index.store.quoted_only.tolist()


class TestQuotedOnly:
    def test_are_the_official_texts_that_a_digest_of_the_same_edition_restates(self, layered: Index) -> None:
        found = layered.store.provisions(quoted_only(layered))
        assert {(str(p.pin), p.layer) for p in found.values()} == {
            ("demo-act/art_3", "official"), (PERMIT, "official"), (REFUSAL, "official")
        }  # fmt: skip

    def test_are_not_those_of_which_the_digest_has_the_heading_alone_or_nothing(self, layered: Index) -> None:
        searched = set(layered.store.matching(layer=["official"])) - set(quoted_only(layered))
        assert {str(p.pin) for p in layered.store.provisions(list(searched)).values()} == {
            "demo-act/art_5", "demo-leaflet/art_1"
        }  # fmt: skip

    def test_have_no_words(self, layered: Index) -> None:
        for asked in ("despatch an interceptor beyond the frontier", "reporters or advocates", "licence", "demo act 3"):
            assert not layered.words(terms(asked))[quoted_only(layered)].any()
        assert not layered.words(terms("frontier")).any()

    def test_leave_the_words_of_what_is_searched_as_they_are(self, layered: Index) -> None:
        found = layered.words(terms("a fine of one million crowns"))
        assert int(np.argmax(found)) == row(layered, "demo-act/art_5", "official")

    def test_can_be_quoted_and_compared(self, layered: Index) -> None:
        asked = layered.late.question("despatch an interceptor beyond the frontier")
        official = row(layered, PERMIT, "official")
        assert layered.store.provisions([official])[official].text.startswith("No person shall despatch an interceptor")
        assert layered.compare(asked, official).score > layered.compare(asked, row(layered, REFUSAL, "official")).score

    def test_take_the_wordings_and_references_of_the_digest(self, layered: Index) -> None:
        (official,) = layered.store.provisions([row(layered, PERMIT, "official")]).values()
        assert Pin.parse("demo-list/itm_4D004") in official.see
        assert Pin.parse("demo-act/art_2/def_exporter") not in official.see  # which the official text does not have
        assert f"{PERMIT}@2024-05-01.official#asks" in dict(layered.store.chunk_keys())

    def test_of_an_older_official_text_are_none(self, corpus: IndexedCorpus) -> None:
        """Asked as of its date there is no digest beside it to be found through."""
        add(corpus, "demo-act", ACT, edition="2021")
        library = read_library(corpus.digests, corpus.catalogue, corpus.settings().home)
        assert library.quoted_only() == set()


class TestLikeness:
    """`Index.likeness` of a digest's sentences with those of its official text."""

    def test_finds_the_sentence_that_says_the_same(self, layered: Index) -> None:
        digest, official = row(layered, REFUSAL, "digest"), row(layered, REFUSAL, "official")
        texts = layered.store.provisions([digest, official])
        assert len(sentences(texts[digest].text)) == len(sentences(texts[official].text)) == 2
        for n in range(2):
            found = layered.likeness(digest, n, official)
            assert set(found) == {0, 1}
            assert max(found, key=found.__getitem__) == n

    def test_of_a_sentence_with_itself_is_one_and_the_most(self, layered: Index) -> None:
        digest = row(layered, REFUSAL, "digest")
        for n in range(2):
            found = layered.likeness(digest, n, digest)
            assert found[n] == pytest.approx(1.0, abs=0.02)
            assert found[n] > found[1 - n]

    def test_of_a_sentence_that_is_not_there_is_of_nothing(self, layered: Index) -> None:
        digest = row(layered, REFUSAL, "digest")
        assert layered.likeness(digest, 99, digest) == {}

    def test_numbers_the_sentences_of_a_text_in_several_chunks_through(self, layered: Index) -> None:
        digest = row(layered, "demo-act/art_4", "digest")
        (provision,) = layered.store.provisions([digest]).values()
        found = [layered.likeness(digest, n, digest) for n in range(len(sentences(provision.text)))]
        assert len(found) > 5
        assert all(max(one, key=one.__getitem__) == n for n, one in enumerate(found))


class TestBuilds:
    def test_with_an_official_text_are_sound(self, layered: Index) -> None:
        assert verify_index(layered.settings).startswith("The index is sound")
        assert layered.is_current

    def test_embed_only_the_texts_that_are_new(self, indexed: IndexedCorpus) -> None:
        before = build_index(indexed.settings())
        assert before.unchanged
        add_both(indexed)
        after = build_index(indexed.settings())
        assert not after.unchanged
        assert after.manifest.provisions == before.manifest.provisions + ADDED - 1
        assert after.embedded == ADDED - 1
        assert after.manifest.chunks == before.manifest.chunks + ADDED
        assert build_index(indexed.settings()).unchanged

    def test_after_a_text_is_removed_embed_nothing_and_hold_what_was_held_before(self, indexed: IndexedCorpus) -> None:
        home = indexed.settings().home
        first = build_index(indexed.settings())
        add_both(indexed)
        build_index(indexed.settings())
        remove(home, "demo-act", "2024-05-01")
        one_left = build_index(indexed.settings())
        assert one_left.embedded == 0
        assert one_left.manifest.provisions == first.manifest.provisions + 1
        assert verify_index(indexed.settings()).startswith("The index is sound")
        remove(home, "demo-leaflet", "2022")
        last = build_index(indexed.settings())
        assert (last.embedded, last.manifest.corpus) == (0, first.manifest.corpus)
        assert last.manifest.provisions == first.manifest.provisions
        assert_tidy(indexed.settings())

    def test_leave_the_principal_axes_as_they_are(self, indexed: IndexedCorpus) -> None:
        """Taken over from the index before, and from nothing too: they are learnt from digests alone."""
        before = np.load(build_index(indexed.settings()).folder / "late" / "axes.npy")
        add_both(indexed)
        for fresh in (False, True):
            after = np.load(build_index(indexed.settings(), fresh=fresh).folder / "late" / "axes.npy")
            np.testing.assert_allclose(after, before, atol=1e-4)

    def test_leave_the_vectors_of_the_digests_as_they_are(self, layered: Index, index: Index) -> None:
        ids = {name: name for name, _ in index.store.chunk_keys()}
        old, new = (vectors.read(one.folder / "chroma", ids) for one in (index, layered))
        assert old.keys() == new.keys()
        for name in ids:
            np.testing.assert_allclose(new[name], old[name], atol=1e-6)


class TestFingerprint:
    @pytest.mark.parametrize("what", ["added", "other date", "other words", "partial", "removed"])
    def test_changes_with_the_official_texts(self, what: str, corpus: IndexedCorpus) -> None:
        home = corpus.settings().home
        of = read_catalogue(corpus.catalogue)["demo-act"]
        empty = of_now(corpus)
        keep(home, of, ACT.encode(), Origin("file:///a.md"))
        before = of_now(corpus)
        if what == "other date":
            remove(home, "demo-act", "2024-05-01")
            keep(home, of, ACT.encode(), Origin("file:///a.md"), edition="2023")
        elif what == "other words":
            keep(home, of, ACT.replace("crowns", "francs").encode(), Origin("file:///a.md"))
        elif what == "partial":
            keep(home, of, ACT.encode(), Origin("file:///a.md"), missing="The annex.")
        elif what == "removed":
            remove(home, "demo-act", "2024-05-01")
            assert of_now(corpus) == empty
        assert before != empty
        assert (of_now(corpus) != before) == (what != "added")

    def test_stays_when_the_same_text_is_added_again(self, corpus: IndexedCorpus) -> None:
        add(corpus, "demo-act", ACT)
        before = of_now(corpus)
        assert not add(corpus, "demo-act", ACT).is_changed
        assert of_now(corpus) == before


def of_now(corpus: IndexedCorpus) -> str:
    return fingerprint(corpus.digests, corpus.catalogue, corpus.settings().home)
