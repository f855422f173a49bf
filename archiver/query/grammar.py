"""From tokens to a tree: recursive descent, which leaves out what makes no sense.

    any    = all { OR all }
    all    = item { [AND] item }
    item   = { NOT | - } what
    what   = term { NEAR term } | field | "(" any ")" | NEAR( term term … [, distance] )

Which words a `label:` scopes is in `scope.py`; parentheses come balanced from `balance.py`.
"""

from typing import Final, cast

from archiver.query.balance import OPENING
from archiver.query.fields import TEXT_FIELDS, Values, read
from archiver.query.ignored import Report
from archiver.query.lex import Kind, Token
from archiver.query.scope import Item, Scope, delimited, scoped
from archiver.query.tree import Field, Labelled, Near, Node, Term, TextField, both, either, negated

FARTHEST: Final = 1000  # words between the parts of a NEAR: all of an article that is not a book
NEARBY: Final = 10  # words, where no distance is given

_END: Final = Token(")", 0, 0, "")
_OPERANDS: Final = frozenset[Kind](("term", "nothing", "field", "(", "NEAR(", "NEAR", "distance"))


class Reader:
    """The tokens of `source`, balanced, and how far they are read."""

    def __init__(self, source: str, tokens: list[Token], report: Report) -> None:
        self._source = source
        self._tokens = tokens
        self._report = report
        self._place = 0

    def _peek(self, ahead: int = 0) -> Token:
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def _next(self) -> Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _ignore(self, token: Token, why: str) -> None:
        self._report.add(token.start, token.text, why)

    def any(self, inside: TextField | None = None) -> Node | None:
        """Read to the end or to the next parenthesis that closes; `inside` is the field whose parentheses these are.

        Return what is looked for, None where nothing is left of it.
        """
        first = self._all(inside)
        found = [first] if first else []
        while self._peek().kind == "OR":
            operator = self._next()
            another = self._all(inside)
            if not found or not another:
                self._ignore(operator, "OR stands between two things to look for")
            found += [another] if another else []
        return either(found) if found else None

    def _all(self, inside: TextField | None) -> Node | None:
        items: list[Item] = []
        while (token := self._peek()).kind not in ("OR", ")"):
            if token.kind == "AND":
                self._next()
                if not items or self._peek().kind not in _OPERANDS | {"NOT"}:
                    self._ignore(token, "AND stands between two things to look for")
            elif item := self._item(inside):
                items.append(item)
        return scoped(items, self._report)

    def _item(self, inside: TextField | None) -> Item | None:
        operators = []
        while self._peek().kind == "NOT":
            operators.append(self._next())
        found = self._what(inside) if self._peek().kind in _OPERANDS else None
        if found is None:
            for operator in operators:
                self._ignore(operator, f"nothing stands behind the {operator.text} that can be looked for")
            return None
        if not operators:
            return found
        return negated(delimited(found)) if len(operators) % 2 else delimited(found)

    def _what(self, inside: TextField | None) -> Item | None:
        token = self._next()
        match token.kind:
            case "term":
                return self._chain(token)
            case "(":
                return self._group(token, inside)
            case "NEAR(":
                return self._near(token)
            case "field":
                return self._field(token, inside)
            case "NEAR":
                self._ignore(token, "NEAR stands between two words or phrases; for more write NEAR(a b c, 10)")
            case "distance":
                self._ignore(token, "a distance belongs to NEAR(…)")
        return None

    def _chain(self, first: Token) -> Node:
        """a NEAR/5 b NEAR/9 c: each pair of neighbours is near."""
        left, pairs = _term(first), []
        while self._peek().kind == "NEAR" and self._peek(1).kind == "term":
            operator = self._next()
            right = _term(self._next())
            pairs.append(Near((left, right), self._distance(operator, operator.text.partition("/")[2])))
            left = right
        return both(pairs) if pairs else left

    def _distance(self, token: Token, digits: str) -> int:
        distance = int(digits) if digits else NEARBY
        if distance > FARTHEST:
            self._ignore(token, f"the distance is {FARTHEST} words at most, and was taken as that")
        return min(distance, FARTHEST)

    def _group(self, opening: Token, inside: TextField | None) -> Node | None:
        if self._peek().text == ")":
            self._report.add(opening.start, "()", "nothing stands between these parentheses")
        found = self.any(inside)
        self._next()
        return found

    def _near(self, opening: Token) -> Node | None:
        terms: list[Term] = []
        distance = NEARBY
        while (token := self._next()).kind != ")":
            if token.kind == "term":
                terms.append(_term(token))
            elif token.kind == "distance":
                distance = self._distance(token, token.text)
            elif token.kind != "nothing":
                self._skip(token, "NEAR(…) takes only words, phrases and beginnings of words")
        if len(terms) < 2:
            typed = self._source[opening.start : token.end]
            self._report.add(opening.start, typed, "NEAR(…) takes two words or more")
            return terms[0] if terms else None
        return Near(tuple(terms), distance)

    def _field(self, token: Token, inside: TextField | None) -> Item | None:
        opens = self._opens(token)
        if inside:
            self._skip(token, f"no field has a place inside {inside}:(…)")
        elif not opens:
            found = read(Values(token.text, token.values, token.start), self._report)
            typed = f"{token.text}:{token.values}"
            return Scope(found.labels, token.start, typed) if isinstance(found, Labelled) else found
        elif token.text not in TEXT_FIELDS:
            self._skip(token, f"{token.text}: takes no parentheses; commas part alternatives")
        else:
            what = self._what(cast(TextField, token.text))
            if what:
                return Field(cast(TextField, token.text), delimited(what))
            self._report.add(token.start, f"{token.text}:", "there is nothing to look for between its parentheses")
        return None

    def _opens(self, field: Token) -> bool:
        """True where a parenthesis follows the colon of a field."""
        return not field.values and self._peek().start == field.end and self._peek().kind in OPENING

    def _skip(self, first: Token, why: str) -> None:
        """Ignore a token that was read; a field or parenthesis with all that it holds."""
        last = self._next() if first.kind == "field" and self._opens(first) else first
        depth = int(last.kind in OPENING)
        while depth:
            last = self._next()
            depth += (last.kind in OPENING) - (last.kind == ")")
        self._report.add(first.start, self._source[first.start : last.end], why)


def _term(token: Token) -> Term:
    assert token.term is not None  # as of every token of this kind
    return token.term
