"""What the directives of a site file become in a rule file.

graby takes the first `body` pattern that matches, with all its nodes: so each becomes a layout of its own, in their
order, for the first layout whose body is there is taken. `strip` and `strip_id_or_class` are for every page of the
site, whatever its layout. What has no meaning here is a finding, never lost without a word.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from archiver.errors import RuleError
from archiver.labels import Label
from archiver.rules import selector
from archiver.rules.ftr import xpath
from archiver.rules.ftr.calls import complaint
from archiver.rules.ftr.directives import SKIPPED, TESTS, TOKEN, XPATHS
from archiver.rules.ftr.draft import Draft, Removed, Tried
from archiver.rules.ftr.finding import Finding, Kind
from archiver.rules.ftr.names import Names
from archiver.rules.ftr.parse import Directive, SiteFile, shown

_FIELDS: Final[dict[str, Label]] = {"title": "title", "author": "byline", "date": "date"}
_ALL_NODES: Final = frozenset({"author"})
"""Fields of which every node that a pattern finds counts; of the others only the first."""
_PLAIN: Final = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]*")
_TOGETHER: Final = 12  # class and id names in one rule: a person reads them


def draft(files: list[SiteFile], hosts: tuple[str, ...], names: Names) -> tuple[Draft, list[Finding]]:
    """Return the rule file that `files`, which say the same, become for `hosts`; and what was found on the way."""
    mapper = _Mapper(files[0], names)
    bodies = tuple((one.line, path) for one in mapper.usable("body") if (path := mapper.elements(one, "body")))
    fields = tuple((label, found) for name, label in _FIELDS.items() if (found := mapper.field(name)))
    if fields and not bodies:
        mapper.lone_fields()
    made = Draft(
        source=tuple(one.name for one in files),
        hosts=hosts,
        bodies=bodies,
        fields=fields if bodies else (),
        removals=(*mapper.tokens(), *mapper.strips()),
        tried=tuple(one for file in files for one in _tried(file)),
    )
    mapper.others()
    return made, sorted(mapper.findings, key=lambda one: one.line)


class _Mapper:
    def __init__(self, file: SiteFile, names: Names) -> None:
        self.file, self.names = file, names
        self.findings: list[Finding] = []
        self.broken: set[int] = set()
        for one in file.directives:
            if one.name in XPATHS and (wrong := complaint(one.value)):
                self.broken.add(one.line)
                self.say("xpath", one, *wrong)

    def say(self, kind: Kind, one: Directive, because: str, hint: str = "") -> None:
        argument = f"({one.argument})" if one.argument else ""
        what = shown(f"{one.name}{argument}: {one.value}")
        self.findings.append(Finding(kind, self.file.name, one.line, one.name, what, because, hint))

    def usable(self, name: str) -> list[Directive]:
        return [one for one in self.file.directives if one.name == name and one.line not in self.broken]

    def elements(self, one: Directive, use: xpath.Use) -> str:
        found = xpath.elements(one.value, use)
        if not found.xpath:
            self.say("skipped", one, found.why)
            return ""
        found_xpath = xpath.unless(found.xpath, (), first=False)
        if not self.is_accepted(one, found_xpath):
            return ""
        if found.narrowed:
            self.say("narrowed", one, found.why, f"taken as {shown(found_xpath)}")
        return found_xpath

    def is_accepted(self, one: Directive, path: str) -> bool:
        """Whether the loader will take `path`, so that no imported file keeps the others from being read."""
        try:
            selector.selector(path, RuleError)
        except RuleError as error:
            self.say("skipped", one, str(error))
            return False
        return True

    def field(self, name: str) -> tuple[str, ...]:
        """The selectors of a field: each for pages on which none of those before it, as the file has them, finds."""
        found: list[str] = []
        earlier: list[str] = []
        for one in self.usable(name):
            if path := self.elements(one, "field"):
                path = xpath.unless(path, earlier, first=name not in _ALL_NODES)
                found += [path] if self.is_accepted(one, path) else []
            earlier.append(one.value)
        return tuple(found)

    def lone_fields(self) -> None:
        for one in (one for name in _FIELDS for one in self.usable(name)):
            self.say("skipped", one, "fields stand in a layout, and the file names no body that makes one")

    def tokens(self) -> Iterator[Removed]:
        """The class and id names, whole as graby compares them, those of a label together."""
        named = [(self.names.of_token(one.value), one, _token(one.value)) for one in self.usable(TOKEN)]
        odd = [one for _, one, selector in named if not selector]
        for one in odd:
            self.say("skipped", one, "is no name of a class or id")
        ordered = sorted((one for one in named if one[2]), key=lambda one: one[0])
        for label, group in groupby(ordered, key=lambda one: one[0]):
            known = list({selector: one.line for _, one, selector in group}.items())
            for start in range(0, len(known), _TOGETHER):
                some = known[start : start + _TOGETHER]
                yield Removed(some[0][1], label, "by name of class or id", css=", ".join(one for one, _ in some))

    def strips(self) -> Iterator[Removed]:
        for one in self.usable("strip"):
            if path := self.elements(one, "strip"):
                yield Removed(one.line, self.names.of_xpath(one.value), "", xpath=path)

    def others(self) -> None:
        for one in self.file.directives:
            if one.name in SKIPPED and one.line not in self.broken:
                self.say("skipped", one, SKIPPED[one.name])


def _token(value: str) -> str:
    """The selector of a class or id name; empty where there is none. Several words stand for one after the other."""
    name = value.replace("'", "").replace('"', "").strip()
    if not name or not name.isprintable() or "\\" in name:
        return ""
    if _PLAIN.fullmatch(name):
        return f".{name}, #{name}"
    if " " not in name:
        return f'[class~="{name}"], [id="{name}"]'
    return ", ".join(f'[{key}="{name}"], [{key}^="{name} "], [{key}$=" {name}"], [{key}*=" {name} "]' for key in _KEYS)


_KEYS: Final = ("class", "id")


def _tried(file: SiteFile) -> Iterator[Tried]:
    url = ""
    has: list[str] = []
    for one in file.directives:
        if one.name == "test_url":
            if url:
                yield Tried(url, tuple(has))
            url, has = one.value, []
        elif one.name in TESTS:
            has.append(one.value)
    if url or has:
        yield Tried(url, tuple(has))
