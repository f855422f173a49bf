"""The same page gives the same result: whatever came before it, in any thread, in any process."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import archiver
from archiver import PageError
from tests.fuzz import mutations
from tests.fuzz.laws import whole

_ROOT = Path(__file__).parent.parent
_URL = "https://tides.example/2025/a"
_PAGES = 30


def pages() -> list[bytes]:
    seeds = mutations.seeds()
    return [*seeds, *(mutations.page(number, seeds) for number in range(_PAGES))]


def digest(page: bytes) -> str:
    """A digest of all that is said of a page, the words of a refusal included."""
    try:
        said = whole(archiver.clean(page, _URL))
    except PageError as error:
        said = str(error).encode()
    return hashlib.sha256(said).hexdigest()


def digests() -> list[str]:
    return [digest(page) for page in pages()]


def test_a_page_does_not_depend_on_those_before_it() -> None:
    made = pages()
    order = [*range(len(made)), *range(len(made))]
    Random(1).shuffle(order)
    found: dict[int, set[str]] = {}
    for number in order:
        found.setdefault(number, set()).add(digest(made[number]))
    assert [list(found[number]) for number in range(len(made))] == [[one] for one in digests()]


def test_nor_on_the_thread() -> None:
    made, expected = pages(), digests()
    numbers = list(range(len(made))) * 2
    Random(2).shuffle(numbers)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: digest(made[number]), numbers))
    assert found == [expected[number] for number in numbers]


def test_nor_on_the_process() -> None:
    """Each process has an order of its own for the names in a set."""
    expected = digests()
    program = "from tests.test_same_result import digests; print(*digests())"
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == expected
