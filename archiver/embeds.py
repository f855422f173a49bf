"""What archived pages need to look right, found in the archive itself: pictures, styles and fonts, from whatever host.

Pages and stylesheets are parsed as they were for the capture; of each URL that they name, the capture nearest in time
to the page is taken. Redirects are followed, frames and imported styles looked into. The archive is only read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from archiver.capture.needs import NEEDING, requisites_in
from archiver.capture.reference import Requisite, absolute
from archiver.errors import WarcError
from archiver.index.store import Store
from archiver.model import Capture
from archiver.revisit import opened
from archiver.warc.message import header

_DEPTH: Final = 8  # of redirects, stylesheets that import stylesheets, frames in frames
# An answer that helps is preferred to an error that is nearer.
_NEAREST: Final = """
SELECT url, time, status, record_id, file, "offset" FROM captures WHERE url = :url
ORDER BY status NOT BETWEEN 200 AND 399, abs(julianday(time) - julianday(:time)), id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Embed:
    """One capture that a page needs: its record's id, its URL, and its time (ISO 8601, in UTC)."""

    record_id: str
    url: str
    time: str


class Embeds:
    """Finds what pages of the archive in the folder `home` need; `store` is its index."""

    def __init__(self, home: Path, store: Store) -> None:
        self._home, self._store = home, store
        self._parsed: dict[str, tuple[Requisite, ...]] = {}

    def of(self, page: dict[str, Any]) -> Iterator[Embed]:
        """Yield what a page needs, each capture once; `page` has `file`, `offset`, `record_id` and `time`.

        What is not in the archive, or lies in a file that cannot be read, is passed over.
        """
        seen = {page["record_id"]}
        rest = [(one, 1) for one in self._needs(page)]
        while rest:
            requisite, depth = rest.pop()
            row = self._nearest(requisite.url, page["time"])
            if row is None or row["record_id"] in seen:
                continue
            seen.add(row["record_id"])
            yield Embed(row["record_id"], row["url"], row["time"])
            if depth < _DEPTH and (requisite.kind in NEEDING or 300 <= row["status"] < 400):
                rest += [(one, depth + 1) for one in self._needs(row, requisite)]

    def _nearest(self, url: str, time: str) -> dict[str, Any] | None:
        return next(iter(self._store.rows(_NEAREST, {"url": url, "time": time})), None)

    def _needs(self, row: dict[str, Any], itself: Requisite | None = None) -> tuple[Requisite, ...]:
        """Return what a capture needs; `itself` is what it is needed as, None for a page."""
        key = row["record_id"]
        if key not in self._parsed:
            try:
                capture = opened(row["file"], row["offset"], self._store, self._home)
            except WarcError:
                return ()
            self._parsed[key] = _requisites(capture, itself)
        return self._parsed[key]


def _requisites(capture: Capture, itself: Requisite | None) -> tuple[Requisite, ...]:
    url = capture.final_url
    if 300 <= capture.status < 400 and itself:
        target = absolute(header(capture.headers, "Location"), url)
        return (replace(itself, url=target),) if target else ()
    return requisites_in(lambda: capture.body, url, capture.headers, itself.encoding if itself else "utf-8")
