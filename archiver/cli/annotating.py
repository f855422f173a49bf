"""What the commands for tags, notes and saved searches have in common: the archive, open to be annotated, and how what
cannot be shown yet is said."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archiver.index.annotations import Annotations
    from archiver.index.store import Store


@contextmanager
def readable(home: Path) -> "Iterator[Store]":
    """Yield the archive's catalog, open to be read, with all that people added. Raises StoreError for none."""
    from archiver.folder import index_of
    from archiver.index import events
    from archiver.index.store import Store

    with Store.open(index_of(home), create=False) as store:
        events.catch_up(store.connection, store.path)
        yield store


@contextmanager
def annotated(home: Path) -> "Iterator[tuple[Store, Annotations]]":
    """Yield the archive's catalog and what people add to it; say in the end where that is not to be seen yet."""
    from archiver.index.annotations import Annotations

    with readable(home) as store:
        annotations = Annotations(store)
        yield store, annotations
        tell_if_waiting(annotations)


def tell_if_waiting(annotations: "Annotations") -> None:
    """Say that what was added is safe, where the catalog does not show it yet."""
    if annotations.waits:
        click.echo("Noted; it will show when the other archiver has finished.", err=True)
