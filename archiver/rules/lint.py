"""What is unwise in a rule file and can be seen without any page: names that will not last, phrases too short, rules
that stand twice, layouts that never have their turn.

What is wrong, load.py refuses. What only pages show is linting.py's business, above the cleaner.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cssselect import SelectorError, parser

from archiver.rules.hashed import hashed_names
from archiver.rules.pack import Cut, Keep, Layout, Line, Pack, Removal, Selector

_SHORT: Final = 6
"""Letters and digits that the beginning of a line must have to mean anything."""
_DENSE: Final = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3]")  # a word is one or two signs there
_SIGNS: Final = re.compile("[>»▶►→•|*#+@]")  # hardly ever in running text; two of them are a mark of the site's own
_LETTERS: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is unwise in a file. `kind` is for programs; `rule` is empty where it is the file as a whole."""

    file: str
    rule: str
    kind: str
    what: str
    advice: str

    def __str__(self) -> str:
        """The finding on one line."""
        place = f"{self.file}: {self.rule}" if self.rule else self.file
        return f"{place}: {self.what}; {self.advice}"


def lint(pack: Pack) -> Iterator[Finding]:
    """Yield what is unwise in `pack`, as far as it shows without a page."""
    for check in (_hashed, _phrases, _twice, _layouts):
        yield from check(pack)


def selectors_of(pack: Pack) -> Iterator[tuple[str, str, Selector]]:
    """Yield every selector of a file with the id of its rule ("" for the fingerprint) and what it is there for."""
    for one in pack.match.fingerprint:
        yield "", "fingerprint", one
    for rule in pack.rules:
        if isinstance(rule, Layout):
            yield from ((rule.id, "body", one) for one in rule.body)
            yield from ((rule.id, label, one) for label, some in rule.fields.items() for one in some)
        elif isinstance(rule, Removal | Keep):
            yield rule.id, "remove" if isinstance(rule, Removal) else "keep", rule.selector


def _hashed(pack: Pack) -> Iterator[Finding]:
    for rule, _, selector in selectors_of(pack):
        for name in hashed_names(selector.text):
            yield Finding(
                pack.file,
                rule,
                "hashed-name",
                f"`{name}` looks as if a build tool had made it; the site's next release has another in its place",
                'name a lasting part of it, as in [class*="Story_body__"], or an element around it',
            )


def _phrases(pack: Pack) -> Iterator[Finding]:
    rules: list[Line | Cut] = [*pack.lines, *pack.cuts]
    for rule in rules:
        for key, phrase in _said(rule):
            if _letters(phrase) < (1 if key == "equals" else _SHORT):
                yield Finding(
                    pack.file,
                    rule.id,
                    "short-phrase",
                    f"`{key}` has “{phrase}”, so short that it hits lines of any article",
                    "write more of the line" + ("" if key == "to" else ", or use `equals` for the whole of it"),
                )


def _said(rule: Line | Cut) -> Iterator[tuple[str, str]]:
    if isinstance(rule, Cut):
        yield from (("from", rule.start), ("to", rule.end))
    else:
        yield from (("equals", phrase) for phrase in sorted(rule.equals))
        yield from (("starts", phrase) for phrase in rule.starts)


def _letters(phrase: str) -> int:
    """How many letters a phrase has; signs of scripts whose words are one or two of them, and marks, count as three."""
    return len(_LETTERS.findall(phrase)) + 2 * len(_DENSE.findall(phrase)) + 3 * len(_SIGNS.findall(phrase))


def _twice(pack: Pack) -> Iterator[Finding]:
    everywhere = _marked(pack)
    yield from _repeated(pack, everywhere)
    for layout in pack.layouts:
        yield from _repeated(pack, _marked(layout), everywhere)


def _marked(of: Layout | Pack) -> list[Removal | Keep]:
    return [*of.removals, *of.keeps]


def _repeated(pack: Pack, rules: Sequence[Removal | Keep], above: Sequence[Removal | Keep] = ()) -> Iterator[Finding]:
    known = {part: rule.id for rule in above for part in parts_of(rule.selector.text)}
    for rule in rules:
        for part in parts_of(rule.selector.text):
            other = known.setdefault(part, rule.id)
            if other != rule.id:
                yield Finding(
                    pack.file,
                    rule.id,
                    "duplicate-selector",
                    f"`{part}` is what '{other}' asks for too",
                    "take one of the two away",
                )


def parts_of(selector: str) -> list[str]:
    """Return the selectors that stand in `selector`, joined by commas, each in one spelling; an XPath as it is."""
    try:
        return [one.canonical() for one in parser.parse(selector)]
    except SelectorError:
        return [" ".join(selector.split())]


def _layouts(pack: Pack) -> Iterator[Finding]:
    for at, layout in enumerate(pack.layouts):
        wider = [one for one in pack.layouts[:at] if _reaches(one, layout)]
        same = next((one.id for one in wider if _body(one) == _body(layout)), None)
        if same:
            what = f"has the body of '{same}', which goes before it on every day, so it is never used"
            yield Finding(pack.file, layout.id, "hidden-layout", what, "join the two, or give each its dates")
        elif wider and _is_dated(layout):
            what = f"its dates lie within those of '{wider[0].id}', so it never goes first"
            advice = f"put it before '{wider[0].id}', or part the dates"
            yield Finding(pack.file, layout.id, "hidden-layout", what, advice)


def _is_dated(layout: Layout) -> bool:
    return layout.valid_from is not None or layout.valid_until is not None


def _body(layout: Layout) -> frozenset[str]:
    return frozenset(part for one in layout.body for part in parts_of(one.text))


def _reaches(one: Layout, other: Layout) -> bool:
    """True where `one` was in use on every day that `other` was."""
    begins = (one.valid_from or date.min) <= (other.valid_from or date.min)
    return begins and (one.valid_until or date.max) >= (other.valid_until or date.max)
