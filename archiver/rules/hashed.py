"""Class names and ids that a build tool made: the next release of the site has others in their place.

Told by the shapes that the tools give them. A name that could be a word, or a word with a number, is none: to call a
good name hashed costs its author more than a bad one that passes.
"""

import re
from typing import Final

_NAME: Final = re.compile(r"[A-Za-z_][\w-]*")
_TOOLS: Final = (
    re.compile(r"sc-[A-Za-z0-9]{5,}(?:-\d+)?"),  # styled-components
    re.compile(r"css-(?=[a-z]*\d)[a-z0-9]{5,8}(?:-.+)?"),  # Emotion
    re.compile(r"e\d[a-z0-9]{5,8}\d"),  # the same, for components that others refer to
    re.compile(r"svelte-(?=[a-z]*\d)[a-z0-9]{5,8}"),
    re.compile(r"(?:data-)?astro-(?:cid-)?(?=[a-z]*\d)[a-z0-9]{6,8}"),
    re.compile(r"jsx-\d{5,}"),  # styled-jsx
    re.compile(r"jss\d+"),
    re.compile(r"(?:makeStyles|withStyles)-.*\d+"),
    re.compile(r"data-v-[0-9a-f]{6,8}"),  # Vue
    re.compile(r"_ng(?:content|host)-.+"),  # Angular
    re.compile(r"(?:ember|yui_)\d[\d_]*"),
    re.compile(r"_?[A-Za-z][\w-]*_(?=[a-z]*\d[a-z0-9]*[a-z]|\d+[a-z])[a-z0-9]{5}_\d+"),  # Vite
)
_SUFFIX: Final = re.compile(r"_{1,3}-?([A-Za-z0-9+]{5,8})$")  # CSS modules, as webpack, Next.js and Parcel write them
_PREFIX: Final = re.compile(r"_([A-Za-z0-9]{5,8})$")
_WORDS: Final = re.compile(
    r"\d*[A-Z]*[a-z]*\d*|\d+x\d+|[A-Za-z][a-z]{2,}(?:[A-Z][a-z]+|[A-Z]{2,4})+\d*|[a-z]{2}(?:[A-Z][a-z]{2,})+\d*"
)


def hashed_names(selector: str) -> tuple[str, ...]:
    """Return the names in `selector`, CSS or XPath, that look as if a tool had made them, each once.

    What ends before the hash, as in `[class*="Story_body__"]`, is well chosen and is not among them.
    """
    return tuple(dict.fromkeys(name for name in _NAME.findall(selector) if is_hashed(name)))


def is_hashed(name: str) -> bool:
    """True where a class name or an id has the form that a build tool gives."""
    if any(shape.fullmatch(name) and _is_made(name) for shape in _TOOLS):
        return True
    end = _PREFIX.match(name) or _SUFFIX.search(name)
    return end is not None and not _WORDS.fullmatch(end[1])


def _is_made(name: str) -> bool:
    """False for what styled-components' prefix is only by chance: `sc-title` is a word, `sc-bdVaJa` is none."""
    return not name.startswith("sc-") or not re.fullmatch(r"sc-[A-Z]?[a-z]+\d?", name)
