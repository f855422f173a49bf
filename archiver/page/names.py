"""The class and id names of elements, and where an element stands in their terms.

An element's attributes are read by whoever walks the tree; here is only what follows from them. A page repeats
itself: what a run of elements is called is put together once, however many of them there are.
"""

from lxml.html import HtmlElement

Level = tuple[HtmlElement, str, str | None, str | None, "Level | None"]
"""An element, its tag, class and id as they stand in the page, and the same of its parent."""

_OUTER = 3  # ancestors beside the element itself
_LONGEST = 200  # characters; what is longer is no name, and each block around it would repeat it
_FAR = 2000  # characters of a path that are shown, the last ones
_UNNAMED = frozenset(("html", "head", "body"))
_Names = tuple[str, ...]


class Names:
    """The names on one page."""

    def __init__(self) -> None:
        self.beside: dict[tuple[str | None, str | None, HtmlElement | None], _Names] = {}  # by the parent
        self.known: dict[tuple[str | None, ...], _Names] = {}

    def around(self, level: Level) -> _Names:
        """Return the names of an element and of its nearest ancestors, nearest first, each once."""
        _, _, classes, name, outer = level
        key = classes, name, outer and outer[0]
        if (found := self.beside.get(key)) is None:
            found = self.beside[key] = self._around(level)
        return found

    def _around(self, level: Level) -> _Names:
        _, _, classes, name, outer = level
        called = [classes, name]
        for _ in range(_OUTER):
            if outer is None:
                break
            _, _, classes, name, outer = outer
            called += (classes, name)
        key = tuple(called)
        if (known := self.known.get(key)) is None:
            known = self.known[key] = tuple(
                dict.fromkeys([word for one in key if one for word in one.split() if len(word) <= _LONGEST])
            )
        return known


def path_under(parent: str, level: Level) -> str:
    """Return the path of an element whose parent's path is `parent`, as people read it."""
    _, tag, classes, name, _ = level
    if tag in _UNNAMED:
        return parent
    if len(parent) > _FAR:
        parent = f"… {parent[-_FAR // 2 :]}"
    if name:
        step = f"{tag}#{name[:_LONGEST]}"
    elif classes and (words := classes.split(None, 1)):
        step = f"{tag}.{words[0][:_LONGEST]}"
    else:
        step = tag
    return f"{parent} > {step}" if parent else step
