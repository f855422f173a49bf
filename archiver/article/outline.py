"""The shown blocks as a tree: items in their lists, rows in their tables, paragraphs in their quotations.

Built from the blocks' places. A list, quotation or table of the page is one in the views where the labels say so:
old pages put whole stories into tables and items. How a part looks is the business of markdown.py and webpage.py.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from archiver.article.place import ITEMS, LISTS
from archiver.labels import Label
from archiver.model import Block

Shown = Sequence[tuple[Block, Label]]

_LEVEL: Final = re.compile("h([1-6])")
_STEP: Final = re.compile(r"([a-z]+)([0-9]+)(?:=(\S+))?")
_HOLDERS: Final[dict[str, Label]] = {
    **dict.fromkeys(LISTS, "list"),
    "blockquote": "quote",
    "table": "table",
    "pre": "code",
}
_KINDS: Final = (LISTS, ("blockquote",), ("table",), ("pre",))
_LOOSE: Final[dict[Label, tuple[str, ...]]] = {
    "list": ("ul", "li"), "quote": ("blockquote",), "table": ("table", "tr"), "code": ("pre",)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a place; `number` tells it from others, `detail` is what there is to say of it."""

    kind: str
    number: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """An element with what is in it: of `kind` "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "table", "tr", "pre";
    or "block", which holds one block. The whole is of the kind "article"."""

    kind: str
    detail: str = ""
    parts: "list[Part]" = field(default_factory=list)
    shown: tuple[Block, Label] | None = None

    def __iter__(self) -> Iterator[tuple[Block, Label]]:
        """The blocks in it, in order."""
        if self.shown:
            yield self.shown
        for part in self.parts:
            yield from part


def outline(shown: Shown) -> Part:
    """Return the tree of the blocks; each is in it once, in its order."""
    chains = [steps(block.place) for block, _ in shown]
    kept = _kept(shown, chains)
    whole = Part("article")
    opened: list[tuple[Step, Part]] = []
    for number, (one, place) in enumerate(zip(shown, chains, strict=True)):
        chain = _chain(one, place, kept, number)
        same = 0
        while same < min(len(chain), len(opened)) and opened[same][0] == chain[same]:
            same += 1
        del opened[same:]
        for step in chain[same:]:
            part = Part(step.kind, step.detail)
            _inside(opened[-1][1] if opened else whole, step.kind).parts.append(part)
            opened.append((step, part))
        _inside(opened[-1][1] if opened else whole, "block").parts.append(Part("block", shown=one))
    return whole


def heading_level(block: Block, label: Label) -> int | None:
    """Return the level of a headline (1) or a heading (2 to 6); None for everything else."""
    if label == "title":
        return 1
    found = _LEVEL.fullmatch(block.tag)
    return max(2, int(found[1])) if label == "heading" and found else None


def steps(place: str) -> list[Step]:
    """Return the elements of a place, outermost first."""
    if not place:
        return []
    found = (_STEP.fullmatch(step) for step in place.split())
    return [Step(one[1], one[2], one[3] or "") for one in found if one]


def _kept(shown: Shown, chains: list[list[Step]]) -> frozenset[Step]:
    """The lists, quotations, tables and pieces of code of which a block says by its label that it is in one.

    A list in which more blocks are paragraphs than items is none: a live blog, say.
    """
    votes: Counter[Step] = Counter()
    asked: set[Step] = set()
    for (_, label), chain in zip(shown, chains, strict=True):
        for kinds in _KINDS if chain else ():
            step = next((step for step in reversed(chain) if step.kind in kinds), None)
            if step and label == _HOLDERS[step.kind]:
                asked.add(step)
                votes[step] += 1
            elif step and step.kind in LISTS and label == "body":
                votes[step] -= 1
    return frozenset(step for step in asked if votes[step] >= 0)


def _chain(one: tuple[Block, Label], chain: list[Step], kept: frozenset[Step], number: int) -> list[Step]:
    """The elements of a block's place that the views show, with those that its label asks for."""
    label = one[1]
    found: list[Step] = []
    holder = table = False
    for step in chain:
        if step.kind in _HOLDERS:
            holder = step in kept and (step.kind not in ("table", "pre") or _belongs(step, one, chain))
            table = holder and step.kind == "table"
            if holder:
                found.append(step)
        elif step.kind in ITEMS and holder and found[-1].kind in ITEMS:
            found[-1] = step  # the parser puts a <dd> into the one before, where that has no end
        elif (step.kind in ITEMS and holder and found[-1].kind in LISTS) or (step.kind == "tr" and table):
            found.append(step)
    kinds = _LOOSE.get(label, ())
    if kinds and not any(_HOLDERS.get(step.kind) == label for step in found):
        own = f"block {number}"  # a quotation of its own; items and rows that follow one another go together
        found += [Step(kind, label if label in ("list", "table") and not n else own) for n, kind in enumerate(kinds)]
    return found


def _belongs(step: Step, one: tuple[Block, Label], chain: list[Step]) -> bool:
    """Whether a block is of the innermost table or piece of code around it."""
    block, label = one
    if [other for other in chain if other.kind == step.kind][-1] != step:
        return False
    if label == _HOLDERS[step.kind]:
        return True
    row = next((other for other in reversed(chain) if other.kind == "tr"), None)
    return step.kind == "table" and block.tag in ("td", "th") and row is not None and row.detail[1:].isdigit()


def _inside(part: Part, kind: str) -> Part:
    """What a new part comes into: lists hold nothing but items, and old pages put lists right into lists."""
    if part.kind not in LISTS or kind in ITEMS:
        return part
    if kind == "block" or not part.parts:
        part.parts.append(Part("dd" if part.kind == "dl" else "li"))
    return part.parts[-1]
