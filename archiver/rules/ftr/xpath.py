"""XPaths of a site file as XPaths that find elements, where they can be written so.

A site file may ask for a text, an attribute, or a part of a text; a rule of ours names elements, whose blocks are then
this or that. Whether an XPath can be read at all is calls.py's business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from archiver.rules.ftr.scan import inside, last_step, split

_TEXT: Final = re.compile(r"(?:(?:child|descendant)\s*::\s*)?text\s*\(\s*\)\s*(\[.*\])?\s*$", re.DOTALL)
_NO_ELEMENT: Final = re.compile(r"(?:[a-z-]+\s*::\s*)?(?:text|comment|processing-instruction)\s*\(")
_ATTRIBUTE: Final = re.compile(r"(?:@|attribute\s*::\s*)([\w:*.-]+)\s*(\[.*\])?\s*$", re.DOTALL)
_NAME: Final = re.compile(r"(?:[a-z-]+\s*::\s*)?([\w*.-]+)")
_PARTS: Final = frozenset(
    {"substring-before", "substring-after", "substring", "string", "normalize-space", "translate", "concat"}
)
_SEEN: Final = frozenset({"datetime", "content", "pubdate", "data-time", "data-timestamp", "data-date", "date"})
"""Attributes that say exactly what their element shows in words."""
_UNSEEN: Final = frozenset(
    "meta link html head script style noscript img picture source svg br hr base template area track".split()
)
"""Elements that hold no text that a reader sees."""
_STRING: Final = re.compile(r"(?!id\s*\()(?:[a-z-]+\s*\(|'|\")")

Use = Literal["field", "body", "strip"]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An XPath that finds elements; empty where there is none.

    `narrowed` is True where it is not the XPath that the file has. `why` says why that is so, or why there is none.
    """

    xpath: str = ""
    why: str = ""
    narrowed: bool = False


def elements(xpath: str, use: Use) -> Rewritten:
    """Return the elements that `xpath` is about; one of several alternatives may fall away, with the reason."""
    found = [_branch(branch, use) for branch in split(xpath, "|") if branch]
    kept = [one for one in found if one.xpath]
    if not kept:
        return next(iter(found), Rewritten(why="is empty"))
    if kept == found and not any(one.narrowed for one in kept):
        return Rewritten(xpath)
    why = "; ".join(dict.fromkeys(one.why for one in found if not one.xpath)) or "a rule names elements"
    return Rewritten(" | ".join(one.xpath for one in kept), why, narrowed=True)


def unless(xpath: str, earlier: Sequence[str], *, first: bool) -> str:
    """Return `xpath` for pages on which none of `earlier` finds anything; only its first element where `first`."""
    condition = "".join(f"[not({other})]" for other in earlier)
    end = "[1]" if first else ""
    return f"({xpath}){condition}{end}" if condition or end or not xpath.startswith(("/", "(")) else xpath


def _branch(xpath: str, use: Use) -> Rewritten:
    call = inside(xpath)
    if call and call[0] in _PARTS:
        return _of_call(call[1], use)
    if _STRING.match(xpath):
        return Rewritten(why="gives a text, not elements")
    base, step = last_step(xpath)
    if text := _TEXT.match(step):
        return _of_text(base, text[1] or "", use)
    if _NO_ELEMENT.match(step):
        return Rewritten(why="names texts beside elements, or comments")
    if attribute := _ATTRIBUTE.match(step):
        return _of_attribute(base, attribute[1], use)
    if _element(xpath) in _UNSEEN:
        return Rewritten(why=f"<{_element(xpath)}> holds no text")
    return Rewritten(xpath)


def _of_call(arguments: str, use: Use) -> Rewritten:
    """A part of an element's text: the element, where it is a field; no other rule can say a part."""
    if use != "field":
        return Rewritten(why="gives a text, not elements")
    paths = [part for part in split(arguments, ",") if not _is_quoted(part)]
    if len(paths) != 1:
        return Rewritten(why="puts a text together")
    inner = _branch(paths[0], use) if paths[0].startswith(("/", "(")) or inside(paths[0]) else None
    if inner is None:
        return Rewritten(why="gives a text, not elements")
    return Rewritten(unless(inner.xpath, (), first=True), narrowed=True) if inner.xpath else inner


def _of_text(base: str, predicates: str, use: Use) -> Rewritten:
    """Texts of an element. To strip them is to strip the element only where it holds nothing else."""
    if not base or _element(base) in _UNSEEN:
        return Rewritten(why="names texts of no element")
    if use == "strip":
        return Rewritten(f"{base}[not(*)][text(){predicates}]", narrowed=True)
    return Rewritten(f"{base}[text(){predicates}]" if predicates else base, narrowed=True)


def _of_attribute(base: str, name: str, use: Use) -> Rewritten:
    if use != "field":
        return Rewritten(why="names an attribute, which is no text")
    element = _element(base) if base else ""
    if not base or element in _UNSEEN:
        what = f"<{element}>" if element else "an attribute"
        return Rewritten(why=f"reads {what}, which the archiver reads by itself")
    if name.lower() not in _SEEN:
        return Rewritten(why=f"reads the attribute {name}, which is not shown")
    return Rewritten(base, narrowed=True)


def _element(path: str) -> str:
    """The name of the element that a path ends in, in small letters; empty where it does not say one."""
    found = _NAME.match(last_step(path)[1])
    return found[1].lower() if found else ""


def _is_quoted(text: str) -> bool:
    return text[:1] in "'\"0123456789" if text else True
