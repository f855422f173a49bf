"""A ZIP file of plain texts, for programs that count words: one .txt an article, and a table of what is in it.

`manifest.csv` names for each file its article, the WARC record that it was made of, and the file's SHA-256.
"""

import csv
import hashlib
import io
import tempfile
from collections.abc import Iterable
from typing import BinaryIO, Final, cast

from archiver.export.exported import Exported
from archiver.export.fields import Field, fields_named
from archiver.export.filename import file_name
from archiver.export.formats import Order
from archiver.export.zipped import EARLIEST, Zip

_MANIFEST: Final = (
    "id title byline site original_url url published captured_at language words partial "
    "warc_file warc_offset record_id payload_digest"
)
_IN_MEMORY: Final = 8 << 20  # bytes of the manifest; a longer one lies on the disk until it is packed


def manifest_fields() -> tuple[Field, ...]:
    """Return the fields that the manifest tells of each article."""
    return fields_named(_MANIFEST.split())


def write(articles: Iterable[Exported], order: Order, file: BinaryIO) -> tuple[str, ...]:
    """Write the texts to `file`, each below its header: the fields, a line each, and an empty line."""
    columns = manifest_fields()
    latest = EARLIEST
    with Zip(file) as package, tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        manifest = io.TextIOWrapper(
            cast(BinaryIO, spool), encoding="utf-8", errors="replace", newline="", write_through=True
        )
        rows = csv.writer(manifest, lineterminator="\r\n")
        rows.writerow(["file", "sha256", *(field.name for field in columns)])
        for article in articles:
            name, data = file_name(article.id, article.title, ".txt"), _document(article, order.fields)
            package.add(f"texts/{name}", data, article.captured_at)
            digest = hashlib.sha256(data).hexdigest()
            rows.writerow([f"texts/{name}", digest, *(field.cell(article) for field in columns)])
            latest = max(latest, article.captured_at)
        manifest.detach()
        size = spool.tell()
        spool.seek(0)
        package.add_file("manifest.csv", cast(BinaryIO, spool), size, latest)
    return ()


def _document(article: Exported, fields: tuple[Field, ...]) -> bytes:
    lines = [f"{field.label}: {' '.join(value.split())}\n" for field in fields if (value := field.cell(article))]
    return "".join([*lines, "\n", article.text.rstrip("\n"), "\n"]).encode("utf-8", "replace")
