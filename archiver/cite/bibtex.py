"""Citations as a .bib file, for biblatex and for BibTeX.

Every entry is `@online`, biblatex's type for what is cited by its address (its manual, 2.1.1); BibTeX's own styles know
no such type and treat it as `@misc`: they print `howpublished`, `year` and `note`, of which biblatex needs only the
last. Titles stand in two pairs of braces, so that no style changes their capitals. Letters stay as they are, in UTF-8.
"""

from collections.abc import Sequence
from typing import Final

from archiver.cite.citable import Citable
from archiver.cite.copy import copy_of
from archiver.cite.key import keys_of
from archiver.cite.name import Name
from archiver.cite.when import iso, parts_of, parts_of_day

# A brace is counted by BibTeX even behind a backslash, so it is named.
_ESCAPES: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%_#$"},
    }
)  # fmt: skip
# In `url` nothing is escaped: both programs print it as it is. So nothing may be in it that would end it.
_IN_URL: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def bibtex(cited: Sequence[Citable]) -> str:
    """Return an entry for each article, with an empty line between."""
    return "\n".join(_entry(one, key) for one, key in zip(cited, keys_of(cited), strict=True))


def escaped(text: str) -> str:
    """Return `text` on one line as LaTeX prints it."""
    return " ".join(text.split()).translate(_ESCAPES)


def _entry(one: Citable, key: str) -> str:
    parts = parts_of(one.published)
    fields = {
        "author": " and ".join(map(_name, one.authors)),
        "title": f"{{{escaped(one.title)}}}" if one.title else "",
        "organization": f"{{{escaped(one.publication)}}}" if one.publication else "",
        "howpublished": escaped(f"{one.publication}, {one.url}" if one.publication else one.url),
        "date": iso(parts),
        "year": iso(parts[:1]),
        "url": one.url.translate(_IN_URL),
        "urldate": iso(parts_of_day(one.access_day)),
        "language": escaped(one.language or ""),
        "note": escaped(copy_of(one)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _name(name: Name) -> str:
    """The name in BibTeX's form "family, given"; one that is not to be parted stands in braces."""
    if name.literal:
        return f"{{{escaped(name.literal)}}}"
    return f"{escaped(name.family)}, {escaped(name.given)}"
