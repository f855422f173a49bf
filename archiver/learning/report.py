"""Proposals for people to read: what each would do, what speaks for it, and why some are refused. Prints nothing."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from archiver.learning.proposal import Proposal

_SHOWN: Final = 3  # captures that are named
_LINE: Final = 100


def report(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Yield the lines of a report, the useful proposals first."""
    good = [one for one in proposals if not one.refused]
    bad = [one for one in proposals if one.refused]
    for one in good:
        yield from _told(one)
    if bad:
        yield f"Refused: {len(bad)}"
        for one in bad:
            yield f"  {one.what}"
            yield f"      {one.refused}"


def data(one: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON has it."""
    return {
        "kind": one.kind,
        "label": one.label,
        "selector": one.selector or None,
        "equals": list(one.equals),
        "starts": list(one.starts),
        "max_words": one.max_words,
        "words": one.words,
        "captures": [{"url": url, "words": words} for url, words in one.captures],
        "because": one.because,
        "refused": one.refused or None,
    }


def _told(one: Proposal) -> Iterator[str]:
    does = {"remove": "would be removed", "line": "would be removed", "keep": "would be kept"}[one.kind]
    yield f"{one.kind} {one.label}: {_cut(one.what)}"
    pages = "1 capture" if len(one.captures) == 1 else f"{len(one.captures)} captures"
    taken = f"{one.words} {'word' if one.words == 1 else 'words'} of text {does}"
    yield f"    {taken if one.words else 'no word more today, whatever the judges may say'}; {pages}; {one.because}"
    if one.example:
        yield f"    such as “{_cut(' '.join(one.example.split()))}”"
    ordered = sorted(one.captures, key=lambda capture: -capture[1])
    for url, words in ordered[:_SHOWN]:
        yield f"      {words:5} {url}"
    if len(ordered) > _SHOWN:
        yield f"            and {len(ordered) - _SHOWN} more"


def _cut(text: str) -> str:
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"
