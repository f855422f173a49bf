"""Numbers as a row of little bars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.stats.sparkline import binned, sparkline


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([1, 2, 3, 4, 5, 6, 7], "▂▃▄▅▆▇█"),
        ([0, 1, None, 1000], "▁▂ █"),
        ([0.001, 0.5, 1.0], "▂▅█"),
        ([0, 0], "▁▁"),
        ([None], " "),
        ([], ""),
    ],
)
def test_a_nought_is_another_thing_than_a_gap_and_the_least_is_more_than_nought(
    values: list[float | None], bars: str
) -> None:
    assert sparkline(values) == bars


@given(st.lists(st.none() | st.floats(0, 1e9), max_size=50))
def test_bars_stand_in_the_order_of_their_numbers(values: list[float | None]) -> None:
    bars = sparkline(values)
    assert len(bars) == len(values)
    numbers = [(value, bar) for value, bar in zip(values, bars, strict=True) if value is not None]
    assert [bar for _, bar in sorted(numbers)] == sorted(bar for _, bar in numbers)


@given(st.dictionaries(st.integers(5, 300), st.integers(0, 9), min_size=1), st.integers(1, 80))
def test_stretches_fit_and_lose_nothing(counts: dict[int, float], columns: int) -> None:
    found = binned(list(counts.items()), 5, 300, columns)
    assert len(found) <= columns
    assert sum(value or 0 for value in found) == sum(counts.values())


def test_a_stretch_without_values_is_a_gap() -> None:
    assert binned([(0, 1), (1, 2), (5, 0)], 0, 5, 3) == [3, None, 0]
    assert binned([(7, 1)], 7, 7, 10) == [1]
