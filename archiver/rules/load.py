"""From TOML files to packs, checked as they are read.

Every complaint names the file and the rule, and says what would be right. What
a pack matches, and when, is not this file's concern.
"""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.labels import FIELDS, LABELS, Label
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
)

SCHEMA = 1
_LEVELS: Mapping[str, Level] = {"sites": "site", "mirrors": "mirror", "platforms": "platform", "generic": "generic"}
_KEYS = {
    "file": "schema id name home note match layout remove keep text cue vocabulary test",
    "match": "hosts mirrors fingerprint text",
    "layout": "id valid body remove keep note " + " ".join(sorted(FIELDS)),
    "valid": "from until",
    "remove": "id label css xpath guard note",
    "guard": "max_words",
    "keep": "id css xpath note",
    "text": "line cut",
    "line": "id label where equals starts max_words note",
    "cut": "id label from to max_words note",
    "cue": "id label language phrases equals opens asks max_words note",
    "vocabulary": "id label words note",
    "test": "file url has lacks fires note",
}
_HOST = re.compile(r"(?:\*\.)?[^\s/:A-Z*]+")
_WHERE = re.compile(r"(head|tail):([1-9][0-9]?)$|any$")
_XPATH = ("/", "(", "./", "self::", "descendant")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_NO_ELEMENT = re.compile(
    r"((?:@|\b(?:attribute|namespace)\s*::)\s*[\w:*.-]+|\b(?:text|comment|processing-instruction)\s*\(\s*\))[\s)]*$"
)
_LINE_WORDS, _CUT_WORDS, _CUE_WORDS = 30, 400, 120


def load_folder(folder: Path, level: Level | None = None) -> tuple[Pack, ...]:
    """Load every .toml file under `folder`, in the order of their names.

    The level is `level`, or that of the subfolder (sites, mirrors, platforms, generic).
    Raises RuleError at the first thing that is wrong.
    """
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder of rules")
    files = sorted(folder.rglob("*.toml"))
    return tuple(load_file(file, level or _level_of(file, folder)) for file in files)


def load_file(file: Path, level: Level) -> Pack:
    """Load one rule file. Raises RuleError where it is wrong."""
    try:
        data = file.read_bytes()
        table = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise RuleError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise RuleError(f"{file}: not UTF-8 text; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and numbers and nesting beyond Python's limits
        raise RuleError(f"{file}: not valid TOML: {error}") from None
    return _Reader(str(file)).pack(table, level, hashlib.sha256(data).hexdigest())


def builtin_folder() -> Path:
    """Where the rules that come with the archiver lie: inside the wheel, or beside the package in a checkout."""
    shipped = Path(str(resources.files("archiver") / "_builtin_rules"))
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "rules"


def _level_of(file: Path, folder: Path) -> Level:
    top = file.relative_to(folder).parts[0]
    level = _LEVELS.get(top)
    if level is None:
        raise RuleError(f"{file}: lies in none of the folders {', '.join(sorted(_LEVELS))}; move it to the one it fits")
    return level


class _Reader:
    """Turns one file's tables into values; `where` is the rule being read, for errors."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.where = ""

    def fail(self, what: str) -> RuleError:
        place = f"{self.file}: {self.where}: " if self.where else f"{self.file}: "
        return RuleError(place + " ".join(what.split()))

    def pack(self, table: dict[str, Any], level: Level, digest: str) -> Pack:
        self.check(table, "file")
        if table.get("schema") != SCHEMA:
            raise self.fail(f"schema is {table.get('schema')!r}; this version reads `schema = {SCHEMA}`")
        text, match = self.table(table, "text"), self.table(table, "match")
        self.check(text, "text")
        rules = {key: self.tables(table, key) for key in ("layout", "remove", "keep", "cue", "vocabulary", "test")}
        rules |= {key: self.tables(text, key) for key in ("line", "cut")}
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
            fingerprint=tuple(self.selector(text) for text in self.strings(table, "fingerprint")),
            text=tuple(fold(phrase) for phrase in self.strings(table, "text")),
        )

    def layout(self, table: dict[str, Any]) -> Layout:
        self.begin(table, "layout")
        layout_id = self.required(table, "id")
        valid = self.table(table, "valid")
        self.check(valid, "valid")
        since, until = self.day(valid, "from"), self.day(valid, "until")
        if since and until and since > until:
            raise self.fail(f"valid from {since} until {until}: the end lies before the beginning")
        body = tuple(self.selector(text) for text in self.strings(table, "body"))
        fields = {
            name: tuple(self.selector(text) for text in self.strings(table, name))
            for name in sorted(FIELDS)
            if name in table
        }
        if not body:
            raise self.fail("has no `body`; name at least one selector that finds the article's text")
        removals, keeps = self.tables(table, "remove"), self.tables(table, "keep")
        return Layout(
            layout_id, since, until, body, fields, tuple(map(self.removal, removals)), tuple(map(self.keep, keeps))
        )

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
        phrases, equals = self.strings(table, "phrases"), self.strings(table, "equals")
        if not (phrases or equals):
            raise self.fail("says no text to find; give `phrases` or `equals`")
        return Cue(
            id=self.required(table, "id"),
            label=self.label(table),
            language=self.string(table, "language") or "",
            phrases=tuple(map(fold, phrases)),
            equals=frozenset(map(fold, equals)),
            opens=self.flag(table, "opens"),
            asks=self.flag(table, "asks"),
            max_words=self.number(table, "max_words") or _CUE_WORDS,
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
        )

    # what the tables are made of

    def begin(self, table: dict[str, Any], kind: str) -> None:
        name = table.get("id") or table.get("file")
        self.where = f"{kind} {name!r}" if isinstance(name, str) else f"a {kind} without an id"
        self.check(table, kind)

    def check(self, table: dict[str, Any], kind: str) -> None:
        allowed = _KEYS[kind].split()
        for key in table:
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, n=1)
                hint = f"did you mean `{near[0]}`?" if near else f"it takes {', '.join(allowed)}"
                raise self.fail(f"unknown key `{key}`; {hint}")

    def check_ids(self, pack: Pack) -> None:
        seen: set[str] = set()
        for rule_id in _ids(pack):
            if rule_id in seen:
                raise self.fail(f"the id '{rule_id}' stands twice; every rule needs its own")
            seen.add(rule_id)

    def label(self, table: dict[str, Any]) -> Label:
        name = self.required(table, "label")
        if name not in LABELS:
            near = difflib.get_close_matches(name, LABELS, n=1)
            raise self.fail(
                f"no label '{name}'; " + (f"did you mean '{near[0]}'?" if near else f"there are {', '.join(LABELS)}")
            )
        return name

    def css_or_xpath(self, table: dict[str, Any]) -> Selector:
        css, xpath = self.string(table, "css"), self.string(table, "xpath")
        if (css is None) == (xpath is None):
            raise self.fail("needs one of `css` and `xpath`")
        return self.css(css) if css is not None else self.xpath(xpath or "")

    def selector(self, text: str) -> Selector:
        return self.xpath(text) if text.startswith(_XPATH) else self.css(text)

    def css(self, text: str) -> Selector:
        return self.compiled("selector", text, partial(CSSSelector, translator="html"))

    def xpath(self, text: str) -> Selector:
        selector = self.compiled("XPath", text, etree.XPath)
        if step := _step_to_no_element(text):
            raise self.fail(f"the XPath {text!r} finds no elements; end it before {step}")
        return selector

    def compiled(self, kind: str, text: str, compiler: Callable[[str], Callable[[Any], Any]]) -> Selector:
        """Compile `text` and try it on nothing: some names are looked up only when it runs."""
        try:
            run = compiler(text)
            found = run(etree.Element("html"))
        except Exception as error:  # cssselect raises several kinds, some of them bare; lxml ValueError too
            raise self.fail(f"the {kind} {text!r} cannot be read ({error})") from None
        if not isinstance(found, list):
            raise self.fail(f"the {kind} {text!r} finds no elements; it gives a {type(found).__name__}")
        return Selector(text, _elements(run, self.fail(f"the {kind} {text!r} does not run")))

    def required(self, table: dict[str, Any], key: str) -> str:
        value = self.string(table, key)
        if not value or not value.strip():
            raise self.fail(f"needs `{key}`")
        return value

    def string(self, table: dict[str, Any], key: str) -> str | None:
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fail(f"{key} = {value!r}; it must be text in quotes")
        return value

    def strings(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.fail(f"{key} = {value!r}; it must be a list of texts, none of them empty")
        return tuple(value)

    def hosts(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        names = self.strings(table, key)
        for name in names:
            if not _HOST.fullmatch(name):
                raise self.fail(
                    f"{key}: {name!r} is no host; write it in small letters, as in news.example.org or *.example.org"
                )
        return names

    def number(self, table: dict[str, Any], key: str) -> int | None:
        value = table.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise self.fail(f"{key} = {value!r}; it must be a whole number of at least 1")
        return value

    def flag(self, table: dict[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(f"{key} = {value!r}; it must be true or false")
        return value

    def day(self, table: dict[str, Any], key: str) -> date | None:
        value = table.get(key)
        if value is not None and type(value) is not date:
            raise self.fail(f"{key} = {value!r}; it must be a day, as in 2024-06-07, without quotes")
        return value

    def table(self, table: dict[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"{key} must be a table")
        return value

    def tables(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fail(f"write [[{key}]], with two brackets: there can be several")
        return value


def _ids(pack: Pack) -> Iterator[str]:
    for layout in pack.layouts:
        yield layout.id
        yield from (removal.id for removal in layout.removals)
        yield from (keep.id for keep in layout.keeps)
    named: tuple[tuple[Removal | Keep | Line | Cut | Cue | Vocabulary, ...], ...] = (
        pack.removals,
        pack.keeps,
        pack.lines,
        pack.cuts,
        pack.cues,
        pack.vocabularies,
    )
    for rules in named:
        yield from (rule.id for rule in rules)


def _step_to_no_element(xpath: str) -> str | None:
    """Return the last step of a path in `xpath` where it leads to texts or attributes; None where all find elements.

    By its wording: a page to try it on would have to hold whatever its predicates ask for.
    """
    bare, found = _QUOTED.sub("", xpath), 1
    while found:
        bare, found = _PREDICATE.subn("", bare)
    ends = map(_NO_ELEMENT.search, bare.split("|"))
    return next((end[1] for end in ends if end), None)


def _elements(compiled: Callable[[Any], Any], complaint: RuleError) -> Callable[[HtmlElement], list[HtmlElement]]:
    def find(root: HtmlElement) -> list[HtmlElement]:
        try:
            found = compiled(root)
        except etree.XPathError as error:  # a function that nobody defines shows only where it would be called
            raise RuleError(f"{complaint} ({error})") from None
        return [node for node in found if isinstance(node, HtmlElement)]

    return find
