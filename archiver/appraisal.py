"""What is found in one capture: its article, as the index keeps it, and what became of the capture.

A function of the capture and the rules alone, so that it can be worked out in another process. Nothing is stored here.
"""

from dataclasses import dataclass

from archiver.article.compose import Article
from archiver.errors import PageError
from archiver.index.rows import Entry, entry_of
from archiver.model import Capture
from archiver.outcome.classify import ARTICLES, Finding, classify, is_page
from archiver.pipeline import JUDGES, clean_capture, cleaner
from archiver.rules.book import Rulebook


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What became of a capture, and what of it belongs in the index: None where it is no article.

    `judged_by` is the digest of all that decided on it. `title` and `words` are the article's, be it kept or not;
    `fault` says why it could not be cleaned.
    """

    finding: Finding
    judged_by: str
    entry: Entry | None = None
    title: str | None = None
    words: int = 0
    fault: str | None = None


def appraise(capture: Capture, rulebook: Rulebook) -> Appraisal:
    """Clean a capture, where it is a page, and say what became of it."""
    article, fault = _cleaned(capture, rulebook)
    # The index holds what the records themselves tell, so that it can be made again from them.
    finding = classify(capture, article, capture.asked)
    entry = entry_of(article, capture) if article and finding.outcome in ARTICLES else None
    judged_by = _judged_by(capture, article, entry, rulebook)
    if article is None:
        return Appraisal(finding, judged_by, fault=fault)
    return Appraisal(finding, judged_by, entry, article.title, article.words, fault)


def is_to_clean(capture: Capture) -> bool:
    """True for a page that came, with its body."""
    is_document = capture.resource == "document" and is_page(capture)
    return is_document and 200 <= capture.status < 300 and not capture.lacks_body


def _judged_by(capture: Capture, article: Article | None, entry: Entry | None, rulebook: Rulebook) -> str:
    if not is_to_clean(capture):
        return JUDGES
    canonical = entry.article["canonical"] if entry else None
    if article and (article.url, article.canonical) == (capture.final_url, canonical):
        return article.rulebook  # nearly always; to work it out again takes as long as writing the rows
    return cleaner(rulebook, capture.final_url, canonical)


def _cleaned(capture: Capture, rulebook: Rulebook) -> tuple[Article | None, str | None]:
    if not is_to_clean(capture):
        return None, None
    try:
        return clean_capture(capture, rulebook), None
    except PageError as error:
        return None, str(error)
