"""What a page shows of itself that says which kind of page it is: titles, visible text, forms, machinery.

Read once a page, and only where an article of some length does not speak for itself. Nothing is decided here.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Self

from lxml import etree
from lxml.html import HtmlElement

from archiver.errors import PageError
from archiver.model import Capture
from archiver.page.decode import decode, parse
from archiver.page.inline import normalise_space
from archiver.page.lineage import count_words

_LIMIT: Final = 2 * 1024 * 1024  # bytes; a page that says only "no" is short
_UNSEEN: Final = frozenset("script style template noscript head svg iframe object".split())
_PARTS: Final = re.compile(r"\s+[|–—·»«•:-]\s+|\s*[|»«•]\s*")
_ATTRIBUTES: Final = ("id", "class", "src", "href", "action", "name", "data-sitekey")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page shows, all in lower case.

    `titles` are its title and first headings, whole and in the parts that separators make of them; `text` is what a
    reader sees; `machinery` is what scripts, and the attributes of elements, hold; `asks_password` says that there is
    a field for one.
    """

    titles: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    machinery: str = field(default="", repr=False)
    words: int = 0
    asks_password: bool = False

    @classmethod
    def of(cls, capture: Capture) -> Self:
        """Read the page in `capture`; a page that cannot be read shows nothing."""
        try:
            return cls.on(parse(decode(capture.body[:_LIMIT], capture.content_type)))
        except PageError:
            return cls()

    @classmethod
    def on(cls, tree: HtmlElement) -> Self:
        """Read the page under `tree`."""
        text = _visible(tree)
        return cls(
            titles=tuple(dict.fromkeys(_titles(tree))),
            text=text.lower(),
            machinery=_machinery(tree).lower(),
            words=count_words(text),
            asks_password=any(one.get("type", "").lower() == "password" for one in tree.iter("input")),
        )


def _titles(tree: HtmlElement) -> list[str]:
    found: list[str] = []
    headings = list(tree.iter("h1"))[:2] or list(tree.iter("h2"))[:1]
    for element in (*list(tree.iter("title"))[:1], *headings):
        title = normalise_space(element.text_content()).lower()
        found += [one for one in (title, *_PARTS.split(title)) if one]
    return found


def _visible(tree: HtmlElement) -> str:
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _UNSEEN:
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
        else:
            pieces.append(element.tail or "")
    return normalise_space(" ".join(pieces))


def _machinery(tree: HtmlElement) -> str:
    pieces: list[str] = []
    for element in tree.iter(etree.Element):
        if element.tag == "script":
            pieces.append(element.text or "")
        pieces += [f'{name}="{value}"' for name in _ATTRIBUTES if (value := element.get(name))]
    return "\n".join(pieces)
