"""What the words of a query stand for in an archive of some languages: forms, spellings, and compounds.

From what was typed to tokens; how an index is asked for these is the business of whoever searches it, in `fts5/` or
`tantivy/`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from archiver.index.compounds import Compounds
from archiver.language.wanted import Phrase, Sought, exact, plain
from archiver.query import tree
from archiver.query.tree import Prefix, Term, Word


@dataclass(frozen=True, slots=True)
class Wording:
    """What terms stand for where articles are in `languages`; with `compounds`, words are looked for within those,
    too, but for those in `common`.

    A stem stands for a word in the languages that make it of that word, and in others for another word: the German stem
    of Biden is an English word. So it is narrowed to them; not where `chief`, the language of most articles, is among
    them: that would cost more than all the rest.
    """

    languages: Collection[str]
    chief: str | None = None
    compounds: Compounds | None = None
    common: frozenset[str] = frozenset()

    def sought(self, term: Term) -> Sought:
        """Return the tokens that a term stands for."""
        if not has_forms(term):
            return exact_of(term)
        found = _plain(term.text, tuple(self.languages))
        if isinstance(term, tree.Phrase):
            return found
        return Sought((*found.alternatives, *self.of_compounds(term)))

    def of_compounds(self, word: Term) -> tuple[Phrase, ...]:
        """Return the compounds of a word alone; none where it is looked for in none."""
        if self.compounds is None or word.text in self.common:
            return ()
        return self.compounds.of(word.text)

    def narrowed(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the languages in whose articles alone a phrase stands for what was typed; none for all."""
        return () if self.chief in phrase.languages else phrase.languages


def has_forms(term: Term) -> bool:
    """Whether a term is looked for in other forms or spellings, too: a word, and what a sign holds together."""
    return isinstance(term, Word) or _is_held_together(term)


def exact_of(term: Term) -> Sought:
    """Return the tokens of a term as they were written, of whatever kind it is."""
    return exact(term.text, prefix=isinstance(term, Prefix))


def tokens_of(phrase: tree.Phrase) -> tuple[str, ...]:
    """Return the tokens of a phrase; none where it is more than tokens that follow each other."""
    found = exact_of(phrase).alternatives
    return found[0].tokens if len(found) == 1 and not found[0].prefix else ()


@lru_cache(1000)
def _plain(text: str, languages: tuple[str, ...]) -> Sought:
    """The same word is asked for several times in one search, and stemming it in a dozen languages takes a while."""
    return plain(text, languages)


def _is_held_together(term: Term) -> bool:
    """Whether a term is one word of several tokens, as e-mail is, which has another spelling but no other form."""
    if not isinstance(term, tree.Phrase) or any(map(str.isspace, term.text)):
        return False
    return any(len(one.tokens) > 1 for one in exact(term.text).alternatives)
