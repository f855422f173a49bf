"""What the packs chosen for a page say of its blocks: the selectors of their layouts, removals and keeps.

A rule never acts here; it votes. One that would take too much steps aside and
leaves a note, so that a rule gone stale is heard of instead of emptying a page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.labels import Label
from archiver.model import Page, Vote
from archiver.page.lineage import Lineage
from archiver.rules.book import Chosen
from archiver.rules.cost import TooCostly
from archiver.rules.pack import KEEP_BONUS, UNTRIED, Keep, Layout, Pack, Removal, Selector
from archiver.rules.text import match_text
from archiver.rules.traits import Traits

_WHOLE = 0.8  # of the body's words; a removal that takes more has lost its meaning
_FIELD = 60  # words; no headline, byline or date is longer


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks that a layout says are the article's, and on whose word."""

    by: str
    rank: int
    blocks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ballot:
    """The rules' votes by block, the body that a layout named, and what did not fit.

    `keeps` holds votes by block which say that it belongs to the article, whatever it is.
    `fields` has, by label, the blocks that a layout's selectors found. `hint` is the body by a layout that nobody here
    has tried: restraint.py says what it is worth.
    """

    votes: dict[int, list[Vote]] = field(default_factory=dict)
    keeps: dict[int, list[Vote]] = field(default_factory=dict)
    fields: dict[Label, tuple[int, ...]] = field(default_factory=dict)
    body: Body | None = None
    notes: tuple[str, ...] = ()
    hint: Body | None = None


class Finds(dict[str, list[HtmlElement]]):
    """The elements that each selector found on a page, by the selector's text; `notes` say which were not tried."""

    def __init__(self) -> None:
        self.notes: list[str] = []


def find(chosen: Iterable[Chosen], tree: HtmlElement, traits: Traits | None = None) -> Finds:
    """Evaluate every selector of the chosen packs, once, before the page is cut. `traits` is what is known of the tree.

    What a rule names has to become a block of its own, even where it is a <span> in a line.
    """
    finds, traits = Finds(), traits or Traits(tree)
    for one in chosen:
        for selector in _selectors(one.pack):
            if selector.text not in finds and traits.meet(selector.needs):
                finds[selector.text] = _found(selector, one.pack, tree, traits, finds.notes)
    return finds


def _found(selector: Selector, pack: Pack, tree: HtmlElement, traits: Traits, notes: list[str]) -> list[HtmlElement]:
    try:
        return selector.find(tree, traits.fuel, traits.parts(selector.needs))
    except TooCostly:
        notes.append(f"{pack.id}: stepped aside; `{selector.text}` would take too long on a page of this size")
    except (RuleError, etree.XPathError) as error:  # what shows only where a page calls for it
        notes.append(f"{pack.id}: stepped aside; `{selector.text}` does not run ({error})")
    return []


def match(page: Page, chosen: Iterable[Chosen], finds: Finds, lineage: Lineage) -> Ballot:
    """Let every pack in `chosen`, strongest first, vote on the blocks of `page`."""
    matcher = _Matcher(page, finds, lineage)
    for one in chosen:
        matcher.run(one)
    return Ballot(matcher.votes, matcher.keeps, matcher.fields, matcher.body, tuple(matcher.notes), matcher.hint)


def _selectors(pack: Pack) -> Iterator[Selector]:
    for layout in pack.layouts:
        yield from layout.body
        for selectors in layout.fields.values():
            yield from selectors
        yield from (rule.selector for rule in _rules(layout))
    yield from (rule.selector for rule in _rules(pack))


def _rules(of: Layout | Pack) -> tuple[Removal | Keep, ...]:
    return (*of.removals, *of.keeps)


class _Matcher:
    def __init__(self, page: Page, finds: Finds, lineage: Lineage) -> None:
        self.page, self.finds, self.lineage = page, finds, lineage
        self.votes: dict[int, list[Vote]] = {}
        self.keeps: dict[int, list[Vote]] = {}
        self.fields: dict[Label, tuple[int, ...]] = {}
        self.body: Body | None = None
        self.hint: Body | None = None
        self.notes: list[str] = list(finds.notes)

    def run(self, chosen: Chosen) -> None:
        pack = chosen.pack
        if pack.fault:
            self.notes.append(f"not heard: {pack.fault}")
        layout = self.layout(chosen) if pack.layouts and self.page.tree is not None else None
        if layout is not None:
            self.take_layout(layout, chosen)
        self.remove_all((*pack.removals, *(layout.removals if layout else ())), pack)
        for keep in (*pack.keeps, *(layout.keeps if layout else ())):
            self.keep(keep, pack.rank)
        for rule_id, label, because, blocks in match_text(pack, self.page.blocks, self.notes):
            self.add(blocks, Vote(rule_id, label, pack.rank, because))
        self.note_age(pack)

    def note_age(self, pack: Pack) -> None:
        """Say so where rules that were made from pages of one time take something on a page of another."""
        day = self.page.captured_at.date() if self.page.captured_at else None
        if day is None or pack.covers(day):
            return
        if any(vote.by in pack.rule_ids for votes in self.votes.values() for vote in votes):
            self.notes.append(f"{pack.id}: its rules fit, although they are not dated for {day}")

    def layout(self, chosen: Chosen) -> Layout | None:
        """The first layout whose body is there, those that were in use on the day of capture before the others."""
        pack = chosen.pack
        moment = self.page.as_of or self.page.captured_at
        day = moment.date() if moment else None
        ordered = sorted(pack.layouts, key=lambda layout: day is not None and not layout.covers(day))
        for layout in ordered:
            blocks = self.under(layout.body)
            if blocks:
                if day is not None and not layout.covers(day):
                    self.notes.append(f"{layout.id}: fits, although it is not dated for {day}")
                self.take_body(Body(layout.id, pack.rank, frozenset(blocks)), pack)
                return layout
        tried = ", ".join(layout.id for layout in pack.layouts)
        self.notes.append(f"{pack.id}: no layout fits this page ({tried}); cleaned without the site's layouts")
        return None

    def take_body(self, body: Body, pack: Pack) -> None:
        if pack.level in UNTRIED:
            self.hint = self.hint or body
        else:
            self.body = self.body or body

    def take_layout(self, layout: Layout, chosen: Chosen) -> None:
        for label, selectors in layout.fields.items():
            blocks = self.under(selectors)
            if blocks and chosen.pack.level in UNTRIED and self.lineage.count(blocks) > _FIELD:
                self.notes.append(f"{layout.id}: its {label} stepped aside; it is over {_FIELD} words long")
            elif blocks:
                self.fields.setdefault(label, tuple(blocks))
                because = f"{label} of layout {layout.id} ({selectors[0].text})"
                self.add(blocks, Vote(layout.id, label, chosen.pack.rank + 1, because))

    def remove_all(self, rules: Iterable[Removal], pack: Pack) -> None:
        """Take what the rules of one pack find, unless they leave nothing of the article between them."""
        taken = [(rule, blocks) for rule in rules if (blocks := self.taken(rule))]
        together = sorted({index for _, blocks in taken for index in blocks})
        if len(taken) > 1 and self.takes_the_body(together):
            names = ", ".join(rule.id for rule, _ in taken)
            self.notes.append(f"{pack.id}: {names}: stepped aside; together they would remove the whole article")
            return
        for rule, blocks in taken:
            because = rule.note or f"matches {rule.selector.text}"
            # above the layout's own body, which may well hold what the same pack removes
            self.add(blocks, Vote(rule.id, rule.label, pack.rank + 2, because))

    def taken(self, rule: Removal) -> list[int]:
        """The blocks that `rule` may take."""
        fitting = [blocks for blocks in self.found(rule) if self.is_measured(rule, blocks)]
        taken = sorted({index for blocks in fitting for index in blocks})
        if len(fitting) > 1 and self.takes_the_body(taken):
            self.notes.append(f"{rule.id}: stepped aside; all that it matches is the whole article")
            return []
        return taken

    def is_measured(self, rule: Removal, blocks: list[int]) -> bool:
        """True where `blocks`, those of one element, are not more than `rule` may take."""
        words = self.lineage.count(blocks)
        if rule.max_words is not None and words > rule.max_words:
            self.notes.append(f"{rule.id}: stepped aside; it would remove {words} words, its guard is {rule.max_words}")
        elif self.takes_the_body(blocks):
            self.notes.append(f"{rule.id}: stepped aside; it would remove the whole article")
        else:
            return True
        return False

    def keep(self, rule: Keep, rank: int) -> None:
        for blocks in self.found(rule):
            because = rule.note or f"kept by {rule.selector.text}"
            for index in blocks:
                self.keeps.setdefault(index, []).append(Vote(rule.id, "body", rank + KEEP_BONUS, because))

    def found(self, rule: Removal | Keep) -> Iterator[list[int]]:
        for element in self.finds.get(rule.selector.text, ()):
            blocks = self.lineage.under([element])
            if blocks:
                yield blocks

    def under(self, selectors: Iterable[Selector]) -> list[int]:
        return self.lineage.under(element for one in selectors for element in self.finds.get(one.text, ()))

    def takes_the_body(self, blocks: list[int]) -> bool:
        body = self.body or self.hint
        if body is None:
            return len(blocks) == len(self.page.blocks)
        taken = self.lineage.count(body.blocks.intersection(blocks))
        return taken > 0 and taken > _WHOLE * self.lineage.count(body.blocks)

    def add(self, blocks: Iterable[int], vote: Vote) -> None:
        for index in blocks:
            self.votes.setdefault(index, []).append(vote)
