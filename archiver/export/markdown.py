"""Articles as Markdown: all in one document, or each in a file of its own with front matter.

The text is the article's own Markdown, as it comes.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import BinaryIO

from archiver.article.phrases import markdown_of
from archiver.export.exported import Exported
from archiver.export.fields import Field
from archiver.export.filename import file_name
from archiver.export.formats import Order
from archiver.export.frontmatter import front_matter


def write(articles: Iterable[Exported], order: Order, file: BinaryIO) -> tuple[str, ...]:
    """Write one document to `file`: the title of each article as a heading, its facts as a list, its text."""
    for place, article in enumerate(articles):
        start = "\n* * *\n\n" if place else ""
        document = "".join([start, *_head(article, order.fields), "\n", article.markdown])
        file.write(document.encode("utf-8", "replace"))
    return ()


def write_folder(articles: Iterable[Exported], order: Order, folder: Path) -> tuple[str, ...]:
    """Write one file an article into `folder`, which is there: front matter, the title as a heading, the text."""
    for article in articles:
        document = f"{front_matter(article, order.fields)}\n# {_line(_title(article))}\n\n{article.markdown}"
        path = folder / file_name(article.id, article.title, ".md")
        path.write_bytes(document.encode("utf-8", "replace"))
    return ()


def _head(article: Exported, fields: tuple[Field, ...]) -> Iterator[str]:
    yield f"# {_line(_title(article))}\n\n"
    for field in fields:
        if field.name != "title" and (value := field.cell(article)):
            yield f"- {field.label}: {_line(value)}\n"


def _title(article: Exported) -> str:
    return article.title or "(no title)"


def _line(text: str) -> str:
    """Return `text` as a line that Markdown shows as it is; signs at its end would close a heading."""
    line = markdown_of(escape(" ".join(text.split()), quote=False))
    return re.sub(r"(^| )(#+)$", r"\1\\\2", line)
