"""The class and id names of elements, and where an element stands in their terms.

Each element's names are read once, and what its ancestors are called is shared by all that lies in them.
"""

from lxml.html import HtmlElement

_OUTER = 3  # ancestors beside the element itself


class Names:
    """The names on one page."""

    def __init__(self) -> None:
        self.own: dict[HtmlElement, tuple[str, ...]] = {}
        self.outer: dict[HtmlElement, tuple[str, ...]] = {}

    def of(self, element: HtmlElement) -> tuple[str, ...]:
        """Return the classes of `element`, then the words of its id."""
        if (found := self.own.get(element)) is None:
            classes, name = element.get("class"), element.get("id")
            found = tuple((classes.split() if classes else []) + (name.split() if name else []))
            self.own[element] = found
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

    @staticmethod
    def path(parent: str, element: HtmlElement) -> str:
        """Return the path of an element whose parent's path is `parent`, as people read it."""
        tag = str(element.tag)
        if tag in ("html", "head", "body"):
            return parent
        name = element.get("id") or ""
        classes = (element.get("class") or "").split()
        step = tag + (f"#{name}" if name else f".{classes[0]}" if classes else "")
        return f"{parent} > {step}" if parent else step
