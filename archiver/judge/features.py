"""The named features of every block, that the model weighs: all are there or not there, none is a number.

They say how the text looks (shape.py), what its elements are and are called, where it stands, what its neighbours are
and which signs the other judges gave. What they are worth is in model.json alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, islice

from lxml.html import HtmlElement

from archiver.judge.evidence import Evidence
from archiver.judge.parts import AGAINST, parts
from archiver.judge.shape import LINKS, WORDS, Scale, on, scale, shape
from archiver.judge.sign import Sign
from archiver.model import Page
from archiver.page.lineage import Lineage, ancestry

_TAGS = frozenset(
    "p li div span a td th h1 h2 h3 h4 h5 h6 blockquote pre figcaption dt dd button label option time strong em b i "
    "section article body summary caption address cite small textarea legend".split()
)
_AROUND = frozenset(
    "article main aside nav footer header form figure ul ol table section blockquote details dl noscript button a "
    "picture template dialog label".split()
)
_ROLES = frozenset("navigation complementary contentinfo banner dialog search menu button tab main article".split())
_WHOLE = frozenset(("html", "body"))
_NO_CARDS = frozenset("html body tr tbody ul ol table p".split())
_MUCH = 0.35
_MOST = 0.75
_SHARE = (0.001, 0.02, 0.05, 0.1, 0.2, 0.35, 0.6, 0.9)
_DEPTHS = tuple(
    (
        scale(f"links in ancestor {depth}", (0.001, 0.05, 0.15, 0.3, 0.5, 0.8)),
        scale(f"running text in ancestor {depth}", (0.001, 0.2, 0.5, 0.8, 0.95)),
        scale(f"share of the page's running text in ancestor {depth}", _SHARE),
        scale(f"words in ancestor {depth}", (8, 20, 50, 100, 200, 400, 800, 1600)),
    )
    for depth in (1, 2, 3)
)
_ALIKE = scale("siblings like it", (2, 3, 5, 8, 15, 30))
_CARDS = scale("boxes alike around it", (3, 4, 6, 10, 20))
_AWAY = (2, 3, 5, 9, 17)
_BEFORE, _AFTER = scale("blocks before the running text", _AWAY), scale("blocks after the running text", _AWAY)
_KIND = scale("running text of its kind", _SHARE)
_POSITION = scale("place on the page", (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9))
_PASSED = scale("running text before it", (0.001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999))
_HELD = scale("running text in its <article>", (0.001, 0.1, 0.3, 0.6, 0.9))
_PAGE = scale("running text on the page", (50, 120, 250, 500, 1000, 2000))
_NEAR = tuple(
    (step, name, scale(f"words {name}", WORDS[0]), scale(f"links {name}", LINKS[0]))
    for step, name in ((-1, "in the block before"), (1, "in the block after"), (-2, "two before"), (2, "two after"))
)

_WHERE = tuple(
    f"{side}, {place} the running text" for side in ("inside", "outside") for place in ("among", "before", "after")
)

_NEAREST = 7  # ancestors; what is farther counts as one
_LONGEST = 2000  # characters of an element's names that are looked at

Kin = tuple[str | None, ...]
Inside = tuple[frozenset[str], HtmlElement | None]


def candidates(page: Page, evidence: Evidence) -> list[int]:
    """Return the blocks of a page that can be text at all: what lies in the article's element, and running text."""
    inside: Iterable[int] = evidence.place.inside if evidence.place else ()
    return sorted({*inside, *[index for index, weight in enumerate(evidence.weights) if weight]})


def features(page: Page, lineage: Lineage, evidence: Evidence, wanted: Sequence[int]) -> list[list[str]]:
    """Return for each of the `wanted` blocks of an HTML page the names of its features."""
    return _Reader(page, lineage, evidence).read(wanted)


class _Reader:
    """One page. What blocks of one parent have in common is worked out once."""

    def __init__(self, page: Page, lineage: Lineage, evidence: Evidence) -> None:
        self.page, self.lineage, self.evidence = page, lineage, evidence
        self.core = evidence.core
        self.total = sum(self.core) or 1
        self.prose, self.all = [0, *accumulate(evidence.weights)], sum(evidence.weights) or 1
        self.passed = [0, *accumulate(self.core)]
        self.words = [0, *accumulate(lineage.words)]
        linked = (w * block.link_density for w, block in zip(lineage.words, page.blocks, strict=True))
        self.linked = [0.0, *accumulate(linked)]
        self.names: dict[HtmlElement, tuple[str, ...]] = {}
        self.above: dict[HtmlElement | None, frozenset[str]] = {None: frozenset()}
        self.telling: dict[HtmlElement | None, Inside] = {None: (frozenset(), None)}
        self.around: dict[HtmlElement | None, list[str]] = {}
        self.alike: dict[HtmlElement, Counter[Kin]] = {}
        self.signs: dict[tuple[Sign, ...], list[str]] = {}
        self.find_kinds()
        self.find_landmarks()

    def find_kinds(self) -> None:
        """Which blocks are of one kind, by tags and classes; of what kind most of the running text is."""
        by_parent: dict[HtmlElement | None, Kin] = {}
        self.kinds: list[Kin] = []
        for node in self.page.nodes:
            parent = node.getparent()
            if parent not in by_parent:
                tags = (
                    [str(one.tag) for _, one in zip(range(4), ancestry(parent), strict=False)]
                    if parent is not None
                    else []
                )
                by_parent[parent] = ("/".join(tags), parent.get("class") if parent is not None else None)
            self.kinds.append((str(node.tag), node.get("class"), *by_parent[parent]))
        self.held: Counter[Kin] = Counter()
        for kind, weight in zip(self.kinds, self.core, strict=True):
            self.held[kind] += weight
        top = self.held.most_common(1)[0][0] if self.held else None
        best = [i for i, kind in enumerate(self.kinds) if kind == top and self.core[i]]
        self.first, self.last = (best[0], best[-1]) if best else (len(self.kinds), len(self.kinds))

    def find_landmarks(self) -> None:
        nodes, blocks = self.page.nodes, self.page.blocks
        parents: Counter[HtmlElement] = Counter()
        for node, weight in zip(nodes, self.core, strict=True):
            if weight and (parent := node.getparent()) is not None:
                parents[parent] += weight
        self.best = parents.most_common(1)[0][0] if parents else None
        self.articles = list(self.page.tree.iter("article")) if self.page.tree is not None else []
        self.ordinals = {article: ordinal for ordinal, article in enumerate(self.articles[:3])}
        titles = [i for i, block in enumerate(blocks) if block.tag == "h1"]
        self.title = next((i for i in reversed(titles) if i <= self.first), titles[0] if titles else None)
        self.titled = set(ancestry(nodes[self.title])) if self.title is not None else set()
        self.texts = Counter(block.text for block in blocks)

    def read(self, wanted: Sequence[int]) -> list[list[str]]:
        rows = []
        blocks, words, core = self.page.blocks, self.lineage.words, self.core
        for index in wanted:
            block, node = blocks[index], self.page.nodes[index]
            parent = node.getparent()
            if parent not in self.around:
                self.around[parent] = self.surroundings(parent)
            names = [*shape(block, words[index]), *self.around[parent], *self.element(node, parent), *self.place(index)]
            names += self.neighbours(index)
            signs = self.evidence.signs[index]
            if signs:
                if signs not in self.signs:
                    self.signs[signs] = _signs(signs)
                names += self.signs[signs]
            if block.hidden:
                names.append("hidden")
            if self.texts[block.text] > 1:
                names.append("stands on the page more than once")
            names += self.crossed(index, block.tag, bool(core[index]), node, parent)
            rows.append(names)
        return rows

    def called(self, element: HtmlElement) -> tuple[str, ...]:
        """The groups of the element's names; of one that holds much of the running text, marked so."""
        if element not in self.names:
            classes, identity, item = element.get("class"), element.get("id"), element.get("itemprop")
            name = f"{classes or ''} {identity or ''} {item or ''}"
            found = parts(name[:_LONGEST]) if len(name) > 2 and element.tag not in _WHOLE else ()
            if found and self.share(element) > _MUCH:
                found = tuple([f"{one}, with much text" for one in found])
            self.names[element] = found
        return self.names[element]

    def share(self, element: HtmlElement) -> float:
        blocks = self.lineage.blocks.get(element)
        return (self.prose[blocks.stop] - self.prose[blocks.start]) / self.all if blocks else 0.0

    def over(self, element: HtmlElement | None) -> frozenset[str]:
        """What an element and all around it are, and are called."""
        unknown: list[HtmlElement] = []
        while element is not None and element not in self.above:
            unknown.append(element)
            element = element.getparent()
        names = self.above[element]
        for one in reversed(unknown):
            if called := self.called(one):
                names = names | {f"far within {name}" for name in called}
            self.above[one] = names
        return names

    def inside(self, element: HtmlElement | None) -> Inside:
        """Which telling elements and roles an element is or lies in, and the innermost <article>."""
        unknown: list[HtmlElement] = []
        while element is not None and element not in self.telling:
            unknown.append(element)
            element = element.getparent()
        names, article = self.telling[element]
        for one in reversed(unknown):
            if (tag := str(one.tag)) in _AROUND:
                names = names | {f"in <{tag}>"}
            if (role := one.get("role")) in _ROLES:
                names = names | {f"in role {role}"}
            article = one if tag == "article" else article
            self.telling[one] = names, article
        return names, article

    def surroundings(self, parent: HtmlElement | None) -> list[str]:
        """The features that all blocks in one parent have."""
        if parent is None:
            return []
        inside, article = self.inside(parent)
        names: set[str] = set(inside)
        line = list(islice(ancestry(parent), _NEAREST))
        for element in line[:2]:
            called = self.called(element)
            names.update([f"within {name}" for name in called])
            if any(name in AGAINST for name in called):
                names.add("within a name that speaks against it")
        if len(line) > 2:
            names |= self.over(line[2])
            if any(name[11:] in AGAINST for name in self.over(line[2])):
                names.add("far within a name that speaks against it")
        for scales, element in zip(_DEPTHS, line, strict=False):
            names.update(self.measures(scales, element))
        names.add(on(_CARDS, max((self.siblings(one) for one in line[:5] if self.is_card(one)), default=0)))
        names.update(self.article(article))
        return [*names, *self.landmarks(line)]

    def measures(self, scales: Iterable[Scale], element: HtmlElement) -> Iterable[str]:
        blocks = self.lineage.blocks[element]
        words = self.words[blocks.stop] - self.words[blocks.start]
        prose = self.prose[blocks.stop] - self.prose[blocks.start]
        linked = self.linked[blocks.stop] - self.linked[blocks.start]
        values = (linked / (words or 1), prose / (words or 1), prose / self.all, words)
        return [on(one, value) for one, value in zip(scales, values, strict=True)]

    def is_card(self, element: HtmlElement) -> bool:
        return element.tag not in _NO_CARDS and len(self.lineage.blocks[element]) > 1

    def siblings(self, element: HtmlElement) -> int:
        """How many children of its parent have its tag and its classes."""
        parent = element.getparent()
        if parent is None:
            return 1
        if parent not in self.alike:
            self.alike[parent] = Counter((str(child.tag), child.get("class")) for child in parent)
        return self.alike[parent][str(element.tag), element.get("class")]

    def article(self, article: HtmlElement | None) -> Iterable[str]:
        if article is None:
            return [] if not self.articles else ["outside of the <article>s"]
        blocks = self.lineage.blocks[article]
        held = self.passed[blocks.stop] - self.passed[blocks.start]
        names = [f"in <article> {self.ordinals.get(article, 3)}", on(_HELD, held / self.total)]
        return [*names, "one of many <article>s"] if len(self.articles) > 3 else names

    def landmarks(self, line: Sequence[HtmlElement]) -> Iterable[str]:
        """How far up the running text, its best parent and the page's title are."""
        most = next((i for i, one in enumerate(line) if self.held_in(one) >= _MOST * self.total), 9)
        yield f"most of the text is {min(most, 6)} up"
        best = line.index(self.best) if self.best in line else 9
        yield f"the best parent is {min(best, 4)} up"
        if self.title is None:
            yield "the page has no h1"
        else:
            title = next((i for i, one in enumerate(line) if one in self.titled), 9)
            yield f"the h1 is {min(title, 6)} up"

    def held_in(self, element: HtmlElement) -> int:
        blocks = self.lineage.blocks[element]
        return self.passed[blocks.stop] - self.passed[blocks.start]

    def element(self, node: HtmlElement, parent: HtmlElement | None) -> list[str]:
        called = self.called(node)
        names = [f"is {name}" for name in called]
        if any(name in AGAINST for name in called):
            names.append("is of a name that speaks against it")
        names.append(on(_ALIKE, self.siblings(node)))
        return names

    def place(self, index: int) -> list[str]:
        size = len(self.page.blocks)
        names = [
            on(_POSITION, index / size),
            on(_PASSED, self.passed[index] / self.total),
            on(_KIND, self.held[self.kinds[index]] / self.total),
            on(_PAGE, self.all),
        ]
        if index < self.first:
            names.append(on(_BEFORE, self.first - index))
        elif index > self.last:
            names.append(on(_AFTER, index - self.last))
        else:
            names.append("among the running text")
        if self.passed[index] == 0:
            names.append("no running text before it")
        if self.passed[index] >= self.total:
            names.append("no running text from here on")
        if self.title is not None:
            names.append("before the h1" if index < self.title else "after the h1" if index > self.title else "the h1")
        return names

    def neighbours(self, index: int) -> list[str]:
        names: list[str] = []
        blocks, words, core, nodes = self.page.blocks, self.lineage.words, self.core, self.page.nodes
        parent = nodes[index].getparent()
        for step, name, length, links in _NEAR:
            at = index + step
            if not 0 <= at < len(blocks):
                names.append(f"nothing {name}")
                continue
            names += (on(length, words[at]), on(links, blocks[at].link_density))
            if core[at]:
                names.append(f"running text {name}")
            if self.kinds[at] == self.kinds[index]:
                names.append(f"the same kind {name}")
            if nodes[at].getparent() is parent:
                names.append(f"a sibling {name}")
            if blocks[at].tag[0] == "h" and len(blocks[at].tag) == 2:
                names.append(f"a heading {name}")
        return names

    def crossed(self, index: int, tag: str, prose: bool, node: HtmlElement, parent: HtmlElement | None) -> list[str]:
        """What counts together with where the block stands."""
        side = 0 if self.first <= index <= self.last else 1 if index < self.first else 2
        where = _WHERE[side + (0 if self.evidence.is_inside(index) else 3)]
        weight = self.evidence.weights[index]
        running = "running text" if weight else "no running text"
        names = [*_crossed(tag, running, bool(weight) and not prose, where), _worded(self.lineage.words[index], where)]
        if self.page.blocks[index].link_density > 0.8:
            names.append(f"links {where}")
        called = any(name in AGAINST for name in self.called(node))
        if called or "within a name that speaks against it" in self.around[parent]:
            names.append(f"named against, {running} {where}")
        signs = self.evidence.signs[index]
        kinds = {sign.kind for sign in signs} if signs else ()
        names += [f"sign of {kind}, {running} {where}" for kind in kinds]
        names.append(f"{min(len(kinds), 4)} kinds of signs {where}")
        return names


@lru_cache(maxsize=1 << 10)
def _crossed(tag: str, running: str, doubted: bool, where: str) -> tuple[str, ...]:
    tag = tag if tag in _TAGS else "other"
    return f"<{tag}>", f"<{tag}> {where}", f"{running}{', doubted' if doubted else ''} {where}"


@lru_cache(maxsize=1 << 12)
def _worded(words: int, where: str) -> str:
    return f"{on(WORDS, words)} {where}"


def _signs(signs: Iterable[Sign]) -> list[str]:
    names: set[str] = set()
    for sign in signs:
        names.add(f"sign of {sign.kind}")
        if sign.label:
            names.add(f"sign of {sign.kind} for {sign.label}")
    return list(names)
