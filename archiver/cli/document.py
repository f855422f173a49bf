"""Where a document to clean comes from: a file, standard input, or a URL that is fetched but not kept."""

import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.labels import Profile
    from archiver.rules.book import Rulebook

Kind = Literal["auto", "html", "text"]


def read_article(source: str, url: str | None, kind: Kind, profile: "Profile", rulebook: "Rulebook") -> "Article":
    """Clean the document that `source` names: a web address, a path, or "-". Raises ArchiverError."""
    from archiver import urls
    from archiver.pipeline import clean, clean_text

    if urls.is_web(source):
        return _fetched(source, profile, rulebook)
    from archiver.capture.inputs import is_text, read_document
    from archiver.errors import PageError
    from archiver.page.decode import decode

    name = "standard input" if source == "-" else source
    text = decode(read_document(source, sys.stdin.buffer), name=name)
    if kind == "text" or (kind == "auto" and is_text(text, source)):
        return clean_text(text, url, profile=profile, rulebook=rulebook)
    try:
        return clean(text, url, profile=profile, rulebook=rulebook)
    except PageError:
        raise PageError(f"{name}: no HTML in it; nothing to read") from None


def _fetched(url: str, profile: "Profile", rulebook: "Rulebook") -> "Article":
    import asyncio

    from archiver.capture.http import capture_of, fetch
    from archiver.errors import CaptureError
    from archiver.pipeline import clean_capture

    capture = capture_of(asyncio.run(fetch(url)))
    if capture.status >= 300 or capture.status < 200:
        raise CaptureError(f"{capture.final_url}: the server answered {capture.status}; nothing to clean")
    return clean_capture(capture, rulebook).with_profile(profile)
