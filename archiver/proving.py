"""The tests that rule files bring along: each page is cleaned, and what must come out of it is looked for.

Where a page lies is rules/testpage.py's knowledge; what makes a good test, linting.py's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

from archiver import urls
from archiver.article.compose import Article
from archiver.errors import PageError
from archiver.pipeline import clean, clean_text
from archiver.rules.book import Rulebook
from archiver.rules.pack import Expectation, Pack
from archiver.rules.testpage import is_shipped, page_of

State = Literal["ok", "failed", "not shipped"]


@dataclass(frozen=True, slots=True)
class Count:
    """Of how many blocks of a label there must be at least `least`, and there are `found`."""

    label: str
    least: int
    found: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of one test. `missing` was expected in the text and is not there, `unwanted` is there and must not be.

    `heard` are the ids of the file's own rules that had a say on the page; `why` says why the page was not cleaned.
    """

    pack: Pack
    file: str
    url: str | None
    missing: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    heard: frozenset[str] = frozenset()
    why: str = ""
    is_shipped: bool = True

    @property
    def state(self) -> State:
        """Whether all is as the test says; "not shipped" where the page of a shipped file is not at hand."""
        if not self.is_shipped:
            return "not shipped"
        return "failed" if self.why or self.missing or self.unwanted or self.short else "ok"

    @property
    def short(self) -> tuple[Count, ...]:
        """The labels of which there are too few blocks."""
        return tuple(count for count in self.counts if count.found < count.least)


def prove_all(book: Rulebook, site: str | None = None, folders: Sequence[Path] = ()) -> Iterator[Proof]:
    """Yield what comes of each test of the files of `book`, those of the host or file id `site` only, if given.

    `folders` are the folders of rules, in whose `tests/` pages are looked for.
    """
    for pack in packs_of(book.packs, site):
        for expectation in pack.tests:
            yield prove(pack, expectation, book, folders)


def packs_of(packs: Iterable[Pack], site: str | None) -> Iterator[Pack]:
    """Yield those of `packs` that are for the host `site`, or have it as their id; all for None."""
    for pack in packs:
        patterns = (*pack.match.hosts, *pack.match.mirrors)
        if site is None or site == pack.id or any(urls.host_matches(site, pattern) for pattern in patterns):
            yield pack


def prove(pack: Pack, expectation: Expectation, book: Rulebook, folders: Sequence[Path] = ()) -> Proof:
    """Clean the page of one test by `book`, and compare."""
    file, url = expectation.file, expectation.url
    page = page_of(Path(pack.file), file, folders)
    if page is None and is_shipped(Path(pack.file)):
        return Proof(pack, file, url, is_shipped=False)
    if page is None:
        return Proof(pack, file, url, why="the page is neither beside the file nor in tests/ of its folder of rules")
    try:
        article = cleaned(page, expectation, book)
    except (PageError, OSError) as error:
        return Proof(pack, file, url, why=str(error))
    return _compared(pack, expectation, article)


def cleaned(page: Path, expectation: Expectation, book: Rulebook) -> Article:
    """Clean the page of a test: a text where its name ends in .txt, HTML else. Raises PageError or OSError."""
    data = page.read_bytes()
    if page.suffix == ".txt":
        return clean_text(data.decode("utf-8", "replace"), expectation.url, rulebook=book)
    day = datetime.combine(expectation.day, time(12), UTC) if expectation.day else None
    return clean(data, expectation.url, day, rulebook=book)


def _compared(pack: Pack, expectation: Expectation, article: Article) -> Proof:
    text = _flat(article.text)
    found = Counter(str(verdict.label) for verdict in article.verdicts)
    voters = {vote.by for verdict in article.verdicts for vote in verdict.votes}
    return Proof(
        pack,
        expectation.file,
        expectation.url,
        missing=tuple(one for one in expectation.has if _flat(one) not in text),
        unwanted=tuple(one for one in expectation.lacks if _flat(one) in text),
        counts=tuple(Count(label, least, found[label]) for label, least in expectation.fires.items()),
        heard=frozenset(voters.intersection(pack.rule_ids)),
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
