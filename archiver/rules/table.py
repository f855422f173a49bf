"""Reading the tables of a rule file: each entry is of the kind that it must be, or a RuleError says where it is not.

Which tables there are, and what they become, is load.py's business.
"""

import difflib
import re
from datetime import date
from typing import Any

from archiver.errors import RuleError
from archiver.labels import FIELDS, LABELS, Label

KEYS = {
    "file": "schema id name home note valid match original layout remove keep text cue vocabulary test",
    "match": "hosts mirrors fingerprint text",
    "original": "id from query css xpath attribute line scheme drop note",
    "layout": "id valid body remove keep note " + " ".join(sorted(FIELDS)),
    "valid": "from until",
    "remove": "id label css xpath guard note",
    "guard": "max_words",
    "keep": "id css xpath note",
    "text": "line cut",
    "line": "id label where equals starts max_words note",
    "cut": "id label from to max_words note",
    "cue": "id label language phrases starts equals opens asks max_words note",
    "vocabulary": "id label words note",
    "test": "file url date has lacks fires note",
}
"""By kind of table: the keys that it takes, `file` being the whole."""
_HOST = re.compile(r"(?:\*\.)?[^\s/:A-Z*]+")


class TableReader:
    """Reads the tables of the file called `file`; `where` is the rule being read, for errors."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.where = ""

    def fail(self, what: str) -> RuleError:
        """Return the error that says `what` is wrong, and where."""
        place = f"{self.file}: {self.where}: " if self.where else f"{self.file}: "
        return RuleError(place + " ".join(what.split()))

    def begin(self, table: dict[str, Any], kind: str) -> None:
        """Begin to read a rule of this kind: errors name it from now on."""
        name = table.get("id") or table.get("file")
        self.where = f"{kind} {name!r}" if isinstance(name, str) else f"a {kind} without an id"
        self.check(table, kind)

    def check(self, table: dict[str, Any], kind: str) -> None:
        """Raise RuleError where a table has a key that its kind does not take."""
        allowed = KEYS[kind].split()
        for key in table:
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, n=1)
                hint = f"did you mean `{near[0]}`?" if near else f"it takes {', '.join(allowed)}"
                raise self.fail(f"unknown key `{key}`; {hint}")

    def label(self, table: dict[str, Any]) -> Label:
        """Return the label of a rule, which it must have."""
        name = self.required(table, "label")
        if name not in LABELS:
            near = difflib.get_close_matches(name, LABELS, n=1)
            raise self.fail(
                f"no label '{name}'; " + (f"did you mean '{near[0]}'?" if near else f"there are {', '.join(LABELS)}")
            )
        return name

    def required(self, table: dict[str, Any], key: str) -> str:
        """Return a text that must be there and not be blank."""
        value = self.string(table, key)
        if not value or not value.strip():
            raise self.fail(f"needs `{key}`")
        return value

    def string(self, table: dict[str, Any], key: str) -> str | None:
        """Return a text; None where there is none."""
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fail(f"{key} = {value!r}; it must be text in quotes")
        return value

    def strings(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where there is none. A single text is one of them for each of its lines."""
        value = table.get(key, [])
        value = [line.strip() for line in value.strip().splitlines()] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.fail(f"{key} = {value!r}; it must be a list of texts, none of them empty")
        return tuple(value)

    def hosts(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        """Return a list of host names; they may begin with `*.`."""
        names = self.strings(table, key)
        for name in names:
            if not _HOST.fullmatch(name):
                raise self.fail(
                    f"{key}: {name!r} is no host; write it in small letters, as in news.example.org or *.example.org"
                )
        return names

    def number(self, table: dict[str, Any], key: str) -> int | None:
        """Return a whole number of at least 1; None where there is none."""
        value = table.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise self.fail(f"{key} = {value!r}; it must be a whole number of at least 1")
        return value

    def flag(self, table: dict[str, Any], key: str) -> bool:
        """Return whether something is set."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{key} = {value!r}; it must be true or false")
        return value

    def day(self, table: dict[str, Any], key: str) -> date | None:
        """Return a day; None where there is none."""
        value = table.get(key)
        if value is not None and type(value) is not date:
            raise self.fail(f"{key} = {value!r}; it must be a day, as in 2024-06-07, without quotes")
        return value

    def table(self, table: dict[str, Any], key: str) -> dict[str, Any]:
        """Return a table within this one; empty where there is none."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"{key} must be a table")
        return value

    def tables(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """Return the tables of a list; none where there is no list."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fail(f"write [[{key}]], with two brackets: there can be several")
        return value
