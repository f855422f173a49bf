"""One article as a chapter of an e-book: an XHTML document with its title, its facts and its text.

How the chapters make a book is in epub.py.
"""

import re
from collections.abc import Iterator
from typing import Final

from archiver.export.address import web_address
from archiver.export.exported import Exported
from archiver.export.fields import Field
from archiver.export.xhtml import text, xhtml

# RFC 5646, as far as pages use it: language, script, region, variant.
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})?")
_FROM_THE_RIGHT: Final = frozenset("ar arc ckb dv fa he iw ks nqo ps sd syr ug ur yi".split())
_ADDRESSES: Final = ("url", "original_url", "canonical")


def language_of(article: Exported) -> str | None:
    """Return the article's language tag; None where it has none, or one that is no tag."""
    tag = (article.language or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def runs_left(language: str | None) -> bool:
    """Whether a language is written from the right to the left."""
    return (language or "").partition("-")[0].lower() in _FROM_THE_RIGHT


def page(title: str, body: str, language: str | None) -> bytes:
    """Return a document of the book; `title` is text, `body` XHTML."""
    tag = f' lang="{language}" xml:lang="{language}"' if language else ""
    direction = ' dir="rtl"' if runs_left(language) else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f'{tag}{direction}>\n<head>\n<meta charset="UTF-8"/>\n<title>{text(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    ).encode()


def title_of(article: Exported) -> str:
    """Return the title that a reader sees, on one line."""
    return " ".join((article.title or "").split()) or "(no title)"


def chapter(article: Exported, fields: tuple[Field, ...]) -> bytes:
    """Return the document of an article; `fields` are the facts above its text."""
    facts = "\n".join(_facts(article, fields))
    body = (
        f"<section>\n<h1>{text(title_of(article))}</h1>\n{facts}\n"
        f'<div class="text">\n{xhtml(article.html)}</div>\n</section>'
    )
    return page(title_of(article), body, language_of(article))


def _facts(article: Exported, fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        value = field.cell(article)
        if field.name == "title" or not value:
            continue
        address = web_address(value) if field.name in _ADDRESSES else None
        shown = f'<a href="{text(address)}">{text(value)}</a>' if address else text(value)
        yield f'<p class="fact"><b lang="en" xml:lang="en">{text(field.label)}:</b> {shown}</p>'
