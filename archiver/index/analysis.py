"""Makes the documents of many articles, in processes of their own: finding words and stems takes the processor.

What goes in comes out in its order, and who worked it out makes no difference. How a document is made is in
`document.py`; what is read from the catalog, and what is done with documents, in `filling.py`.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from archiver.index.document import Document, Documents
from archiver.labels import Label
from archiver.language.streams import Analyser
from archiver.process import Process, serve

ENOUGH: Final = 400
"""Articles for which processes are begun: those of fewer are analysed before one is ready."""

_MOST: Final = 4  # processes; whoever writes what they find is no faster
_TOGETHER: Final = 50  # articles that a process is given at a time: few, lest all wait for the last one
_AHEAD: Final = 1
"""Chunks that are being analysed while the one before them is used."""

Source = tuple[Mapping[str, Any], Sequence[tuple[Label, str]]]
"""An article: its row of `articles`, and label and text of its blocks; see `Documents.of`."""

_Analyst = Process[Sequence[Source], list[Document]]

_HERE: Final = __name__


@dataclass(frozen=True, slots=True)
class _Dealt:
    """A chunk that was dealt out: who has each of its pieces, and under which number."""

    chunk: Sequence[Source]
    pieces: tuple[tuple[_Analyst, int], ...]


class Analysis:
    """Makes the documents of `total` articles; to be closed.

    `documents` makes them in this process where there is little to do, or one processor, or where a process died.
    `count` is how many processes there may be, by default all that the machine has processors for.
    """

    def __init__(self, documents: Documents, total: int, count: int | None = None, enough: int = ENOUGH) -> None:
        self._documents = documents
        found = min(_MOST, os.cpu_count() or 1) if count is None else count
        self._running: list[_Analyst] = []
        self._turn = 0
        if found > 1 and total >= enough:
            self._begin(found)

    def _begin(self, count: int) -> None:
        try:
            while len(self._running) < count:
                self._running.append(_Analyst(_HERE))
        except OSError:  # no more processes are allowed, or there is no memory for one
            self.close()

    def close(self) -> None:
        """End all processes. What is asked for later is made in this one."""
        while self._running:
            self._running.pop().end()

    def of(self, chunks: Iterable[Sequence[Source]]) -> Iterator[list[Document]]:
        """Yield the documents of each chunk, in order. One more chunk is read before those of the first are there."""
        waiting: deque[_Dealt] = deque()
        for chunk in chunks:
            waiting.append(self._deal(chunk))
            if len(waiting) > _AHEAD:
                yield self._taken(waiting.popleft())
        while waiting:
            yield self._taken(waiting.popleft())

    def _deal(self, chunk: Sequence[Source]) -> _Dealt:
        pieces: list[tuple[_Analyst, int]] = []
        try:
            for start in range(0, len(chunk), _TOGETHER) if self._running else ():
                process = self._running[self._turn % len(self._running)]
                self._turn += 1
                pieces.append((process, process.give(list(chunk[start : start + _TOGETHER]))))
        except OSError:
            self.close()
        return _Dealt(chunk, tuple(pieces))

    def _taken(self, dealt: _Dealt) -> list[Document]:
        if dealt.pieces and self._running:
            try:
                return [document for process, number in dealt.pieces for document in process.take(number)]
            except (OSError, EOFError, ValueError):
                self.close()  # killed for want of memory, say; the work can be done without
        return [self._documents.of(row, blocks) for row, blocks in dealt.chunk]


def work() -> None:
    """Be one of the processes, until nobody asks any more."""
    serve(_analyst)


def _analyst(_: None) -> Callable[[Sequence[Source]], list[Document]]:
    documents = Documents(Analyser())  # one for all that comes: words and blocks come again
    return lambda sources: [documents.of(row, blocks) for row, blocks in sources]
