"""A diff on a terminal, or in a pipe: legible by its marks alone, and in colour where there is some.

What is shown of it is decided in versions/elide.py. On a terminal paragraphs are wrapped to its width, each line with
their mark; in a pipe each is one line.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from archiver.cli.width import room, width

if TYPE_CHECKING:
    from archiver.versions.diff import Change, Diff
    from archiver.versions.version import Version
    from archiver.versions.words import Part


class _Word(NamedTuple):
    """A word or mark with the space before it, how it is shown, and whether a line may be broken before it."""

    text: str
    style: dict[str, Any]
    begins_line: bool


_RED: Final[dict[str, Any]] = {"fg": "red"}
_GREEN: Final[dict[str, Any]] = {"fg": "green"}
_MARKS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "kept": ("  ", {"dim": True}),
    "removed": ("- ", _RED),
    "added": ("+ ", _GREEN),
    "replaced": ("~ ", {}),
    "moved": ("> ", {"fg": "cyan"}),
}
_AROUND: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    "kept": ("", "", {}),
    "removed": ("[-", "-]", _RED),
    "added": ("{+", "+}", _GREEN),
}
_NARROW: Final = 20  # columns; a terminal that has fewer wraps the lines itself


def print_diff(old: "Version", new: "Version", found: "Diff", context: int) -> None:
    """Print which versions are compared, and what changed: corrections, fields, text, and a line in the end."""
    _print_head(old, new)
    for change in found.corrections:
        what = {"added": "New correction", "removed": "Correction gone"}.get(change.kind, "Altered correction")
        _print_labelled(what, change.parts, {"fg": "yellow", "bold": True})
    for field in found.fields:
        _print_labelled(field.name.capitalize(), field.parts, {"bold": True})
    if found.corrections or found.fields:
        click.echo()
    if found.is_same_text:
        click.echo("The text is the same, word for word.")
        return
    _print_text(found, context)
    click.secho(f"\n{_words(found.words_removed)} removed, {found.words_added:,} added", dim=True, err=True)


def _print_head(old: "Version", new: "Version") -> None:
    click.secho(new.title or old.title or "(no title)", bold=True)
    for mark, one, style in (("- ", old, _RED), ("+ ", new, _GREEN)):
        mirror = f", through {one.mirror}" if one.mirror else ""
        text = f"{one.number}: {one.time:%Y-%m-%d %H:%M} UTC, {_words(one.words)}{mirror}"
        _print_words(mark, style, _plain(text, style))
    click.secho(new.url + "\n", dim=True)


def _print_labelled(name: str, parts: "Iterable[Part]", style: dict[str, Any]) -> None:
    first, *others = _marked(parts)
    spaced = first._replace(text=f" {first.text.removeprefix(' ')}", begins_line=True)
    _print_words("", {}, (*_plain(f"{name}:", style), spaced, *others))


def _print_text(found: "Diff", context: int) -> None:
    from archiver.versions.elide import stretches

    for shown, changes in stretches(found.changes, context):
        if not shown:
            click.secho(f"… {len(changes):,} paragraphs unchanged", dim=True)
            continue
        for change in changes:
            _print_change(change)


def _print_change(change: "Change") -> None:
    mark, style = _MARKS[change.kind]
    if change.kind == "replaced":
        _print_words(mark, {}, _marked(change.parts))
        return
    if change.kind == "moved":
        click.secho(f"{mark}moved here, was paragraph {(change.old or 0) + 1}:", **style)
    _print_words(mark, style, _plain(change.after or change.before, style))


def _plain(text: str, style: dict[str, Any]) -> Iterator[_Word]:
    from archiver.versions.tokens import begins_line, tokens

    return (_Word(word, style, begins_line(word)) for word in tokens(text))


def _marked(parts: "Iterable[Part]") -> Iterator[_Word]:
    """Yield the words of a paragraph with the marks of what was removed and added, no space within the marks."""
    for part in parts:
        opening, closing, style = _AROUND[part.kind]
        words = list(_plain(part.text, style))
        space = " " if part.text.startswith(" ") else ""
        words[0] = words[0]._replace(text=space + opening + words[0].text.removeprefix(" "))
        words[-1] = words[-1]._replace(text=words[-1].text + closing)
        yield from words


def _print_words(mark: str, style: dict[str, Any], words: Iterable[_Word]) -> None:
    columns = room()
    for line in _lines(words, None if columns is None else max(_NARROW, columns - len(mark))):
        click.secho(mark, nl=False, **style)
        click.echo("".join(click.style(text, **how) for text, how in line))


def _lines(words: Iterable[_Word], columns: int | None) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Break words into lines; neighbours of one style are styled together."""
    line: list[tuple[str, dict[str, Any]]] = []
    taken = 0
    for unit in _units(words):
        size = sum(width(word.text) for word in unit)
        if line and columns is not None and taken + size > columns:
            yield line
            line, taken = [], 0
        for word in unit:
            for text in _pieces(word.text if line else word.text.removeprefix(" "), columns):
                if columns is not None and taken + width(text) > columns:
                    yield line
                    line, taken = [], 0
                joined = line.pop()[0] if line and line[-1][1] is word.style else ""
                line.append((joined + text, word.style))
                taken += width(text)
    yield line


def _units(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """Put words together between which no line is broken: what stands before a full stop, and the full stop."""
    unit: list[_Word] = []
    for word in words:
        if unit and word.begins_line:
            yield unit
            unit = []
        unit.append(word)
    if unit:
        yield unit


def _pieces(text: str, columns: int | None) -> Iterator[str]:
    """Cut what has no room on a line, as an address may have none; half as many characters, for they may be wide."""
    while columns is not None and width(text) > columns:
        yield text[: columns // 2]
        text = text[columns // 2 :]
    yield text


def _words(count: int) -> str:
    return f"{count:,} word" if count == 1 else f"{count:,} words"
