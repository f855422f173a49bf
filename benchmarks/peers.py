"""The extractors of others, called alike: a page's bytes and address in, its text or its title, authors and day out.

Each is imported only when it is loaded; what is not installed is named and left out. None is a dependency of the
project: `python -m pip install --group peers`. All have their own defaults but for what is said beside each; those that
take text only get it decoded as the cleaner decodes it. Nothing here scores or times.
"""

import logging
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from typing import Any, TypeVar

from archiver.page.decode import decode

T = TypeVar("T")
LONGEST = 60
"""Seconds for one page; what takes longer is cut off, and counts as a crash."""
_BLOCKS = ("p", "div", "li", "br", "tr", "td", "th", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Told:
    """What a page is said to be; the date begins with YYYY-MM-DD, and one of `authors` may be a line of several."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None


Extract = Callable[[bytes, str | None], str]
Tell = Callable[[bytes, str | None], Told]


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to call an extractor: `text` and `told` import it and return the function, or raise ImportError."""

    distribution: str
    text: Callable[[], Extract]
    told: Callable[[], Tell] | None = None

    @property
    def version(self) -> str:
        """The version that is installed, or "" where none is."""
        try:
            return metadata.version(self.distribution)
        except metadata.PackageNotFoundError:
            return ""


def _trafilatura(fast: bool = False) -> Extract:
    import trafilatura

    # comments are no article: for all others they are residue too
    return lambda html, url: trafilatura.extract(html, url=url, fast=fast, include_comments=False) or ""


def _trafilatura_told() -> Tell:
    import trafilatura

    def tell(html: bytes, url: str | None) -> Told:
        found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
        return Told(found.title, (found.author or "",), found.date) if found else Told()

    return tell


def _readability() -> Extract:
    from lxml import html as lxml_html
    from readability import Document

    def extract(html: bytes, url: str | None) -> str:
        body = lxml_html.fragment_fromstring(Document(html).summary(html_partial=True), create_parent="div")
        for block in body.iter(*_BLOCKS):  # it returns HTML: paragraphs must not run together, nor words fall apart
            block.tail = "\n" + (block.tail or "")
        return str(body.text_content())

    return extract


def _justext() -> Extract:
    import justext

    # it wants to be told the language; where that is not known, trafilatura too gives it the words of all
    stop = frozenset(word for language in justext.get_stoplists() for word in justext.get_stoplist(language))
    return lambda html, url: "\n".join(p.text for p in justext.justext(html, stop) if not p.is_boilerplate)


def _boilerpy3() -> Extract:
    from boilerpy3.extractors import ArticleExtractor

    article = ArticleExtractor()
    return lambda html, url: str(article.get_content(decode(html)))


def _newspaper_article() -> Callable[[bytes, str | None], Any]:
    import newspaper

    def parsed(html: bytes, url: str | None) -> Any:
        article = newspaper.Article(url or "https://page.example/", fetch_images=False)
        article.download(input_html=decode(html))
        article.parse()
        return article

    return parsed


def _newspaper() -> Extract:
    parsed = _newspaper_article()
    return lambda html, url: str(parsed(html, url).text)


def _newspaper_told() -> Tell:
    parsed = _newspaper_article()

    def tell(html: bytes, url: str | None) -> Told:
        article = parsed(html, url)
        return Told(article.title, tuple(article.authors), str(article.publish_date or ""))

    return tell


def _goose() -> Extract:
    from goose3 import Goose

    goose = Goose()
    return lambda html, url: str(goose.extract(url=None, raw_html=html).cleaned_text)


def _goose_told() -> Tell:
    from goose3 import Goose

    goose = Goose()

    def tell(html: bytes, url: str | None) -> Told:
        article = goose.extract(url=None, raw_html=html)
        return Told(article.title, tuple(article.authors), str(article.publish_date or ""))

    return tell


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    # texts of pictures and numbers of lists are no text of the page
    return lambda html, url: extract_plain_text(decode(html), main_content=True, alt_texts=False, list_bullets=False)


PEERS: Mapping[str, Peer] = {
    "resiliparse": Peer("resiliparse", _resiliparse),
    "boilerpy3": Peer("boilerpy3", _boilerpy3),
    "trafilatura, fast": Peer("trafilatura", lambda: _trafilatura(fast=True)),
    "jusText": Peer("jusText", _justext),
    "trafilatura": Peer("trafilatura", _trafilatura, _trafilatura_told),
    "readability-lxml": Peer("readability-lxml", _readability),
    "newspaper4k": Peer("newspaper4k", _newspaper, _newspaper_told),
    "goose3": Peer("goose3", _goose, _goose_told),
}
"""Name in tables -> how to call it."""


def texts(peers: Mapping[str, Peer] = PEERS) -> dict[str, Extract]:
    """Load all that are installed, and name the rest in a line: name -> what makes text of a page and its address."""
    return _loaded({name: (peer, peer.text) for name, peer in peers.items()})


def tellers(peers: Mapping[str, Peer] = PEERS) -> dict[str, Tell]:
    """Do the same for those that tell title, authors and day."""
    return _loaded({name: (peer, peer.told) for name, peer in peers.items() if peer.told})


def _loaded(loaders: Mapping[str, tuple[Peer, Callable[[], T]]]) -> dict[str, T]:
    found, missing = {}, []
    for name, (peer, load) in loaders.items():
        try:
            found[name] = load()
        except ImportError as error:
            missing.append(f"{name} ({error})" if peer.version else name)
    if missing:
        print(f"not installed: {', '.join(missing)}")
    return found


def titled(name: str) -> str:
    """Return the name with its version, where it is a peer's."""
    return f"{name} {PEERS[name].version}" if name in PEERS else name


def hush() -> None:
    """Silence logs and warnings in this process: of what peers cannot do they tell page by page, and it is counted."""
    logging.disable()
    warnings.simplefilter("ignore")


class _TooLongError(BaseException):
    """The time is up; no `except Exception` of an extractor may swallow that."""


def attempt(extract: Callable[[], T], longest: float = LONGEST) -> T | None:
    """Return what `extract` returns; None where it raises, or takes over `longest` seconds.

    Code in C is not interrupted, but what comes after it is not run.
    """
    try:
        with _limit(longest):
            return extract()
    except (Exception, _TooLongError):  # whatever comes up: a page that breaks an extractor is a result
        return None


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    if sys.platform == "win32":  # no such timer
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
