"""What became of a URL: the outcomes there are, and which of them a capture is.

An error page is never called a success, whatever its status says; an article is not called anything else for what it
is about. Nothing is fetched, cleaned or stored here.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, cast
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archiver.article.compose import Article
from archiver.model import Capture
from archiver.outcome.evidence import Evidence
from archiver.outcome.sign import Sign, signs
from archiver.urls import site_key

Outcome = Literal[
    "article", "partial", "no article", "not a page", "redirect", "error page", "challenge", "soft 404", "login wall",
    "consent wall", "parked domain", "no answer", "refused", "not reached", "requisite", "revisit",
]  # fmt: skip
"""What became of a URL: an article; one cut off by a paywall; a page without running text; another kind of
file; a redirect (without end, where it is the last answer); a status of 400 or more; a check for browsers or persons;
a page that says with status 200 that there is none; a page to log in, or to consent, instead; a domain that is for
sale; no answer at all; not fetched, for robots.txt forbids it; not fetched, for the time was up. A requisite is what a
page needs to look right, a list that names pages, or a robots.txt: what nobody asked for as a page. A revisit is an
answer that is said to be the same as an earlier one, which is not here."""

GOOD: Final = frozenset[Outcome](("article", "partial", "not a page", "requisite"))
"""The outcomes that a person who asked for a page is content with. All others make a run's exit code 4."""

ARTICLES: Final = frozenset[Outcome](("article", "partial"))
"""The outcomes whose article belongs in the index."""

_PAGES: Final = ("text/html", "application/xhtml+xml")
_FRONT: Final = re.compile(r"/(?:(?:index|default|home)\.\w{3,5}|home/?|[a-z]{2}(?:-[a-z]{2})?/?)?", re.IGNORECASE)
_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)
_LONG: Final = 150  # words; an article of as many speaks for itself


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a URL; `sign` is the id of what says so, `why` a line for a person, None where all is well."""

    outcome: Outcome
    sign: str | None = None
    why: str | None = None


_FINE: Final = Finding("article")


def is_page(capture: Capture) -> bool:
    """True where the answer is HTML, by its header or, where it has none, by its first bytes, and for a saved text."""
    if capture.media_type:
        return capture.media_type in _PAGES or capture.is_text
    return capture.body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))


def classify(capture: Capture, article: Article | None, asked: str | None = None) -> Finding:
    """Say what became of a capture, and by which sign.

    `article` is what was found on the page, None where nothing was looked for or found. `asked` is the URL that was
    asked for, where redirects led to this one: without it, as from a WARC file, what only they tell is not seen.
    """
    if capture.lacks_body and (capture.status == 0 or 200 <= capture.status < 300):
        return Finding("revisit", None, f"{capture.final_url}: {_missing(capture)}; recorded, not indexed")
    if capture.resource == "robots":
        return Finding("requisite")  # that there is none is an answer too
    if capture.resource != "document":
        return Finding("requisite") if 200 <= capture.status < 300 else Finding(_plain(capture, None))
    asked = asked or capture.url
    sign = _sign(capture, article, asked)
    if sign is not None:
        return Finding(cast(Outcome, sign.outcome), sign.id, f"{capture.final_url}: {sign.note}; recorded, not indexed")
    outcome = _plain(capture, article)
    if outcome in GOOD | {"no article"} and _is_sent_home(asked, capture.final_url):
        why = f"{asked}: redirects to the front page, {capture.final_url}; recorded, not indexed"
        return Finding("soft 404", "soft 404/front page", why)
    return Finding(outcome, None, _why(capture, outcome))


def of_page(tree: HtmlElement, article: Article) -> Finding:
    """Say what the page under `tree` is, of which nothing but the page itself is known.

    Only a page of few words can be anything but an article; what the headers and redirects of an answer tell, is not
    seen.
    """
    if article.words < _LONG:
        bare = Capture(article.url or "", article.url or "", _NEVER, 200, (), b"", "text/html", "file")
        evidence = Evidence.on(tree)
        for sign in signs():
            if not sign.is_certain and not sign.header and sign.is_on(bare, evidence, article.words, False):
                return Finding(cast(Outcome, sign.outcome), sign.id, sign.note)
    if not article.words:
        return Finding("no article", None, "there is no running text on this page")
    return Finding("partial", None, "only the beginning; the rest is behind a paywall") if article.is_partial else _FINE


def _sign(capture: Capture, article: Article | None, asked: str) -> Sign | None:
    for sign in signs():
        if sign.is_certain and sign.in_headers(capture):
            return sign
    words = article.words if article else 0
    if capture.is_text:
        return None  # a person chose these words; nothing of the page around them is there to tell by
    if words >= _LONG or 300 <= capture.status < 400 or not is_page(capture):
        return None
    evidence, redirected = Evidence.of(capture), asked != capture.final_url
    is_error = not 200 <= capture.status < 300
    for sign in signs():
        if is_error and sign.outcome != "challenge":
            continue  # a 404 with a form to log in is a 404
        if not sign.is_certain and sign.is_on(capture, evidence, words, redirected):
            return sign
    return None


def _plain(capture: Capture, article: Article | None) -> Outcome:
    if capture.status >= 400 or capture.status < 200:
        return "error page"
    if 300 <= capture.status < 400:
        return "redirect"
    if not is_page(capture):
        return "not a page"
    if article is None or not article.text:
        return "no article"
    return "partial" if article.is_partial else "article"


def _is_sent_home(asked: str, final: str) -> bool:
    """True where a page deep in a site was asked for and the site's front page came."""
    if asked == final or site_key(asked) != site_key(final):
        return False  # a short link to another site may mean its front page
    before, after = urlsplit(asked), urlsplit(final)
    return not _FRONT.fullmatch(before.path) and _FRONT.fullmatch(after.path) is not None and not after.query


def _missing(capture: Capture) -> str:
    named = capture.original
    which = f" {named.url} of {named.date}," if named and named.url else ""
    return f"the same as an earlier answer,{which} which is not in this archive"


def _why(capture: Capture, outcome: Outcome) -> str | None:
    if outcome == "error page":
        return f"{capture.final_url}: the server answered {capture.status}; recorded, not indexed"
    if outcome == "redirect":
        return f"{capture.final_url}: redirects without end; recorded, not indexed"
    if outcome == "partial":
        return f"{capture.final_url}: only the beginning; the rest is behind a paywall"
    if outcome == "no article":
        return f"{capture.final_url}: no article found on this page; recorded, not indexed"
    return None
