"""Names of files that every system takes: Windows, too, whose rules are the strictest.

https://learn.microsoft.com/windows/win32/fileio/naming-a-file. The number at the beginning makes a name unique whatever
the letters' case, and no name of a device, such as CON or NUL.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
"""Bytes of a name in UTF-8; systems stop at 255, and at 260 characters for the whole path."""

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
_JOINED: Final = ("\u200c", "\u200d", "\ufe0f")  # they belong to letters and signs, as much as an accent does


def file_name(number: int, title: str | None, suffix: str) -> str:
    """Return a name for the article `number`: that, what its title begins with, and `suffix` (".txt")."""
    head = f"{number:06d}"
    words = _plain(title or "")
    room = LONGEST - len(f"{head} {suffix}".encode())
    short = _cut(words, room).rstrip(" .")
    return f"{head} {short}{suffix}" if short else f"{head}{suffix}"


def _plain(title: str) -> str:
    """Return the title without what no name may hold: signs of paths, controls, marks of direction."""
    shown = "".join(
        letter if unicodedata.category(letter)[0] != "C" or letter in _JOINED else " "
        for letter in unicodedata.normalize("NFC", title)
    )
    return " ".join(_FORBIDDEN.sub(" ", shown).split()).strip(" .")


def _cut(text: str, room: int) -> str:
    """Return the beginning of `text` that is no longer than `room` bytes, cut between words if there is a space late
    enough, and never between a letter and its accents."""
    data = text.encode()
    if len(data) <= room:
        return text
    short = data[:room].decode("utf-8", "ignore")
    words, space, _ = short.rpartition(" ")
    if space and len(words) * 2 > len(short) and text[len(short)] != " ":
        return words
    end = len(short)
    while end and (unicodedata.combining(text[end]) or text[end] in _JOINED or text[end - 1] == "\u200d"):
        end -= 1
    return text[:end]
