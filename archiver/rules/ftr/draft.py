"""A rule file in the making: what mapping.py fills and write.py writes."""

from dataclasses import dataclass

from archiver.labels import Label


@dataclass(frozen=True, slots=True)
class Removed:
    """A removal: `css` for several class or id names, else `xpath`. `line` is the site file's, for the rule's id."""

    line: int
    label: Label
    note: str
    css: str = ""
    xpath: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """A page on which the site file's author tried it, and what must come out of it."""

    url: str
    has: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule file: `hosts` that it is for, one of `bodies` a layout, and the `fields` of every layout.

    `source` are the names of the site files that it is made of; they say the same.
    """

    source: tuple[str, ...]
    hosts: tuple[str, ...]
    bodies: tuple[tuple[int, str], ...] = ()
    fields: tuple[tuple[Label, tuple[str, ...]], ...] = ()
    removals: tuple[Removed, ...] = ()
    tried: tuple[Tried, ...] = ()

    @property
    def name(self) -> str:
        """The host that the file is called by: of copies the shortest, which is the oldest or the site's own."""
        return min(self.hosts, key=lambda host: (host.startswith("*."), len(host), host))

    @property
    def rules(self) -> int:
        """How many rules the file will have: its layouts and removals."""
        return len(self.bodies) + len(self.removals)
