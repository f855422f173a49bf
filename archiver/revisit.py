"""A revisit made whole: the body, which came before, from the record that holds it.

Where that record is, the index knows. Nothing is written here.
"""

from dataclasses import replace
from pathlib import Path

from archiver.errors import WarcError
from archiver.index.store import Store
from archiver.model import Capture
from archiver.warc.read import read_one


def opened(file: str, offset: int, store: Store, home: Path) -> Capture:
    """Return the capture that begins at `offset` in a WARC file of the archive, completed. Raises WarcError."""
    return completed(read_one(home / file, offset, home), store, home)


def completed(capture: Capture, store: Store, home: Path) -> Capture:
    """Return `capture` with its original's body, where it is a revisit; it still lacks it where that is not to be had.

    A revisit that was recorded without a head has its original's.
    """
    if not capture.lacks_body:
        return capture
    original = store.original(capture)
    if original is None:
        return capture
    try:
        found = read_one(home / original.record.file, original.record.offset, home)
    except WarcError:
        return capture
    if not capture.headers:
        head = {"status": found.status, "headers": found.headers, "content_type": found.content_type}
        capture = replace(capture, **head)  # type: ignore[arg-type]
    return replace(capture, body=found.body, lacks_body=found.lacks_body)
