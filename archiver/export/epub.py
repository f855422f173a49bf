"""Articles as an e-book: EPUB 3.3 (https://www.w3.org/TR/epub-33/), a chapter each, with a table of contents.

Chapters are written as they come; of each only its number, title and language is kept. The book holds no pictures, no
scripts and no links into itself but those of the contents.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import BinaryIO, Final

from archiver.export.chapter import chapter, language_of, page, runs_left, title_of
from archiver.export.exported import Exported
from archiver.export.formats import Order
from archiver.export.xhtml import text
from archiver.export.zipped import EARLIEST, Zip

_NOBODY_READS: Final = 10_000  # chapters; programs that read books hold all of the contents in memory

_CONTAINER: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE: Final = b"""body { line-height: 1.4 }
h1 { line-height: 1.2 }
.fact { margin: 0; font-size: 0.85em; overflow-wrap: anywhere }
.text { margin-top: 1.5em }
table { border-collapse: collapse }
td, th { border: 1px solid; padding: 0.2em 0.5em; text-align: start }
pre { white-space: pre-wrap }
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the contents say of a chapter."""

    number: int
    title: str
    language: str | None


def write(articles: Iterable[Exported], order: Order, file: BinaryIO) -> tuple[str, ...]:
    """Write the book to `file`. The same articles make the same bytes: its identifier is made of their records."""
    entries: list[_Entry] = []
    records, latest = sha256(), EARLIEST
    with Zip(file) as book:
        book.add("mimetype", b"application/epub+zip", stored=True)
        book.add("META-INF/container.xml", _CONTAINER)
        book.add("EPUB/style.css", _STYLE)
        for article in articles:
            entries.append(_Entry(article.id, title_of(article), language_of(article)))
            records.update(f"{article.id} {article.record_id}\n".encode())
            latest = max(latest, article.captured_at)
            book.add(f"EPUB/{_name(article.id)}", chapter(article, order.fields), article.captured_at)
        languages = [tag for tag, _ in Counter(one.language for one in entries if one.language).most_common()]
        book.add("EPUB/contents.xhtml", _contents(order.title, entries), latest)
        identifier = uuid.uuid5(uuid.NAMESPACE_URL, records.hexdigest())
        book.add("EPUB/package.opf", _package(order.title, entries, languages, (identifier, latest)), latest)
    if len(entries) > _NOBODY_READS:
        return (f"few programs open a book of {len(entries):,} chapters; narrow the search, or give a --limit",)
    return ()


def _name(number: int) -> str:
    return f"article-{number:06d}.xhtml"


def _contents(title: str, entries: list[_Entry]) -> bytes:
    items = "\n".join(f'<li><a href="{_name(one.number)}"{_tag(one)}>{text(one.title)}</a></li>' for one in entries)
    body = f'<h1>{text(title)}</h1>\n<nav epub:type="toc" id="toc">\n<ol>\n{items}\n</ol>\n</nav>'
    return page(title, body, None)


def _tag(entry: _Entry) -> str:
    tag = f' lang="{entry.language}" xml:lang="{entry.language}"' if entry.language else ""
    return tag + (' dir="rtl"' if runs_left(entry.language) else "")


def _package(title: str, entries: list[_Entry], languages: list[str], made: tuple[uuid.UUID, datetime]) -> bytes:
    """Return the book's list of what is in it, and in which order it is read."""
    identifier, latest = made
    spoken = "\n".join(f"<dc:language>{tag}</dc:language>" for tag in languages or ["und"])
    files = "\n".join(
        f'<item id="a{one.number}" href="{_name(one.number)}" media-type="application/xhtml+xml"/>' for one in entries
    )
    spine = "\n".join(f'<itemref idref="a{one.number}"/>' for one in entries)
    direction = ' page-progression-direction="rtl"' if languages and runs_left(languages[0]) else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{text(title)}</dc:title>
{spoken}
<meta property="dcterms:modified">{latest.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</meta>
</metadata>
<manifest>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{files}
</manifest>
<spine{direction}>
<itemref idref="contents"/>
{spine}
</spine>
</package>
""".encode()
