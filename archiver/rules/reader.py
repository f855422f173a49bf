"""The rules in one file's tables, each read and checked: from TOML values to those of pack.py.

Every complaint names the file and the rule, and says what would be right. How a single entry is read is table.py's
business, how a selector is selector.py's, which files there are load.py's.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

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
    Rules,
    Selector,
    Vocabulary,
    fold,
    fold_all,
)
from archiver.rules.table import TableReader

SCHEMA = 1
MOST_RULES = 2_000
"""Layouts and rules in one file."""
_WHERE = re.compile(r"(head|tail):([1-9][0-9]?)$|any$")
_LINE_WORDS, _CUT_WORDS, _CUE_WORDS = 30, 400, 120


class Reader(TableReader):
    """Turns the tables of the file called `file` into values. Selectors are compiled at once where they are `checked`,
    else when they are first used."""

    def __init__(self, file: str, *, checked: bool = True) -> None:
        super().__init__(file)
        self._checked = checked

    def head(self, table: dict[str, Any], level: Level, digest: str, source: Callable[[], Rules]) -> Pack:
        """Return the pack with what its head says; `source` will give its rules."""
        if table.get("schema") != SCHEMA:
            raise self.fail(f"schema is {table.get('schema')!r}; this version reads `schema = {SCHEMA}`")
        since, until = self._valid(table)
        return Pack(
            id=self.required(table, "id"),
            file=self.file,
            level=level,
            name=self.string(table, "name"),
            home=self.string(table, "home"),
            match=self._match(self.table(table, "match")),
            digest=digest,
            source=source,
            valid_from=since,
            valid_until=until,
        )

    def rules(self, table: dict[str, Any]) -> Rules:
        """Return all rules of a whole file."""
        self.where = ""
        self.check(table, "file")
        text = self.table(table, "text")
        self.check(text, "text")
        names = ("original", "layout", "remove", "keep", "cue", "vocabulary", "test")
        found = {name: self.tables(table, name) for name in names}
        found |= {name: self.tables(text, name) for name in ("line", "cut")}
        rules = Rules(
            originals=tuple(map(self._original, found["original"])),
            layouts=tuple(map(self._layout, found["layout"])),
            removals=tuple(map(self._removal, found["remove"])),
            keeps=tuple(map(self._keep, found["keep"])),
            lines=tuple(map(self._line, found["line"])),
            cuts=tuple(map(self._cut, found["cut"])),
            cues=tuple(map(self._cue, found["cue"])),
            vocabularies=tuple(map(self._vocabulary, found["vocabulary"])),
            tests=tuple(map(self._test, found["test"])),
        )
        self.where = ""
        self._check_ids(rules)
        return rules

    def _match(self, table: dict[str, Any]) -> Match:
        self.where = "match"
        self.check(table, "match")
        return Match(
            hosts=self.hosts(table, "hosts"),
            mirrors=self.hosts(table, "mirrors"),
            fingerprint=tuple(self._selector(text) for text in self.strings(table, "fingerprint")),
            text=tuple(fold(phrase) for phrase in self.strings(table, "text")),
        )

    def _original(self, table: dict[str, Any]) -> Shape | Mark:
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
                self._scheme(table),
                self.strings(table, "drop"),
                self.string(table, "query") or "",
                self.fail,
            )
        if element and not attribute:
            raise self.fail("needs `attribute`, the one that holds the address")
        return Mark(rule_id, self._css_or_xpath(table).find if element else None, attribute, line)

    def _scheme(self, table: dict[str, Any]) -> str:
        scheme = self.string(table, "scheme") or "https"
        if scheme not in ("http", "https"):
            raise self.fail(f"scheme = {scheme!r}; it must be http or https")
        return scheme

    def _layout(self, table: dict[str, Any]) -> Layout:
        self.begin(table, "layout")
        layout_id = self.required(table, "id")
        since, until = self._valid(table)
        body = tuple(self._selector(text) for text in self.strings(table, "body"))
        fields = {
            name: tuple(self._selector(text) for text in self.strings(table, name))
            for name in sorted(FIELDS)
            if name in table
        }
        if not body:
            raise self.fail("has no `body`; name at least one selector that finds the article's text")
        removals, keeps = self.tables(table, "remove"), self.tables(table, "keep")
        return Layout(
            layout_id, since, until, body, fields, tuple(map(self._removal, removals)), tuple(map(self._keep, keeps))
        )

    def _valid(self, table: dict[str, Any]) -> tuple[date | None, date | None]:
        valid = self.table(table, "valid")
        self.check(valid, "valid")
        since, until = self.day(valid, "from"), self.day(valid, "until")
        if since and until and since > until:
            raise self.fail(f"valid from {since} until {until}: the end lies before the beginning")
        return since, until

    def _removal(self, table: dict[str, Any]) -> Removal:
        self.begin(table, "remove")
        guard = self.table(table, "guard")
        self.check(guard, "guard")
        return Removal(
            id=self.required(table, "id"),
            label=self.label(table),
            selector=self._css_or_xpath(table),
            max_words=self.number(guard, "max_words"),
            note=self.string(table, "note") or "",
        )

    def _keep(self, table: dict[str, Any]) -> Keep:
        self.begin(table, "keep")
        return Keep(self.required(table, "id"), self._css_or_xpath(table), self.string(table, "note") or "")

    def _line(self, table: dict[str, Any]) -> Line:
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

    def _cut(self, table: dict[str, Any]) -> Cut:
        self.begin(table, "cut")
        return Cut(
            id=self.required(table, "id"),
            label=self.label(table),
            start=fold(self.required(table, "from")),
            end=fold(self.required(table, "to")),
            max_words=self.number(table, "max_words") or _CUT_WORDS,
            note=self.string(table, "note") or "",
        )

    def _cue(self, table: dict[str, Any]) -> Cue:
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

    def _vocabulary(self, table: dict[str, Any]) -> Vocabulary:
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

    def _test(self, table: dict[str, Any]) -> Expectation:
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

    def _check_ids(self, rules: Rules) -> None:
        if len(rules.ids) > MOST_RULES:
            raise self.fail(f"over {MOST_RULES:,} rules; part it into several files")
        seen: set[str] = set()
        for rule_id in rules.ids:
            if rule_id in seen:
                raise self.fail(f"the id '{rule_id}' stands twice; every rule needs its own")
            seen.add(rule_id)

    def _css_or_xpath(self, table: dict[str, Any]) -> Selector:
        css, xpath = self.string(table, "css"), self.string(table, "xpath")
        if (css is None) == (xpath is None):
            raise self.fail("needs one of `css` and `xpath`")
        read, said = (selector.css, css) if css is not None else (selector.xpath, xpath or "")
        return read(said, self.fail, self._checked)

    def _selector(self, text: str) -> Selector:
        return selector.selector(text, self.fail, self._checked)
