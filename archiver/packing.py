"""Part of an archive as one WACZ file: which records and pages go into it.

What the chosen pages need to look right comes along from other hosts and other days, as embeds.py finds it. The file
itself is written by `archiver.warc.wacz`; pages and their texts come from the index. The archive is only read.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from archiver.embeds import Embed, Embeds
from archiver.errors import StoreError, WarcError
from archiver.index.store import Store
from archiver.query.values import date, host
from archiver.urls import lies_under, site_key
from archiver.warc.scan import Piece
from archiver.warc.verify import Verifier
from archiver.warc.wacz import Packed, pack

_PAGES: Final = """
SELECT captures.id, captures.url, captures.time, captures.record_id, captures.file, captures."offset",
       articles.title, articles.text
FROM captures LEFT JOIN articles ON articles.id IN (captures.id, captures.revisit_of)
WHERE captures.outcome IN ('article', 'partial', 'no article') ORDER BY captures.time, captures.id
"""
_WARCS: Final = (".warc", ".warc.gz")
_SECOND: Final = len("2025-05-28T10:11:12")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which captures are wanted: of a site, its subdomains included; from a day, month or year on; until one."""

    site: str | None = None
    after: str | None = None
    before: str | None = None

    @classmethod
    def of(cls, site: str | None, after: str | None, before: str | None) -> "Choice":
        """Return the choice that somebody typed. Raises StoreError where it is none."""
        return cls(site and host(site), after and date(after), before and date(before))

    def has(self, url: str, date: str) -> bool:
        """Whether the capture of `url` at `date` (ISO 8601, in UTC) is wanted."""
        if self.site and not lies_under(site_key(url), self.site):
            return False
        if self.after and date[: len(self.after)] < self.after:
            return False
        return not self.before or date[: len(self.before)] <= self.before

    @property
    def is_all(self) -> bool:
        """Whether it leaves nothing out."""
        return not (self.site or self.after or self.before)


def pack_archive(home: Path, new: Path, choice: Choice, with_credentials: bool = False) -> Packed:
    """Write the captures of the archive at `home` that are chosen to the WACZ file `new`.

    The originals of revisits come along, and what the pages need, whatever was chosen. Raises StoreError where there is
    nothing to write or no index, WarcError where `new` exists or a file cannot be read or written.
    """
    if new.exists():
        raise WarcError(f"{new}: exists already, and nothing is overwritten; name another file with -o")
    warcs = sorted(path for path in (home / "warc").glob("*") if path.name.endswith(_WARCS))
    pages, embeds = _pages(home, choice)
    try:
        originals = set() if choice.is_all else _originals(warcs, choice)
        wanted = _Wanted(choice, originals, embeds)
        packed = pack(warcs, pages, new, wanted, f"archiver/{version('archiver')}", with_credentials)
    except OSError as error:
        raise WarcError(f"{error.filename or new}: cannot be read or written ({error.strerror})") from error
    if not packed.answers:
        new.unlink()
        raise StoreError(f"{home}: nothing in it was captured of that site or in that time; nothing to pack")
    return packed


class _Wanted:
    """Says which records go into a file."""

    def __init__(self, choice: Choice, originals: set[tuple[str, str]], embeds: set[Embed]) -> None:
        self._choice, self._originals = choice, originals
        self._ids = {one.record_id for one in embeds}
        self._seconds = {(one.url, one.time[:_SECOND]) for one in embeds}

    def __call__(self, piece: Piece) -> bool:
        place = piece.get("WARC-Target-URI").strip("<>"), piece.get("WARC-Date")
        if piece.kind == "warcinfo" or self._choice.has(*place) or place in self._originals:
            return True
        # A request has the URL and the second of its answer, whether it names that or is named by it.
        return piece.get("WARC-Record-ID") in self._ids or (place[0], place[1][:_SECOND]) in self._seconds


def _originals(warcs: list[Path], choice: Choice) -> set[tuple[str, str]]:
    """Return URL and time of what chosen revisits refer to."""
    found = set()
    for path in warcs:
        for piece, _ in Verifier().walk(path):
            if piece and piece.kind == "revisit" and choice.has(piece.get("WARC-Target-URI"), piece.get("WARC-Date")):
                found.add((piece.get("WARC-Refers-To-Target-URI").strip("<>"), piece.get("WARC-Refers-To-Date")))
    return found


def _pages(home: Path, choice: Choice) -> tuple[list[dict[str, str]], set[Embed]]:
    """Return the pages that are chosen, and what they need; of the latter nothing where all is chosen anyway."""
    with Store.open(home / "catalog.sqlite", create=False) as store:
        rows = [row for row in store.rows(_PAGES, {}) if choice.has(row["url"], row["time"])]
        embeds = Embeds(home, store)
        needed = set() if choice.is_all else {one for row in rows for one in embeds.of(row)}
    return [_page(row) for row in rows], needed


def _page(row: dict[str, Any]) -> dict[str, str]:
    """Return a page as WACZ wants it; its time has the whole seconds that replay tools look for."""
    time = datetime.fromisoformat(row["time"]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    page = {"id": str(row["id"]), "url": row["url"], "ts": time}
    return page | {name: row[name] for name in ("title", "text") if row[name]}
