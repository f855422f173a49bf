"""A diff as a web page that can be shown to others: one file, no script, light and dark, legible in print.

Removed words are <del>, added ones <ins>, so that they are told from the rest without colour, and by screen readers.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from archiver.versions.diff import Change, Diff
from archiver.versions.elide import stretches
from archiver.versions.version import Version
from archiver.versions.words import Part

GENERATOR: Final = '<meta name="generator" content="archiver diff">'
"""By this a page of ours is known."""

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fdfdfb; --faint: #666; --line: #d8d8d2;
  --gone: #fbe3e0; --gone-ink: #8c1d13; --come: #dff2e1; --come-ink: #14532d; --note: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e3; --paper: #17181a; --faint: #a2a29c; --line: #3a3b3e;
  --gone: #4a1f1c; --gone-ink: #ffb4ab; --come: #1b3d25; --come-ink: #a9e5b4; --note: #3d3520; } }
body { margin: 2rem auto; max-width: 44rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 1.05rem/1.6 Georgia, "Times New Roman", "Noto Serif", serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.05rem; margin: 0; }
dl, footer, summary, .place { font: .85rem/1.5 system-ui, "Noto Sans", sans-serif; color: var(--faint); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; border-block: 1px solid var(--line);
  padding: .7rem 0; } dd { margin: 0; overflow-wrap: anywhere; } a { color: inherit; }
del { background: var(--gone); color: var(--gone-ink); text-decoration: line-through; }
ins { background: var(--come); color: var(--come-ink); text-decoration: underline; text-underline-offset: .15em; }
.correction { background: var(--note); padding: .7rem 1rem; margin: 1rem 0; border-radius: .3rem; }
.correction p { margin: .3rem 0 0; }
p.removed, p.added, p.replaced, p.moved { border-inline-start: 3px solid var(--line); padding-inline-start: .8rem; }
p.removed { border-color: var(--gone-ink); } p.added { border-color: var(--come-ink); }
details { margin: 1rem 0; } summary { cursor: pointer; } footer { margin-top: 2rem; }
@media print { body { max-width: none; } }
""".strip()


def webpage(old: Version, new: Version, found: Diff, context: int = 1) -> str:
    """Return the page: what is compared, corrections, fields, and the text, where unchanged paragraphs that are more
    than `context` away from a change are folded."""
    title = new.title or old.title or "(no title)"
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{GENERATOR}',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Changes: {escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>",
            f'<h1 dir="auto">{escape(title)}</h1>',
            _facts(old, new, found),
            *(_correction(change) for change in found.corrections),
            "<main>",
            *(_stretch(shown, changes) for shown, changes in stretches(found.changes, context)),
            "</main>",
            f"<footer>{_summary(found)}</footer>\n</body>\n</html>\n",
        )
    )


def _facts(old: Version, new: Version, found: Diff) -> str:
    rows = [("Older version", _version(old)), ("Newer version", _version(new))]
    rows += [(field.name.capitalize(), f'<span dir="auto">{_parts(field.parts)}</span>') for field in found.fields]
    return "<dl>\n" + "\n".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "\n</dl>"


def _version(one: Version) -> str:
    url = escape(one.url)
    link = f'<a href="{url}" rel="noreferrer">{url}</a>' if one.url.startswith(("http://", "https://")) else url
    facts = [f"captured {one.time:%Y-%m-%d %H:%M:%S} UTC", f"article {one.number} of the archive"]
    facts += [f"through {escape(one.mirror)}"] if one.mirror else []
    facts += [escape(one.payload_digest)] if one.payload_digest else []
    return f"{' · '.join(facts)}<br>{link}"


def _correction(change: Change) -> str:
    what = {"added": "A correction is new", "removed": "A correction is gone"}.get(
        change.kind, "A correction is altered"
    )
    return f'<section class="correction"><h2>{what}</h2><p dir="auto">{_parts(change.parts)}</p></section>'


def _stretch(shown: bool, changes: Iterable[Change]) -> str:
    paragraphs = [_paragraph(change) for change in changes]
    text = "\n".join(paragraphs)
    return (
        text if shown else f"<details><summary>… {len(paragraphs):,} paragraphs unchanged</summary>\n{text}\n</details>"
    )


def _paragraph(change: Change) -> str:
    moved = f'<span class="place">moved here, was paragraph {(change.old or 0) + 1}: </span>'
    return f'<p class="{change.kind}" dir="auto">{moved if change.kind == "moved" else ""}{_parts(change.parts)}</p>'


def _parts(parts: Iterable[Part]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: Part) -> str:
    """The space before a word stands before its mark, so that it is not struck through."""
    text = escape(part.text.removeprefix(" "))
    space = " " if part.text.startswith(" ") else ""
    name = {"removed": "del", "added": "ins"}.get(part.kind)
    return space + (f"<{name}>{text}</{name}>" if name else text)


def _summary(found: Diff) -> str:
    if found.is_same_text:
        return "The text is the same, word for word."
    removed = f"{found.words_removed:,} word{'s' * (found.words_removed != 1)} removed"
    words = f"{removed}, {found.words_added:,} added"
    return f"{words}. Paragraphs are those of the clean text, without what stood around the article."
