"""The names of the months in some seventy languages, and which month each of them is.

The names are data: months.toml, read when the first is asked for. What makes a date of it, written.py knows.
"""

import tomllib
from collections import defaultdict
from functools import cache
from importlib import resources


def month(word: str, language: str | None = None) -> int | None:
    """Return the number, 1 to 12, of the month that `word` names; None where it names none.

    The same word is July in one language and August in another: `language`, an ISO 639 code, then decides.
    """
    numbers = _names().get(word.casefold().strip(".,’'"))
    if not numbers:
        return None
    return numbers[language] if language in numbers else next(iter(numbers.values()))


@cache
def _names() -> dict[str, dict[str | None, int]]:
    data = resources.files("archiver.page").joinpath("months.toml").read_text(encoding="utf-8")
    names: dict[str, dict[str | None, int]] = defaultdict(dict)
    for language, months in tomllib.loads(data).items():
        for number, words in enumerate(months, 1):
            for word in words.split():
                names[word][language] = number
    return dict(names)
