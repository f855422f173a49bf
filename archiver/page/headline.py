"""Which of a page's titles is the article's headline: without the paper's name or a foreign kicker.

Where the titles came from is metadata.py's business.
"""

import re
from collections.abc import Sequence

from archiver.page.desks import is_paper

_SEPARATOR = re.compile(r"\s+[|–—·»«•:/]+\s+|\s+-+\s+|\s*\|\s*|--|\s*_(?=[^_]*$)")
_KICKER = re.compile(r"(?<=\S)(?::|\s[–—|/-])\s+")
_WORDS = re.compile(r"[^\W_]+")
_LONGEST = 500  # characters of what is a title at all
_LEAST = 16  # characters of a headline that is part of a longer one


def folded(title: str) -> str:
    """Return the words of a title alone, as two spellings of it agree."""
    return " ".join(_WORDS.findall(title.casefold()))


def best(said: Sequence[str], heads: Sequence[str], site: str | None, host: str) -> str | None:
    """Return the headline of `said`, what the page says of itself, best first, by what its headings and site are.

    Where the first is longer or shorter than a heading by a kicker, the others decide between the two.
    """
    bare = [without_site(title, heads, site, host) for title in dict.fromkeys(said)]
    bare = [title for title in (*bare, *heads) if not is_paper(title, site, host)][: len(bare)] or bare
    if not bare:
        return None
    first = bare[0]
    if first in heads or folded(first) in map(folded, heads):
        return first
    others = {folded(title) for title in bare[1:]}
    for head in heads:
        if is_part(first, head) or is_part(head, first):
            if folded(head) in others:
                return next(title for title in bare if folded(title) == folded(head))
            if is_part(head, first) and folded(first) not in others:
                return head
        elif tail := _same_end(first, head):
            return tail
    return first


def without_site(title: str, heads: Sequence[str], site: str | None, host: str) -> str:
    """Return a title without the name of the paper that follows it, or goes before it."""
    if len(title) > _LONGEST:
        return title
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        if (before := title[: cut.start()].strip()) in heads:
            return before
    if cuts:
        last, first = cuts[-1], cuts[0]
        if is_paper(title[last.end() :], site, host) and title[: last.start()].strip():
            return without_site(title[: last.start()].strip(), heads, site, host)
        if is_paper(title[: first.start()], site, host) and title[first.end() :].strip():
            return title[first.end() :].strip()
    return title


def longest_part(title: str, heads: Sequence[str]) -> str:
    """Return a <title> as "Headline | Paper": the part that is a heading on the page, or else the longest one."""
    parts = [part.strip() for part in re.split(r"\s+[|–—·»«•]\s+|\s+-\s+", title) if part.strip()]
    if len(parts) < 2:
        return title
    return next((head for head in heads if head in title), max(parts, key=len))


def is_part(short: str, long: str) -> bool:
    """True where the words of one title begin or end another, which is longer."""
    less, more = folded(short), folded(long)
    return len(less) >= _LEAST and less != more and (more.endswith(f" {less}") or more.startswith(f"{less} "))


def _same_end(one: str, other: str) -> str:
    """The end that two titles have in common behind kickers that have no word in common; empty where they have none."""
    ends = {folded(other[cut.end() :]): other[: cut.start()] for cut in _KICKER.finditer(other)}
    for cut in _KICKER.finditer(one):
        end = one[cut.end() :].strip()
        kicker = ends.get(folded(end))
        if kicker and len(folded(end)) >= _LEAST and not {*_words(kicker)} & {*_words(one[: cut.start()])}:
            return end
    return ""


def _words(title: str) -> list[str]:
    return folded(title).split()
