"""Which engine an archive has chosen, and the engine and the words of an index that was made by it.

The catalog says which one is wanted, the index by which it was made; where they differ, the index is made anew. What
tantivy keeps lies in a folder beside the tables, which `state.words` names: a new name for each index, so that one can
be made while the one before is searched. Engines are imported when they are needed.
"""

import json
import os
import re
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from archiver.errors import StoreError
from archiver.index import file, fulltext, schema
from archiver.index.engine import ENGINES, Engine, EngineName, Words

CHOICE: Final = "engine"
"""Under which name the catalog's `meta` has the place of the engine in ENGINES."""

_FOLDER: Final = re.compile(r"fulltext\.(\d+)-[0-9a-f]+\.tantivy")


def wanted(db: sqlite3.Connection) -> EngineName:
    """Return the engine that the catalog `db` wants."""
    return ENGINES[schema.meta(db, CHOICE)]


def choose(db: sqlite3.Connection, engine: EngineName) -> None:
    """Have the catalog `db` want an engine. Raises StoreError where that is not installed."""
    if engine == "tantivy":
        _require_tantivy()
    db.execute("INSERT OR REPLACE INTO main.meta VALUES (?, ?)", [CHOICE, ENGINES.index(engine)])


def is_installed(engine: EngineName) -> bool:
    """Whether an engine can be used here."""
    return engine == "fts5" or find_spec("tantivy") is not None


def is_wanted(db: sqlite3.Connection, home: Path) -> bool:
    """Whether the index attached to `db` was made by the engine that the catalog wants, and its words are in `home`."""
    name = _words(db)
    if wanted(db) == "tantivy":
        return bool(name) and (home / name / "meta.json").is_file()
    return not name


def is_in_step(db: sqlite3.Connection, home: Path) -> bool:
    """Whether the words of the index attached to `db`, which are in `home`, are those that its tables know of. After a
    crash, or while somebody writes, they may be later ones."""
    name = _words(db)
    return not name or _stamp(home / name) == fulltext.value(db, "stamp")


def _stamp(folder: Path) -> int:
    """Return the number of tantivy's last commit."""
    try:
        return int(json.loads((folder / "meta.json").read_text("utf-8"))["opstamp"])
    except (OSError, ValueError, KeyError):
        return -1


def engine_of(db: sqlite3.Connection, home: Path) -> Engine:
    """Return the engine that searches the index attached to `db`, whose words lie in `home`.

    Raises StoreError where it is not installed, or the words are not there, or damaged.
    """
    name = _words(db)
    if name:
        _require_tantivy()
        from archiver.index.tantivy.engine import Tantivy

        return Tantivy(db, home / name)
    from archiver.index.fts5.engine import Fts5

    return Fts5(db)


def words_of(db: sqlite3.Connection, home: Path, *, bulk: bool = False) -> Words:
    """Return what writes words into the index attached to `db`, whose words lie in `home`; in `bulk`, into one that is
    being made. Raises StoreError as `engine_of` does."""
    name = _words(db)
    if name:
        _require_tantivy()
        from archiver.index.tantivy.words import TantivyWords

        return TantivyWords(db, home / name, bulk=bulk)
    from archiver.index.fts5.tables import Fts5Words

    return Fts5Words(db, bulk=bulk)


def new_name(db: sqlite3.Connection) -> str:
    """Return how the folder of words is to be called, of an index of the catalog `db` that is to be made; empty where
    it needs none. Raises StoreError where the engine that the catalog wants is not installed."""
    if wanted(db) == "fts5":
        return ""
    _require_tantivy()
    from secrets import token_hex  # which takes as long to import as a search

    return f"fulltext.{os.getpid()}-{token_hex(4)}.tantivy"


def discard(home: Path, name: str) -> None:
    """Remove a folder of words in `home`, where there is one."""
    import shutil

    if name:
        shutil.rmtree(home / name, ignore_errors=True)  # what cannot be removed now is tried again with the next one


def discard_others(home: Path, own: str) -> None:
    """Remove all folders of words in `home` but `own`, and those that another process makes."""
    for folder in home.glob("fulltext.*.tantivy"):
        found = _FOLDER.fullmatch(folder.name)
        if found and folder.name != own and (int(found[1]) == os.getpid() or not file.is_running(int(found[1]))):
            discard(home, folder.name)


def _words(db: sqlite3.Connection) -> str:
    return str(fulltext.text(db, "words"))


def _require_tantivy() -> None:
    if not is_installed("tantivy"):
        raise StoreError(
            "this archive is searched by tantivy, which is not installed; run `pip install 'archiver[tantivy]'`, or "
            "`archiver index --engine fts5`, which makes an index that needs nothing else"
        )
