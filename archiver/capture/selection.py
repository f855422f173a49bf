"""Which of the pages that a list names are wanted: by patterns on their URLs, by date, by number.

Pure functions of entries. Patterns are globs of which "*" is the only sign, and not regular expressions: "?" and "."
are letters of every other URL, and a glob cannot take exponential time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from archiver.capture.entry import Entry
from archiver.errors import CaptureError


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted. `since` is aware; `limit` counts pages. The default wants everything."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: datetime | None = None
    limit: int | None = None

    def chosen(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries that are wanted, each URL once; no entry after the limit is asked for.

        A page whose date is not known is wanted, for what is unknown is not old. Further lists pass unless they did not
        change since; patterns and limit are for pages.
        """
        seen: set[str] = set()
        pages = 0
        if self.limit is not None and self.limit <= 0:
            return
        for entry in entries:
            if entry.url in seen or not self.wants(entry):
                continue
            seen.add(entry.url)
            yield entry
            pages += entry.kind == "page"
            if pages == self.limit:
                return

    def wants(self, entry: Entry) -> bool:
        """True where `entry` is wanted, be it the first or the last."""
        if self.since and entry.time and entry.time < self.since:
            return False
        return entry.kind != "page" or self.wants_url(entry.url)

    def wants_url(self, url: str) -> bool:
        """True where `url` matches an `include` pattern, if there are any, and no `exclude` pattern."""
        if any(matches(url, pattern) for pattern in self.exclude):
            return False
        return not self.include or any(matches(url, pattern) for pattern in self.include)


def matches(url: str, pattern: str) -> bool:
    """True where the whole of `url` is as `pattern` says, in which "*" stands for any characters, "/" too.

    A pattern that begins with neither a scheme nor "*" is compared with the URL without its scheme:
    "news.example/2024/*" is for http and https. Takes time in proportion to both lengths multiplied, at worst.
    """
    text = url if "://" in pattern or pattern.startswith("*") else url.partition("://")[2]
    first, *rest = pattern.split("*")
    if not rest:
        return text == first
    last = rest.pop()
    if not text.startswith(first):
        return False
    at = len(first)
    for piece in rest:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return len(text) - len(last) >= at and text.endswith(last)


def since(text: str) -> datetime:
    """Read a day ("2024-05-01", from its first second in UTC) or a moment in ISO 8601.

    Raises CaptureError where `text` is neither.
    """
    try:
        if len(text) <= 10:
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        when = datetime.fromisoformat(text)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise CaptureError(f"{text}: not a date; write it as 2024-05-01 or 2024-05-01T10:00Z") from None
