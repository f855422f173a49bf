"""An article with a text from elsewhere: the page's own blocks stay, those of the other text follow them.

Where such a text lies and when it is taken is not decided here.
"""

from dataclasses import replace
from typing import Final

from archiver.article.compose import Article
from archiver.article.place import placed
from archiver.labels import TEXT
from archiver.model import Block, Page, Verdict, Vote

BY: Final = "fallback"
"""Who decides, in the verdicts on blocks of another text."""
_ABOVE: Final = 5000  # a rank above those of all rules: these are about the page's own blocks


def taken(article: Article, other: Page, verdicts: tuple[Verdict, ...], name: str) -> Article:
    """Return `article` with the blocks of `other`, which are from `name`, after its own; what it had as text is none
    any more, but for corrections."""
    count = len(article.blocks)
    own = tuple(_passed_over(one, name) for one in article.verdicts)
    others = placed(other, verdicts)
    blocks = tuple(replace(block, index=block.index + count, path=_path(block, name)) for block in others)
    added = tuple(_from(one, count, name) for one in verdicts)
    note = f"{BY}: the page shows next to no text; the article's is from {name}"
    return replace(article, blocks=article.blocks + blocks, verdicts=own + added, notes=(*article.notes, note))


def _path(block: Block, name: str) -> str:
    return f"{name} > {block.path}" if block.path else name


def _passed_over(verdict: Verdict, name: str) -> Verdict:
    if verdict.label not in TEXT or verdict.label == "correction":
        return verdict
    vote = Vote(BY, "boilerplate", _ABOVE, f"the page shows next to no text, and {name} has the article's")
    return replace(verdict, label="boilerplate", votes=(vote, *verdict.votes))


def _from(verdict: Verdict, count: int, name: str) -> Verdict:
    because = f"from {name}; {verdict.by}: {verdict.because}"
    vote = Vote(BY, verdict.label, _ABOVE, because)
    return Verdict(verdict.block + count, verdict.label, (vote, *verdict.votes))
