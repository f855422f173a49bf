"""The made corpus: always the same, skewed as text is, with all that an archive has; its rows are the real ones."""

from collections import Counter
from dataclasses import replace
from itertools import islice
from statistics import mean, median

import pytest

pytest.importorskip("numpy")

from archiver.labels import RESIDUE
from benchmarks.search.bands import Bands, bands
from benchmarks.search.corpus import BATCH, Corpus, corpus
from benchmarks.search.entries import exact_entry, quick_entry
from benchmarks.search.made import Made, article_of
from benchmarks.search.questions import EACH, KINDS, Question, questions

COUNT = 2_500


@pytest.fixture(scope="module")
def whole() -> Corpus:
    return corpus(COUNT, seed=1)


@pytest.fixture(scope="module")
def made(whole: Corpus) -> list[Made]:
    return list(whole.articles())


@pytest.fixture(scope="module")
def counted(whole: Corpus) -> Bands:
    return bands(whole)


@pytest.fixture(scope="module")
def asked(counted: Bands) -> list[Question]:
    return list(questions(counted, seed=1))


def share(articles: list[Made], wanted) -> float:
    return mean(map(bool, map(wanted, articles)))


def test_a_corpus_is_always_the_same_and_another_seed_makes_another(whole: Corpus, made: list[Made]) -> None:
    assert list(islice(corpus(COUNT, seed=1).articles(), 50)) == made[:50]
    assert next(replace(whole, seed=2).articles()) != made[0]


def test_any_batch_can_be_made_without_the_others(whole: Corpus, made: list[Made]) -> None:
    assert list(whole.batch(1)) == made[BATCH:]


def test_articles_are_numbered_in_the_order_of_their_capture(made: list[Made]) -> None:
    assert [one.number for one in made] == list(range(1, COUNT + 1))
    assert [one.captured for one in made] == sorted(one.captured for one in made)
    assert len({one.identity for one in made}) == COUNT


def test_the_quick_rows_are_those_that_the_archiver_makes(made: list[Made]) -> None:
    for one in made[::25]:
        assert quick_entry(one) == exact_entry(one)
        assert article_of(one).is_partial == one.is_partial


def test_lengths_languages_and_sites_are_skewed(made: list[Made]) -> None:
    words = [one.words for one in made]
    assert 450 < median(words) < 600
    assert 1.15 < mean(words) / median(words) < 1.45
    assert min(words) < 80
    assert max(words) > 3_000
    languages = Counter(one.language for one in made)
    assert len(languages) == 12
    assert 0.55 < languages["en"] / COUNT < 0.65
    assert Counter(one.host for one in made).most_common(1)[0][1] > 0.05 * COUNT


def test_words_are_as_often_as_zipf_says_and_new_ones_never_end(made: list[Made]) -> None:
    text = " ".join(one.searched for one in made if one.language == "en").lower().split()
    half, full = (Counter(text[: len(text) // part]) for part in (2, 1))
    often = full.most_common(1000)
    assert 6 < often[0][1] / often[9][1] < 16
    assert 6 < often[9][1] / often[99][1] < 20
    assert 1.25 < len(full) / len(half) < 1.6  # Heaps' law: twice the text has not twice the words


def test_the_extras_of_an_archive_are_there(made: list[Made]) -> None:
    stories = Counter(one.story for one in made if one.address == one.number)
    assert 0.04 < sum(count for count in stories.values() if count > 1) / COUNT < 0.09
    assert 2 < max(stories.values()) <= 10
    assert 0.02 < share(made, lambda one: one.address != one.number) < 0.06
    assert 0.05 < share(made, lambda one: one.is_partial) < 0.11
    assert 0.01 < share(made, lambda one: any(label == "correction" for label, _ in one.pieces)) < 0.035
    assert 0.02 < share(made, lambda one: one.tags) < 0.06
    assert 4.5 < mean(sum(label in RESIDUE for label, _ in one.pieces) for one in made) < 7.5


def test_a_later_version_keeps_its_address_and_changes_its_text(made: list[Made]) -> None:
    later = [one for one in made if one.address != one.number]
    for one in later:
        first = made[one.address - 1]
        assert (one.url, one.host, one.published) == (first.url, first.host, first.published)
        assert one.captured >= first.captured
    assert any(one.paragraphs != made[one.address - 1].paragraphs for one in later)


def test_a_text_without_spaces_has_none(made: list[Made]) -> None:
    chinese = next(one for one in made if one.language == "zh")
    assert not any(" " in text for text in chinese.paragraphs)


def test_there_are_twenty_questions_of_every_kind_and_always_the_same_ones(
    counted: Bands, asked: list[Question]
) -> None:
    assert [one for one in asked if one.kind == "phrase"][:2] == [
        one for one in questions(counted, seed=1, each=2) if one.kind == "phrase"
    ]
    kinds = Counter(one.kind for one in asked)
    assert set(kinds) == {kind.name for kind in KINDS}
    assert min(kinds.values()) == EACH


def test_words_of_the_bands_are_as_often_as_they_say(counted: Bands, made: list[Made], asked: list[Question]) -> None:
    texts = [f" {one.searched.lower()} " for one in made]
    rare = counted.rare[len(counted.rare) // 2]
    assert sum(rare in text for text in texts) <= 2
    assert sum(f" {counted.common[0]} " in text for text in texts) > 0.5 * COUNT
    assert all(one.text not in counted.known for one in asked if one.kind == "misspelt")
