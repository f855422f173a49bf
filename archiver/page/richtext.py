"""Rich text as editors and frameworks keep it in JSON, as HTML: known by its shape, not by who made it.

A node is an object that says what it is (`type`, `_type`, `nodeType`, `style`, `tag`) and holds text or other nodes:
Draft.js, ProseMirror, Slate, Portable Text, Contentful, Editor.js, Arc's content elements; or a list ["$", tag, key,
properties], as React sends elements. Where on a page such JSON lies is state.py's business.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

_KINDS: Final = ("nodeType", "_type", "type", "tag", "tagName", "style")
_TEXTS: Final = ("text", "value", "content", "html", "copy")
_INNER: Final = ("children", "content", "content_elements", "items", "nodes", "blocks", "data", "props", "document")
_DEEP: Final = 40
_TAGS: Final = {
    **dict.fromkeys("p paragraph text block unstyled normal body span richtext rich_text raw-text".split(), "p"),
    **dict.fromkeys("header heading subheading subhead h2 header-one header-two heading-1 heading-2".split(), "h2"),
    **dict.fromkeys("h3 header-three heading-3 heading3".split(), "h3"),
    **dict.fromkeys("h4 header-four heading-4 heading4".split(), "h4"),
    **dict.fromkeys("quote blockquote block-quote pullquote".split(), "blockquote"),
    **dict.fromkeys(("li", "list-item", "listitem", "unordered-list-item", "ordered-list-item", "list_item"), "li"),
    **dict.fromkeys(("ul", "list", "bulletlist", "unordered-list", "bulleted-list", "bullet_list"), "ul"),
    **dict.fromkeys(("ol", "orderedlist", "ordered-list", "numbered-list", "ordered_list"), "ol"),
    **dict.fromkeys(("code", "code-block", "codeblock", "pre"), "pre"),
}  # fmt: skip
_WHOLE: Final = frozenset("doc document root article div section main fragment".split())
_INLINE: Final = frozenset("text span strong em b i u a link hyperlink mark sup sub br".split())
_MARKUP: Final = re.compile(r"</?(?:p|br|b|i|em|strong|a|h[1-6]|ul|ol|li|div|span|blockquote)\b[^<>]*>", re.IGNORECASE)
_PARTED: Final = re.compile(r"</p\s*>|<br\s*/?>|</div\s*>", re.IGNORECASE)
_LINES: Final = re.compile(r"\s*\n\s*")
_ENCODED: Final = re.compile(r"&lt;/?(?:p|br|div)\b")


def from_string(text: str) -> str:
    """Return a string as HTML: markup as it is, anything else with a paragraph for each line."""
    if _ENCODED.search(text) and not _MARKUP.search(text):
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    if _MARKUP.search(text):
        return text if _PARTED.search(text) else "".join(f"<p>{line}</p>" for line in _LINES.split(text) if line)
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in _LINES.split(text.replace("\r", "\n")) if line)


def from_tree(value: Any) -> str:
    """Return a tree of rich text, or a list of its nodes, as HTML; empty where it has no such shape."""
    nodes = value if isinstance(value, list) else [value]
    if _is_react(nodes):
        nodes = [nodes]
    known = sum(kind(node) in _TAGS or kind(node) in _WHOLE for node in nodes)
    return "".join(html for node in nodes for html in _html(node, 0, False)) if known * 2 >= len(nodes) > 0 else ""


def kind(node: Any) -> str:
    """Return what a node says that it is, in lower case; empty where it says nothing that means a kind of text."""
    if _is_react(node):
        return str(node[1]).lower()
    if not isinstance(node, dict):
        return ""
    said = [one.lower() for name in _KINDS if isinstance(one := node.get(name), str)]
    headings = (f"h{node['level']}" for _ in said if isinstance(node.get("level"), int) and "head" in said[0])
    fitting = (one for one in (*headings, *reversed(said)) if one in _TAGS)  # Portable Text: a block, of the style "h2"
    return next(fitting, said[0] if said else "")


def _is_react(node: Any) -> bool:
    return isinstance(node, list) and len(node) == 4 and node[0] == "$" and isinstance(node[1], str)


def _html(node: Any, depth: int, inline: bool) -> Iterator[str]:
    """What a node and those in it are in HTML; `inline` says that it stands in a paragraph."""
    if depth > _DEEP:
        return
    if isinstance(node, str):
        yield _string(node, inline)
        return
    if isinstance(node, list) and not _is_react(node):
        for one in node:
            yield from _html(one, depth + 1, inline)
        return
    name = kind(node)
    tag = _TAGS.get(name)
    if tag is None and name and name not in _WHOLE and name not in _INLINE and not name.startswith("$"):
        return  # a picture, an advertisement, a box of links
    if inline and tag == "p":
        tag = None
    inside = inline or (tag is not None and tag not in ("ul", "ol"))
    whole = "".join(_inside(node, depth, inside, tag))
    yield f"<{tag}>{whole}</{tag}>" if tag and whole.strip() else whole


def _inside(node: Any, depth: int, inline: bool, tag: str | None) -> Iterator[str]:
    if isinstance(node, list):
        node = node[3] if isinstance(node[3], dict) else {}
    if not isinstance(node, dict):
        return
    text = next((node[name] for name in _TEXTS if isinstance(node.get(name), str)), None)
    if text is not None:
        yield _string(text, inline)
        return
    for name in _INNER:
        inner = node.get(name)
        for one in inner if isinstance(inner, list) and not _is_react(inner) else [inner]:
            if isinstance(one, dict) and tag in ("ul", "ol"):
                yield f"<li>{''.join(_inside(one, depth + 1, True, 'li'))}</li>"
            elif isinstance(one, str | list | dict):
                held = name in ("data", "props")  # it holds the node's text, and is none
                yield from _html({"type": "text", **one} if held and isinstance(one, dict) else one, depth + 1, inline)


def _string(text: str, inline: bool) -> str:
    if text.startswith("$"):
        return ""  # a reference of React's
    if not inline:
        return from_string(text)
    return text if _MARKUP.search(text) else escape(text, quote=False)
