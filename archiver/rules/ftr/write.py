"""Rule files on disk: written as TOML, and never over what a person changed.

The first lines of a file that was imported hold the SHA-256 of all that follows them. As long as it is right nobody
has touched the file, and a new import may replace it; otherwise it is the user's.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from archiver.rules.ftr.draft import Draft, Removed

PREFIX: Final = "ftr/"
"""What the id of every imported file begins with."""
_DIGEST: Final = "# sha256 of what follows: "
_UNPRINTED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LAYOUT: Final = "body"


def text_of(draft: Draft) -> str:
    """Return the rule file, with the digest that says that it is as it was written."""
    body = "\n".join([*_head(draft), *_layouts(draft), *_removals(draft), *_tried(draft)]) + "\n"
    source = _comment(", ".join(draft.source))
    return (
        f"# Imported from ftr-site-config, whose files are in the public domain: {source}\n"
        "# A new import replaces this file only while it is as it was written. Change it, and it stays yours.\n"
        f"{_DIGEST}{hashlib.sha256(body.encode()).hexdigest()}\n{body}"
    )


def is_untouched(data: bytes) -> bool:
    """True where `data` is a rule file that an import wrote and nobody changed."""
    head, found, rest = data.partition(_DIGEST.encode())
    digest, _, body = rest.partition(b"\n")
    return bool(found) and head.count(b"\n") == 2 and hashlib.sha256(body).hexdigest().encode() == digest


def replace(file: Path, text: str) -> None:
    """Write `text` to `file` as a whole or not at all. Raises OSError."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _head(draft: Draft) -> Iterator[str]:
    yield "schema = 1"
    yield f"id = {_quoted(PREFIX + draft.name)}"
    yield from ("", "[match]", f"hosts = {_list(draft.hosts)}")


def _layouts(draft: Draft) -> Iterator[str]:
    for line, body in draft.bodies:
        yield from ("", "[[layout]]", f"id = {_quoted(f'{PREFIX}{draft.name}/{_LAYOUT}-{line}')}")
        yield f"body = {_list([body])}"
        for label, selectors in draft.fields:
            yield f"{label} = {_list(selectors)}"


def _removals(draft: Draft) -> Iterator[str]:
    for one in draft.removals:
        kind = "names" if one.css else "strip"
        yield from ("", "[[remove]]", f"id = {_quoted(f'{PREFIX}{draft.name}/{kind}-{one.line}')}")
        yield f"label = {_quoted(one.label)}"
        yield _selector(one)


def _selector(one: Removed) -> str:
    return f"css = {_quoted(one.css)}" if one.css else f"xpath = {_quoted(one.xpath)}"


def _tried(draft: Draft) -> Iterator[str]:
    if draft.tried:
        yield from ("", "# Where its author tried it. To keep it working, save such a page and add a [[test]] with it.")
    for one in draft.tried:
        yield f"#   {_comment(one.url) or '(a page whose address is not given)'}"
        yield from (f"#     has: {_comment(text)}" for text in one.has)


def _list(texts: Iterable[str]) -> str:
    quoted = [_quoted(text) for text in texts]
    if len(quoted) < 2:
        return f"[{''.join(quoted)}]"
    return "[\n" + "".join(f"  {text},\n" for text in quoted) + "]"


def _quoted(text: str) -> str:
    """A TOML string: as it stands where that can be, else with the escapes of JSON, which TOML shares."""
    if "'" not in text and '"' in text and not _UNPRINTED.search(text) and "\\" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return _UNPRINTED.sub(" ", text).strip()
