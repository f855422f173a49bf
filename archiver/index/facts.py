"""Facts of an article as words of the full-text index: its language, its site, what it is, which labels its blocks
have.

Words are found in the index far faster than rows in a table, so that a search narrowed to a language or a site costs no
more than one for another word. No text can hold these words: the marks in them are neither letters nor digits, and not
ASCII, so that FTS5's tokenizer takes them for letters. What people add (tags, notes) is no fact of the article.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from archiver.labels import LABELS, Label

_MARK: Final = "§"
_OTHERS: Final = str.maketrans({".": "§", "-": "¤", "_": "¬", ":": "¦", "[": "«", "]": "»"})
_CORRECTION: Final = 1 << LABELS.index("correction")
_WALL: Final = 1 << LABELS.index("paywall")
BIT: Final[Mapping[Label, int]] = {label: 1 << place for place, label in enumerate(LABELS)}
"""Each label's bit in `articles.labels`, which says what an article's blocks are."""


def fact(name: str, value: str) -> str:
    """Return the word for one fact: "lang", "site", "is", "has" or "label", and what it is."""
    return f"{name}{_MARK}{value.translate(_OTHERS)}"


def bits(labels: Iterable[Label]) -> int:
    """Return the bits of `labels`, one in `articles.labels` for each."""
    found = 0
    for label in labels:
        found |= BIT[label]
    return found


def labels_in(bits: int) -> tuple[Label, ...]:
    """Return the labels whose bits are set."""
    return tuple(label for label, bit in BIT.items() if bits & bit)


def facts_of(row: Mapping[str, Any], language: str | None) -> list[str]:
    """Return the words for an article of which `row` is the row in `articles`; `language` is a primary subtag."""
    labels = row["labels"] or 0
    found = [fact("label", label) for label in labels_in(labels)]
    if language:
        found.append(fact("lang", language))
    if row["host"]:
        found.append(fact("site", row["host"]))
    if row["partial"]:
        found.append(fact("is", "partial"))
    if row["access"] == "paywalled" or labels & _WALL:
        found.append(fact("is", "paywalled"))
    if labels & _CORRECTION:
        found.append(fact("has", "correction"))
    return found
