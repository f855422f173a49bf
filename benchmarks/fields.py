"""How often title, authors and day are told right, for pages whose references say what they are.

Titles and names are compared without case and punctuation, and must be equal otherwise; days are as the page writes
them, in its own time zone. A byline of several names is cut at commas, semicolons, ampersands and "and", for every
extractor. Authors have precision and recall, means over the pages that have authors; text is scored elsewhere.
"""

import re
from dataclasses import dataclass, field

from benchmarks.corpus import Case
from benchmarks.peers import Told

_MARKS = re.compile(r"\W+")
_AND = re.compile(r"\s*[;,&]\s*|\s+and\s+")
_DAY = len("YYYY-MM-DD")


@dataclass
class Fields:
    """The figures of one corpus, page by page; there are none where its pages have no titles."""

    titles: list[bool] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    pages: int = 0
    empty: int = 0
    crashes: int = 0

    @staticmethod
    def counts(case: Case) -> bool:
        """Say whether a page has a reference for this."""
        return case.title is not None

    def add(self, case: Case, told: Told | None) -> None:
        """Compare what was told of a page with its reference; None says that the page could not be read."""
        if not self.counts(case):
            return
        self.pages += 1
        self.crashes += told is None
        told = told or Told()
        self.empty += not (told.title or any(told.authors) or told.published)
        self.titles.append(plain(told.title) == plain(case.title))
        if case.published:
            self.days.append((told.published or "")[:_DAY] == case.published[:_DAY])
        if wanted := {plain(name) for name in case.authors} - {""}:
            found = _names(told.authors)
            right = len(found & wanted)
            self.precision.append(right / len(found) if found else 0.0)
            self.recall.append(right / len(wanted))

    def figures(self) -> dict[str, float]:
        """Return the share of pages with the right title and day, and precision and recall of authors."""
        rights: dict[str, list[bool] | list[float]] = {"title": self.titles, "day": self.days}
        rights |= {"authors P": self.precision, "authors R": self.recall}
        return {name: sum(values) / len(values) for name, values in rights.items() if values}

    def line(self) -> str:
        """Say the figures."""
        return ", ".join(f"{name} {value:.3f}" for name, value in self.figures().items())


def plain(text: str | None) -> str:
    """Return `text` in lower case, its words parted by one space and without other signs."""
    return _MARKS.sub(" ", text or "").casefold().strip()


def _names(authors: tuple[str, ...]) -> set[str]:
    return {plain(name) for line in authors for name in _AND.split(line)} - {""}
