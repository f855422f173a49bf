"""Pages made from pages: markup moved, repeated and torn, bytes flipped, encodings changed.

A page is a function of the seed alone, so that a number is enough to make it again.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final

_HERE: Final = Path(__file__).parent
_ROOT: Final = _HERE.parent.parent
_PART: Final = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
_LIMIT: Final = 60_000  # bytes; larger pages are slower, and no stranger
_ENCODINGS: Final = "utf-8-sig utf-16 utf-16-le utf-32 utf-7 cp1252 koi8-r shift_jis gb18030 euc-jp iso2022_jp".split()
_STRANGE: Final = (
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbf\xbe", b"\xf4\x90\x80\x80", b"\x0b", b"\x1b$B", b"&#0;", b"&#xd800;"),
    *(b"&#1;", b"&#x110000;", b"&amp", b"&lt;script&gt;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x", b"</", b"<>"),
    *(b"<script>", b"</script>", b"<svg>", b"<math><mtext>", b"<noscript>", b"<template>", b"<table>", b"<tr><td>"),
    *(b"<plaintext>", b"<textarea>", b"<pre>", b"<br><br>", b"<br>", b"<b>", b"<a href=x>", b"<frameset>"),
    *(b"<template shadowrootmode=open>", b"<body>", b"<h1>", b"<ul><li>", b"<blockquote>", b"<code>`", b"<p hidden>"),
    *(b'<a href="java&Tab;script:alert(1)">x</a>', b'<a href=" javascript:alert(1)">x</a>', b"<form><input>"),
    *(b'<img src=x onerror="alert(1)">', b"<svg><a xlink:href=javascript:alert(1)>x</a></svg>", b"<a href=data:x>"),
    *(b"<a href=vbscript:x>x</a>", b'<a href="&#106;avascript:alert(1)">x</a>', b"<p style='x:expression(alert(1))'>"),
    *(b'<script type="application/ld+json">{"@type":"Article","articleBody":"', b'"author":{"name":['),
    *(b'<meta charset="utf-16">', b'<meta charset="utf-7">', b'<base href="http://[x">', b'<base href="javascript:x">'),
    *(b'<html lang="', b'<time datetime="99999999999">', b'<meta name=date content="0000-00-00">', b'"headline":["'),
    *(b"<link rel=canonical href=//[>", b"<a href='//[x'>y</a>", b"<iframe srcdoc='<p>x'>"),
    *("\u202e\u200f", "\u00ad", "\ufeff", "ſ İ ǆ", "é́́́", "。", "👩‍👩‍👧", "| a | b |", "# x", "1. y", "```", "\\"),
)  # fmt: skip


def seeds() -> list[bytes]:
    """Return the pages of the tests and of the demonstration, smallest first, cut where they are long."""
    paths = [*(_ROOT / "tests/cases").rglob("*.html"), *(_ROOT / "archiver/demo/pages").glob("*.html")]
    return sorted((path.read_bytes()[:_LIMIT] for path in paths), key=len)


def page(seed: int, pages: Sequence[bytes]) -> bytes:
    """Return the page of number `seed`: one of `pages`, changed a few times."""
    random = Random(seed)
    data = random.choice(pages)
    for _ in range(random.choice((1, 2, 4, 8, 16))):
        data = random.choice(_CHANGES)(data, random, pages)[: 2 * _LIMIT]
    return _recoded(data, random) if random.random() < 0.15 else data


def _parts(data: bytes) -> list[bytes]:
    return _PART.findall(data) or [b""]


def _span(size: int, random: Random) -> slice:
    start = random.randrange(size + 1)
    return slice(start, min(size, start + int(random.expovariate(0.1)) + 1))


def _delete(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    parts = _parts(data)
    del parts[_span(len(parts), random)]
    return b"".join(parts)


def _repeat(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    parts = _parts(data)
    span = _span(len(parts), random)
    parts[span] = parts[span] * random.choice((2, 3, 20, 200))
    return b"".join(parts)


def _move(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    parts = _parts(data)
    span = _span(len(parts), random)
    moved = parts[span]
    del parts[span]
    at = random.randrange(len(parts) + 1)
    parts[at:at] = moved
    return b"".join(parts)


def _splice(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    parts, others = _parts(data), _parts(random.choice(pages))
    at = random.randrange(len(parts) + 1)
    parts[at:at] = others[_span(len(others), random)]
    return b"".join(parts)


def _insert(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    parts, strange = _parts(data), random.choice(_STRANGE)
    parts.insert(random.randrange(len(parts) + 1), strange if isinstance(strange, bytes) else strange.encode())
    return b"".join(parts)


def _flip(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 10, 100))):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] if random.random() < 0.7 else data[at:]


def _rename(data: bytes, random: Random, pages: Sequence[bytes]) -> bytes:
    """Give one kind of element the tag of another, wherever it stands."""
    tags = sorted(set(re.findall(rb"<([a-zA-Z][\w-]*)", data))) or [b"p"]
    old, new = random.choice(tags), random.choice([*tags, b"td", b"pre", b"li", b"span", b"template", b"h1"])
    return re.sub(rb"(</?)" + re.escape(old) + rb"\b", rb"\g<1>" + new, data)


def _recoded(data: bytes, random: Random) -> bytes:
    text, encoding = data.decode("utf-8", "replace"), random.choice(_ENCODINGS)
    return text.encode(encoding, "replace")


_Change = Callable[[bytes, Random, Sequence[bytes]], bytes]
_CHANGES: Final[tuple[_Change, ...]] = (_delete, _repeat, _move, _splice, _insert, _insert, _flip, _cut, _rename)
