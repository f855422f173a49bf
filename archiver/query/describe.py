"""A tree, written in the query language itself.

It tells people what was understood, and `parse` reads it back into the same tree. Each tree has one spelling.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archiver.labels import LABELS, RESIDUE
from archiver.query.leaves import is_plain
from archiver.query.term import is_word
from archiver.query.tree import (
    After,
    And,
    Before,
    Captured,
    Field,
    Filter,
    Has,
    Is,
    Labelled,
    Lang,
    Near,
    Newer,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Site,
    Tag,
    Term,
    Word,
)

_BARE: Final = re.compile(r"[\w.-]+")
_RESIDUE: Final = tuple(label for label in LABELS if label in RESIDUE)


def describe(tree: Node) -> str:
    """Return a query in its one canonical spelling; parse(describe(tree)).tree == tree, as long and deep as a query may
    be.

    A space is an AND; what an AND joins stands in parentheses beside an OR. The distance of a NEAR is always given.
    """
    match tree:
        case Word() | Phrase() | Prefix():
            return _term(tree)
        case And(parts):
            return " ".join(_joined(parts))
        case Or(parts):
            return " OR ".join(map(_closed, parts))
        case Not(what):
            return f"NOT {_closed(what)}"
        case Near(parts, distance):
            return f"NEAR({' '.join(map(_term, parts))}, {distance})"
        case Field(name, what):
            return f"{name}:{describe(what)}" if isinstance(what, Term | Near) else f"{name}:({describe(what)})"
        case Labelled(labels, what):
            label = "label:" + ("residue" if labels == _RESIDUE else ",".join(labels))
            return f"{' '.join(_joined([what]))} {label}" if what else label
    return _filter(tree)


def _joined(parts: Sequence[Node]) -> Iterator[str]:
    """The parts of an And. A label stands free only where it scopes no words but its own."""
    free = sum(isinstance(part, Labelled) for part in parts) == 1 and not any(map(is_plain, parts))
    for part in parts:
        enclosed = isinstance(part, Or) or (isinstance(part, Labelled) and not free)
        yield f"({describe(part)})" if enclosed else describe(part)


def _closed(node: Node) -> str:
    """A part of an Or or a Not."""
    several = isinstance(node, And | Or) or (isinstance(node, Labelled) and node.what is not None)
    return f"({describe(node)})" if several else describe(node)


def _term(term: Term) -> str:
    match term:
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*" if is_word(text) else f'"{text}*"'


def _filter(tree: Filter) -> str:
    match tree:
        case Site(hosts):
            return f"site:{_values(hosts)}"
        case Lang(codes):
            return f"lang:{_values(codes)}"
        case Tag(names):
            return f"tag:{_values(names)}"
        case After(date):
            return f"after:{date}"
        case Before(date):
            return f"before:{date}"
        case Captured(start, end):
            return f"captured:{start}" if start == end else f"captured:{start or ''}..{end or ''}"
        case Is(what):
            return f"is:{what}"
        case Has(what):
            return f"has:{what}"
        case Newer(number):  # which `parse` does not read
            return f"newer:{number}"


def _values(values: Sequence[str]) -> str:
    return ",".join(value if _BARE.fullmatch(value) else f'"{value}"' for value in values)
