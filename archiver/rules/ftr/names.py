"""What a selector says about what it removes: the label that its words have in the project's own vocabularies.

A site file says that something goes, and not what it is. Class and id names do: `newsletter-box` is a newsletter.
"""

import re
from collections.abc import Iterable
from typing import Final

from archiver.labels import TEXT, Label
from archiver.rules.words import WordIndex

_QUOTED: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_ELEMENT: Final = re.compile(r"(?:^|/|\|)\s*(?:[a-z-]+::)?([a-z][a-z0-9]*)(?![\w:(-])", re.IGNORECASE)
_ELEMENTS: Final[dict[str, Label]] = {
    **dict.fromkeys(("nav",), "navigation"),
    **dict.fromkeys(("form", "button", "input", "select", "textarea", "label", "fieldset"), "form"),
    **dict.fromkeys(("iframe", "video", "audio", "object", "embed", "canvas"), "media-chrome"),
    "figcaption": "caption",
    "time": "date",
    "address": "bio",
}
UNKNOWN: Final[Label] = "boilerplate"


class Names:
    """Tells labels by the words of `index`."""

    def __init__(self, index: WordIndex) -> None:
        self._index = index

    def of_token(self, token: str) -> Label:
        """Return the label of what has the class or id `token`."""
        found = self._index.find(token)
        return found[0].label if found and found[0].label not in TEXT else UNKNOWN

    def of_xpath(self, xpath: str) -> Label:
        """Return the label of what `xpath` finds: by the last quoted name that says one, or else by its element."""
        quoted = [one or other for one, other in _QUOTED.findall(xpath)]
        known = self._first(self.of_token(text) for text in reversed(quoted))
        if known != UNKNOWN:
            return known
        elements = _ELEMENT.findall(_QUOTED.sub("", xpath))
        return _ELEMENTS.get(elements[-1].lower(), UNKNOWN) if elements else UNKNOWN

    @staticmethod
    def _first(labels: Iterable[Label]) -> Label:
        return next((label for label in labels if label != UNKNOWN), UNKNOWN)
