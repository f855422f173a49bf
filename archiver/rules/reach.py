"""Which packs name a host, found without asking each of them: there may be ten thousand.

Whether one that is found is for a page is book.py's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archiver.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class Reach:
    """Packs by what they are for: `everywhere`, pages that they are told by (`told`; `sites_told` those that know a
    site), and hosts. Each in the order in which they were given."""

    everywhere: tuple[Pack, ...]
    told: tuple[Pack, ...]
    sites_told: tuple[Pack, ...]
    _hosts: Mapping[str, tuple[Pack, ...]] = field(repr=False)

    @classmethod
    def over(cls, packs: Iterable[Pack]) -> "Reach":
        """Sort `packs`."""
        everywhere: list[Pack] = []
        told: list[Pack] = []
        sites_told: list[Pack] = []
        hosts: dict[str, dict[int, Pack]] = defaultdict(dict)
        for pack in packs:
            match = pack.match
            if match.is_everywhere:
                everywhere.append(pack)
            elif match.fingerprint or match.text:
                (sites_told if pack.is_of_a_site else told).append(pack)
            for name in (*match.hosts, *match.mirrors, *(f"*.{mirror}" for mirror in match.mirrors)):
                hosts[name.removeprefix("www.")][id(pack)] = pack
        by_host = {name: tuple(found.values()) for name, found in hosts.items()}
        return cls(tuple(everywhere), tuple(told), tuple(sites_told), by_host)

    def of(self, host: str) -> tuple[Pack, ...]:
        """Return the packs that name `host`, or all hosts below one that it lies under."""
        if not host:
            return ()
        labels = host.split(".")
        names = [host.removeprefix("www."), *(f"*.{'.'.join(labels[place:])}" for place in range(1, len(labels)))]
        found = {id(pack): pack for name in names for pack in self._hosts.get(name, ())}
        return tuple(found.values())
