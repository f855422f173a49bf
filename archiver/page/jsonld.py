"""JSON-LD in a page: the objects that describe an article, wherever they are nested.

What their fields mean is metadata.py's business. Format: schema.org Article and its kinds, in JSON-LD 1.1.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report$|LiveBlog")


def articles_of(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the articles that the page under `root` describes; what is no JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                found = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _articles_in(found, depth=0)


def _articles_in(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles_in(item, depth + 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        if any(
            isinstance(t, str) and _ARTICLE_TYPES.search(t) for t in (types if isinstance(types, list) else [types])
        ):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles_in(value.get(key), depth + 1)
