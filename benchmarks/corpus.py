"""Pages with references, read from folders outside the project."""

import gzip
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from lxml import etree

from archiver.rules.book import Rulebook, shipped_rules


@dataclass(frozen=True, slots=True)
class Case:
    """One page: its bytes, and what a right body is (`text`), has (`must`) and has not (`mustnot`).

    `title`, `authors` and `published` (YYYY-MM-DD and more) are there where the corpus tells them.
    """

    id: str
    url: str | None
    html: bytes
    text: str | None
    must: tuple[str, ...]
    mustnot: tuple[str, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


def corpora(folder: Path) -> list[Path]:
    """Return the corpora in `folder`: the folders that hold a `cases.jsonl.gz`."""
    found = sorted(path.parent for path in folder.glob("*/cases.jsonl.gz"))
    if not found:
        sys.exit(f"{folder}: no corpus here; a corpus is a folder with a file cases.jsonl.gz")
    return found


def cases(corpus: Path, limit: int | None = None) -> Iterator[Case]:
    """Yield the first `limit` pages of a corpus, or all."""
    with gzip.open(corpus / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, limit):
            row = json.loads(line)
            yield Case(
                id=row["id"],
                url=row["url"] or None,
                html=row["html"].encode(row["html_bytes_encoding"]),
                text=row["text"],
                must=tuple(row["must"]),
                mustnot=tuple(row["mustnot"]),
                title=row.get("title"),
                authors=tuple(row.get("authors") or ()),
                published=row.get("published"),
            )


def digest(corpus: Path) -> str:
    """Return the first 12 hexadecimal digits of the corpus file's SHA-256: figures hold for these pages only."""
    return hashlib.sha256((corpus / "cases.jsonl.gz").read_bytes()).hexdigest()[:12]


@cache
def unknown_sites() -> Rulebook:
    """The shipped rules without those of single sites: by them a page of a site that nobody knows is cleaned."""
    return shipped_rules().without_sites()


def machine() -> str:
    """Say what the figures were measured on."""
    cores = os.cpu_count()
    lxml = ".".join(map(str, etree.LXML_VERSION))
    return f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, lxml {lxml}"
