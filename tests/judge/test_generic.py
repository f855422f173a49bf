"""What the judges that know no site decide, and on how many signs."""

import archiver
from archiver import Article
from archiver.judge.decide import decide
from archiver.model import Metadata, Page
from archiver.page.decode import parse
from archiver.page.lineage import Lineage
from archiver.page.segment import segment
from archiver.rules.book import shipped_rules
from archiver.rules.match import Ballot

STORY = """<p>The council of Merrow voted on Tuesday to keep the ferry running through the winter.</p>
<p>The ferry has crossed the sound since 1911, and carried forty thousand people last year alone.</p>
<p>Its crew had asked for a third engineer, which the council refused for the fourth time in a row.</p>"""
MORE = "<p>The mayor said that nobody would have to walk round by the bridge, whatever the ice may do.</p>"


def clean(body: str) -> Article:
    rules = shipped_rules().without_sites()
    page = f"<html><head><title>Ferry stays</title></head><body><h1>Ferry stays</h1>{body}</body></html>"
    return archiver.clean(page, rulebook=rules)


def labels(article: Article, text: str) -> list[str]:
    return [v.label for b, v in zip(article.blocks, article.verdicts, strict=True) if text in b.text]


def test_a_phrase_alone_never_drops_a_paragraph_inside_the_article() -> None:
    told = "<p>“Please donate what you can,” the captain wrote, and by Friday the town had paid for the boiler.</p>"
    article = clean(f"<article>{STORY}{told}{MORE}</article>")
    assert labels(article, "Please donate") == ["body"]


def test_a_class_alone_never_drops_a_paragraph_inside_the_article() -> None:
    named = '<p class="donate">The boiler was a gift of the Merrow rowing club, whose members had sold their hut.</p>'
    article = clean(f"<article>{STORY}{named}{MORE}</article>")
    assert labels(article, "The boiler") == ["body"]


def test_a_phrase_and_a_class_together_do() -> None:
    box = (
        '<div class="donate"><p>Please donate: every contribution keeps our reporters on the quay all winter.</p></div>'
    )
    article = clean(f"<article>{STORY}{box}{MORE}</article>")
    assert labels(article, "Please donate") == ["fundraising"]
    verdict = next(v for _, v in article.residue if v.label == "fundraising")
    assert "please donate" in verdict.because and "donate" in verdict.because
    assert len(verdict.votes) > 1


def test_a_letter_goes_with_the_paragraphs_in_it_that_hint_at_nothing() -> None:
    letter = """<p>A message from the editors:</p><p>Dear readers,</p>
    <p>This winter two of the three papers on this coast stopped their presses. We are the one that is left.</p>
    <p>We need your help. Your support, no matter how small, makes a difference.</p><p>Donate now</p>"""
    article = clean(f"<div>{STORY}{MORE}{letter}</div>")
    assert labels(article, "stopped their presses") == ["fundraising"]
    assert "walk round by the bridge" in article.text


def test_an_op_ed_that_begins_with_dear_readers_is_no_letter() -> None:
    article = clean(
        f"<article><p>Dear readers, this is a story about a ferry and about forty people.</p>{STORY}</article>"
    )
    assert labels(article, "Dear readers") == ["body"]


def test_a_thread_of_comments_longer_than_the_article_is_not_the_article() -> None:
    comment = (
        "<li><p>I took that ferry as a child, and it was cold even then. Nobody asked the passengers at all.</p></li>"
    )
    article = clean(
        f"<article>{STORY}{MORE}</article><div id='comments'><h2>Comments</h2><ol>{comment * 12}</ol></div>"
    )
    assert "as a child" not in article.text
    assert set(labels(article, "as a child")) == {"comments"}


def test_a_class_that_names_most_of_the_page_says_nothing() -> None:
    article = clean(f'<div class="sidebar-grid">{STORY}{MORE}</div>')
    assert len(article.text.split("\n\n")) == 4


def test_a_hashed_class_is_no_word() -> None:
    article = clean(
        f'<div><p class="w-node-b5343ad4-c9c182d5">Short notice of the day: no ferry.</p>{STORY}{MORE}</div>'
    )
    assert "no ferry" in article.text


def test_what_a_browser_does_not_show_is_hidden_unless_all_the_text_is() -> None:
    assert labels(clean(f"<div>{STORY}<p hidden>Ghost of a line.</p>{MORE}</div>"), "Ghost") == ["hidden"]
    assert "forty thousand" in clean(f'<div style="display:none">{STORY}{MORE}</div>').text


def test_a_heading_goes_with_what_it_heads() -> None:
    links = "".join(f'<li><a href="/{n}">Another story about number {n} and its ferry</a></li>' for n in range(4))
    article = clean(f"<article>{STORY}{MORE}<h2>From the coast</h2><ul>{links}</ul></article>")
    assert labels(article, "From the coast") == ["related"]


def test_a_correction_is_text() -> None:
    note = "<p>Correction: an earlier version of this story gave the year as 1912.</p>"
    article = clean(f"<article>{STORY}{MORE}{note}</article>")
    assert labels(article, "Correction") == ["correction"]
    assert "1912" in article.text


def test_lists_tables_quotes_and_code_stay_under_their_names() -> None:
    parts = (
        "<ul><li>one engineer more than last year, who will live on board;</li></ul>"
        "<table><tr><td>Fare</td><td>4</td></tr></table>"
        "<blockquote><p>It is the best boat I know.</p></blockquote><pre>06:10 07:40</pre>"
    )
    article = clean(f"<article>{STORY}{parts}{MORE}</article>")
    found = {label for _, label in article.shown}
    assert {"list", "table", "quote", "code"} <= found


LETTER = "The Quay Letter says every weekday before seven what moved in the harbour overnight."


def voters(article: Article, text: str) -> list[str]:
    found = zip(article.blocks, article.verdicts, strict=True)
    return [vote.by for block, verdict in found if text in block.text for vote in verdict.votes]


def test_readability_lxml_is_a_voter_where_the_others_doubt_and_its_vote_is_kept() -> None:
    box = f'<aside class="promo"><p>{LETTER}</p></aside>'
    assert "judge/readability" in voters(clean(f"<article>{STORY}{box}{MORE}</article>"), LETTER)


def test_where_nothing_is_in_doubt_readability_lxml_is_not_asked() -> None:
    tree = parse(f"<article>{STORY}{MORE}</article>")
    blocks, nodes = segment(tree)
    page = Page(None, None, Metadata(), blocks, tree, nodes)
    asked: list[Page] = []

    def choice(page: Page) -> None:
        asked.append(page)

    decide(page, Lineage.of(page), Ballot(), shipped_rules(), choice)
    assert not asked


def test_a_page_of_teasers_has_no_text() -> None:
    teaser = (
        '<div class="teaser"><h3><a href="/x">The ferry and the ice, again</a></h3>'
        "<p>Why the sound froze, and who walked across it first this year.</p></div>"
    )
    article = clean(f"<main>{teaser * 6}</main>")
    assert article.text == ""


def test_the_result_does_not_depend_on_the_pages_before() -> None:
    first = clean(f"<article>{STORY}{MORE}</article>")
    clean('<div class="donate"><p>Please donate now, dear reader, and remind me later.</p></div>')
    again = clean(f"<article>{STORY}{MORE}</article>")
    assert (again.text, again.verdicts) == (first.text, first.verdicts)
