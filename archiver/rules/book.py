"""All packs together, and which of them are for a page.

A pack is for a page by its host, by being one of the site's mirrors, by the address that the page is a copy of, by the
page's canonical link or fingerprint where the host is unknown, or because it is for every page.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from archiver import urls
from archiver.errors import RuleError
from archiver.rules.cost import TooCostly
from archiver.rules.load import builtin_folder, load_folder
from archiver.rules.origin import Origin
from archiver.rules.pack import Pack, Selector, fold
from archiver.rules.phrases import PhraseIndex
from archiver.rules.reach import Reach
from archiver.rules.traits import Traits
from archiver.rules.words import WordIndex

_HOWS: Final = ("host ", "mirror ", "canonical ", "fingerprint")  # as `how` begins, the surest first; then "every page"
_COPIES: Final = 4  # of copies: an archive's capture of a translation of a cached page


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pack that is for a page, and how that was seen; `mirrored` where another host served the page.

    `is_exact` is false where a pattern such as *.example.org stands for the host.
    """

    pack: Pack
    how: str
    mirrored: bool = False
    is_exact: bool = True


@dataclass(frozen=True)
class Rulebook:
    """Every pack that is loaded, strongest level first."""

    packs: tuple[Pack, ...]

    @classmethod
    def load(cls, *user_folders: Path) -> "Rulebook":
        """Load the packs that come with the archiver, and those of the user's folders above them.

        Raises RuleError where a file is wrong or where two packs claim the same id or host.
        """
        mine = [pack for folder in user_folders for pack in load_folder(folder, level="user")]
        return cls.of([*mine, *load_folder(builtin_folder())])

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> "Rulebook":
        """Make a rulebook of `packs`. Raises RuleError where two of one level clash."""
        ordered = tuple(sorted(packs, key=lambda pack: -pack.rank))
        claims: dict[tuple[str, str], Pack] = {}
        for pack in ordered:
            hosts = (host.removeprefix("www.") for host in (*pack.match.hosts, *pack.match.mirrors))
            for name in (pack.id, *(f"host {host}" for host in hosts)):
                other = claims.setdefault((pack.level, name), pack)
                if other is not pack:
                    raise RuleError(f"{pack.file}: '{name}' is claimed by {other.file} too; join the two files")
        return cls(ordered)

    def without_sites(self) -> "Rulebook":
        """The same rulebook with nothing in it that knows a single site."""
        return Rulebook(tuple(pack for pack in self.packs if pack.match.is_everywhere or pack.level == "platform"))

    def digest_for(self, url: str | None, canonical: str | None = None) -> str:
        """Return the SHA-256, in hexadecimal, of all rules that can have a say on the page at `url`.

        `canonical` is the address that the page gives as its own. Rules of other sites make no difference to it.
        """
        packs = self._candidates(url, canonical)
        is_known = any(pack.is_of_a_site for pack in packs)
        return _digest([self._of_any_page, "" if is_known else self._of_unknown_sites, *_lines(packs)])

    @cached_property
    def _of_any_page(self) -> str:
        return _digest(_lines((*self._reach.everywhere, *self._reach.told)))

    @cached_property
    def _of_unknown_sites(self) -> str:
        return _digest(_lines(self._reach.sites_told))

    @cached_property
    def phrases(self) -> PhraseIndex:
        """The cues of every pack that is for all pages."""
        return PhraseIndex.of(cue for pack in self.packs if pack.match.is_everywhere for cue in pack.cues)

    @cached_property
    def words(self) -> WordIndex:
        """The class and id words of every pack that is for all pages."""
        return WordIndex.of(one for pack in self.packs if pack.match.is_everywhere for one in pack.vocabularies)

    def origin(self, url: str | None, tree: HtmlElement | None = None, text: str = "") -> Origin | None:
        """Return where the page at `url` stands itself, if an archive, a cache or a proxy passes it on; None else.

        Copies of copies are followed to the page itself; the innermost archive says when it was captured.
        """
        found = self._passed_on(url, tree, text)
        for _ in range(_COPIES):
            if found is None:
                break
            inner = self._passed_on(found.url, None, "")
            if inner is None or inner.url == found.url:
                break
            found = replace(inner, time=inner.time or found.time)
        return found

    def _passed_on(self, url: str | None, tree: HtmlElement | None, text: str) -> Origin | None:
        services = (*self._reach.of(urls.host(url)), *self._reach.everywhere)
        read = (one.read(url or "", tree, text) for pack in services for one in pack.originals)
        return next((origin for origin in read if origin and origin.url != url), None)

    def choose(
        self,
        url: str | None,
        tree: HtmlElement | None,
        text: str = "",
        origin: Origin | None = None,
        canonical: str | None = None,
        traits: Traits | None = None,
    ) -> tuple[Chosen, ...]:
        """Return the packs for the page at `url`, strongest first.

        `tree` is its root, or None for a plain document, whose `text` is then asked. `origin` is where a page that
        somebody passes on stands itself, `canonical` the address that it gives as its own, `traits` what is known of
        the tree already.
        Within a level a pack of this very host goes before one of all hosts below another, that before a mirror's, and
        that before one told by its fingerprint. A site that is known by its host keeps other sites' fingerprints from
        being tried, not those of platforms and mirrors.
        """
        host, traits = urls.host(url), traits or (None if tree is None else Traits(tree))
        chosen = [Chosen(pack, "every page") for pack in self._reach.everywhere]
        chosen += [one for pack in self._reach.of(host) if (one := _by_host(pack, host))]
        if origin is not None:
            packs = _others(self._reach.of(urls.host(origin.url)), chosen)
            chosen += [one for pack in packs if (one := _by_origin(pack, origin, host))]
        if not _knows_site(chosen) and tree is not None and traits is not None:
            packs = _others(self._reach.of(urls.host(canonical)), chosen)
            chosen += [one for pack in packs if (one := _by_canonical(pack, urls.host(canonical), tree, traits))]
        told = self._reach.told if _knows_site(chosen) else (*self._reach.told, *self._reach.sites_told)
        chosen += [one for pack in _others(told, chosen) if (one := _by_fingerprint(pack, host, tree, traits, text))]
        return tuple(sorted(chosen, key=_precedence))

    def _candidates(self, url: str | None, canonical: str | None) -> tuple[Pack, ...]:
        """Packs that name the host of a page, or of what it is a copy of."""
        addresses = (url, canonical, *(one.url for one in (self.origin(url), self.origin(canonical)) if one))
        return tuple(pack for address in addresses for pack in self._reach.of(urls.host(address)))

    @cached_property
    def _reach(self) -> Reach:
        return Reach.over(self.packs)


@cache
def shipped_rules() -> Rulebook:
    """Return the rules that come with the archiver. Read once in a process: they do not change under it."""
    return Rulebook.load()


def _precedence(one: Chosen) -> tuple[int, int, bool]:
    sure = next((number for number, how in enumerate(_HOWS) if one.how.startswith(how)), len(_HOWS))
    return -one.pack.rank, sure, not one.is_exact


def _by_host(pack: Pack, host: str) -> Chosen | None:
    fitting = [pattern for pattern in pack.match.hosts if urls.host_matches(host, pattern)]
    if fitting:
        return Chosen(pack, f"host {host}", is_exact=any(not pattern.startswith("*.") for pattern in fitting))
    for pattern in pack.match.mirrors:
        if urls.host_matches(host, pattern) or urls.host_matches(host, f"*.{pattern}"):
            return Chosen(pack, f"mirror {host}", mirrored=True)
    return None


def _lines(packs: Iterable[Pack]) -> list[str]:
    return sorted({f"{pack.level} {pack.digest}" for pack in packs})


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _others(packs: Iterable[Pack], chosen: Iterable[Chosen]) -> list[Pack]:
    taken = {id(one.pack) for one in chosen}
    return [pack for pack in packs if id(pack) not in taken]


def _knows_site(chosen: Iterable[Chosen]) -> bool:
    return any(one.pack.is_of_a_site for one in chosen)


def _by_origin(pack: Pack, origin: Origin, served_by: str) -> Chosen | None:
    one = _by_host(pack, urls.host(origin.url))
    return one and Chosen(pack, f"{one.how}, passed on by {served_by or 'another host'}", mirrored=True)


def _by_canonical(pack: Pack, host: str, tree: HtmlElement, traits: Traits) -> Chosen | None:
    """A canonical link alone is no proof: papers that print another's story have it too. The design must be its own."""
    if not any(urls.host_matches(host, pattern) for pattern in pack.match.hosts):
        return None
    signs = [pack.match.fingerprint] if pack.match.fingerprint else [layout.body[:1] for layout in pack.layouts]
    if any(all(_finds(one, tree, traits) for one in sign) for sign in signs):
        return Chosen(pack, f"canonical link to {host}", mirrored=True)
    return None


def _by_fingerprint(pack: Pack, host: str, tree: HtmlElement | None, traits: Traits | None, text: str) -> Chosen | None:
    match = pack.match
    if tree is None or traits is None:
        return Chosen(pack, "fingerprint in the text") if match.text and _stand_in(match.text, text) else None
    could_be = match.fingerprint and all(traits.meet(one.needs) for one in match.fingerprint)
    if could_be and all(_finds(one, tree, traits) for one in match.fingerprint):
        return Chosen(pack, "fingerprint", mirrored=bool(host))
    return None


def _stand_in(phrases: Iterable[str], text: str) -> bool:
    folded = fold(text)
    return all(phrase in folded for phrase in phrases)


def _finds(selector: Selector, tree: HtmlElement, traits: Traits) -> bool:
    """Whether `selector` finds anything; one that would take too long, or is none, tells no page."""
    if traits.hold(selector.needs):
        return True
    try:
        return bool(selector.find(tree, traits.fuel, traits.parts(selector.needs)))
    except (TooCostly, RuleError, etree.XPathError):
        return False
