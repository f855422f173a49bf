"""What could not be used of a query, and why: collected while it is read, told in the order in which it was typed."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ignored:
    """A piece of a query that was left out, or taken as something else than it looks like.

    `text` is the piece as typed, on one line; `why` is a clause that stands for itself and says what to write instead.
    """

    text: str
    why: str


@dataclass(slots=True)
class Report:
    """What has been ignored so far."""

    _found: list[tuple[int, Ignored]] = field(default_factory=list)

    def add(self, place: int, text: str, why: str) -> None:
        """Take down that `text`, which begins at `place`, was ignored."""
        self._found.append((place, Ignored(text, why)))

    def add_rest(self, place: int, text: str, why: str) -> None:
        """Take down that all was ignored from `place` on, whatever has been said of it."""
        self._found = [(start, one) for start, one in self._found if start < place]
        self.add(place, text, why)

    def ignored(self) -> tuple[Ignored, ...]:
        """Return what was ignored, in the order of places, the same only once."""
        return tuple(dict.fromkeys(one for _, one in sorted(self._found, key=lambda found: found[0])))
