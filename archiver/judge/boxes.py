"""What the elements around a block are, as named features: all blocks of one parent share them.

Each element is looked at once, and builds on what was found of its parent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from archiver.judge.evidence import Evidence
from archiver.judge.parts import AGAINST, parts
from archiver.judge.shape import on, scale
from archiver.model import Page
from archiver.page.lineage import Lineage, ancestry

_AROUND: Final = frozenset(
    "article main aside nav footer header form figure ul ol table section blockquote details dl noscript button a "
    "picture template dialog label".split()
)
_ROLES: Final = frozenset(
    "navigation complementary contentinfo banner dialog search menu button tab main article".split()
)
_WHOLE: Final = frozenset(("html", "body"))
_NO_CARDS: Final = frozenset("html body tr tbody ul ol table p".split())
_MUCH: Final = 0.35
_MOST: Final = 0.75
_FAR: Final = 9  # levels up; so much is nowhere
_CARD_LEVELS: Final = 5
_NEAREST: Final = 7  # levels up; what is farther counts as one
_LONGEST: Final = 2000  # characters of an element's names that are looked at
SHARE: Final = (0.001, 0.02, 0.05, 0.1, 0.2, 0.35, 0.6, 0.9)
_DEPTHS: Final = tuple(
    (
        scale(f"links in ancestor {depth}", (0.001, 0.05, 0.15, 0.3, 0.5, 0.8)),
        scale(f"running text in ancestor {depth}", (0.001, 0.2, 0.5, 0.8, 0.95)),
        scale(f"share of the page's running text in ancestor {depth}", SHARE),
        scale(f"words in ancestor {depth}", (8, 20, 50, 100, 200, 400, 800, 1600)),
    )
    for depth in (1, 2, 3)
)
_CARDS: Final = scale("boxes alike around it", (3, 4, 6, 10, 20))
_HELD: Final = scale("running text in its <article>", (0.001, 0.1, 0.3, 0.6, 0.9))


class Box(NamedTuple):
    """One element, by itself and with those around it.

    `blocks` are those under it; `called` are the groups of its names, `inherited` the features that it and all around
    it give to whatever lies deep inside. `to_most`, `to_best` and `to_title` count the levels up to where most of the
    running text, its best parent and the page's title are.
    """

    element: HtmlElement
    outer: "Box | None"
    blocks: range
    called: tuple[str, ...]
    inherited: tuple[str, ...]
    against: bool
    around: tuple[str, ...]
    article: HtmlElement | None
    alike: int
    to_most: int
    to_best: int
    to_title: int


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """The features that all blocks in one parent share, and the blocks under each element around them."""

    names: tuple[str, ...]
    boxes: tuple[range, ...]
    against: bool
    """True where the parent, or the element around it, has a name that speaks against it."""


class Boxes:
    """Looks at the elements of one page."""

    def __init__(self, page: Page, lineage: Lineage, evidence: Evidence, title: int | None) -> None:
        self.lineage = lineage
        self.prose, self.all = [0, *accumulate(evidence.weights)], sum(evidence.weights) or 1
        self.core, self.total = [0, *accumulate(evidence.core)], sum(evidence.core) or 1
        self.words = [0, *accumulate(lineage.words)]
        linked = (w * block.link_density for w, block in zip(lineage.words, page.blocks, strict=True))
        self.linked = [0.0, *accumulate(linked)]
        self.best = _best_parent(page, evidence.core)
        self.titled = frozenset(ancestry(page.nodes[title])) if title is not None else frozenset()
        self.articles = {one: at for at, one in enumerate(page.tree.iter("article"))} if page.tree is not None else {}
        self.main = max(self.articles, key=self._held, default=None)
        self.headed = next((one for one in self.articles if one in self.titled), None)
        self._boxes: dict[HtmlElement, Box] = {}
        self._shared: dict[HtmlElement | None, Surroundings] = {None: Surroundings((), (), against=False)}
        self._alike: dict[tuple[HtmlElement, object], Counter[str | None]] = {}

    def around(self, parent: HtmlElement | None) -> Surroundings:
        """Return what the blocks right in `parent` share."""
        found = self._shared.get(parent)
        if found is None:
            assert parent is not None
            found = self._shared[parent] = self._surroundings(self.box(parent))
        return found

    def called(self, element: HtmlElement) -> tuple[str, ...]:
        """Return the groups of an element's names; of one that holds much of the running text, marked so."""
        found = self._boxes.get(element)
        return found.called if found else self._called(element)

    def alike(self, element: HtmlElement, parent: HtmlElement | None) -> int:
        """Return how many children of `parent` have the tag and the classes of `element`, one of them."""
        if parent is None or len(parent) == 1:
            return 1
        tag = element.tag
        counted = self._alike.get((parent, tag))
        if counted is None:
            counted = self._alike[parent, tag] = Counter(
                [child.get("class") for child in parent.iterchildren(str(tag))]
            )
        return counted[element.get("class")]

    def box(self, element: HtmlElement) -> Box:
        """Return what is found of `element`. Not by recursion: pages nest deeper than Python's stack is."""
        line = []
        one: HtmlElement | None = element
        while one is not None and one not in self._boxes:
            line.append(one)
            one = one.getparent()
        outer = self._boxes[one] if one is not None else None
        for inner in reversed(line):
            outer = self._boxes[inner] = self._box(inner, outer)
        return self._boxes[element]

    def _box(self, element: HtmlElement, outer: Box | None) -> Box:
        tag, blocks, called = str(element.tag), self.lineage.blocks[element], self._called(element)
        held = self.core[blocks.stop] - self.core[blocks.start]
        around = [f"in <{tag}>"] if tag in _AROUND else []
        if (role := element.get("role")) in _ROLES:
            around.append(f"in role {role}")
        is_card = tag not in _NO_CARDS and len(blocks) > 1 and outer is not None and len(outer.element) >= _CARDS[0][0]
        above = outer or _NOWHERE
        return Box(
            element,
            outer,
            blocks,
            called,
            _joined(above.inherited, [f"far within {name}" for name in called]) if called else above.inherited,
            above.against or not AGAINST.isdisjoint(called),
            _joined(above.around, around) if around else above.around,
            element if tag == "article" else above.article,
            self.alike(element, outer.element if outer else None) if is_card else 0,
            0 if held >= _MOST * self.total else above.to_most + 1,
            0 if element is self.best else above.to_best + 1,
            0 if element in self.titled else above.to_title + 1,
        )

    def _called(self, element: HtmlElement) -> tuple[str, ...]:
        classes, identity, item = element.get("class"), element.get("id"), element.get("itemprop")
        if not (classes or identity or item) or element.tag in _WHOLE:
            return ()
        found = parts(f"{classes or ''} {identity or ''} {item or ''}"[:_LONGEST])
        if found and self._share(element) > _MUCH:
            return tuple([f"{one}, with much text" for one in found])
        return found

    def _surroundings(self, box: Box) -> Surroundings:
        line: list[Box] = []
        one: Box | None = box
        while one is not None and len(line) < _NEAREST:
            line.append(one)
            one = one.outer
        near = _joined(box.called, line[1].called) if len(line) > 1 else box.called
        against = not AGAINST.isdisjoint(near)
        names = [*box.around, *[f"within {name}" for name in near]]
        if against:
            names.append("within a name that speaks against it")
        if len(line) > 2:
            names += line[2].inherited
            if line[2].against:
                names.append("far within a name that speaks against it")
        for depth, one in enumerate(line[:3]):
            names += self._measures(depth, one.blocks)
        names.append(on(_CARDS, max([one.alike for one in line[:_CARD_LEVELS]])))
        names += self._in_article(box.article)
        names.append(f"most of the text is {min(box.to_most, 6)} up")
        names.append(f"the best parent is {min(box.to_best, 4)} up")
        names.append(f"the h1 is {min(box.to_title, 6)} up" if self.titled else "the page has no h1")
        return Surroundings(tuple(names), tuple([one.blocks for one in line]), against)

    def _measures(self, depth: int, blocks: range) -> Sequence[str]:
        start, stop = blocks.start, blocks.stop
        words = self.words[stop] - self.words[start]
        prose = self.prose[stop] - self.prose[start]
        linked = self.linked[stop] - self.linked[start]
        links, running, share, length = _DEPTHS[depth]
        return (
            on(links, linked / (words or 1)),
            on(running, prose / (words or 1)),
            on(share, prose / self.all),
            on(length, words),
        )

    def _in_article(self, article: HtmlElement | None) -> Sequence[str]:
        if article is None:
            outside = ["outside of the <article>s"] if self.articles else []
            return [*outside, "the h1 is in an <article>, this is in none"] if self.headed is not None else outside
        names = [f"in <article> {min(self.articles[article], 3)}", on(_HELD, self._held(article) / self.total)]
        names.append("in the <article> with most text" if article is self.main else "in an <article> with less text")
        names.append("in the h1's <article>" if article is self.headed else "in an <article> without the h1")
        return [*names, "one of many <article>s"] if len(self.articles) > 3 else names

    def _share(self, element: HtmlElement) -> float:
        blocks = self.lineage.blocks.get(element)
        return (self.prose[blocks.stop] - self.prose[blocks.start]) / self.all if blocks else 0.0

    def _held(self, element: HtmlElement) -> int:
        blocks = self.lineage.blocks.get(element)
        return self.core[blocks.stop] - self.core[blocks.start] if blocks else 0


def _joined(names: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    """Return `names` and those of `more` that are not among them, each once, in this order."""
    return tuple(dict.fromkeys((*names, *more)))


def _best_parent(page: Page, core: Sequence[int]) -> HtmlElement | None:
    """The element that has the most running text right in it."""
    parents: Counter[HtmlElement] = Counter()
    for node, weight in zip(page.nodes, core, strict=True):
        if weight and (parent := node.getparent()) is not None:
            parents[parent] += weight
    return max(parents, key=parents.__getitem__) if parents else None


_NOWHERE: Final = Box(
    element=None,  # type: ignore[arg-type]  # what lies around the root is no element
    outer=None,
    blocks=range(0),
    called=(),
    inherited=(),
    against=False,
    around=(),
    article=None,
    alike=0,
    to_most=_FAR,
    to_best=_FAR,
    to_title=_FAR,
)
