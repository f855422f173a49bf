"""Verdicts on a terminal: one line a block with its label, and under it who said so and why."""

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from archiver.cli.options import print_json

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.article.explain import Line

_COLOURS = {"text": "green", "field": "cyan", "residue": "red"}
_LABEL = 15
_MARGIN = " " * (_LABEL + 3)
_NARROW = 20  # columns; a terminal narrower than margin and text wraps the lines itself


def print_verdicts(article: "Article", *, as_json: bool, only: str | None = None, votes: bool = False) -> None:
    """Print every block of `article`, or those that are "text", "field" or "residue" only.

    On a terminal texts are cut to its width and reasons wrapped; in a pipe each is one whole line.
    """
    from archiver.article.explain import blocks_as_data, explain

    if as_json:
        for block in blocks_as_data(article.blocks, article.verdicts):
            if only in (None, block["kept"]):
                print_json(block)
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in explain(article.blocks, article.verdicts):
        if only in (None, line.kept):
            _print(line, width, votes)


def _print(line: "Line", width: int | None, votes: bool) -> None:
    room = None if width is None else max(_NARROW, width - len(_MARGIN) - 1)
    text = line.text.replace("\n", " ⏎ ").replace("\t", " | ")
    click.secho(f"{line.mark} {line.label:<{_LABEL}} ", fg=_COLOURS[line.kept], nl=False)
    click.echo(_cut(text, room))
    for reason in (f"{line.by}: {line.because}", *(f"also {other}" for other in line.others if votes)):
        for part in _wrapped(reason, room):
            click.secho(_MARGIN + part, dim=True)


def _wrapped(text: str, room: int | None) -> list[str]:
    """A reason is never cut: what it quotes may stand at its end."""
    if room is None:
        return [text]
    return textwrap.wrap(text, room, subsequent_indent="  ", break_on_hyphens=False)


def _cut(text: str, room: int | None) -> str:
    return text if room is None or len(text) <= room else text[: room - 1] + "…"
