"""Rule files on the disk: which there are, and the packs that they become.

Of a file that people write all is read and checked at once; of those that came with the archiver or were made by a
program the head alone, and the rules when a page asks for them: there may be ten thousand. What a file's tables become
is reader.py's business.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from archiver.errors import RuleError
from archiver.rules.pack import Level, Pack, Rules
from archiver.rules.reader import Reader

_LEVELS: Mapping[str, Level] = {
    "sites": "site",
    "imported": "imported",
    "learned": "learned",
    "mirrors": "mirror",
    "platforms": "platform",
    "generic": "generic",
}
_MADE: Mapping[str, Level] = {"imported": "imported", "learned": "learned"}
"""The subfolders of a user's folder that hold what a program wrote: weaker than what a person did."""
LARGEST = 1_000_000
"""Bytes of a rule file."""
_TABLE = re.compile(r"^[ \t]*\[(?![ \t]*match[ \t]*\])", re.MULTILINE)
_MATCH = re.compile(r"^[ \t]*\[[ \t]*[\"']?match|^[ \t]*match\b", re.MULTILINE)


def load_folder(folder: Path, level: Level | None = None) -> tuple[Pack, ...]:
    """Load every .toml file under `folder`, in the order of their names.

    The level is `level`, or that of the subfolder (sites, imported, learned, mirrors, platforms, generic). In a folder
    of the level "user" the subfolders imported and learned are of their own levels. Files of that level are read whole,
    of others the head alone. Raises RuleError at the first thing that is wrong with what is read.
    """
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder of rules")
    levels = ((file, level_of(file, folder, level)) for file in sorted(folder.rglob("*.toml")))
    return tuple(load_file(file, level) if level == "user" else load_head(file, level) for file, level in levels)


def load_file(file: Path, level: Level) -> Pack:
    """Load one rule file whole. Raises RuleError where it is wrong."""
    return load_text(_text(file), str(file), level)


def load_text(text: str, file: str, level: Level) -> Pack:
    """Load the rules in `text`, which is or will be that of `file`. Raises RuleError where it is wrong."""
    table = _table(text, file)
    reader = Reader(file)
    pack = reader.head(table, level, _digest(text), Rules)
    return replace(pack, source=_Known(reader.rules(table)))


def load_head(file: Path, level: Level) -> Pack:
    """Load the head of one rule file; its rules are read when they are first asked for.

    Raises RuleError where the head is wrong.
    """
    text = _text(file)
    digest = _digest(text)
    return Reader(str(file), checked=False).head(_head(text, str(file)), level, digest, _Source(file, digest))


def builtin_folder() -> Path:
    """Where the rules that come with the archiver lie: inside the wheel, or beside the package in a checkout."""
    shipped = Path(str(resources.files("archiver") / "_builtin_rules"))
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "rules"


def level_of(file: Path, folder: Path, level: Level | None = None) -> Level:
    """Return the level of a file under `folder`, by its subfolder. Raises RuleError where that says none."""
    top = file.relative_to(folder).parts[0]
    found = _MADE.get(top, level) if level == "user" else level or _LEVELS.get(top)
    if found is None:
        raise RuleError(f"{file}: lies in none of the folders {', '.join(sorted(_LEVELS))}; move it to the one it fits")
    return found


@dataclass(frozen=True, slots=True)
class _Source:
    """Reads the rules of a file whose head was read before."""

    file: Path
    digest: str

    def __call__(self) -> Rules:
        text = _text(self.file)
        if _digest(text) != self.digest:
            raise RuleError(f"{self.file}: changed while it was being used; begin again")
        return Reader(str(self.file), checked=False).rules(_table(text, str(self.file)))


@dataclass(frozen=True, slots=True)
class _Known:
    """Rules that were read already."""

    rules: Rules

    def __call__(self) -> Rules:
        return self.rules


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise RuleError(f"{file}: over {LARGEST:,} bytes; a file of rules has no need of so many, part it")
        return data.decode("utf-8")
    except OSError as error:
        raise RuleError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise RuleError(f"{file}: not UTF-8 text; save it as UTF-8") from None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _table(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and numbers and nesting beyond Python's limits
        raise RuleError(f"{file}: not valid TOML: {error}") from None


def _head(text: str, file: str) -> dict[str, Any]:
    """The tables before the first rule. Where they cannot be told from the rest by their look, all is read."""
    found = _TABLE.search(text)
    if found and not _MATCH.search(text, found.start()):
        try:
            return tomllib.loads(text[: found.start()])
        except ValueError:  # the line that looks like a table stands in a text of several lines, or something is wrong
            pass
    return _table(text, file)
