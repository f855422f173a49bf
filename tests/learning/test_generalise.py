"""From one labelled page to rules for its site."""

from dataclasses import replace

from archiver.labels import Label
from archiver.learning.generalise import generalise
from archiver.learning.proposal import Proposal
from archiver.learning.sample import Sample, sample_of, sample_of_text
from archiver.learning.write import rule_file, seen
from archiver.pipeline import clean
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.load import load_text
from tests.learning.site import APPEAL, PLEA, PROMISE, SITE, STORIES, TOPICS, page, sample, url

FIRST, SECOND = TOPICS[:2]


def told(page: Sample, *residue: str, label: Label = "fundraising") -> Sample:
    """The page, where a person says that the blocks which begin with one of the texts are residue."""
    return page.labelled({block.index: label for block in page.page.blocks if block.text.startswith(residue)})


def good(proposals: list[Proposal]) -> list[Proposal]:
    return [one for one in proposals if not one.refused and one.words]


def cleaned(title: str, proposals: list[Proposal], design: str = "old", box: str = "") -> str:
    """The text of a page, cleaned by the rules that were learned."""
    text = rule_file(seen(SITE, []), proposals)
    pack = load_text(text, "learned/courier.example.toml", "learned")
    book = Rulebook.of([pack, *shipped_rules().packs])
    return clean(page(title, design, box), url(title), rulebook=book).text


def test_the_class_of_a_box_that_holds_residue_alone_removes_it_from_other_pages() -> None:
    rules = generalise(told(sample(FIRST), APPEAL, PLEA, PROMISE))
    (one,) = good(rules)
    assert (one.kind, one.selector, one.label) == ("remove", ".cr-standing", "fundraising")
    assert cleaned(SECOND, rules) == "\n\n".join(STORIES[SECOND])


def test_across_a_redesign_nothing_is_lost() -> None:
    rules = generalise(told(sample(FIRST), APPEAL, PLEA, PROMISE))
    assert cleaned(SECOND, rules, design="new") == clean(page(SECOND, "new"), url(SECOND)).text


def test_a_box_that_holds_text_too_is_not_removed_but_its_lines() -> None:
    rules = generalise(told(sample(FIRST), PLEA))
    assert {one.kind for one in good(rules)} == {"line"}
    text = cleaned(SECOND, rules)
    assert PLEA not in text
    assert APPEAL in text


def test_lines_that_begin_alike_are_known_by_their_beginning() -> None:
    box = "<p>Read also about how the {} came to be what it is now.</p><p>Read also about what the {} has cost us.</p>"
    rules = generalise(told(sample(FIRST, box=box.format("ferry", "dock")), "Read also", label="related"))
    (one,) = good(rules)
    assert one.starts == ("Read also",) or one.starts[0].startswith("Read also")
    assert "Read also" not in cleaned(SECOND, rules, box=box.format("mill", "valley"))


def test_a_pointer_is_known_by_what_stands_before_its_colon() -> None:
    box = '<p>Read on: <a href="/x">{} and what comes after it</a>, in one long look at it all.</p>'
    rules = generalise(told(sample(FIRST, box=box.format("ferries")), "Read on", label="related"))
    (one,) = good(rules)
    assert one.starts == ("Read on:",)
    assert "Read on" not in cleaned(SECOND, rules, box=box.format("mills"))


def test_a_beginning_that_the_text_has_too_is_no_rule() -> None:
    box = "<p>The ferry did not leave its place in our shop: buy a model of it made of wood.</p>"
    rules = generalise(told(sample(FIRST, box=box), "The ferry did not leave its", label="ad"))
    assert STORIES[FIRST][0] in cleaned(FIRST, rules, box=box)


def test_a_paragraph_that_is_nothing_but_a_link_is_known_by_that() -> None:
    box = '<p><a href="/x{}">See the pictures of all that {} of the county were like before the war</a></p>'
    rules = generalise(told(sample(FIRST, box=box.format(1, "ferries")), "See the pictures", label="related"))
    assert "See the pictures" not in cleaned(SECOND, rules, box=box.format(2, "mills"))


def test_made_up_names_are_never_used() -> None:
    html = page(FIRST).replace('"cr-standing"', '"sc-5a2651e0-0 jAsYcl mt-4 post-92679"')
    rules = generalise(told(sample_of(html, url(FIRST), None, shipped_rules()), APPEAL, PLEA, PROMISE))
    assert not [
        one.selector for one in rules if "sc-" in one.selector or "jAs" in one.selector or "post" in one.selector
    ]
    assert good(rules)  # its lines


def test_the_part_of_a_module_s_name_that_its_author_wrote_is_enough() -> None:
    html = page(FIRST).replace('"cr-standing"', '"Appeal_wrapper__UJL7V"')
    (one,) = good(generalise(told(sample_of(html, url(FIRST), None, shipped_rules()), APPEAL, PLEA, PROMISE)))
    assert one.selector == '[class*="Appeal_wrapper__"]'


def test_captures_without_labels_refuse_a_rule_that_would_take_their_text() -> None:
    odd = page(SECOND).replace("cr-standing", "x-note").replace("story-text", "cr-standing")
    other = sample_of(odd, url(SECOND), None, shipped_rules())
    rules = generalise(told(sample(FIRST), APPEAL, PLEA, PROMISE), [other])
    refused = [one for one in rules if one.refused]
    assert [one.selector for one in refused] == [".cr-standing", ".cr-standing > p"]
    assert url(SECOND) in refused[0].refused
    assert STORIES[SECOND][0] in cleaned(SECOND, rules)
    assert APPEAL not in cleaned(SECOND, rules)  # the lines were taken instead


def test_a_box_many_times_as_large_as_the_labelled_one_is_left_alone() -> None:
    """The guard, where no other capture was there to refuse the rule."""
    rules = generalise(told(sample(FIRST), APPEAL, PLEA, PROMISE))
    filled = "".join(f"<p>{one}</p>" for story in STORIES.values() for one in story)
    assert cleaned(SECOND, rules, box=f'<div class="cr-standing">{filled}{filled}</div>').count(STORIES[FIRST][0])


def test_what_a_person_says_is_text_is_kept_on_other_pages() -> None:
    box = '<aside class="related-promo"><p>{}</p><p>{}</p></aside>'
    mine = [f"{one} As we know, {one.lower()}" for one in STORIES[TOPICS[2]][:2]]
    html = sample(FIRST, box=box.format(*mine))
    missed = {index for index, block in enumerate(html.page.blocks) if block.text in mine}
    dropped = replace(html, judged=tuple("related" if n in missed else one for n, one in enumerate(html.judged)))
    rules = generalise(dropped.labelled(dict.fromkeys(missed, "body")))
    assert [(one.kind, one.selector) for one in rules if one.kind == "keep"] == [("keep", ".related-promo")]


def test_a_page_with_no_wrong_label_gives_no_rule_that_takes_a_word() -> None:
    assert good(generalise(sample(FIRST))) == []


def test_a_colon_alone_makes_no_pointer_of_a_line() -> None:
    box = "<p>The owner said: nobody who buys a ticket today will be sorry for it in the end.</p>"
    (one,) = good(generalise(told(sample(FIRST, box=box), "The owner said", label="ad")))
    assert (one.starts, len(one.equals)) == ((), 1)


def test_of_an_article_saved_as_text_the_lines_are_learned() -> None:
    text = "\n\n".join([FIRST, *STORIES[FIRST], APPEAL, PLEA])
    page = sample_of_text(text, None, None, shipped_rules())
    (one,) = good(generalise(told(page, APPEAL, PLEA)))
    assert (one.kind, set(one.equals)) == ("line", {APPEAL, PLEA})


def test_a_line_that_is_residue_here_and_text_elsewhere_is_named() -> None:
    line = "All our stories from the harbour come to you by post."
    here = told(sample(FIRST, box=f"<p>{line}</p>"), line, label="newsletter")
    here = replace(here, judged=here.labels)  # the judges dropped it here
    there = sample(SECOND, box=f"<p>{line}</p>")
    lines = [one for one in generalise(here, [there]) if one.kind == "line"]
    assert [one.equals for one in lines] == [(line,)]
