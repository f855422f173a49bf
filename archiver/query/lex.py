"""A query in plain characters, cut into tokens. What they mean side by side is the business of `parse.py`.

Operators are words in capitals that stand alone. A mark that means nothing by itself is a token too, lest what stands
before it is joined to what stands behind it: in `NOT – peace` nothing follows the NOT.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, cast
from unicodedata import category

from archiver.query.fields import FIELDS, no_field
from archiver.query.ignored import Report
from archiver.query.term import has_stray_star, term
from archiver.query.tree import Term

Kind = Literal["term", "nothing", "field", "(", ")", "NEAR(", "distance", "AND", "OR", "NOT", "NEAR"]

_DISTANCE: Final = r",\ *[0-9]+\ *(?=\))"
_TOKEN: Final = r"""
      (?P<quoted>"[^"]*"\**)
    | (?P<group>(?:NEAR)?\()
    | (?P<close>\))
    | (?P<minus>(?<![^\ (])-(?=[^\ )-]))
    | {distance} (?P<chunk>{chunk}+)
"""
_ANYWHERE: Final = re.compile(_TOKEN.format(distance="", chunk=r'[^\ "()]'), re.VERBOSE)
# Where the distance of NEAR(… , 10) may stand, the comma before it belongs to no word.
_IN_NEAR: Final = re.compile(
    _TOKEN.format(distance=rf"(?P<distance>{_DISTANCE}) |", chunk=rf'(?:(?!{_DISTANCE})[^\ "()])'), re.VERBOSE
)
_NAME: Final = re.compile(r"([^\W\d_]+):")
_OPENING: Final = re.compile(r"(?:NEAR)?\(")
_ITEM: Final = r'(?:"[^"]*"\**|[^ "(),]+)'
_ITEMS: Final = re.compile(rf"{_ITEM}(?:,+{_ITEM})*(?:,+(?! *[0-9]+ *\)))?")
_NEAR: Final = re.compile("NEAR(?:/[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query, and from where to where it goes.

    `text` is what is written there, of a field its name; `term` is what a word or phrase looks for, `values` what
    stands behind the colon of a field.
    """

    kind: Kind
    start: int
    end: int
    text: str
    term: Term | None = None
    values: str = ""


def lex(source: str, report: Report) -> Iterator[Token]:
    """Yield the tokens of a query that `plain` has passed; report what means nothing in it."""
    groups: list[Kind] = []
    place = _after_spaces(source, 0)
    while place < len(source):
        token = _token(source, place, bool(groups) and groups[-1] == "NEAR(", report)
        if token.kind in ("(", "NEAR("):
            groups.append(token.kind)
        elif token.kind == ")" and groups:
            groups.pop()
        yield token
        place = _after_spaces(source, token.end)


def _after_spaces(source: str, place: int) -> int:
    while source[place : place + 1] == " ":
        place += 1
    return place


def _token(source: str, place: int, in_near: bool, report: Report) -> Token:
    found = (_IN_NEAR if in_near else _ANYWHERE).match(source, place)
    assert found is not None  # a space is no token's beginning, and quotation marks come in pairs
    text, end = found[0], found.end()
    match found.lastgroup:
        case "group":
            return Token("NEAR(" if text.startswith("N") else "(", place, end, text)
        case "close":
            return Token(")", place, end, text)
        case "minus":
            return Token("NOT", place, end, text)
        case "distance":
            return Token("distance", place, end, text.strip(", "))
        case "chunk" if name := _NAME.match(text):
            return _named(source, place, text, name[1], report)
    return _word(text, place, report)


def _named(source: str, place: int, text: str, name: str, report: Report) -> Token:
    """A field with its values; where there is no field of this name, its words."""
    after = place + len(name) + 1
    if name.lower() in FIELDS:
        found = None if _OPENING.match(source, after) else _ITEMS.match(source, after)
        values = found[0] if found else ""
        return Token("field", place, after + len(values), name.lower(), values=values)
    follows = source[after : after + 1]
    if not follows.isalnum() and follows not in ('"', "("):  # the colon of https:// and the one before a space
        return _word(text, place, report)
    if follows:
        report.add(place, f"{name}:", no_field(name))
    phrase = text.replace(":", " ", 1)
    return Token("term", place, place + len(text), text, term(f'"{phrase}"' if follows.isalnum() else name))


def _word(text: str, place: int, report: Report) -> Token:
    end = place + len(text)
    if text in ("AND", "OR", "NOT"):
        return Token(cast(Kind, text), place, end, text)
    if _NEAR.fullmatch(text):
        return Token("NEAR", place, end, text)
    if has_stray_star(text):
        report.add(place, text, "a * means something only at the end of a word")
    if "|" in text and not text.startswith('"'):
        report.add(place, text, "a | means nothing; write OR between words")
    if found := term(text):
        return Token("term", place, end, text, found)
    if why := _why_nothing(text):
        report.add(place, text, why)
    return Token("nothing", place, end, text)


def _why_nothing(text: str) -> str:
    """Why there is nothing to look for in a piece; empty for punctuation, of which nobody expects it."""
    if text.startswith('"'):
        return "no word stands between these quotation marks"
    if "*" in text:
        return "a * needs the beginning of a word before it, as in ventur*"
    return (
        ""
        if "|" in text or all(category(mark).startswith("P") for mark in text)
        else "there is no letter or digit in it"
    )
