"""What a citation says of the archived copy, so that a reader can find it and see that it is the same.

A WARC record has no address on the web, but an id that is unique in the world, and a digest of what the server sent.
"""

from datetime import UTC
from typing import Final

from archiver.cite.citable import Citable

_SECONDS: Final = "%Y-%m-%d %H:%M:%S UTC"


def copy_of(one: Citable) -> str:
    """Return a sentence without its full stop: when the copy was captured, from where, which record it is, its digest.

    The address is told where it is not the publisher's.
    """
    source = f" from {one.captured_from}" if one.is_from_mirror else ""
    captured = one.captured_at.astimezone(UTC).strftime(_SECONDS)
    return f"Archived copy captured {captured}{source}: {place_of(one)}{_digest(one)}"


def place_of(one: Citable) -> str:
    """Return where the record lies: its id, its file, and at which byte of that it begins."""
    return f"WARC record {one.record_urn} in {one.file_name} at byte {one.warc_offset}"


def _digest(one: Citable) -> str:
    return f", payload digest {one.payload_digest}" if one.payload_digest else ""
