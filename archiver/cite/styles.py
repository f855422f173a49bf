"""The styles of citations by their names: the one entrance to all.

How each is written is in the module of its name.
"""

from collections.abc import Sequence
from typing import Final, Literal, get_args

from archiver.cite.bibtex import bibtex
from archiver.cite.citable import Citable
from archiver.cite.csl import csl_json
from archiver.cite.plain import plain
from archiver.cite.ris import ris

Style = Literal["text", "bibtex", "ris", "csl-json"]

STYLES: Final[tuple[Style, ...]] = get_args(Style)


def cite(cited: Sequence[Citable], style: Style) -> str:
    """Return the references to all of `cited`, in their order, as one document in this style."""
    match style:
        case "text":
            return plain(cited)
        case "bibtex":
            return bibtex(cited)
        case "ris":
            return ris(cited)
        case "csl-json":
            return csl_json(cited)
