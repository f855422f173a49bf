"""Proposals as a rule file: what was learned, from which captures and when.

The file is the same as one that a person writes, so that a person can go on from it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from archiver.learning.proposal import Proposal
from archiver.learning.sample import Sample

_SLUG = re.compile(r"[^a-z0-9]+")
_SHOWN: Final = 90  # letters of an example


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file was learned from: the site, how many captures, and the days of the first and the last one."""

    site: str
    captures: int
    first: date | None
    last: date | None


def seen(site: str, samples: Sequence[Sample]) -> Seen:
    """Return what rules from `samples` were learned from."""
    days = [sample.day for sample in samples if sample.day]
    return Seen(site, len(samples), min(days, default=None), max(days, default=None))


def rule_file(seen: Seen, proposals: Sequence[Proposal]) -> str:
    """Return the TOML text of a rule file with those of `proposals` that are not refused."""
    taken = [one for one in proposals if not one.refused]
    head = [
        f"# Learned from {seen.captures} captures of {seen.site}{_days(seen)}. Read it before you rely on it.",
        "schema = 1",
        f"id = {quoted(f'learned/{seen.site}')}",
        f"name = {quoted(seen.site)}",
        *([f"valid = {{ from = {seen.first}, until = {seen.last} }}"] if seen.first and seen.last else []),
        "",
        "[match]",
        f"hosts = {listed((seen.site, f'*.{seen.site}'))}",
    ]
    ids = _ids(seen.site, taken)
    tables = [line for rule_id, one in zip(ids, taken, strict=True) for line in _table(rule_id, one, seen)]
    return "\n".join([*head, *tables, ""])


def quoted(text: str) -> str:
    """Return `text` as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> str:
    """Return `texts` as a TOML array."""
    return "[" + ", ".join(map(quoted, texts)) + "]"


def _table(rule_id: str, one: Proposal, seen: Seen) -> list[str]:
    lines = ["", "[[text.line]]" if one.kind == "line" else f"[[{one.kind}]]", f"id = {quoted(rule_id)}"]
    if one.kind != "keep":
        lines.append(f"label = {quoted(one.label)}")
    if one.selector:
        lines.append(f"{'xpath' if one.selector.startswith('/') else 'css'} = {quoted(one.selector)}")
    lines += [f"equals = {listed(one.equals)}"] * bool(one.equals) + [f"starts = {listed(one.starts)}"] * bool(
        one.starts
    )
    if one.kind == "remove":
        lines.append(f"guard = {{ max_words = {one.max_words} }}")
    elif one.starts:
        lines.append(f"max_words = {one.max_words}")
    lines.append(f"note = {quoted(_note(one, seen))}")
    return lines


def _note(one: Proposal, seen: Seen) -> str:
    pages = "1 page" if len(one.captures) == 1 else f"{len(one.captures)} pages"
    example = " ".join(one.example.split())
    example = f": “{example[:_SHOWN]}{'…' if len(example) > _SHOWN else ''}”" if example else ""
    return f"learned from {pages} of {seen.site}{_days(seen)}{example}"


def _days(seen: Seen) -> str:
    if seen.first is None or seen.last is None:
        return ""
    return f", {seen.first}" if seen.first == seen.last else f", {seen.first} to {seen.last}"


def _ids(site: str, proposals: Sequence[Proposal]) -> list[str]:
    """An id for each rule, by what it names; a number after those that would be the same."""
    found: list[str] = []
    for one in proposals:
        base = f"{site}/{_slug(one)}"
        name, number = base, 2
        while name in found:
            name, number = f"{base}-{number}", number + 1
        found.append(name)
    return found


def _slug(one: Proposal) -> str:
    words = one.selector or (one.starts[0] if one.starts else one.label)
    slug = _SLUG.sub("-", words.lower()).strip("-")[:40].strip("-")
    return slug if one.kind == "remove" else f"{one.kind}-{slug or 'text'}"
