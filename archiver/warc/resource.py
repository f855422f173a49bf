"""Documents that came without HTTP, as `resource` records in a new WARC file.

The file gets its name when all of it is safe on the disk, or never. What an exchange over HTTP becomes is pair.py's
business. Whoever calls must hold the archive's lock. Format: WARC 1.1, 6.4 "resource".
"""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from warcio.warcwriter import WARCWriter

from archiver.errors import WarcError
from archiver.warc.adopt import growing_in
from archiver.warc.pair import warcinfo
from archiver.warc.write import sync_folder


@dataclass(frozen=True, slots=True)
class Resource:
    """One document: the URL that it was found at, when (aware), its media type, and its bytes as they are."""

    url: str
    time: datetime
    content_type: str
    data: bytes = field(repr=False)


def write_resources(folder: Path, resources: Iterable[Resource], software: str | None = None) -> Path | None:
    """Write one new WARC file into `folder`; return its path, None where there was nothing to write.

    What breaks this off, here or in `resources`, leaves nothing behind. Raises WarcError where the disk does.
    """
    rest = iter(resources)
    first = next(rest, None)
    if first is None:
        return None
    name = f"import-{datetime.now(UTC):%Y%m%d%H%M%S%f}-{secrets.token_hex(3)}.warc.gz"
    final = folder / name
    try:
        with growing_in(folder) as growing:
            with growing.open("xb") as file:
                info, info_id = warcinfo(name, software or f"archiver/{version('archiver')}")
                file.write(info)
                for resource in chain([first], rest):
                    _write(file, resource, info_id)
                file.flush()
                os.fsync(file.fileno())
            growing.rename(final)
            sync_folder(folder)
            sync_folder(folder.parent)  # it may be new itself
    except OSError as error:
        raise WarcError(f"{final}: cannot be written ({error.strerror}); make room or check its rights") from error
    return final


def _write(file: BinaryIO, resource: Resource, info_id: str) -> None:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        resource.url,
        "resource",
        payload=BytesIO(resource.data),
        length=len(resource.data),
        warc_content_type=resource.content_type,
        warc_headers_dict={
            "WARC-Date": resource.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Warcinfo-ID": info_id,
        },
    )
    writer.write_record(record)
    file.write(buffer.getvalue())
