"""What a search engine does for the index: it keeps words, and finds the documents that a tree asks for.

Two do: SQLite's FTS5, in `fts5/`, which is always there, and tantivy, in `tantivy/`, for very large archives. All that
is known of documents besides their words is in the tables of `fulltext.py`, whoever keeps the words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, get_args

from archiver.errors import StoreError

if TYPE_CHECKING:  # commands name engines that need none of this
    from archiver.index.document import Document
    from archiver.index.wording import Wording
    from archiver.query.tree import Node

Sort = Literal["relevance", "newest", "oldest", "captured"]
Scored = tuple[int, float]
"""A document's number and its score: the lower, the better."""

Numbered: TypeAlias = "Sequence[tuple[int, Document]]"
"""Documents with their numbers, one after another."""

EngineName = Literal["fts5", "tantivy"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)


class Damaged(StoreError):
    """Words cannot be read; whoever may write can make them anew from the catalog."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Document numbers in their order, each with its score, and how many there are; `about` says that it is an
    estimate.

    `since` is the number of the oldest document that was ranked whatever it has in its title; 0 where all were.
    """

    found: tuple[Scored, ...]
    total: int
    about: bool = False
    since: int = 0


class Finding(Protocol):
    """What a tree, or none for all there is, finds."""

    def first(self, limit: int, sort: Sort = "relevance") -> Ranked:
        """Return the first `limit` documents."""

    @property
    def total(self) -> int:
        """How many documents there are; where they are very many, about how many."""

    @property
    def wording(self) -> "Wording":
        """What the words of the tree were taken to stand for."""

    def numbers(self) -> list[int]:
        """Return the numbers of all documents found."""

    def drawn(self, few: int, most: int) -> tuple[list[int], float]:
        """Return the numbers of all documents where at most about `few` are found; of more, those of about `most`, from
        everywhere. And for how many documents each of them stands."""

    def exact(self) -> int:
        """Return how many documents have the words themselves, not counting compounds, however long it takes."""

    def is_more_than(self, most: int) -> bool:
        """Return whether `exact` is more than `most`; where it is many more, not all is looked at."""


class Engine(Protocol):
    """Finds documents in the full-text index that is attached to a connection."""

    def finding(self, tree: "Node | None") -> Finding:
        """Return what a tree finds."""

    def vocabulary(self, beginnings: Sequence[str]) -> Iterator[Iterable[tuple[str, int]]]:
        """Yield the words of texts that begin in one of these ways, each with the number of articles that have it:
        those of the newest stretch of the archive first, a stretch at a time."""


class Words(Protocol):
    """Writes words; a document's number is higher than any that was written before."""

    def begin(self) -> None:
        """Begin to follow the catalog: forget what a crash left that the tables do not know of, and what is dead, as
        far as the engine can. Raises Damaged where words are gone that the tables know."""

    def add(self, documents: Numbered) -> None:
        """Add documents."""

    def commit(self) -> None:
        """Have all that was added outlast a crash, before the tables say that it is there."""
