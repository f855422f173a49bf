"""The facts of an article as YAML, above its text in Markdown: the front matter that note-taking programs read.

Text is always in double quotation marks, written as YAML 1.2 and 1.1 both read it, so that no title can be taken for
a date, a number, "no" or markup.
"""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from archiver.export.exported import Exported
from archiver.export.fields import Field

# What YAML calls not printable (https://yaml.org/spec/1.2.2/#51-character-set), and the ends of lines beyond "\n".
_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def front_matter(article: Exported, fields: Sequence[Field]) -> str:
    """Return the lines from "---" to "---", with a key for each field that has a value."""
    lines = [f"{field.name}: {_value(value)}\n" for field in fields if (value := field.of(article)) not in (None, ())]
    return "".join(["---\n", *lines, "---\n"])


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_quoted, value))}]"
    if isinstance(value, str):
        return _quoted(value)
    return value.isoformat() if isinstance(value, date | datetime) else json.dumps(value)


def _quoted(text: str) -> str:
    plain = json.dumps(_SURROGATE.sub("\ufffd", text), ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)
