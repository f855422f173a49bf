"""Which URL was asked for, where redirects led to an answer: as its metadata record tells, or the answers before it.

The records of what came for one URL lie one behind the other in a file of ours. What a redirect means for the answer
that it leads to is judged elsewhere.
Format of the metadata: WARC 1.1, 6.6 (`via`, `hopsFromSeed`, `fetchTimeMs`); "R" is a hop by redirect, as in Heritrix.
"""

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from archiver.errors import CaptureError
from archiver.model import Capture
from archiver.urls import join, normalise
from archiver.warc.message import header, parse_head
from archiver.warc.pair import Notes
from archiver.warc.record import Record

_REDIRECT: Final = "R"


def notes_of_page(asked: str, hops: int, took: int | None = None) -> Notes:
    """Return the notes on a page that `took` so many milliseconds, after so many redirects from `asked` on."""
    way = (("via", asked), ("hopsFromSeed", _REDIRECT * hops)) if hops else (("seed", ""),)
    return way if took is None else (*way, ("fetchTimeMs", str(took)))


def asked_for(capture: Capture, metadata: Record) -> Capture:
    """Return `capture` with what a metadata record behind it says, if it is about this capture."""
    ids = [value for name, value in metadata.fields if name.lower() in ("warc-concurrent-to", "warc-refers-to")]
    if capture.record is None or capture.record.record_id not in ids:
        return capture
    notes = parse_head(b"\r\n" + metadata.block).headers
    # Where a link led to the page and no redirect, `via` is the page with the link.
    is_redirected = header(notes, "hopsFromSeed").endswith(_REDIRECT)
    return replace(capture, asked=header(notes, "via") or None if is_redirected else None)


def redirected_from(before: Capture | None, capture: Capture) -> str | None:
    """Return the URL that was asked for, where the answer before this one redirects to it."""
    if before is None or before.resource != capture.resource or not 300 <= before.status < 400:
        return None
    try:
        target = _spelt(join(before.final_url, header(before.headers, "Location").replace(" ", "%20")))
        return (before.asked or before.url) if target == _spelt(capture.url) else None
    except (CaptureError, ValueError):
        return None


def _spelt(url: str) -> str:
    """Return `url` as a request names it: all but ASCII is percent-encoded."""
    return "".join(c if c.isascii() else quote(c, errors="surrogatepass") for c in normalise(url))
