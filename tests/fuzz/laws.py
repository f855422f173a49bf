"""What must hold of a cleaned page, whatever its bytes were."""

import json
import re
from typing import Final
from urllib.parse import urlsplit

from lxml import html as lxml_html

import archiver
from archiver import Article, PageError
from archiver.article.explain import as_data
from archiver.labels import FIELDS, LABELS, PROFILES, TEXT

_ELEMENTS: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tr td th blockquote pre br strong em a "
    "code sub sup q mark abbr cite del ins kbd samp s u small time".split()
)
_ATTRIBUTES: Final = {
    ("a", "href"): r".*",
    ("ol", "start"): r"-?[0-9]+",
    ("ol", "type"): r"[aAiI]",
    ("li", "value"): r"-?[0-9]+",
    ("code", "class"): r"language-[\w+#.-]+",
    **{(tag, name): r"[0-9]{1,2}" for tag in ("td", "th") for name in ("colspan", "rowspan")},
}
_SCHEMES: Final = frozenset(("", "http", "https", "mailto", "tel"))
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff]")


def check(data: bytes, url: str | None = "https://tides.example/2025/a") -> Article | None:
    """Clean `data` and hold the article against all laws; None where it was refused, as it may be.

    Raises AssertionError where a law does not hold, and whatever else comes up.
    """
    try:
        article = archiver.clean(data, url)
    except PageError as error:
        assert "\n" not in str(error)
        return None
    every_block_has_its_verdict(article)
    the_views_are_made_of_the_blocks(article)
    its_html_is_harmless(article)
    assert whole(archiver.clean(data, url)) == whole(article)
    return article


def whole(article: Article) -> bytes:
    """Return all that an article says, as the JSON view and the other views do."""
    views = {"html": article.html, "markdown": article.markdown}
    return json.dumps({**as_data(article), **views}, ensure_ascii=False, sort_keys=True).encode()


def every_block_has_its_verdict(article: Article) -> None:
    """Each block has one verdict, in order, with who gave it and why."""
    assert [one.block for one in article.verdicts] == [one.index for one in article.blocks]
    assert [one.index for one in article.blocks] == list(range(len(article.blocks)))
    for verdict in article.verdicts:
        assert verdict.label in LABELS
        assert verdict.votes[0].label == verdict.label
        assert verdict.by and verdict.because
    for block in article.blocks:
        assert block.text.strip()
        assert 0 <= block.link_density <= 1


def the_views_are_made_of_the_blocks(article: Article) -> None:
    """The text is the texts of the blocks that are shown, and each profile shows what it says."""
    for profile, labels in PROFILES.items():
        shown = article.with_profile(profile)
        blocks = [article.blocks[one.block].text for one in article.verdicts if one.label in labels]
        assert shown.text.split() == " ".join(blocks).split()
    assert len(article.labelled(*TEXT)) + len(article.labelled(*FIELDS)) + len(article.residue) == len(article.blocks)


def its_html_is_harmless(article: Article) -> None:
    """All its HTML holds the elements of a text, links to where a reader may go, and nothing else."""
    shown = article.with_profile("verbatim")
    html_is_harmless(shown.html)
    read = lxml_html.fragment_fromstring(shown.html, create_parent="div").text_content()
    assert "".join(read.split()) == "".join(shown.text.split())
    assert isinstance(shown.markdown, str)


def html_is_harmless(html: str) -> None:
    """No script, no handler, no style, no other scheme than a reader may follow."""
    if not html:
        return
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iterdescendants():
        assert element.tag in _ELEMENTS, f"<{element.tag}>"
        for name, value in element.items():
            allowed = _ATTRIBUTES.get((element.tag, name))
            assert allowed and re.fullmatch(allowed, value, re.DOTALL), f"{name} of <{element.tag}>"
            assert _scheme(value) in _SCHEMES, value


def _scheme(href: str) -> str:
    """The scheme as the most lenient browser reads it."""
    bare = _UNSEEN.sub("", href)
    try:
        return urlsplit(bare).scheme.lower() if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", bare) else ""
    except ValueError:
        return ""
