"""What a query looks for: for each word or phrase that somebody typed, the tokens that an index may have in its place.

Knows nothing of a query's own language, nor of FTS5's: whoever writes FTS5's expressions puts the alternatives of one
`Sought` together with OR. What an index has is made in `streams.py`, by the same stems.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from archiver.language.endings import TURKISH
from archiver.language.fold import fold
from archiver.language.joins import joined, parts
from archiver.language.scripts import spaceless_run
from archiver.language.stems import primary, stemming
from archiver.language.tokens import Token, tokenise

_APOSTROPHE: Final = re.compile(r"(\w+)['’](\w+)")
_ACRONYM: Final = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]\.?|(?:[^\W\d_]\.){3,}")

# Articles and particles that stand before a vowel, each with the apostrophe.
_ELIDED: Final = {
    "ca": frozenset("l d m n s t".split()),
    "fr": frozenset("l d j m n s t c qu jusqu lorsqu puisqu".split()),
    "it": frozenset("l d un dell all nell sull dall quest c".split()),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that follow each other, or one; of the last one only the beginning, if `prefix`.

    Two and more are to be looked for among a text's words alone: stems follow each other by chance. `languages` are
    those in whose texts they stand for what was typed, by their codes; none means all. Biden is a form of the German
    "bid", but no English text about a bid is about him.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What one typed word or phrase stands for: any of these will do. Without a letter or a digit in it, for none."""

    alternatives: tuple[Phrase, ...]


def variants(word: str, languages: Collection[str]) -> tuple[str, ...]:
    """Return the tokens that stand for a word in an index of these languages: as it is folded, then its stems.

    Any text that holds a form of the word has one of them. A word that a sign holds together stands as its joined
    form, in those languages where the sign does so.
    """
    return tuple(phrase.tokens[0] for phrase in _forms(word, languages))


def exact(text: str, *, prefix: bool = False) -> Sought:
    """Return what stands for an exact phrase: its tokens in their order, with no stem; of the last word the beginning.

    The end of Chinese or the like may be anywhere in a run of it.
    """
    phrase = _phrase(text, prefix)
    return Sought((phrase,) if phrase.tokens else ())


def plain(word: str, languages: Collection[str], *, prefix: bool = False) -> Sought:
    """Return what stands for a word typed without quotation marks, in any of its forms in these languages.

    One of several tokens (e-mail, l'homme, 東京都) is a phrase, or its joined form, or what is left of it without an
    article. If `prefix`, it is the beginning of a word, and has no other forms.
    """
    phrase = _phrase(word, prefix)
    if not phrase.tokens:
        return Sought(())
    whole = _whole(word)
    wholes = [Phrase((fold(whole),), prefix)] if whole else []
    if phrase.prefix or prefix:
        return _sought([phrase, *wholes])
    if len(phrase.tokens) == 1:
        return _sought([phrase, *_forms(word, languages)])
    return _sought([phrase, *wholes, *_joined_forms(word, languages), *_bare_forms(word, languages)])


def _sought(phrases: list[Phrase]) -> Sought:
    """Put together what is the same in several languages; what holds for all languages needs none."""
    found: dict[Phrase, set[str] | None] = {}
    for phrase in phrases:
        key = Phrase(phrase.tokens, phrase.prefix)
        known = found.setdefault(key, set())
        found[key] = known | {*phrase.languages} if known is not None and phrase.languages else None
    return Sought(tuple(replace(phrase, languages=tuple(sorted(codes or ()))) for phrase, codes in found.items()))


def _forms(word: str, languages: Collection[str]) -> tuple[Phrase, ...]:
    codes = dict.fromkeys(primary(language) or "" for language in languages) or {"": None}
    wholes = {code: joined(word, code) or word for code in codes}
    found = [Phrase((fold(whole),)) for whole in wholes.values()]
    for code, whole in wholes.items():
        found += [Phrase((stem,), languages=(code,)) for stem in stemming(code).stems(whole)]
    return tuple(form for form in _sought(found).alternatives if len(_tokens(form.tokens[0])) == 1)


def _phrase(text: str, prefix: bool) -> Phrase:
    tokens = _tokens(text)
    if not tokens:
        return Phrase(())
    last = tokens[-1]
    if not spaceless_run().fullmatch(last.text):
        return Phrase(tuple(token.text for token in tokens), prefix)
    # The last character of a run stands alone in a text only where the run ends there.
    if len(tokens) > 1 and tokens[-2].end == last.end and len(tokens[-2].text) == 2:
        tokens.pop()
    return Phrase(tuple(token.text for token in tokens), prefix=len(tokens[-1].text) == 1)


def _tokens(text: str) -> list[Token]:
    return list(tokenise(text))


def _whole(word: str) -> str | None:
    """Return a word without the signs that hold it together in any language; U.S. is none, for us is a word."""
    if _ACRONYM.fullmatch(word):
        return word.replace(".", "")
    return joined(word, "")


def _joined_forms(word: str, languages: Collection[str]) -> tuple[Phrase, ...]:
    """Return the forms of a joined word in the languages that join such parts."""
    joining = [language for language in languages if len(parts(word, primary(language) or "")) > 1]
    return _forms(word, joining) if joining else ()


def _bare_forms(word: str, languages: Collection[str]) -> tuple[Phrase, ...]:
    """Return the forms of a word without what an apostrophe joins to it: an article, an ending, a 's."""
    found = _APOSTROPHE.fullmatch(word)
    if not found:
        return ()
    head, rest = map(fold, found.groups())
    codes = {primary(language) or "" for language in languages}
    if any(head in _ELIDED[code] for code in codes & _ELIDED.keys()):
        return _forms(found[2], languages)
    return _forms(found[1], languages) if rest == "s" or ("tr" in codes and rest in TURKISH) else ()
