"""A query, as a person types it: what it looks for, and what of it was ignored.

Its characters are made plain (`characters.py`), cut into tokens (`lex.py`), made fit for reading (`balance.py`), and
read by the grammar (`grammar.py`).
"""

from dataclasses import dataclass
from typing import Final

from archiver.errors import StoreError
from archiver.query.balance import MOST, balanced, cut
from archiver.query.characters import plain
from archiver.query.grammar import Reader
from archiver.query.ignored import Ignored, Report
from archiver.query.leaves import is_negative
from archiver.query.lex import lex
from archiver.query.tree import Node

LONGEST: Final = 2000  # characters of a query: a paragraph, pasted


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood of a query, and what was not."""

    tree: Node
    ignored: tuple[Ignored, ...]


def parse(text: str) -> Parsed:
    """Read a query.

    What makes no sense in it is left out and told in `ignored`, as long as there is something else to look for.
    Raises StoreError where there is not, and for a query of more than 2,000 characters.
    """
    if len(text) > LONGEST:
        raise StoreError(f"a query of {len(text)} characters is too long; give at most {LONGEST}")
    report = Report()
    source = plain(text, report)
    tokens, rest = cut(lex(source, report))
    if rest is not None:
        report.add_rest(rest, source[rest:], f"a query has {MOST} words and fields at most; the rest was left out")
    tree = Reader(source, balanced(tokens, report, whole=rest is None), report).any()
    if tree is None:
        reasons = [f" ({one.why})" for one in report.ignored()[:1]]
        raise StoreError(f"nothing to search for in {text!r}{''.join(reasons)}; give at least one word")
    if is_negative(tree):
        why = "it only says what must not be there"
        raise StoreError(f"nothing to search for in {text!r}, for {why}; give at least one word")
    return Parsed(tree, report.ignored())
