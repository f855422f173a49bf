"""The addresses in a `srcset` attribute.

Source: HTML Standard, 4.8.4.3.10 "Parsing a srcset attribute"
(https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute). URLs may have commas in them; splitting
at commas, as most tools do, breaks them.
"""

import re
from collections.abc import Iterator
from typing import Final

_GAP: Final = re.compile(r"[ \t\n\f\r,]*")
_URL: Final = re.compile(r"[^ \t\n\f\r]+")
_DESCRIPTORS: Final = re.compile(r"(?:[^,(]|\([^)]*(?:\)|\Z))*")
_SPACE: Final = re.compile(r"[ \t\n\f\r]+")
_DESCRIPTOR: Final = re.compile(r"\d+[wh]|-?(?:\d+\.?|\d*\.\d+)(?:[eE][+-]?\d+)?x")


def addresses(srcset: str) -> Iterator[str]:
    """Yield the references in `srcset`, as they stand there. Candidates that a browser drops are left out."""
    at = _end(_GAP, srcset, 0)
    while found := _URL.match(srcset, at):
        url, at = found[0], found.end()
        if url.endswith(","):
            yield url.rstrip(",")
        else:
            end = _end(_DESCRIPTORS, srcset, at)
            if _is_valid(srcset[at:end]):
                yield url
            at = end
        at = _end(_GAP, srcset, at)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _is_valid(descriptors: str) -> bool:
    return all(_DESCRIPTOR.fullmatch(one) for one in _SPACE.split(descriptors) if one)
