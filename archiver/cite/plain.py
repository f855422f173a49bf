"""Citations as sentences, to be pasted into a text: authors, title, publication, day, address, and the archived copy.

After the bibliographies of the Chicago Manual of Style, which put the first author's family name first.
"""

from collections.abc import Iterator, Sequence

from archiver.cite.citable import Citable
from archiver.cite.copy import copy_of
from archiver.cite.name import Name
from archiver.cite.when import in_words, parts_of, parts_of_day

_ENDS = (".", "?", "!", "…", "。", "？", "！", "؟")


def plain(cited: Sequence[Citable]) -> str:
    """Return a paragraph of one line for each article."""
    return "".join(f"{' '.join(_sentences(one))}\n" for one in cited)


def _sentences(one: Citable) -> Iterator[str]:
    if one.authors:
        yield _ended(_names(one.authors))
    title = " ".join((one.title or "").split())
    if title:
        yield f"“{_ended(title)}”"
    day = in_words(parts_of(one.published)) or "n.d."
    yield _ended(f"{one.publication}, {day}" if one.publication else day)
    yield f"{one.url} (accessed {in_words(parts_of_day(one.access_day))})."
    yield _ended(copy_of(one))


def _names(names: Sequence[Name]) -> str:
    turned = [names[0].turned, *(name.whole for name in names[1:])]
    if len(turned) == 1:
        return turned[0]
    return f"{', '.join(turned[:-1])}, and {turned[-1]}"


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."
