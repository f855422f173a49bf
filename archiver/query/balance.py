"""Tokens made fit for reading: not too many, and every parenthesis with its partner, none too deep."""

from collections.abc import Iterable
from typing import Final

from archiver.query.ignored import Report
from archiver.query.lex import Token

MOST: Final = 200  # words and values of fields
DEEPEST: Final = 10  # parentheses within parentheses; of what they become SQLite's parser reads some twelve

OPENING: Final = ("(", "NEAR(")


def cut(tokens: Iterable[Token]) -> tuple[list[Token], int | None]:
    """Return the tokens with as many leaves as a tree may have, and where the rest begins; None where there is none."""
    taken: list[Token] = []
    leaves = 0
    for token in tokens:
        leaves += _leaves(token)
        if leaves > MOST:
            return taken, token.start
        taken.append(token)
    return taken, None


def _leaves(token: Token) -> int:
    """How many leaves a token makes at most: of `a NEAR b NEAR c`, b stands in two pairs."""
    if token.kind == "field":
        return token.values.count(",") + 1
    return int(token.kind in ("term", "NEAR"))


def balanced(tokens: list[Token], report: Report, *, whole: bool) -> list[Token]:
    """Return the tokens with every parenthesis closed at the end that is not, and without those that close nothing.

    Parentheses that are nested too deep are left out. All of it is reported, but for what is not closed because the
    query was cut and is not `whole`.
    """
    found: list[Token] = []
    opened: list[Token] = []
    for token in tokens:
        if token.kind in OPENING:
            opened.append(token)
            if len(opened) > DEEPEST:
                report.add(token.start, token.text, f"parentheses more than {DEEPEST} deep mean nothing")
                continue
        elif token.kind == ")":
            if not opened:
                report.add(token.start, ")", "this parenthesis closes nothing")
                continue
            opened.pop()
            if len(opened) >= DEEPEST:
                continue
        found.append(token)
    for token in opened if whole else ():
        report.add(token.start, token.text, "this parenthesis is not closed; taken as closed at the end")
    end = tokens[-1].end if tokens else 0
    return found + [Token(")", end, end, text="")] * min(len(opened), DEEPEST)
