"""Where a document to clean comes from: a file, standard input, or a URL that is fetched but not kept."""

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archiver.cli.options import standard_input

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.labels import Profile
    from archiver.rules.book import Rulebook

Kind = Literal["auto", "html", "text"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def read_article(
    source: str, url: str | None, kind: Kind, profile: "Profile", rulebook: "Rulebook", allow_private: bool = False
) -> "Article":
    """Clean the document that `source` names: a web address, a path, or "-". Raises ArchiverError.

    A web address that is not a public one is fetched only with `allow_private`.
    """
    from archiver import urls
    from archiver.errors import PageError
    from archiver.pipeline import clean, clean_text

    if not source:
        raise PageError("the document's name is empty; give a file, a URL, or - for standard input")
    if urls.is_web(source):
        return _fetched(source, profile, rulebook, allow_private)
    if _ADDRESS.match(source) and not Path(source).exists():
        raise PageError(f"{source}: only http and https are fetched; a file is given by its path")
    from archiver.capture.inputs import is_text
    from archiver.page.decode import UNNAMED, decode

    name = "standard input" if source == "-" else source
    text = decode(_read(source), name=name)
    if kind == "text" or (kind == "auto" and is_text(text, source)):
        return clean_text(text, url, profile=profile, rulebook=rulebook)
    try:
        return clean(text, url, profile=profile, rulebook=rulebook)
    except PageError as error:
        raise PageError(f"{name}: {str(error).removeprefix(f'{url or UNNAMED}: ')}") from None


def _read(source: str) -> bytes:
    from archiver.capture.inputs import read_document

    return read_document(source, standard_input().buffer if source == "-" else io.BytesIO())


def _fetched(url: str, profile: "Profile", rulebook: "Rulebook", allow_private: bool) -> "Article":
    import asyncio

    from archiver.capture.http import Options, capture_of, fetch
    from archiver.errors import CaptureError
    from archiver.pipeline import clean_capture

    capture = capture_of(asyncio.run(fetch(url, Options(allow_private=allow_private))))
    if capture.status >= 300 or capture.status < 200:
        raise CaptureError(f"{capture.final_url}: the server answered {capture.status}; nothing to clean")
    return clean_capture(capture, rulebook).with_profile(profile)
