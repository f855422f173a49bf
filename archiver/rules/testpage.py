"""Where the page of a rule file's own test lies: beside the file, or in the folder of tests that belongs to its rules.

The shipped files' pages are in a checkout, not in the wheel. Cleaning a page and comparing is proving.py's business.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from archiver.rules.load import builtin_folder


def is_shipped(file: Path) -> bool:
    """True for a rule file that comes with the archiver."""
    return file.resolve().is_relative_to(builtin_folder().resolve())


def page_of(file: Path, name: str, folders: Iterable[Path] = ()) -> Path | None:
    """Return the page `name` of a test in the rule file `file`; None where it is nowhere.

    It is looked for beside the rule file, then in `tests/` of those of `folders`, folders of rules, that the file
    lies in; that of a shipped file also in the checkout's `tests/`.
    """
    return next((place / name for place in _places(file, folders) if (place / name).is_file()), None)


def _places(file: Path, folders: Iterable[Path]) -> Iterator[Path]:
    yield file.parent
    for folder in folders:
        if file.resolve().is_relative_to(folder.resolve()):
            yield folder / "tests"
    if is_shipped(file):
        yield builtin_folder().parent / "tests"
