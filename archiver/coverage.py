"""How the rules of sites fit what is archived: which fire, which never do, which layouts were missed, and since when.

Read from the index alone: every vote on every block is kept there. Nothing is cleaned, fetched or changed here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from archiver.index.store import Store
from archiver.query.values import host as host_named
from archiver.rules.book import Rulebook
from archiver.rules.pack import Pack
from archiver.urls import lies_under

ENOUGH: Final = 3
"""Pages on which a rule must have fired, and later ones on which it must have kept silent, until that says anything."""
_OFTEN: Final = 0.5  # of the pages between its first firing and its last: one that fires now and then may just be rare

_HOSTS: Final = "SELECT host, count(*) AS pages FROM articles WHERE host IS NOT NULL GROUP BY host ORDER BY host"
_PAGES: Final = "SELECT id, substr(captured_at, 1, 10) AS day FROM articles WHERE host = :host ORDER BY captured_at, id"
_FIRED: Final = """
SELECT page, rule, sum(words) AS words FROM (
    SELECT DISTINCT blocks.article_id AS page, json_extract(vote.value, '$.by') AS rule, blocks.position,
           length(trim(blocks.text)) - length(replace(trim(blocks.text), ' ', '')) + 1 AS words
    FROM articles JOIN blocks ON blocks.article_id = articles.id, json_each(blocks.votes) AS vote
    WHERE articles.host = :host
) GROUP BY 1, 2
"""

State = Literal["fires", "never", "silent"]


@dataclass(frozen=True, slots=True)
class Use:
    """How often a layout or a rule fired: on how many pages, over how many words, on which day first and last.

    `state` is "never" where it did on none, and "silent" where it fired on most pages once and on none of the last
    `since` ones: the site's design has changed, or what it is for is gone.
    """

    id: str
    kind: Literal["layout", "rule"]
    pages: int = 0
    words: int = 0
    first: str | None = None
    last: str | None = None
    since: int = 0
    state: State = "never"


@dataclass(frozen=True, slots=True)
class Month:
    """How many pages captured in a month no layout of the site fitted."""

    month: str
    pages: int
    missed: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the pack `id`, in `file`, fits the `pages` that are archived of its site."""

    id: str
    file: str
    pages: int
    uses: tuple[Use, ...]
    months: tuple[Month, ...]

    @property
    def missed(self) -> int:
        """Pages that no layout fitted."""
        return sum(one.missed for one in self.months)

    @property
    def is_stale(self) -> bool:
        """Whether something of it has fallen silent, or its layouts fit none of the last month's pages."""
        last = self.months[-1] if self.months else None
        unfit = last is not None and last.pages >= ENOUGH and last.missed == last.pages
        return unfit or any(one.state == "silent" for one in self.uses)


@dataclass(slots=True)
class _Firing:
    pages: set[int] = field(default_factory=set)
    words: int = 0


def coverage(store: Store, book: Rulebook, site: str | None = None) -> Iterator[Coverage]:
    """Yield how each pack with archived pages fits them: those of `site`, its subdomains included, or all there are.

    Packs that are for every page are left out. Raises StoreError where `site` is no host.
    """
    wanted = None if site is None else host_named(site)
    hosts = [row["host"] for row in store.rows(_HOSTS, {})]
    by_pack: dict[str, list[str]] = defaultdict(list)
    packs: dict[str, Pack] = {}
    for host in hosts:
        if wanted is None or lies_under(host, wanted):
            for chosen in book.choose(f"https://{host}/", None):
                if not chosen.pack.match.is_everywhere:
                    by_pack[chosen.pack.id].append(host)
                    packs[chosen.pack.id] = chosen.pack
    for pack_id, its_hosts in by_pack.items():
        yield _of(store, packs[pack_id], its_hosts)


def _of(store: Store, pack: Pack, hosts: Iterable[str]) -> Coverage:
    days: dict[int, str] = {}
    fired: dict[str, _Firing] = defaultdict(_Firing)
    for host in hosts:
        days |= {row["id"]: row["day"] for row in store.rows(_PAGES, {"host": host})}
        for row in store.rows(_FIRED, {"host": host}):
            firing = fired[row["rule"]]
            firing.pages.add(row["page"])
            firing.words += row["words"]
    ordered = sorted(days, key=lambda page: (days[page], page))
    layouts = {one.id for one in pack.layouts}
    fitted = {page for one in layouts if one in fired for page in fired[one].pages}
    uses = (_use(rule, rule in layouts, fired.get(rule, _Firing()), ordered, days) for rule in pack.rule_ids)
    return Coverage(pack.id, pack.file, len(ordered), tuple(uses), _months(ordered, days, fitted) if layouts else ())


def _use(rule: str, is_layout: bool, firing: _Firing, ordered: list[int], days: dict[int, str]) -> Use:
    places = [place for place, page in enumerate(ordered) if page in firing.pages]
    kind: Literal["layout", "rule"] = "layout" if is_layout else "rule"
    if not places:
        return Use(rule, kind)
    since = len(ordered) - 1 - places[-1]
    is_usual = len(places) >= ENOUGH and len(places) >= _OFTEN * (places[-1] - places[0] + 1)
    return Use(
        id=rule,
        kind=kind,
        pages=len(places),
        words=firing.words,
        first=days[ordered[places[0]]],
        last=days[ordered[places[-1]]],
        since=since,
        state="silent" if is_usual and since >= ENOUGH else "fires",
    )


def _months(ordered: list[int], days: dict[int, str], fitted: set[int]) -> tuple[Month, ...]:
    pages = Counter(days[page][:7] for page in ordered)
    missed = Counter(days[page][:7] for page in ordered if page not in fitted)
    return tuple(Month(month, number, missed[month]) for month, number in sorted(pages.items()))
