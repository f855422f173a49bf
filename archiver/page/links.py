"""Where the links of one page lead: whole addresses from relative ones, and what may stand in an `href`.

A page has hundreds of links of which most are plain; those are told apart by one look and joined by hand.
Everything else is left to the standard library.
"""

import re
from html import escape
from urllib.parse import urljoin

_SAFE = re.compile(r"(?:https?:|mailto:|tel:|[/?#.]|[^:]*$)", re.IGNORECASE)
_NOISE = re.compile("[\x00-\x1f\x7f]")  # browsers read over it: "java&Tab;script:" is a script
_QUERY = r"(?:\?[!$-:=@-~]+)?(?:#[!$-~]+)?"
_WHOLE = re.compile(rf"https?://[a-z0-9.-]+(?:/[!$-:=@-~]*)?{_QUERY}", re.ASCII)
_PATH = re.compile(rf"(?:/[!$-.0-:=@-~]+)+/?{_QUERY}|/", re.ASCII)
_DOTS = re.compile(r"/\.{1,2}(?:[/?#]|$)")


def is_safe(href: str) -> bool:
    """Whether an address is one of the web, of mail or of a telephone, or has no scheme: it cannot run a script."""
    return _SAFE.match(_NOISE.sub("", href).strip()) is not None


class Links:
    """The links of one page, each joined with `base` once; `base` is None where nobody knows it."""

    def __init__(self, base: str | None) -> None:
        self.base = base
        self.home = _home(base)
        self.openings: dict[str, str] = {}

    def opening(self, href: str) -> str:
        """Return the opening tag of a link to `href`; without an address where that is none or could run a script."""
        if href not in self.openings:
            self.openings[href] = self._opening(href)
        return self.openings[href]

    def _opening(self, href: str) -> str:
        href = (href if href.isprintable() else _NOISE.sub("", href)).strip()
        if not (href and _SAFE.match(href)):
            return "<a>"
        whole = self.whole(href)
        if not is_safe(whole):  # joined with a base that is no whole address, "./javascript:x" is one
            return "<a>"
        return " ".join(f'<a href="{escape(whole)}">'.split())  # markup has no runs of white space

    def whole(self, href: str) -> str:
        """Return what `urljoin` makes of the page's base and `href`; what cannot be joined is returned as it is."""
        if not self.base or (self.home and _WHOLE.fullmatch(href)):
            return href
        if self.home and _PATH.fullmatch(href) and not _DOTS.search(href):
            return self.home + href
        try:
            return urljoin(self.base, href)
        except ValueError:
            return href


def _home(base: str | None) -> str:
    """The scheme and host of a plain web address; empty where `base` is none."""
    return base[: base.find("/", 8)] if base and _WHOLE.fullmatch(base) and base.find("/", 8) > 0 else ""
