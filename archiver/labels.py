"""What a block of a page can be, and which of those a reader is shown.

A label says what a block *is*. Whether it is shown is a profile's business, so
nothing is ever lost by labelling it.
"""

from typing import Final, Literal, get_args

Label = Literal[
    # the article's own text
    "body", "heading", "list", "quote", "table", "code", "correction",
    # the article's own fields
    "title", "dek", "byline", "date", "caption", "credit",
    # everything around it
    "paywall", "subscription", "fundraising", "newsletter", "app-promo", "navigation", "related", "tags",
    "social", "comments", "ad", "affiliate", "legal", "consent", "form", "bio", "media-chrome", "mirror",
    "archive-banner", "hidden", "boilerplate",
]  # fmt: skip

Profile = Literal["index", "reader", "verbatim"]

LABELS: Final[tuple[Label, ...]] = get_args(Label)
TEXT: Final = frozenset[Label](("body", "heading", "list", "quote", "table", "code", "correction"))
FIELDS: Final = frozenset[Label](("title", "dek", "byline", "date", "caption", "credit"))
RESIDUE: Final = frozenset[Label](LABELS) - TEXT - FIELDS

PROFILES: Final[dict[Profile, frozenset[Label]]] = {
    "index": TEXT,
    "reader": TEXT | FIELDS,
    "verbatim": frozenset(LABELS),
}
"""Which labels each profile shows: the text alone, the text with its fields, or all there is."""
