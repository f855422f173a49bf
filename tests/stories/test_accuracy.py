"""A short run of `benchmarks/stories.py`: copies are found, and what only shares something is not grouped."""

from random import Random

import pytest

from archiver.stories.item import Item
from archiver.stories.sketch import sketch
from benchmarks.newsstand import Score, archive, score
from benchmarks.stories import groups, main


@pytest.fixture(scope="module")
def scored() -> Score:
    printed = archive(Random(21), 16)
    return score(printed, groups(Item(at, sketch(text.text), text.address) for at, text in enumerate(printed)))


def test_copies_of_all_kinds_are_found(scored: Score) -> None:
    assert scored.pairs.total() > 700
    assert scored.recall >= 0.98


@pytest.mark.parametrize("kind", ["mirror", "AMP", "truncated", "teaser under 25%", "live blog's versions"])
def test_what_is_not_edited_is_found_without_exception(scored: Score, kind: str) -> None:
    assert scored.pairs[kind] >= 10
    assert scored.grouped[kind] == scored.pairs[kind]


def test_only_copies_are_grouped(scored: Score) -> None:
    assert scored.precision >= 0.98
    assert set(scored.wrong) <= {"in a round-up and round-up"}  # the round-up does hold the whole of that teaser


def test_a_score_counts_what_is_missing_and_what_is_wrong() -> None:
    printed = archive(Random(3), 1)
    copies = [at for at, text in enumerate(printed) if text.kind == "mirror" and text.occasion[0] == "Latin"]
    other = next(at for at, text in enumerate(printed) if text.kind == "follow-up")
    found = score(printed, [[*copies, other]])
    assert (found.grouped["mirror"], found.pairs["mirror"], found.wrong["follow-up and mirror"]) == (1, 5, 2)
    assert found.precision == pytest.approx(1 / 3)


def test_the_benchmark_prints_its_tables(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["stories", "--stories", "1", "--drawn", "50"])
    main()
    printed = capsys.readouterr().out
    assert "precision" in printed and "bytes an article" in printed
