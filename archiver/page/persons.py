"""Persons in a line of text: who is named after a "by", and where one name ends and the next begins.

By the shape of the words alone; where a byline stands on a page is not known here.
"""

import re

from archiver.page.inline import normalise_space

_BY = re.compile(r"^(?:by|von|par|por|di|door|от|av|af)\s+", re.IGNORECASE)
_PART = r"(?:(?:de|da|di|del|van|von|der|den|la|le|du|dos|bin|al)\b|[^\W\d_a-z][\w'’.-]*)"
_NAME = rf"(?:[^\W\d_a-z][\w'’.-]*)(?:\s+{_PART}){{1,4}}"
_BY_NAMES = re.compile(
    rf"(?:^|\s)(?:By|by|BY|Von|von|Par|par|Por|por|Door|door|Di|Av|Af|Autor:|Autora:|Автор:)\s+({_NAME}(?:(?:\s*,\s*|\s+(?:and|und|et|y|e|och|og)\s+){_NAME})*)"
)
_FULL_NAME = re.compile(_NAME)


def bare_names(text: str) -> tuple[str, ...]:
    """Return the persons that `text` names where it holds names and nothing else."""
    names = split_names(text)
    return names if all(_FULL_NAME.fullmatch(name) and not name[0].islower() for name in names) else ()


def names_in(line: str) -> tuple[str, ...]:
    """Return the persons that `line` names after a "by", wherever that stands in it."""
    found = _BY_NAMES.search(normalise_space(line))
    return split_names(found[1]) if found and not found[1][0].islower() else ()


def split_names(text: str) -> tuple[str, ...]:
    """Return the persons that a byline names, without its "By"."""
    parts = re.split(r"\s*[,;&|]\s*|\s+(?:and|und|et|y|e|и|og|och)\s+", without_by(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def without_by(text: str) -> str:
    """Return a byline without the "By" that it begins with."""
    return _BY.sub("", normalise_space(text))
