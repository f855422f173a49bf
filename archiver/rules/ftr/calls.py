"""What is wrong with an XPath, also where only a page that it fits would show it.

lxml compiles calls of functions that nobody defines, and calls with too few arguments; they fail when they are
reached. So every call is looked up in the list of XPath 1.0 (https://www.w3.org/TR/xpath-10/#corelib).
"""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import document_fromstring

from archiver.rules.ftr.scan import pieces, split

_CALL: Final = re.compile(r"(?<![\w:$.-])([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*$")
_NODES: Final = frozenset({"text", "node", "comment", "processing-instruction"})
_OPERATORS: Final = frozenset({"and", "or", "div", "mod"})
_LONGEST: Final = 8_000  # characters
_MANY: Final = 99
_ARGUMENTS: Final[dict[str, tuple[int, int]]] = {
    **dict.fromkeys(("last", "position", "true", "false"), (0, 0)),
    **dict.fromkeys(("local-name", "namespace-uri", "name", "string", "string-length"), (0, 1)),
    **dict.fromkeys(("normalize-space", "number"), (0, 1)),
    **dict.fromkeys(("count", "id", "boolean", "not", "lang", "sum", "floor", "ceiling", "round"), (1, 1)),
    **dict.fromkeys(("starts-with", "contains", "substring-before", "substring-after"), (2, 2)),
    **{"substring": (2, 3), "translate": (3, 3), "concat": (2, _MANY)},
}
_EQUALS: Final = re.compile(r"([@\w./:-]+?)\s*=\s*('[^']*'|\"[^\"]*\")")


def complaint(xpath: str) -> tuple[str, str] | None:
    """Return what is wrong with `xpath`, and what may be meant; None where it can be used."""
    if len(xpath) > _LONGEST:
        return f"over {_LONGEST:,} characters are too many for an XPath", ""
    try:
        etree.XPath(xpath)(document_fromstring("<p>.</p>"))
    except (etree.XPathError, ValueError, RecursionError) as error:  # ValueError: control characters
        return _wrong_call(xpath) or (f"cannot be read ({error})", _unclosed(xpath))
    return _wrong_call(xpath)


def _wrong_call(xpath: str) -> tuple[str, str] | None:
    for name, arguments in _calls(xpath):
        if name in _NODES or name in _OPERATORS:
            continue
        if name not in _ARGUMENTS:
            near = difflib.get_close_matches(name.lower(), _ARGUMENTS, n=1)
            return f"there is no function {name}()", f"did you mean `{near[0]}(…)`?" if near else ""
        least, most = _ARGUMENTS[name]
        count = len(split(arguments, ",")) if arguments.strip() else 0
        if not least <= count <= most:
            number = str(least) if least == most else f"{least} to {most}" if most < _MANY else f"{least} or more"
            return f"{name}() takes {number} arguments, and is given {count}", _with_comma(name, arguments)
    return None


def _calls(xpath: str) -> Iterator[tuple[str, str]]:
    """Every call in `xpath`: the name before the bracket, and what stands in it."""
    opened: list[tuple[str, int]] = []
    start = 0
    for at, _, sign in pieces(xpath):
        if sign == "(":
            named = _CALL.search(xpath, start, at)
            opened.append((named[1] if named else "", at + 1))
        elif sign == ")" and opened:
            name, begin = opened.pop()
            if name:
                yield name, xpath[begin:at]
        if len(sign) > 1 or sign in "()[],|=<>!+*/":
            start = at + len(sign)


def _with_comma(name: str, arguments: str) -> str:
    found = _EQUALS.fullmatch(arguments.strip())
    return f"did you mean `{name}({found[1]}, {found[2]})`?" if found else ""


def _unclosed(xpath: str) -> str:
    bare = "".join(sign for _, _, sign in pieces(xpath) if len(sign) == 1)
    if "'" in bare or '"' in bare:
        return "a quote is not closed"
    for one, other in ("()", "[]"):
        if bare.count(one) != bare.count(other):
            return f"{bare.count(one)} times `{one}`, {bare.count(other)} times `{other}`"
    return ""
