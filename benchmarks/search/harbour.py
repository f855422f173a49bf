"""Pages of a harbour office, each with a word that no other page has, by which it is found again."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from archiver.warc.write import WarcWriter
from benchmarks.search.exchange import exchange_of

_TIME: Final = datetime(2024, 3, 1, tzinfo=UTC)
_TEXT: Final = (
    "<!doctype html><html lang='en'><title>The tides at {0}</title><nav><a href='/'>Harbours and tides</a></nav>"
    "<article><h1>The tides at {0}</h1><p>The harbour office of {0} has published the tables for the coming year, and "
    "they differ from the last ones in more than one place.</p><p>{1}</p>"
    "<blockquote>We go by the water at {0}.</blockquote></article>"
)
_FILLING: Final = "Boats that came in late had to wait outside until the water rose again, as the pilots had said. "
_LETTERS: Final = "bdfgklmnprstvz"


def word_of(number: int) -> str:
    """Return the word that the page with this number has and no other."""
    syllables = []
    for _ in range(4):
        number, letter = divmod(number, len(_LETTERS))
        syllables.append(_LETTERS[letter] + "aeiou"[letter % 5])
    return f"quay{''.join(syllables)}"


def page_of(number: int, length: int) -> str:
    """Return the page with this number, `length` sentences long, with its word in it."""
    return _TEXT.format(word_of(number).capitalize(), _FILLING * length)


def write_pages(folder: Path, numbers: range, chance: random.Random) -> Path:
    """Write the pages with these numbers, at addresses that end in their words, to a new WARC file in `folder`."""
    before = set(folder.glob("*.gz"))
    with WarcWriter(folder) as writer:
        for number in numbers:
            url = f"https://tides.example/{word_of(number)}"
            html = page_of(number, length=chance.randint(3, 40))
            writer.write(exchange_of(url, html, _TIME + timedelta(hours=number)))
    return next(iter(set(folder.glob("*.gz")) - before))
