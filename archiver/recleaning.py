"""Cleans archived pages of a site anew, from their WARC records, and says what changes in each: block by block, why.

Only pages whose rules are others than when they were indexed are opened. With `dry_run` nothing is written. How the
index as a whole is brought up to date is indexer.py's business.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Final

from archiver.appraisal import Appraisal
from archiver.errors import WarcError
from archiver.index.rows import Judged, StoredCapture
from archiver.index.store import Store
from archiver.labels import TEXT, Label
from archiver.model import Capture
from archiver.page.lineage import count_words
from archiver.revisit import opened
from archiver.workers import Workers

_TOGETHER: Final = 32


@dataclass(frozen=True, slots=True)
class Moved:
    """A block that is the article's text now and was not before (`came`), or the other way round.

    `label`, `by` and `because` say what it is now.
    """

    text: str
    came: bool
    label: Label
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class Recleaned:
    """What became of one page: the blocks that moved, in the page's order, and what it is now.

    `words` and `words_before` count the article's text, `relabelled` the other blocks that are called something else
    now. `why` says why the page could not be cleaned anew: then nothing of it is changed.
    """

    id: int
    url: str
    title: str | None
    outcome: str
    outcome_before: str
    words: int = 0
    words_before: int = 0
    moved: tuple[Moved, ...] = ()
    relabelled: int = 0
    why: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether anything of it is other than before."""
        return bool(self.moved or self.relabelled) or self.outcome != self.outcome_before


def reclean(home: Path, store: Store, workers: Workers, site: str | None, dry_run: bool) -> Iterator[Recleaned]:
    """Clean what the archive at `home` has of `site` (a host, its subdomains included; None for all), where the rules
    for it are others now; yield what became of each page. Without `dry_run`, the index is changed 32 pages at a time.
    """
    pages = store.pages(site)
    stale = (page for page, canonical in pages if page.rulebook != workers.cleaner(page.final_url, canonical))
    while some := list(islice(stale, _TOGETHER)):
        read = [(page, _opened(page, store, home)) for page in some]
        ready = [(page, found) for page, found in read if isinstance(found, Capture)]
        appraised = workers.appraise([capture for _, capture in ready])
        done = {page.id: _compared(store, page, one) for (page, _), one in zip(ready, appraised, strict=True)}
        if not dry_run:
            with store.together():
                for (_, capture), one in zip(ready, appraised, strict=True):
                    store.add(capture, one.finding.outcome, one.entry, one.judged_by)
        for page, found in read:
            yield done.get(page.id) or _failed(page, str(found))


def _opened(page: StoredCapture, store: Store, home: Path) -> Capture | WarcError:
    try:
        capture = opened(page.record.file, page.record.offset, store, home)
    except WarcError as error:
        return error
    return WarcError(f"{page.final_url}: its body is in no WARC file here") if capture.lacks_body else capture


def _failed(page: StoredCapture, why: str) -> Recleaned:
    return Recleaned(page.id, page.final_url, None, page.outcome, page.outcome, why=why)


def _compared(store: Store, page: StoredCapture, now: Appraisal) -> Recleaned:
    before, after = store.judged(page.id), now.entry.judged() if now.entry else []
    moved, relabelled = _moved(before, after)
    return Recleaned(
        id=page.id,
        url=page.final_url,
        title=now.title,
        outcome=now.finding.outcome,
        outcome_before=page.outcome,
        words=_words(after),
        words_before=_words(before),
        moved=tuple(moved),
        relabelled=relabelled,
    )


def _moved(before: Sequence[Judged], after: Sequence[Judged]) -> tuple[list[Moved], int]:
    """Return the blocks that changed sides, and how many others changed their label.

    Blocks are matched by their text: a new rule can cut a page in other places.
    """
    matcher = SequenceMatcher(None, [one.text for one in before], [one.text for one in after], autojunk=False)
    moved: list[Moved] = []
    relabelled = 0
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            moved += [_as(old, came=False) for old in before[start:end] if old.label in TEXT]
            moved += [_as(new, came=True) for new in after[first:last] if new.label in TEXT]
            continue
        for old, new in zip(before[start:end], after[first:last], strict=True):
            is_text = new.label in TEXT
            if is_text != (old.label in TEXT):
                moved.append(_as(new, came=is_text))
            else:
                relabelled += old.label != new.label
    return moved, relabelled


def _as(one: Judged, *, came: bool) -> Moved:
    return Moved(one.text, came, one.label, one.by, one.because)


def _words(judged: Iterable[Judged]) -> int:
    return sum(count_words(one.text) for one in judged if one.label in TEXT)
