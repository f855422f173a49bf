"""The class and id names of elements, and where an element stands in their terms.

Each element's names are read once, and what its ancestors are called is shared by all that lies in them.
"""

from lxml.html import HtmlElement

_OUTER = 3  # ancestors beside the element itself


class Names:
    """The names on one page."""

    def __init__(self) -> None:
        self.own: dict[HtmlElement, tuple[tuple[str, ...], str]] = {}  # and the step of a path
        self.outer: dict[HtmlElement, tuple[str, ...]] = {}

    def of(self, element: HtmlElement) -> tuple[str, ...]:
        """Return the classes of `element`, then the words of its id."""
        return (self.own.get(element) or self._read(element))[0]

    def _read(self, element: HtmlElement) -> tuple[tuple[str, ...], str]:
        tag, name, classes = str(element.tag), element.get("id"), (element.get("class") or "").split()
        step = f"{tag}#{name}" if name else f"{tag}.{classes[0]}" if classes else tag
        found = self.own[element] = (*classes, *name.split()) if name else tuple(classes), step
        return found

    def around(self, element: HtmlElement) -> tuple[str, ...]:
        """Return the names of `element` and of its nearest ancestors, nearest first, each once."""
        own, parent = self.of(element), element.getparent()
        if parent is None:
            return tuple(dict.fromkeys(own))
        if (outer := self.outer.get(parent)) is None:
            outer = self.outer[parent] = self._outer(parent)
        return tuple(dict.fromkeys(own + outer)) if own else outer

    def _outer(self, parent: HtmlElement) -> tuple[str, ...]:
        names: list[str] = []
        element: HtmlElement | None = parent
        for _ in range(_OUTER):
            if element is None:
                break
            names += self.of(element)
            element = element.getparent()
        return tuple(dict.fromkeys(names))

    def path(self, parent: str, element: HtmlElement) -> str:
        """Return the path of an element whose parent's path is `parent`, as people read it."""
        if element.tag in ("html", "head", "body"):
            return parent
        step = (self.own.get(element) or self._read(element))[1]
        return f"{parent} > {step}" if parent else step
