"""What a stylesheet needs: `url()`, `@import`, `image-set()` and the fonts of `@font-face`.

One stylesheet at a time; whoever fetches what it imports comes back with that. Taken apart by tinycss2, which follows
CSS Syntax Level 3 (comments, strings, escapes), so that no address is found where a browser sees none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import tinycss2
import webencodings

from archiver.capture.reference import Collector, Kind, Requisite

MAX_CSS: Final = 4 * 1024 * 1024
"""Bytes, or characters, of a stylesheet that are looked at: about six seconds' work, and far more than any has."""

_IMAGE_SETS: Final = frozenset(("image-set", "-webkit-image-set", "image", "cross-fade", "-webkit-cross-fade"))
_ADDRESS_FUNCTIONS: Final = frozenset(("url", "src"))
_NAMES_ONLY: Final = frozenset(("namespace", "document", "-moz-document", "charset"))
_DULL: Final = re.compile(
    r"""(?<![^{};])[^{}"'\\/;@]*+\{(?![^{}]*(?:url|image|src\(|cross-fade))[^{}"'\\/:]*+:[^{}"'\\/]*+\}""",
    re.IGNORECASE,
)
"""A rule that can hold no address, nor any quote, escape or comment: without it all is as before. Linear in time."""
_BRACE_IN_ADDRESS: Final = re.compile(
    r"""(?:url\(|src\(|image|@import)\s{0,9}["']?(?!data:)[^)"';:]{0,300}\{""", re.IGNORECASE
)
_SIGNS: Final = ("url", "import", "image", "src(", "cross-fade", "\\")

_Token = Any  # tinycss2 is untyped
_Classified = tuple[_Token, Kind, bool]
_Found = Iterator[tuple[str, Kind]]


def requisites_of_css(
    css: bytes | str, url: str, content_type: str = "", environment: str = "utf-8"
) -> tuple[Requisite, ...]:
    """Return what the stylesheet at `url` needs, in its order, each URL once.

    `content_type` (the HTTP header) says the encoding of bytes; where neither it nor they do, they are in that of the
    document which names the stylesheet, `environment`. What `@import` names has kind "style": its own requisites are
    not here. Nothing is wrong with any input; what cannot be read gives nothing.
    """
    collector = Collector(url)
    text, encoding = _decoded(css, content_type, environment)
    for reference, kind in references(text):
        collector.add(reference, url, kind, encoding)
    return collector.found()


def decoded(css: bytes | str, content_type: str = "") -> str:
    """Return a stylesheet as text: by its mark, the header, its `@charset`, or else as UTF-8."""
    return _decoded(css, content_type)[0]


def _decoded(css: bytes | str, content_type: str, environment: str = "utf-8") -> tuple[str, str]:
    if isinstance(css, str):
        return css[:MAX_CSS], "utf-8"
    from tinycss2.bytes import decode_stylesheet_bytes

    charset = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    around = webencodings.lookup(environment) or webencodings.lookup(environment.replace("_", "-"))
    text, encoding = decode_stylesheet_bytes(css[:MAX_CSS], charset or None, around)
    return str(text), str(encoding.codec_info.name)


def references(css: str) -> _Found:
    """Yield each reference in `css`, a stylesheet or the declarations of a style attribute, with its kind."""
    lowered = css.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return
    # No recursion: blocks can be nested as deep as the file is long.
    end: _Classified = (None, "image", False)
    stack: list[Iterator[_Classified]] = [_classified(_tokens(css), "image", strings=False)]
    while stack:
        token, kind, strings = next(stack[-1], end)
        if token is None:
            stack.pop()
        elif token.type == "url" or (strings and token.type == "string"):
            yield token.value, kind
        elif token.type == "function":
            inside = token.lower_name in _ADDRESS_FUNCTIONS or token.lower_name in _IMAGE_SETS
            stack.append(_classified(token.arguments, kind, strings=inside))
        elif token.type in ("{} block", "() block", "[] block"):
            stack.append(_classified(token.content, kind, strings=False))


def _tokens(css: str) -> list[_Token]:
    """Take a stylesheet apart, having left out what need not be: tinycss2 takes 1.4 seconds for a megabyte."""
    if not _BRACE_IN_ADDRESS.search(css):
        css = _DULL.sub("", css)
    return list(tinycss2.parse_component_value_list(css, skip_comments=True))


def _classified(tokens: Sequence[_Token], kind: Kind, strings: bool) -> Iterator[_Classified]:
    """Yield each token with the kind of what it would refer to and whether a bare string refers to something."""
    rule = ""
    prelude = False  # between `@import` and its address
    for token in tokens:
        if token.type == "at-keyword":
            rule, prelude = token.lower_value, token.lower_value == "import"
        elif rule == "import":
            if prelude and token.type != "whitespace":
                prelude = False  # what follows the address are conditions
                yield token, "style", True
        elif rule not in _NAMES_ONLY or token.type == "{} block":
            yield token, "font" if rule == "font-face" else kind, strings
        if token.type == "{} block" or token == ";":
            rule, prelude = "", False
