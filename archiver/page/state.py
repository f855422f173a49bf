"""The JSON that pages carry in their scripts: what frameworks draw a page from once their scripts run.

JSON alone is read, no script is ever run. Formats: <script type="application/json"> (Next.js, Nuxt 3, Remix, Gatsby and
others), JSON assigned to a variable or given to JSON.parse, and React's server components (`self.__next_f.push`).
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

_SHORT: Final = 400  # characters; less holds no article
_TRIES: Final = 40  # assignments in one script that are looked at
_ASSIGNED: Final = re.compile(r"""[\w$\])"']\s*=\s*(?:JSON\.parse\(\s*)?(?=[{\["'])""")
_PUSHED: Final = re.compile(r"__next_f\.push\(\s*(?=\[)")
_ROW: Final = re.compile(r"([0-9a-f]+):")
_LONG_ROW: Final = re.compile(r"T([0-9a-f]+),")
_NODES: Final = 200_000  # values of one flat array that are put together again
_DECODER: Final = json.JSONDecoder(strict=False)
_WRAPPED: Final = frozenset("Reactive ShallowReactive Ref ShallowRef EmptyRef Set".split())


def states(root: HtmlElement) -> Iterator[tuple[str, Any]]:
    """Yield the JSON values in the scripts of the page under `root`, each with a name for people."""
    pushed: list[str] = []
    for script in root.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if "ld+json" in kind:
            continue
        mine = list(_pushed(text))
        pushed += mine
        if mine or len(text) < _SHORT:
            continue
        if "json" in kind:
            name = script.get("id") or "a script of JSON"
            yield from ((name, _hydrated(value)) for value in _read(text.strip()))
        else:
            yield from (("a script's JSON", value) for value in _assigned(text))
    if pushed:
        yield from (("React's server components", value) for value in _rows("".join(pushed)))


def _read(text: str, at: int = 0) -> Iterator[Any]:
    try:
        yield _DECODER.raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return


def _assigned(script: str) -> Iterator[Any]:
    at = 0
    for _ in range(_TRIES):
        found = _ASSIGNED.search(script, at)
        if found is None:
            return
        at = found.end()
        try:
            value, at = _DECODER.raw_decode(script, at)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, str) and len(value) >= _SHORT:  # JSON.parse("...")
            yield from _read(value)
        elif isinstance(value, dict | list):
            yield value


def _pushed(script: str) -> Iterator[str]:
    for found in _PUSHED.finditer(script):
        for value in _read(script, found.end()):
            yield from (part for part in value if isinstance(part, str))


def _rows(flight: str) -> Iterator[Any]:
    """The rows of React's stream: "1a:" and JSON to the end of the line, or "T", a length in bytes, and text."""
    data, at, texts, values = flight.encode("utf-8", "replace"), 0, dict[str, Any](), list[Any]()
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        head = data[at : min(end, at + 40)].decode("ascii", "replace")
        row = _ROW.match(head)
        long = _LONG_ROW.match(head, row.end()) if row else None
        if row and long:
            start = at + long.end()
            at = start + int(long[1], 16)
            texts["$" + row[1]] = data[start:at].decode("utf-8", "replace")
            continue
        if row:
            values += _read(data[at + row.end() : end].decode("utf-8", "replace"))
        at = end + 1
    yield from (_referred(value, texts, 0) for value in values)


def _referred(value: Any, texts: dict[str, Any], depth: int) -> Any:
    """`value` with the long texts in the place of the references to them."""
    if depth > 60:
        return None
    if isinstance(value, str):
        return texts.get(value, value) if value[:1] == "$" else value
    if isinstance(value, list):
        return [_referred(one, texts, depth + 1) for one in value]
    if isinstance(value, dict):
        return {key: _referred(one, texts, depth + 1) for key, one in value.items()}
    return value


def _hydrated(value: Any) -> Any:
    """A flat array in which numbers are places in it (devalue, of Nuxt and SvelteKit), put together; else `value`."""
    if not isinstance(value, list) or len(value) < 2 or not isinstance(value[0], list | dict):
        return value
    inner = value[0].values() if isinstance(value[0], dict) else value[0]
    if not all(isinstance(one, int) or one in _WRAPPED for one in inner if not isinstance(one, dict | list)):
        return value
    return _Flat(value).at(0, 0)


class _Flat:
    def __init__(self, values: list[Any]) -> None:
        self.values, self.left = values, _NODES

    def at(self, place: Any, depth: int) -> Any:
        self.left -= 1
        known = isinstance(place, int) and not isinstance(place, bool) and 0 <= place < len(self.values)
        if not known or depth > 60 or self.left < 0:
            return None
        value = self.values[place]
        if isinstance(value, dict):
            return {key: self.at(one, depth + 1) for key, one in value.items()}
        if isinstance(value, list):
            if value and isinstance(value[0], str):
                return self.at(value[1], depth + 1) if value[0] in _WRAPPED and len(value) > 1 else None
            return [self.at(one, depth + 1) for one in value]
        return value
