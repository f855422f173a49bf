"""Verdicts on a terminal: one line a block with its label, and under it who said so and why."""

import shutil
import sys
from typing import TYPE_CHECKING

import click

from archiver.cli.options import print_json

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.article.explain import Line

_COLOURS = {"text": "green", "field": "cyan", "residue": "red"}
_LABEL = 15


def print_verdicts(article: "Article", *, as_json: bool, only: str | None = None, votes: bool = False) -> None:
    """Print every block of `article`, or those that are "text", "field" or "residue" only.

    On a terminal texts are cut to its width; in a pipe they are whole.
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
    margin = " " * (_LABEL + 3)
    text = line.text.replace("\n", " ⏎ ").replace("\t", " | ")
    click.secho(f"{line.mark} {line.label:<{_LABEL}} ", fg=_COLOURS[line.kept], nl=False)
    click.echo(_cut(text, width, margin))
    click.secho(margin + _cut(f"{line.by}: {line.because}", width, margin), dim=True)
    for other in line.others if votes else ():
        click.secho(margin + _cut(f"also {other}", width, margin), dim=True)


def _cut(text: str, width: int | None, margin: str) -> str:
    room = None if width is None else max(20, width - len(margin) - 1)
    return text if room is None or len(text) <= room else text[: room - 1] + "…"
