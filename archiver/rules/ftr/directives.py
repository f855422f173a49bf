"""The directives of a site file: which there are, and why some of them have no meaning here.

What the others become is mapping.py's business. The list is that of graby and Full-Text RSS, the two programs that
read these files (https://help.fivefilters.org/full-text-rss/site-patterns.html).
"""

import difflib
import re
from typing import Final

SELECTING: Final = frozenset({"title", "author", "date", "body", "strip"})
"""Directives whose value is an XPath that becomes part of a rule."""
TOKEN: Final = "strip_id_or_class"
TESTS: Final = frozenset({"test_url", "test_contains"})
"""Directives that say on which page the file was tried: they become comments."""

_PARSING = "the archiver parses every page in one way"
_REWRITING = "changes the page's source; the archiver never changes a capture"
_FETCHING = "says how to fetch; a rule is about pages that are there"
_LOGIN = "says how to log in; that is not a rule's business"
_SHAPING = "changes how the page is built, not what of it is text"
_GUESSING = "says when to guess; the archiver always lets a layout that does not fit step aside"

SKIPPED: Final[dict[str, str]] = {
    **dict.fromkeys(("tidy", "parser", "convert_double_br_tags"), _PARSING),
    **dict.fromkeys(("find_string", "replace_string"), _REWRITING),
    **dict.fromkeys(("http_header", "single_page_link", "single_page_link_in_feed", "next_page_link"), _FETCHING),
    **dict.fromkeys(("if_page_contains",), _FETCHING),
    **dict.fromkeys(
        ("requires_login", "not_logged_in_xpath", "login_uri", "login_extra_fields", "login_username_field"), _LOGIN
    ),
    "login_password_field": _LOGIN,
    **dict.fromkeys(
        ("wrap_in", "move_into", "dissolve", "strip_attr", "post_strip_attr", "insert_detected_image"), _SHAPING
    ),
    **dict.fromkeys(("footnotes", "src_lazy_load_attr"), _SHAPING),
    **dict.fromkeys(("autodetect_on_failure", "autodetect_next_page", "skip_json_ld"), _GUESSING),
    "strip_image_src": "removes pictures, which are not part of the text",
    "strip_comments": "removes comments of the source, which are not part of the text",
    "prune": "lets a program remove more by itself; the archiver's judges do so on every page",
    "skip_id_or_class": "spares elements from a pruning that the archiver does not do",
    "native_ad_clue": "says that a whole page is an advertisement; the archiver labels parts of pages",
}
"""Directives that are known and not carried over, with the reason."""

KNOWN: Final = (*sorted(SELECTING), TOKEN, *sorted(TESTS), *SKIPPED)
XPATHS: Final = SELECTING | {
    *("native_ad_clue", "single_page_link", "next_page_link", "if_page_contains", "strip_attr", "post_strip_attr"),
    *("dissolve", "wrap_in", "not_logged_in_xpath", "single_page_link_in_feed", "move_into"),
}
"""Directives whose value is an XPath, whether it is carried over or not: a broken one is reported."""

WITH_ARGUMENT: Final = frozenset({"replace_string", "http_header", "wrap_in", "move_into"})
_HABITS: Final = {"test_content": "test_contains", "test": "test_url", "strip_class": TOKEN, "strip_id": TOKEN}
_WEB: Final = re.compile(r"https?$")


def suggestion(name: str) -> str:
    """Return which directive may be meant by `name`, which is none; empty where there is no telling."""
    if _WEB.match(name):
        return "did you mean `test_url: " + name + ":…`?"
    lowered = name.lower().replace("-", "_").replace(" ", "_")
    near = [_HABITS[lowered]] if lowered in _HABITS else difflib.get_close_matches(lowered, KNOWN, n=1, cutoff=0.7)
    return f"did you mean `{near[0]}`?" if near else ""
