"""Made articles as pages of HTML in a WARC file, for the way from records to the index as a whole.

Three layouts, by the site. What stands on a page is an article's pieces, all of them.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

from archiver.labels import RESIDUE
from archiver.warc.write import WarcWriter
from benchmarks.search.exchange import exchange_of
from benchmarks.search.made import Made

_ARTICLE: Final = ("article class='story'", "div class='content article-body'", "main id='main'")
_PIECES: Final = {
    "title": "<h1>{}</h1>", "dek": "<p class='standfirst'>{}</p>", "byline": "<p class='byline'>{}</p>",
    "heading": "<h2>{}</h2>", "caption": "<figure><figcaption>{}</figcaption></figure>", "body": "<p>{}</p>",
    "correction": "<p class='correction'><em>{}</em></p>", "paywall": "<div class='paywall'><p>{}</p></div>",
    "navigation": "<nav><ul><li><a href='/'>{}</a></li></ul></nav>",
    "related": "<div class='related'><a href='/more'>{}</a></div>",
}  # fmt: skip


def page_of(made: Made) -> str:
    """Return an article as its site shows it."""
    element = _ARTICLE[len(made.host) % len(_ARTICLE)]
    inside: list[str] = []
    before: list[str] = []
    after: list[str] = []
    for label, text in made.pieces:
        piece = _PIECES.get(label, f"<div class='{label}'><p>{{}}</p></div>").format(escape(text))
        (inside if label not in RESIDUE else after if inside else before).append(piece)
    date = f"<meta property='article:published_time' content='{made.published}'>" if made.published else ""
    return (
        f"<!doctype html><html lang='{made.language}'><head><meta charset='utf-8'><title>{escape(made.title)}</title>"
        f"<meta property='og:site_name' content='{made.site}'><meta property='og:type' content='article'>{date}</head>"
        f"<body><header>{''.join(before)}</header><{element}>{''.join(inside)}</{element.split()[0]}>"
        f"<footer>{''.join(after)}</footer></body></html>"
    )


def write_warc(folder: Path, articles: Iterable[Made]) -> None:
    """Write the pages of these articles to a WARC file in `folder`."""
    with WarcWriter(folder, prefix="made") as writer:
        for made in articles:
            writer.write(exchange_of(made.url, page_of(made), made.captured))
