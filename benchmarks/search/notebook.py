"""Tags and notes that somebody puts on articles and takes away again, and what must be left of them after a kill.

What is about to be done is written down before, and that it was done after. Whoever is killed in between may have done
it or not, and both are right; but all that was done must be there.
"""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

from benchmarks.search import adapter

_WORDS: Final = ("checked", "quote", "map", "pilot")
_NAME: Final = "said.jsonl"

Said = tuple[int, str]
"""The number of an article, and a tag, or the text of a note, on it."""


class Notebook:
    """What is on the articles of the archive in the folder `home`: `tags` and `notes`."""

    def __init__(self, home: Path, chance: random.Random) -> None:
        self._home, self._chance, self._log = home, chance, home / _NAME
        self.tags: set[Said] = set()
        self.notes: set[Said] = set()

    def tag(self, articles: Iterable[int]) -> None:
        """Put a tag on each of these articles, or take it away where it is there."""
        for article in articles:
            one = article, self._chance.choice(_WORDS)
            self._do("untag" if one in self.tags else "tag", one)

    def note(self, articles: Iterable[int]) -> None:
        """Put a note on each of these articles, and now and then take another away."""
        for article in articles:
            self._do("note", (article, f"{self._chance.choice(_WORDS)} {uuid4()}"))
            if self._chance.random() < 0.3:
                self._do("forget", self._chance.choice(sorted(self.notes)))

    def _do(self, what: str, one: Said) -> None:
        self._write("will", what, one)
        adapter.ANNOTATING[what](self._home, *one)
        self._write("did", what, one)
        self._keep(what, one)

    def _write(self, when: str, what: str, one: Said) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps([when, what, one]) + "\n")

    def _keep(self, what: str, one: Said) -> None:
        kept = self.tags if "tag" in what else self.notes
        (kept.add if what in ("tag", "note") else kept.discard)(one)

    def faults(self) -> Iterator[str]:
        """Yield what is not there and should be, or the other way round; what may be or not is taken as it is found."""
        unsure = self._read()
        tags, notes = set(adapter.tags(self._home)), set(adapter.notes(self._home))
        for what, should, found in (("tag", self.tags, tags), ("note", self.notes, notes)):
            yield from (f"{what} lost: {one}" for one in should - found - unsure)
            yield from (f"{what} that should be gone: {one}" for one in found - should - unsure)
        self.tags, self.notes = tags, notes

    def _read(self) -> set[Said]:
        """Take in what another process has done; return what that was killed over."""
        unsure = set[Said]()
        for line in self._log.read_text("utf-8").splitlines() if self._log.exists() else ():
            when, what, (article, text) = json.loads(line)
            unsure = {(article, text)} if when == "will" else set()
            if when == "did":
                self._keep(what, (article, text))
        self._log.unlink(missing_ok=True)
        return unsure
