"""What a layout is, and the page around what is particular to it: an article with a headline and a few paragraphs.

The words are made up from the layout's name, so that the cleaner takes the page for an article.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from benchmarks.site.answer import Answer

_SYLLABLES: Final = "ba co de fi lo mu na per qui ro sal ter um ve wis tan gor hel".split()
_BOX: Final = "img,video,iframe,object,embed,picture,amp-img{max-width:300px}.box{width:80px;height:50px}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A page at `/NAME/`, and the other `answers` that it needs, by request target.

    Pictures, sounds and fonts need not be named: they are made as they are asked for. What lies under `/cdn/` is
    served under the second host's name only. Scripts alone ask for what has `/own/` in its path.
    """

    name: str
    page: Answer
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """Where the page is asked for."""
        return f"/{self.name}/"


def article(name: str, body: str, head: str = "", charset: str = '<meta charset="utf-8">') -> str:
    """Return an HTML page, a template still, with `body` among its paragraphs."""
    return f"""<!doctype html>
<html lang="en"><head>{charset}<title>{name}, edition $EDITION</title>
<style>{_BOX}</style>{head}</head>
<body><header><p>The {name.title()} Post</p></header>
<article><h1>About {name}, edition $EDITION</h1>
<p class="lead">{_words(name, 40)}</p>
{body}
<p>{_words(name + "2", 60)}</p><p>{_words(name + "3", 50)}</p>
</article></body></html>
"""


def _words(seed: str, count: int) -> str:
    chance = random.Random(seed)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]
    return " ".join(words).capitalize() + "."


def plain(name: str, body: str, head: str = "", **answers: str) -> Layout:
    """Return a layout with a page of the plain kind, and `answers` in text by their names in its folder."""
    return Layout(name, Answer(article(name, body, head)), texts(name, answers))


def texts(name: str, files: Mapping[str, str]) -> dict[str, Answer]:
    """Return text files as answers in the folder `name`; an underscore in a name stands for a dot."""
    from benchmarks.site.media import TYPES, suffix_of

    found = {f"/{name}/{file.replace('_', '.')}": text for file, text in files.items()}
    return {target: Answer(text, TYPES[suffix_of(target)]) for target, text in found.items()}
