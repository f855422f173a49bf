"""Terms of a query as FTS5 expressions. All that was typed reaches FTS5 as tokens within quotation marks, so that
nothing in it can act as FTS5's syntax.

A word is looked for in all its forms, and in the stems; a phrase, and the beginning of a word, as they are written.
How expressions are joined is in `compile.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archiver.index import fulltext
from archiver.index.facts import fact
from archiver.index.wording import Wording, exact_of, has_forms
from archiver.language.wanted import Phrase
from archiver.query.tree import Near, Term, Word

WRITTEN: Final = f"{{{' '.join(fulltext.ANYWHERE.written)}}}"
"""The columns of `articles_fts` that hold words as they are written."""
PART_WRITTEN: Final = "{words}"
"""The same for `parts_fts`."""


@dataclass(frozen=True, slots=True)
class Expressions:
    """Writes expressions for what terms stand for by their `wording`; `written` are the columns without stems, `forms`
    those in which forms of a word are looked for, if not in all.

    What is only `ranked` was found already, so that stems need not be narrowed to their languages. What `is_scattered`
    finds the words of phrases in any order and place.
    """

    wording: Wording
    written: str = WRITTEN
    forms: str = ""
    ranked: bool = False
    is_scattered: bool = False

    def of(self, term: Term | Near) -> str:
        """Return the expression for a term, or for several near each other; empty where nothing can be found by it."""
        if isinstance(term, Near):
            return self._near(term)
        return _any(self._one(one, exact=not has_forms(term)) for one in self.wording.sought(term).alternatives)

    def of_compounds(self, word: Word) -> str:
        """Return the expression for the compounds of a word alone; empty where it is looked for in none."""
        return _any(self._one(one, exact=False) for one in self.wording.of_compounds(word))

    def _one(self, phrase: Phrase, exact: bool) -> str:
        # Stems follow each other by chance, and begin like anything.
        is_form = not exact and len(phrase.tokens) == 1 and not phrase.prefix
        if is_form:
            found = f"{self.forms} : {quoted(phrase)}" if self.forms else quoted(phrase)
        elif self.is_scattered:
            found = all_of(quoted(one) for one in _tokens(phrase))
        else:
            found = f"{self.written} : {quoted(phrase)}"
        languages = () if self.ranked else self.wording.narrowed(phrase)
        return all_of([found, one_of(f'"{fact("lang", code)}"' for code in languages)])

    def _near(self, near: Near) -> str:
        phrases = [quoted(found.alternatives[0]) for one in near.parts if (found := exact_of(one)).alternatives]
        if self.is_scattered:
            return all_of(phrases)
        if len(phrases) < 2:
            return f"{self.written} : {phrases[0]}" if phrases else ""
        return f"{self.written} : NEAR({' '.join(phrases)}, {near.distance})"


def quoted(phrase: Phrase) -> str:
    """Return tokens in FTS5's language, as one string."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.prefix else ""}'


def _tokens(phrase: Phrase) -> Iterable[Phrase]:
    """Return the tokens of a phrase as phrases of their own."""
    *tokens, last = phrase.tokens
    return (*(Phrase((token,)) for token in tokens), Phrase((last,), phrase.prefix))


def _any(expressions: Iterable[str]) -> str:
    found = list(dict.fromkeys(expressions))
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})" if found else ""


def all_of(expressions: Iterable[str]) -> str:
    """Return what asks for all of the expressions; empty for none."""
    found = [one for one in expressions if one]
    return found[0] if len(found) == 1 else f"({' AND '.join(found)})" if found else ""


def one_of(expressions: Iterable[str]) -> str:
    """Return what asks for one of the expressions; empty for none."""
    return _any(one for one in expressions if one)


def apart(expression: str) -> str:
    """Return what asks for the same, and is found by itself before what stands beside it is looked for.

    FTS5 makes one AND of several within each other, and goes forward in all that it joins, which for a word that
    nearly all articles have takes longest. An OR it leaves as it is.
    """
    return f'({expression} OR "{fact("none", "")}")'


def token(text: str) -> str:
    """Return what asks for a token."""
    return f'"{text}"'


def but_not(expression: str, excluded: Iterable[str]) -> str:
    """Return what asks for `expression` and for none of `excluded`."""
    found = one_of(excluded)
    return f"({expression} NOT {found})" if found else expression


def within(columns: str, expression: str) -> str:
    """Return what asks for `expression` in some columns alone, "{title title_stems}"."""
    return f"({columns} : ({expression}))" if expression else ""
