"""From TOML files to packs, checked as they are read.

Every complaint names the file and the rule, and says what would be right. How a single entry is read is table.py's
business, how a selector is compiled selector.py's. What a pack matches, and when, is not this file's concern.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from archiver.errors import RuleError
from archiver.labels import FIELDS, LABELS
from archiver.rules import selector
from archiver.rules.origin import Mark, Shape, shape
from archiver.rules.pack import (
    Cue,
    Cut,
    Expectation,
    Keep,
    Layout,
    Level,
    Line,
    Match,
    Pack,
    Removal,
    Selector,
    Vocabulary,
    fold,
    fold_all,
)
from archiver.rules.table import TableReader

SCHEMA = 1
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
MOST_RULES = 2_000
"""Layouts and rules in one."""
_WHERE = re.compile(r"(head|tail):([1-9][0-9]?)$|any$")
_LINE_WORDS, _CUT_WORDS, _CUE_WORDS = 30, 400, 120


def load_folder(folder: Path, level: Level | None = None) -> tuple[Pack, ...]:
    """Load every .toml file under `folder`, in the order of their names.

    The level is `level`, or that of the subfolder (sites, imported, learned, mirrors, platforms, generic). In a folder
    of the level "user" the subfolders imported and learned are of their own levels.
    Raises RuleError at the first thing that is wrong.
    """
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder of rules")
    files = sorted(folder.rglob("*.toml"))
    return tuple(load_file(file, level_of(file, folder, level)) for file in files)


def load_file(file: Path, level: Level) -> Pack:
    """Load one rule file. Raises RuleError where it is wrong."""
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise RuleError(f"{file}: over {LARGEST:,} bytes; a file of rules has no need of so many, part it")
        text = data.decode("utf-8")
    except OSError as error:
        raise RuleError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise RuleError(f"{file}: not UTF-8 text; save it as UTF-8") from None
    return load_text(text, str(file), level)


def load_text(text: str, file: str, level: Level) -> Pack:
    """Load the rules in `text`, which is or will be that of `file`. Raises RuleError where it is wrong."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and numbers and nesting beyond Python's limits
        raise RuleError(f"{file}: not valid TOML: {error}") from None
    return _Reader(file).pack(table, level, hashlib.sha256(text.encode()).hexdigest())


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


class _Reader(TableReader):
    """Turns one file's tables into values."""

    def pack(self, table: dict[str, Any], level: Level, digest: str) -> Pack:
        self.check(table, "file")
        if table.get("schema") != SCHEMA:
            raise self.fail(f"schema is {table.get('schema')!r}; this version reads `schema = {SCHEMA}`")
        text, match = self.table(table, "text"), self.table(table, "match")
        self.check(text, "text")
        rules = {
            key: self.tables(table, key)
            for key in ("original", "layout", "remove", "keep", "cue", "vocabulary", "test")
        }
        rules |= {key: self.tables(text, key) for key in ("line", "cut")}
        since, until = self.valid(table)
        pack = Pack(
            id=self.required(table, "id"),
            file=self.file,
            level=level,
            name=self.string(table, "name"),
            home=self.string(table, "home"),
            match=self.match(match),
            layouts=tuple(map(self.layout, rules["layout"])),
            removals=tuple(map(self.removal, rules["remove"])),
            keeps=tuple(map(self.keep, rules["keep"])),
            lines=tuple(map(self.line, rules["line"])),
            cuts=tuple(map(self.cut, rules["cut"])),
            cues=tuple(map(self.cue, rules["cue"])),
            vocabularies=tuple(map(self.vocabulary, rules["vocabulary"])),
            tests=tuple(map(self.test, rules["test"])),
            digest=digest,
            originals=tuple(map(self.original, rules["original"])),
            valid_from=since,
            valid_until=until,
        )
        self.where = ""
        self.check_ids(pack)
        return pack

    def match(self, table: dict[str, Any]) -> Match:
        self.where = "match"
        self.check(table, "match")
        return Match(
            hosts=self.hosts(table, "hosts"),
            mirrors=self.hosts(table, "mirrors"),
            fingerprint=tuple(selector.selector(text, self.fail) for text in self.strings(table, "fingerprint")),
            text=tuple(fold(phrase) for phrase in self.strings(table, "text")),
        )

    def original(self, table: dict[str, Any]) -> Shape | Mark:
        self.begin(table, "original")
        rule_id, text = self.required(table, "id"), self.string(table, "from")
        line, attribute = self.string(table, "line") or "", self.string(table, "attribute") or ""
        element = table.keys() & {"css", "xpath"}
        if sum((text is not None, bool(line), bool(element))) != 1:
            raise self.fail("needs one of `from`, `line`, and `css` or `xpath` with `attribute`")
        if text is not None:
            return shape(
                rule_id,
                text,
                self.scheme(table),
                self.strings(table, "drop"),
                self.string(table, "query") or "",
                self.fail,
            )
        if element and not attribute:
            raise self.fail("needs `attribute`, the one that holds the address")
        return Mark(rule_id, self.css_or_xpath(table).find if element else None, attribute, line)

    def scheme(self, table: dict[str, Any]) -> str:
        scheme = self.string(table, "scheme") or "https"
        if scheme not in ("http", "https"):
            raise self.fail(f"scheme = {scheme!r}; it must be http or https")
        return scheme

    def layout(self, table: dict[str, Any]) -> Layout:
        self.begin(table, "layout")
        layout_id = self.required(table, "id")
        since, until = self.valid(table)
        body = tuple(selector.selector(text, self.fail) for text in self.strings(table, "body"))
        fields = {
            name: tuple(selector.selector(text, self.fail) for text in self.strings(table, name))
            for name in sorted(FIELDS)
            if name in table
        }
        if not body:
            raise self.fail("has no `body`; name at least one selector that finds the article's text")
        removals, keeps = self.tables(table, "remove"), self.tables(table, "keep")
        return Layout(
            layout_id, since, until, body, fields, tuple(map(self.removal, removals)), tuple(map(self.keep, keeps))
        )

    def valid(self, table: dict[str, Any]) -> tuple[date | None, date | None]:
        valid = self.table(table, "valid")
        self.check(valid, "valid")
        since, until = self.day(valid, "from"), self.day(valid, "until")
        if since and until and since > until:
            raise self.fail(f"valid from {since} until {until}: the end lies before the beginning")
        return since, until

    def removal(self, table: dict[str, Any]) -> Removal:
        self.begin(table, "remove")
        guard = self.table(table, "guard")
        self.check(guard, "guard")
        return Removal(
            id=self.required(table, "id"),
            label=self.label(table),
            selector=self.css_or_xpath(table),
            max_words=self.number(guard, "max_words"),
            note=self.string(table, "note") or "",
        )

    def keep(self, table: dict[str, Any]) -> Keep:
        self.begin(table, "keep")
        return Keep(self.required(table, "id"), self.css_or_xpath(table), self.string(table, "note") or "")

    def line(self, table: dict[str, Any]) -> Line:
        self.begin(table, "line")
        where = self.string(table, "where") or "any"
        found = _WHERE.match(where)
        if not found:
            raise self.fail(f'where = "{where}"; write "any", "head:3" or "tail:3" (a number of blocks from 1 to 99)')
        equals, starts = self.strings(table, "equals"), self.strings(table, "starts")
        if not (equals or starts):
            raise self.fail("says no text to find; give `equals` or `starts`")
        return Line(
            id=self.required(table, "id"),
            label=self.label(table),
            where=(found[1] or "any", int(found[2] or 0)),
            equals=frozenset(map(fold, equals)),
            starts=tuple(map(fold, starts)),
            max_words=self.number(table, "max_words") or _LINE_WORDS,
            note=self.string(table, "note") or "",
        )

    def cut(self, table: dict[str, Any]) -> Cut:
        self.begin(table, "cut")
        return Cut(
            id=self.required(table, "id"),
            label=self.label(table),
            start=fold(self.required(table, "from")),
            end=fold(self.required(table, "to")),
            max_words=self.number(table, "max_words") or _CUT_WORDS,
            note=self.string(table, "note") or "",
        )

    def cue(self, table: dict[str, Any]) -> Cue:
        self.begin(table, "cue")
        phrases, starts, equals = (self.strings(table, key) for key in ("phrases", "starts", "equals"))
        if not (phrases or starts or equals):
            raise self.fail("says no text to find; give `phrases`, `starts` or `equals`")
        return Cue(
            id=self.required(table, "id"),
            label=self.label(table),
            language=self.string(table, "language") or "",
            phrases=tuple(fold_all(phrases)),
            equals=frozenset(fold_all(equals)),
            opens=self.flag(table, "opens"),
            asks=self.flag(table, "asks"),
            max_words=self.number(table, "max_words") or _CUE_WORDS,
            starts=frozenset(fold_all(starts)),
        )

    def vocabulary(self, table: dict[str, Any]) -> Vocabulary:
        self.begin(table, "vocabulary")
        words = [word.lower() for word in self.strings(table, "words")]
        if not words or "*" in words:
            raise self.fail("needs `words`, each of them with a letter or more")
        return Vocabulary(
            id=self.required(table, "id"),
            label=self.label(table),
            words=frozenset(word for word in words if not word.endswith("*")),
            stems=tuple(word[:-1] for word in words if word.endswith("*")),
        )

    def test(self, table: dict[str, Any]) -> Expectation:
        self.begin(table, "test")
        fires = self.table(table, "fires")
        for name, count in fires.items():
            if name not in LABELS or not isinstance(count, int):
                raise self.fail(f"fires: {name} = {count!r}; write a label and how many blocks of it there must be")
        return Expectation(
            file=self.required(table, "file"),
            url=self.string(table, "url"),
            has=self.strings(table, "has"),
            lacks=self.strings(table, "lacks"),
            fires=fires,
            day=self.day(table, "date"),
        )

    def check_ids(self, pack: Pack) -> None:
        if len(pack.rule_ids) > MOST_RULES:
            raise self.fail(f"over {MOST_RULES:,} rules; part it into several files")
        seen: set[str] = set()
        for rule_id in pack.rule_ids:
            if rule_id in seen:
                raise self.fail(f"the id '{rule_id}' stands twice; every rule needs its own")
            seen.add(rule_id)

    def css_or_xpath(self, table: dict[str, Any]) -> Selector:
        css, xpath = self.string(table, "css"), self.string(table, "xpath")
        if (css is None) == (xpath is None):
            raise self.fail("needs one of `css` and `xpath`")
        return selector.css(css, self.fail) if css is not None else selector.xpath(xpath or "", self.fail)
