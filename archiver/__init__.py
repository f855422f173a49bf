"""Save web pages as WARC, tell the article from everything around it, and find it again.

>>> import archiver
>>> article = archiver.clean("<h1>Tide tables</h1><p>The tables for the coming year are out.</p>")
>>> article.text
'The tables for the coming year are out.'
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.errors import (
        ArchiverError,
        CaptureError,
        ExportError,
        MissingExtra,
        PageError,
        RuleError,
        StoreError,
        WarcError,
    )
    from archiver.model import Block, Metadata, Verdict, Vote
    from archiver.pipeline import clean, clean_text
    from archiver.rules.book import Rulebook

__version__ = "0.1.0"

_HOMES = {
    "Article": "article.compose",
    "Block": "model",
    "Metadata": "model",
    "Rulebook": "rules.book",
    "Verdict": "model",
    "Vote": "model",
    "clean": "pipeline",
    "clean_text": "pipeline",
}

__all__ = [
    "ArchiverError",
    "Article",
    "Block",
    "CaptureError",
    "ExportError",
    "Metadata",
    "MissingExtra",
    "PageError",
    "RuleError",
    "Rulebook",
    "StoreError",
    "Verdict",
    "Vote",
    "WarcError",
    "clean",
    "clean_text",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: `archiver --help` must not wait for lxml."""
    if name not in __all__:
        raise AttributeError(f"module 'archiver' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"archiver.{_HOMES.get(name, 'errors')}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
