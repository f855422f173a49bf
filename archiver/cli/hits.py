"""How what a search found is printed: hits one below the other, or as JSON; what was not understood; what else to try.

Hits go to standard output, all that is said about the search to standard error. What is searched is not known here.
"""

import re
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from archiver.cli.options import print_json
from archiver.cli.width import cut, wrapped
from archiver.labels import FIELDS, RESIDUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archiver.index.facets import Facet
    from archiver.index.search import Hit, Results
    from archiver.query.ignored import Ignored

_WIDEST: Final = 100
_LONGEST: Final = 60  # columns of a byline, or of what is quoted from a query
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

_MATCH: Final = {"bold": True, "fg": "yellow"}

Piece = tuple[str, dict[str, Any]]
"""A piece of a line, and in which style it is printed."""


def print_hits(hits: "Sequence[Hit]", as_json: bool, **more: Any) -> None:
    """Print hits one below the other, or as JSON with `more` in each."""
    if as_json:
        for hit in hits:
            print_json(more | as_data(hit))
        return
    margin = max((len(str(hit.id)) for hit in hits), default=0)
    for hit in hits:
        _print(hit, max(5, margin) + 2)


def as_data(hit: "Hit") -> dict[str, Any]:
    """Return a hit as it is in JSON."""
    return asdict(hit) | {"snippet": [{"text": text, "match": match} for text, match in hit.snippet]}


def print_ignored(ignored: "Iterable[Ignored]", understood: str) -> None:
    """Say what of a query made no sense, and what was looked for instead."""
    told = False
    for one in ignored:
        click.echo(f"Ignored “{cut(one.text, _LONGEST)}”: {one.why}", err=True)
        told = True
    if told:
        click.echo(f"Looked for: {understood}", err=True)


def print_total(results: "Results", expand: bool, limit: int) -> None:
    """Say how many there are in all, and what is not shown of them."""
    shown, about = len(results.hits), "about " if results.about else ""
    if shown < limit and not expand and shown < results.total:
        stories = "1 story" if shown == 1 else f"{shown:,} stories"
        line = f"{about}{results.total:,} found, of {stories}; --expand shows them all"
    else:
        line = f"{shown:,} of {about}{results.total:,} found"
    if day := results.ranked_since:
        since = f"{day[:4]}-{day[4:6]}-{day[6:]}".removesuffix("-00").removesuffix("-00")
        line += f"; ranked are those since {since}, and older ones with the words in their title"
    click.secho(line, dim=True, err=True)


def print_instead(meant: "Sequence[str]", wider: "Sequence[tuple[str, int]]") -> None:
    """Say what may have been meant, and what would find more."""
    if meant:
        click.echo(f"Did you mean: {'  or  '.join(meant)}", err=True)
    for query, total in wider:
        click.echo(f"Wider: {query}  ({total:,} found)", err=True)


def print_facet(facet: "Facet", as_json: bool) -> None:
    """Print how what was found is spread."""
    if as_json:
        print_json({"facet": facet.name, "about": facet.about, "counts": dict(facet.counts)})
        return
    about = "about " if facet.about else ""
    counts = " · ".join(f"{_plain(value)} {about}{count:,}" for value, count in facet.counts) or "none"
    print_wrapped([(counts, {})], 10, click.style(f"{facet.name:<10}", bold=True))


def print_wrapped(pieces: "Iterable[Piece]", margin: int, head: str = "") -> None:
    """Print pieces of text as lines behind a margin, in which the first may have a head.

    They are wrapped first and coloured then, so that colours do not count as characters.
    """
    plain = [(_plain(text), style) for text, style in pieces]
    text, styles = "".join(text for text, _ in plain), [style for text, style in plain for _ in text]
    room = max(20, min(shutil.get_terminal_size().columns, _WIDEST) - margin)
    indent = head or " " * margin
    for start, end in wrapped(text, room) if text.strip() else ():
        click.echo(indent + _painted(text, styles, start, end))
        indent = " " * margin


def _print(hit: "Hit", margin: int) -> None:
    number = click.style(f"{hit.id:>{margin - 2}}", fg="cyan") + "  "
    print_wrapped([(hit.title or hit.url or "(no title)", {"bold": True})], margin, number)
    print_wrapped([(" · ".join(filter(None, _facts(hit))), {"dim": True})], margin)
    print_wrapped([*_of_block(hit), *((text, _MATCH if match else {}) for text, match in hit.snippet)], margin)
    if hit.tags:
        print_wrapped([(f"tagged {', '.join(hit.tags)}", {"dim": True})], margin)
    # Not wrapped: who copies an address wants it whole.
    click.secho(" " * margin + _plain(hit.url or ""), dim=True)
    click.echo()


def _facts(hit: "Hit") -> "Iterable[str]":
    yield hit.site or ""
    yield (hit.published or "")[:10] or f"captured {hit.captured_at:%Y-%m-%d}"
    yield cut(hit.byline or "", _LONGEST)
    yield f"{hit.words:,} words" if hit.words != 1 else "1 word"
    yield "partial" if hit.partial else ""
    if hit.copies:
        yield "+1 copy" if hit.copies == 1 else f"+{hit.copies:,} copies"


def _of_block(hit: "Hit") -> "Iterable[Piece]":
    """Say where the passage is from, if not from the article's own text."""
    if hit.label in RESIDUE:
        yield f"removed as {hit.label}: ", {"fg": "red"}
    elif hit.label in FIELDS or hit.label in ("heading", "quote", "table", "code", "correction"):
        yield f"{hit.label}: ", {"fg": "green"}


def _painted(text: str, styles: "Sequence[dict[str, Any]]", start: int, end: int) -> str:
    """Return a part of a text with its colours."""
    end = start + len(text[start:end].rstrip())
    painted, place = "", start
    while place < end:
        until = place
        while until < end and styles[until] == styles[place]:
            until += 1
        painted += click.style(text[place:until], **styles[place]) if styles[place] else text[place:until]
        place = until
    return painted


def _plain(text: str) -> str:
    """Return a text without what would move the cursor: not everything in an index was cleaned of it."""
    return _CONTROL.sub(" ", text)
