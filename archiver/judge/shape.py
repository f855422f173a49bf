"""What a block's text looks like, as named features: its length, its sentences, how it begins and ends.

No word of any language is looked for here; phrases are the rules' business.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from archiver.model import Block

Scale = tuple[tuple[float, ...], tuple[str, ...]]
_SENTENCE = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*(?:\s|$)|[。！？।؟]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_SEEN = 160  # characters of a block that are looked at one by one
_ENDS = {
    **dict.fromkeys(".。।", "ends with a full stop"),
    **dict.fromkeys("!?！？؟", "ends with a question or a call"),
    ":": "ends with a colon",
    "…": "ends with an ellipsis",
}
_DIGIT = re.compile(r"\d")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_NO_CAPITALS = bytes(set(range(128)) - set(range(ord("A"), ord("Z") + 1)))
_TAIL = "\"'”’»)] "


_TEMPLATE = re.compile(r"\{[{%*|#]|[}%*|#]\}|\[\[|\$\{|%s\b")
_BULLETS = frozenset("-–—•·*✓►▶→>»#")
_CUT = ("...", "…", "[…]", "[...]")


def scale(name: str, cuts: Sequence[float]) -> Scale:
    """Return the names of what lies between `cuts`: `name` with the bound below it."""
    return tuple(cuts), (f"{name} below {cuts[0]:g}", *(f"{name} from {cut:g}" for cut in cuts))


def on(scale: Scale, value: float) -> str:
    """Return the name of the step of `scale` that `value` is on."""
    return scale[1][bisect_right(scale[0], value)]


WORDS = scale("words", (2, 3, 4, 5, 7, 9, 11, 16, 25, 40, 70, 120))
LINKS = scale("links", (0.001, 0.1, 0.25, 0.5, 0.8, 0.999))
_SENTENCES = scale("sentences", (1, 2, 3, 4, 6))
_COMMAS = scale("commas in ten words", (0.01, 0.4, 0.8, 1.5, 3))
_DIGITS = scale("digits", (0.001, 0.04, 0.1, 0.2, 0.4))
_CAPITALS = scale("capitals", (0.001, 0.03, 0.06, 0.1, 0.2, 0.5))
_TITLED = scale("words with a capital", (0.1, 0.2, 0.35, 0.5, 0.7, 0.95))
_LETTERS = scale("letters a word", (4, 5, 6, 7, 9))


def shape(block: Block, words: int) -> list[str]:
    """Return the features of the text of `block`, which has `words` words."""
    text = block.text
    head = text[:_SEEN]
    names = [
        on(WORDS, words),
        on(LINKS, block.link_density),
        _SENTENCES[1][_sentences(text) if words > 3 else 0],
        on(_COMMAS, 10 * (text.count(",") + text.count("，") + text.count("、") + text.count("،")) / (words or 1)),
        _ENDS.get(text.rstrip(_TAIL)[-1:], "ends otherwise"),
        *_beginning(text),
        *_letters(head),
        on(_LETTERS, len(text) / (words or 1)),
    ]
    if words < 15:
        names += _short(text)
    if "|" in text or " / " in text or "›" in text or text[-1:] in "»→":
        names.append("has separators")
    if "©" in text:
        names.append("has a copyright sign")
    if "@" in head or "http" in head or "www." in head:
        names.append("has an address")
    if ("{" in text or "[[" in text or "}" in text or "%s" in text) and _TEMPLATE.search(text):
        names.append("has the marks of a template")
    if text.endswith(_CUT):
        names.append("is cut off")
    return names


def _sentences(text: str) -> int:
    """The step of the number of sentences; those past the highest are not looked for."""
    return bisect_right(_SENTENCES[0], len(_SENTENCE.split(text, int(_SENTENCES[0][-1]))) - 1)


def _beginning(text: str) -> list[str]:
    first = text[:1]
    if first.islower():
        return ["begins with a small letter"]
    if first.isdigit():
        return ["begins with a digit"]
    if first in _BULLETS:
        return ["begins with a bullet or a dash"]
    return ["begins with a quotation mark"] if first in "\"'“„«‘" else []


def _letters(head: str) -> list[str]:
    length = len(head) or 1
    initials = "".join([token[0] for token in head.split()])
    titled = _upper(initials) / (len(initials) or 1)
    digits = len(_DIGIT.findall(head))
    return [on(_DIGITS, digits / length), on(_CAPITALS, _upper(head) / length), on(_TITLED, titled)]


def _upper(text: str) -> int:
    """How many capital letters there are; those of ASCII all at once."""
    plain = len(text.encode("ascii", "ignore").translate(None, _NO_CAPITALS))
    return plain if text.isascii() else plain + sum(map(str.isupper, _FOREIGN.findall(text)))


def _short(text: str) -> list[str]:
    names = []
    if _DATE.search(text):
        names.append("short, with a date or a time")
    if "?" in text:
        names.append("short, with a question")
    if ":" in text[:20]:
        names.append("short, with a colon at its beginning")
    return names
