"""Characters of scripts without spaces as a text has them: what a phrase of them is as one run, and where that stands.

Words of other scripts are found in `hits.py`.
"""

from collections.abc import Iterator
from itertools import pairwise

from archiver.language.fold import fold
from archiver.language.scripts import spaceless_run, unfolded
from archiver.language.tokens import places
from archiver.language.wanted import Phrase


def literal_of(phrase: Phrase) -> str | None:
    """Return what a phrase is in a script without spaces, where it is of one run: 東京 京都 is 東京都."""
    tokens = phrase.tokens
    if not all(map(spaceless_run().fullmatch, tokens)):
        return None
    if any(len(token) != 2 or token[1] != following[0] for token, following in pairwise(tokens)):
        return None
    return tokens[0] + "".join(token[1:] for token in tokens[1:])


def found_in(literal: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where characters of a script without spaces stand in a text, however it writes them."""
    if unfolded().search(text):
        for run in spaceless_run().finditer(text):
            folded = fold(run[0])
            at = places(run[0], folded) if literal in folded else []
            offset = run.start()
            yield from ((offset + at[a][0], offset + at[b - 1][1]) for a, b in _occurring(literal, folded))
    else:
        yield from _occurring(literal, text)


def _occurring(literal: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(literal)
    while start >= 0:
        yield start, start + len(literal)
        start = text.find(literal, start + 1)
