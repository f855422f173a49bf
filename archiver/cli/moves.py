"""What cleaning anew changed, on a terminal or in a pipe: per page, the blocks that left the text or came into it."""

import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from archiver.cli.options import print_json

if TYPE_CHECKING:
    from archiver.recleaning import Moved, Recleaned

_SHOWN = 2_000  # characters of a block in a pipe, where nobody wraps


def print_moves(pages: "Iterable[Recleaned]", *, as_json: bool, dry_run: bool) -> bool:
    """Print each page that changes and a line in the end; return whether every page could be cleaned anew."""
    from dataclasses import asdict

    looked_at = changed = gone = came = failed = 0
    for page in pages:
        looked_at += 1
        changed += page.is_changed
        failed += page.why is not None
        gone += sum(1 for one in page.moved if not one.came)
        came += sum(1 for one in page.moved if one.came)
        if as_json:
            print_json(asdict(page))
        elif page.why:
            click.secho(f"Error: {page.why}", fg="red", err=True)
        elif page.is_changed:
            _print(page)
    if not as_json:
        would = "would be" if dry_run else "were"
        click.echo(f"{_many(looked_at, 'page')} {would} cleaned anew, {changed:,} changed: ", nl=False)
        click.echo(f"{_many(gone, 'block')} left the text, {came:,} came into it", nl=False)
        click.echo(f"; {failed:,} could not be read" if failed else "")
    return not failed


def _print(page: "Recleaned") -> None:
    click.secho(f"#{page.id} {page.title or page.url}", bold=True)
    click.echo(f"    {page.url}")
    facts = [f"{page.words_before:,} → {page.words:,} words"]
    if page.outcome != page.outcome_before:
        facts.append(f"{page.outcome_before} → {page.outcome}")
    if page.relabelled:
        facts.append(f"{_many(page.relabelled, 'block')} with another label")
    click.echo(f"    {', '.join(facts)}")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _SHOWN
    for one in page.moved:
        _print_block(one, width)


def _print_block(one: "Moved", width: int) -> None:
    text = " ".join(one.text.split())
    room = max(20, width - 6)
    click.secho(f"  {'+' if one.came else '-'} ", fg="green" if one.came else "red", nl=False)
    click.echo(text if len(text) <= room else text[: room - 1] + "…")
    click.secho(f"      {one.label}, {one.by}: {one.because}", dim=True)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
