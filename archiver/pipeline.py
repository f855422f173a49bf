"""The way through the house: each stage is a function from one frozen value to the next.

    bytes ─decode─▶ text ─parse─▶ tree ─segment─▶ Page ─rules, judges─▶ verdicts ─compose─▶ Article

Read this file first. Nothing here knows how a stage does its work.
"""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Final

from lxml.html import HtmlElement

from archiver import judge
from archiver.article.compose import Article, compose
from archiver.article.instead import taken
from archiver.errors import PageError
from archiver.judge.decide import decide
from archiver.judge.model import Model
from archiver.labels import PROFILES, Profile
from archiver.model import Capture, Metadata, Page
from archiver.outcome.classify import of_page
from archiver.page.decode import UNNAMED, decode, parse, readable
from archiver.page.fallback import fallbacks
from archiver.page.lineage import Lineage
from archiver.page.metadata import read_metadata
from archiver.page.plaintext import segment_text
from archiver.page.segment import base_of, segment
from archiver.rules.book import Chosen, Rulebook, shipped_rules
from archiver.rules.match import Ballot, Finds, find, match
from archiver.rules.origin import Origin
from archiver.rules.restraint import restrain
from archiver.rules.traits import Traits

JUDGES: Final = f"judges {judge.VERSION}"
"""What decides on a capture that is no page: no rule has a say on it."""

MOST_BLOCKS: Final = 100_000
"""Blocks of a page; one with more is refused. Each takes up to a millisecond and 13 KB."""

ENOUGH: Final = 60
"""Words of an article that speaks for itself; where there are fewer, what the page does not show is looked at."""
_MORE: Final = 4  # times as many words; a short article is an article


def clean(
    html: bytes | bytearray | memoryview | str,
    url: str | None = None,
    captured_at: datetime | None = None,
    profile: Profile = "index",
    *,
    content_type: str = "",
    rulebook: Rulebook | None = None,
    model: Model | None = None,
) -> Article:
    """Tell the article in a page of HTML from everything around it.

    `html` is the page as it came or as decoded text; `url` says whose rules apply, `captured_at` which of
    a site's designs, `content_type` (the HTTP header) its encoding. `rulebook` replaces the shipped rules,
    `model` the shipped weights.
    Raises PageError where the page is empty, no text, too large or nested too deep.
    """
    _check(profile)
    name = url or UNNAMED
    book = rulebook if rulebook is not None else shipped_rules()
    text = _decoded(html, content_type, name)
    tree = parse(text, name)
    base = base_of(tree, url)
    metadata = read_metadata(tree, base)
    origin, metadata = _origin(book, url, tree, metadata)
    traits = Traits(tree, text)
    chosen = book.choose(url, tree, origin=origin, canonical=metadata.canonical, traits=traits)
    finds = find(chosen, tree, traits)
    page = _page(tree, base, url, captured_at, metadata, finds)
    article = _article(_passed_on(page, origin), chosen, finds, book, profile, model)
    if article.words < ENOUGH:
        article = _instead(article, tree, book, model)
    finding = of_page(tree, article)
    return replace(article, outcome=finding.outcome, why=finding.why)


def clean_text(
    text: str, url: str | None = None, *, profile: Profile = "index", rulebook: Rulebook | None = None
) -> Article:
    """Do the same for an article that was saved as plain text. Raises PageError where it is empty."""
    _check(profile)
    if not isinstance(text, str):
        raise TypeError(f"text must be str, not {type(text).__name__}")
    text = readable(text, url or UNNAMED)
    book = rulebook if rulebook is not None else shipped_rules()
    return _of_text(text, url, None, book, profile)


def clean_capture(capture: Capture, rulebook: Rulebook) -> Article:
    """Clean what a capture holds, a page or a saved text. Raises PageError where it is empty or neither."""
    url, time, content_type = capture.final_url, capture.time, capture.content_type
    if capture.is_text:
        article = _of_text(decode(capture.body, content_type, url), url, time, rulebook, "index")
    else:
        article = clean(capture.body, url, time, content_type=content_type, rulebook=rulebook)
    return article.recorded(capture.record)


def _decoded(html: bytes | bytearray | memoryview | str, content_type: str, name: str) -> str:
    if isinstance(html, str):
        return readable(html, name)
    try:
        data = bytes(memoryview(html))
    except TypeError:
        raise TypeError(f"html must be bytes or str, not {type(html).__name__}") from None
    return decode(data, content_type, name)


def _of_text(text: str, url: str | None, captured_at: datetime | None, book: Rulebook, profile: Profile) -> Article:
    page = Page(url=url, captured_at=captured_at, metadata=Metadata(), blocks=segment_text(text))
    origin = book.origin(url, None, text)
    return _article(_passed_on(page, origin), book.choose(url, None, text, origin), Finds(), book, profile)


def _origin(book: Rulebook, url: str | None, tree: HtmlElement, metadata: Metadata) -> tuple[Origin | None, Metadata]:
    """Where a page that somebody passes on stands itself; and its metadata: its canonical link may lead to the copy."""
    origin, said = book.origin(url, tree), book.origin(metadata.canonical)
    if said is None:
        return origin, metadata
    sources = {**metadata.sources, "canonical": f"{metadata.sources['canonical']}, read by {said.by}"}
    return origin or said, replace(metadata, canonical=said.url, sources=sources)


def _passed_on(page: Page, origin: Origin | None) -> Page:
    return replace(page, original=origin.url, as_of=origin.time) if origin else page


def _page(
    tree: HtmlElement, base: str | None, url: str | None, captured_at: datetime | None, metadata: Metadata, finds: Finds
) -> Page:
    isolate = {element for elements in finds.values() for element in elements}
    blocks, nodes = segment(tree, base, isolate)
    if len(blocks) > MOST_BLOCKS:
        raise PageError(
            f"{url or UNNAMED}: over {MOST_BLOCKS:,} paragraphs and lines are too many for a page; give a part of it"
        )
    return Page(url, captured_at, metadata, blocks, tree, nodes)


def _article(
    page: Page,
    chosen: tuple[Chosen, ...],
    finds: Finds,
    book: Rulebook,
    profile: Profile,
    model: Model | None = None,
) -> Article:
    lineage = Lineage.of(page)
    ballot = match(page, chosen, finds, lineage)
    verdicts, notes = restrain(decide(page, lineage, ballot, book, model=model), ballot, lineage)
    article = compose(page, verdicts, replace(ballot, notes=notes), chosen, profile)
    return replace(article, rulebook=cleaner(book, article.url, article.canonical))


def cleaner(book: Rulebook, url: str | None, canonical: str | None) -> str:
    """Return the digest of all that decides what the page at `url` is cleaned to: its rules, and the judges' version.

    `canonical` is the address that its article has.
    """
    return hashlib.sha256(f"{JUDGES}\n{book.digest_for(url, canonical)}".encode()).hexdigest()


def _instead(article: Article, tree: HtmlElement, book: Rulebook, model: Model | None) -> Article:
    """The article with a text that the page does not show, where it shows next to none; else `article` as it is."""
    for one in fallbacks(tree, article.metadata, article.url):
        if one.words < _MORE * article.words:
            continue
        try:
            root = parse(f"<html><body><article>{one.html}</article></body></html>", article.url or UNNAMED)
        except PageError:
            continue
        blocks, nodes = segment(root, base_of(tree, article.url))
        if len(blocks) > MOST_BLOCKS:
            continue
        page = Page(article.url, article.captured_at, article.metadata, blocks, root, nodes)
        verdicts = decide(page, Lineage.of(page), Ballot(), book, model=model)
        found = taken(article, page, verdicts, one.name)
        if found.words >= max(ENOUGH, _MORE * article.words):
            return found
    return article


def _check(profile: str) -> None:
    if profile not in PROFILES:
        raise ValueError(f"no profile {profile!r}; there are {', '.join(PROFILES)}")
