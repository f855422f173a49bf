"""What the inline markup of a block looks like, as named features: what is bold, what is linked, and where to.

An editor's note is all in italics, a line that leads to other stories ends in a link; no word is looked at here.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from archiver.judge.shape import on, scale
from archiver.model import Block

_TAG: Final = re.compile(r"<[^>]*>")
_FIRST: Final = re.compile(r"(?:<(?!/)[^>]*>)+")
_HREF: Final = re.compile(r'<a href="([^"]*)"')
_LOOKS: Final = (
    ("strong", "bold"),
    ("em", "italics"),
    ("a", "a link"),
    ("u", "an underlined line"),
    ("small", "small print"),
    ("mark", "a marked line"),
)
_MOST: Final = 0.9  # of a block's characters
_DEEP: Final = 30  # characters of a path: a story's, not a section's
_LINKS: Final = scale("links in it", (2, 3, 5))
_BREAKS: Final = scale("line breaks", (2, 4))


def marks(block: Block, site: str) -> list[str]:
    """Return the features of the inline markup of `block`, on a page of `site` (a host's last two labels)."""
    html = block.html
    if "<" not in html:
        return []
    names = _openings(html, len(block.text)) if html[0] == "<" else []
    if html.endswith(("</a>", "</a>.", "</a></strong>", "</a></em>")):
        names.append("ends in a link")
    links = html.count("<a ")
    if links:
        first = _HREF.search(html)
        names += [on(_LINKS, links), f"its first link leads {_where(first[1], site) if first else 'nowhere'}"]
    if "<br>" in html:
        names.append(on(_BREAKS, html.count("<br>")))
    return names


def _openings(html: str, length: int) -> list[str]:
    """What the tags that begin a block hold: all of it, or its beginning."""
    first = _FIRST.match(html)
    if first is None:
        return []
    names, opened = [], first[0]
    for tag, look in _LOOKS:
        if f"<{tag}>" not in opened and f"<{tag} " not in opened:
            continue
        end = html.find(f"</{tag}>", first.end())
        held = _TAG.sub("", html[first.end() : end]).rstrip()
        if len(held) >= _MOST * length:
            names.append(f"all in {look}")
            continue
        names.append(f"begins in {look}")
        if tag == "strong" and (held[-1:] in (":", "：") or html.startswith(":", end + len("</strong>"))):
            names.append("begins in bold, with a colon")
    return names


def _where(href: str, site: str) -> str:
    if href.startswith("mailto:"):
        return "to an address of mail"
    if "//" not in href[:12]:
        return "nowhere" if href[:1] in ("#", "") or href.startswith("javascript:") else "somewhere"
    try:
        parts = urlsplit(href)
    except ValueError:  # "http://[name]/", where a page's template was not filled in
        return "nowhere"
    if host_site(parts.netloc) != site:
        return "abroad"
    return "deep into the site" if len(parts.path) > _DEEP else "into the site"


def host_site(host: str) -> str:
    """Return the last two labels of a host."""
    return ".".join(host.split(".")[-2:])
