"""The fields of the query language: which there are, and what the values behind their colons ask for.

How one value is read is the business of `values.py`. Commas part alternatives; quotation marks keep a value whole.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from archiver.errors import StoreError
from archiver.labels import LABELS
from archiver.query.ignored import Report
from archiver.query.language import language
from archiver.query.suggestion import meant
from archiver.query.term import has_stray_star, term
from archiver.query.tree import (
    After,
    Before,
    Captured,
    Field,
    Has,
    Is,
    Labelled,
    Lang,
    Node,
    Site,
    Tag,
    Term,
    TextField,
    either,
)
from archiver.query.values import date, dates, extra, flag, host, labels, tag

TEXT_FIELDS: Final = ("title", "author", "note")
FILTERS: Final = ("site", "lang", "tag", "label", "after", "before", "captured", "is", "has")
FIELDS: Final = TEXT_FIELDS + FILTERS

_ITEM: Final = re.compile(r'"[^"]*"\**|[^,"]+')
_EXAMPLES: Final = {"title": "word", "author": "name", "note": "word", "site": "example.org", "lang": "en",
                    "tag": "name", "label": "newsletter", "after": "2025-05", "before": "2025-05",
                    "captured": "2025-01..2025-03", "is": "partial", "has": "note"}  # fmt: skip

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Values:
    """A field as it was typed: its name, what stands behind its colon, and where it begins in the query."""

    name: str
    typed: str
    place: int

    @property
    def items(self) -> tuple[str, ...]:
        """The values, parted at the commas outside of quotation marks; these stay on."""
        return tuple(_ITEM.findall(self.typed))


def no_field(name: str) -> str:
    """Return what to tell somebody who typed a field that does not exist."""
    known = [f"{field}:" for field in FIELDS]
    near = meant(f"{name.lower()}:", known)
    return f"`{name}:` is no field{near}; looked for as words; there are {', '.join(known)}"


def example(name: str) -> str:
    """Return how a field is written."""
    return f"{name}:{_EXAMPLES[name]}"


def read(values: Values, report: Report) -> Node | None:
    """Return what a field asks for; None, and what is wrong in the report, where nothing is left of it.

    A label comes out as Labelled without words: which ones it scopes is said by what stands beside it.
    """
    if not values.typed:
        report.add(values.place, f"{values.name}:", f"nothing stands behind it; write {example(values.name)}")
    if values.typed.endswith(","):
        report.add(
            values.place, f"{values.name}:{values.typed}", "it ends in a comma; alternatives stand without spaces"
        )
    if values.name in TEXT_FIELDS:
        return _text(values, report)
    return _filter(values, report)


def _text(values: Values, report: Report) -> Node | None:
    found: list[Term] = []
    for item in values.items:
        whole = f"{values.name}:{item}"
        if has_stray_star(item):
            report.add(values.place, whole, "a * means something only at the end of a word")
        if item.startswith("-"):
            report.add(values.place, whole, f"the minus means nothing here; write -{values.name}:{item.lstrip('-')}")
        if one := term(item):
            found.append(one)
        else:
            report.add(values.place, whole, "there is no word in it")
    return Field(cast(TextField, values.name), either(found)) if found else None


def _filter(values: Values, report: Report) -> Node | None:
    match values.name:
        case "site":
            hosts = _each(values, host, report)
            return Site(hosts) if hosts else None
        case "lang":
            codes = _each(values, language, report)
            return Lang(codes) if codes else None
        case "tag":
            names = _each(values, tag, report)
            return Tag(names) if names else None
        case "label":
            named = {label for group in _each(values, labels, report) for label in group}
            return Labelled(tuple(label for label in LABELS if label in named)) if named else None
        case "is":
            return _either([Is(one) for one in _each(values, flag, report)])
        case "has":
            return _either([Has(one) for one in _each(values, extra, report)])
        case "after":
            return _either([After(one) for one in _each(values, date, report)])
        case "before":
            return _either([Before(one) for one in _each(values, date, report)])
    return _either([Captured(*one) for one in _each(values, dates, report)])


def _either(found: Sequence[Node]) -> Node | None:
    return either(found) if found else None


def _each(values: Values, read: Callable[[str], _Value], report: Report) -> tuple[_Value, ...]:
    """What each of the values stands for, once; those that stand for nothing are reported."""
    found = []
    for item in values.items:
        whole = f"{values.name}:{item}"
        typed = item.rstrip("*").strip('"') if item.startswith('"') else item
        try:
            one = read(typed)
        except StoreError as error:
            report.add(values.place, whole, str(error))
            continue
        if why := _loss(values.name, typed, one):
            report.add(values.place, whole, why)
        if item.endswith('"*'):
            report.add(values.place, whole, "the * means nothing here")
        found.append(one)
    return tuple(dict.fromkeys(found))


def _loss(name: str, typed: str, found: object) -> str:
    """What of a value is not made use of, as a clause; empty where all of it is."""
    if name == "lang" and re.match(rf"{found}[-_]", typed, re.IGNORECASE):
        return f"regions are not told apart; looked for as lang:{found}"
    if name == "site" and re.search(r"[/:?#@]", typed) and found != typed:
        return f"a site is a host; looked for as site:{found}"
    return ""
