"""The files of rules that are for an address, in words and numbers: what is asked for, under which id, how it was told.

Values that JSON takes as they are. How they look on a terminal is the commands' business.
"""

from collections.abc import Iterator
from typing import Any

from archiver import urls
from archiver.rules.book import Chosen, Rulebook
from archiver.rules.origin import Mark, Shape
from archiver.rules.pack import Cue, Cut, Keep, Layout, Line, Pack, Removal, Rule


def chosen_for(book: Rulebook, site: str) -> tuple[tuple[Chosen, ...], int]:
    """Return the packs for a host or a URL, strongest first, and how many more are for every page.

    Those that a page's own marks tell are not among them: there is no page. Raises CaptureError where it is no URL.
    """
    url = urls.normalise(site if "//" in site else f"https://{site}")
    chosen = book.choose(url, None, origin=book.origin(url))
    own = tuple(one for one in chosen if not one.pack.match.is_everywhere)
    return own, len(chosen) - len(own)


def describe(chosen: Chosen) -> dict[str, Any]:
    """Return what a pack is and asks for."""
    pack = chosen.pack
    return {
        "id": pack.id,
        "name": pack.name,
        "level": pack.level,
        "how": chosen.how,
        "file": pack.file,
        "layouts": [_layout(one) for one in pack.layouts],
        "rules": [*_originals(pack), *(_rule(one) for one in _rules(pack))],
        "tests": len(pack.tests),
    }


def _layout(layout: Layout) -> dict[str, Any]:
    return {
        "id": layout.id,
        "from": layout.valid_from and layout.valid_from.isoformat(),
        "until": layout.valid_until and layout.valid_until.isoformat(),
        "body": [one.text for one in layout.body],
        "fields": {label: [one.text for one in some] for label, some in layout.fields.items()},
        "rules": [*map(_rule, layout.removals), *map(_rule, layout.keeps)],
    }


def _rules(pack: Pack) -> Iterator[Rule]:
    for kind in (pack.removals, pack.keeps, pack.lines, pack.cuts, pack.cues, pack.vocabularies):
        yield from kind


def _originals(pack: Pack) -> Iterator[dict[str, Any]]:
    for one in pack.originals:
        yield _entry("original", one.id, _place(one))


def _place(original: Shape | Mark) -> str:
    if isinstance(original, Shape):
        return original.text
    return f"line {original.line}" if original.line else f"the attribute {original.attribute}"


def _rule(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, Removal):
        return _entry("remove", rule.id, rule.selector.text, rule.label, rule.max_words, rule.note)
    if isinstance(rule, Keep):
        return _entry("keep", rule.id, rule.selector.text, note=rule.note)
    if isinstance(rule, Line):
        phrases = [*sorted(rule.equals), *(f"{one} …" for one in rule.starts)]
        return _entry("line", rule.id, _quoted(phrases), rule.label, rule.max_words, rule.note)
    if isinstance(rule, Cut):
        return _entry("cut", rule.id, f"“{rule.start} … {rule.end}”", rule.label, rule.max_words, rule.note)
    if isinstance(rule, Cue):
        phrases = [*rule.phrases, *sorted(rule.starts), *sorted(rule.equals)]
        return _entry("cue", rule.id, _quoted(phrases), rule.label, rule.max_words)
    return _entry(
        "vocabulary", rule.id, ", ".join([*sorted(rule.words), *(f"{one}*" for one in rule.stems)]), rule.label
    )


def _entry(
    kind: str, rule_id: str, what: str, label: str | None = None, guard: int | None = None, note: str = ""
) -> dict[str, Any]:
    return {"kind": kind, "id": rule_id, "label": label, "what": what, "guard": guard, "note": note or None}


def _quoted(phrases: list[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)
