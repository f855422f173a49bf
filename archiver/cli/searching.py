"""What the commands that search have in common: options that narrow a search, and an index that can be searched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from archiver.index.store import Store

_Command = Callable[..., Any]

_OPTIONS = (
    click.option("--site", metavar="HOST", help="Only this site, its subdomains included."),
    click.option("--after", metavar="DATE", help="Published on this day or later: 2025, 2025-05 or 2025-05-28."),
    click.option("--before", metavar="DATE", help="Published on this day or earlier."),
    click.option("--lang", "language", metavar="CODE", help="Only this language: en, de, zh."),
)

_ORDER = (
    click.option(
        "--sort",
        type=click.Choice(["relevance", "newest", "oldest", "captured"]),
        default="relevance",
        show_default=True,
        help="captured: the last captured first.",
    ),
    click.option("--expand", is_flag=True, help="All copies and versions of a story, not only the first of each."),
)


def order_options(command: _Command) -> _Command:
    """Add --sort and --expand; the command gets `sort` and `expand`."""
    for option in reversed(_ORDER):
        command = option(command)
    return command


def narrowing_options(command: _Command) -> _Command:
    """Add --site, --after, --before and --lang; the command gets a Narrowed as `narrowed`."""

    @wraps(command)
    def narrowed(*args: Any, **given: Any) -> Any:
        from archiver.index.search import Narrowed

        names = ("site", "after", "before", "language")
        return command(*args, narrowed=Narrowed(**{name: given.pop(name) for name in names}), **given)

    for option in reversed(_OPTIONS):
        narrowed = option(narrowed)
    return narrowed


@contextmanager
def searchable(home: Path) -> "Iterator[Store]":
    """Yield the archive's catalog, open to be read, with a full-text index that can be searched.

    One that is missing or unusable is made anew first, and one that is behind catches up, where that can be written and
    nobody else is writing: what a crash left undone costs a reader no more than the wait.
    """
    from archiver.folder import index_of
    from archiver.index import events
    from archiver.index.beside import Unsearchable
    from archiver.index.store import Store

    store = Store.open(index_of(home), create=False)
    try:
        if store.is_behind:
            store.close()
            _refresh(home)
            store = Store.open(index_of(home), create=False)
        try:
            store.beside  # noqa: B018  # raises where it cannot be searched
        except Unsearchable as error:
            raise click.ClickException(str(error)) from None
        events.catch_up(store.connection, store.path)
        yield store
    finally:
        store.close()


def _refresh(home: Path) -> None:
    from archiver.cli.display import counting
    from archiver.errors import StoreError
    from archiver.folder import index_of
    from archiver.index.store import Store
    from archiver.lock import locked

    try:
        with (
            locked(home, patience=0),
            Store.open(index_of(home), create=True, timeout=1) as store,
            counting("full-text index") as progress,
        ):
            store.catch_up(progress)
    except StoreError:
        return  # somebody is writing, who will do it; or nothing can be written here
