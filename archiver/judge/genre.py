"""Whether a page calls itself news: what belongs to the text of a news story is told otherwise than of other pages.

Fact boxes, summaries and captions stand beside a news story; in guides and shops they are the text itself.
"""

import re
from typing import Final

from lxml.html import HtmlElement

_NEWS: Final = re.compile(r"\"@type\"\s*:\s*(?:\"|\[[^\]]*\")(?:\w*NewsArticle|LiveBlogPosting)\"")
_ITEMS: Final = ("newsarticle", "liveblogposting")


def is_news(tree: HtmlElement) -> bool:
    """Return True where the page's JSON-LD or microdata has a NewsArticle of schema.org, of whatever kind."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and _NEWS.search(script.text or ""):
            return True
    root = tree.find(".//*[@itemtype]")  # the first is the page's own, or the story's
    return root is not None and root.get("itemtype", "").lower().endswith(_ITEMS)
