"""The signs by which pages that are no articles are known, as they stand in signs.toml.

A sign is data: what must be there, and what is said then. All that a sign names must be there; of the several values
of one field any will do. The file is read when the first page is looked at.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Self

from archiver.model import Capture
from archiver.outcome.evidence import Evidence
from archiver.warc.message import header

_WORDS = 150


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign. `outcome` is what it tells, `note` says so to a person.

    `header` values are "name: value"; `url` values are regular expressions found in the path and host of the page's
    URL, `title` values such that match a title or a part of one wholly; `markup` is looked for in scripts and
    attributes, `text` in what a reader sees. `password` asks for a field for one, `redirected` for another URL than
    was asked for. A sign does not hold for a page with an article of `max_words` words, or of `max_page_words` in all.
    """

    id: str
    outcome: str
    note: str
    header: tuple[tuple[str, str], ...] = ()
    url: tuple[re.Pattern[str], ...] = ()
    title: tuple[re.Pattern[str], ...] = ()
    markup: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    password: bool = False
    redirected: bool = False
    max_words: int = _WORDS
    max_page_words: int | None = None

    @classmethod
    def of(cls, table: dict[str, Any]) -> Self:
        """Make a sign of its table. Raises KeyError or TypeError where the file is wrong, which a test finds."""
        given: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
        }
        for key in ("url", "title"):
            if key in given:
                given[key] = tuple(re.compile(one, re.IGNORECASE) for one in given[key])
        if "header" in given:
            given["header"] = tuple(
                (name, value.strip()) for name, _, value in (h.partition(":") for h in table["header"])
            )
        return cls(**given)

    @property
    def is_certain(self) -> bool:
        """True where the server itself says so, in a header made for that, whatever the page shows."""
        return bool(self.header) and not (self.url or self.title or self.markup or self.text or self.password)

    def is_on(self, capture: Capture, evidence: Evidence, words: int, redirected: bool) -> bool:
        """True where all that the sign names is there; `words` are the article's."""
        return (
            self.in_headers(capture)
            and words < self.max_words
            and (self.max_page_words is None or evidence.words < self.max_page_words)
            and (redirected or not self.redirected)
            and (evidence.asks_password or not self.password)
            and _any(self.url, [capture.final_url.partition("://")[2].partition("?")[0]], whole=False)
            and _any(self.title, evidence.titles, whole=True)
            and _stands(self.markup, evidence.machinery)
            and _stands(self.text, evidence.text)
        )

    def in_headers(self, capture: Capture) -> bool:
        """True where one of the headers that the sign names is there, or it names none."""
        return not self.header or any(
            header(capture.headers, name).lower().startswith(value.lower()) and header(capture.headers, name)
            for name, value in self.header
        )


@cache
def signs() -> tuple[Sign, ...]:
    """Return the signs of signs.toml, in its order, which is the one to try them in."""
    text = resources.files("archiver.outcome").joinpath("signs.toml").read_text("utf-8")
    return tuple(Sign.of(table) for table in tomllib.loads(text)["sign"])


def _any(patterns: tuple[re.Pattern[str], ...], texts: Sequence[str], whole: bool) -> bool:
    if not patterns:
        return True
    return any((one.fullmatch(text) if whole else one.search(text)) for one in patterns for text in texts)


def _stands(values: tuple[str, ...], text: str) -> bool:
    return not values or any(value in text for value in values)
