"""What an article is made of: whose word its fields are, which address is its own, and whether it is all there."""

from pathlib import Path

import pytest

from archiver.labels import LABELS, PROFILES, Label
from archiver.model import Metadata, RecordRef

from .pages import URL, article, site

STORY = """<h1>Ferry stays</h1><h2>Through the winter</h2><p class="who">By Ann Lee and Bo Ray</p>
<p class="when">7 June 2024</p><p>It sails at noon.</p><p class="wall">Subscribe to read on</p>"""
LABELLED: dict[str, Label] = {"h1": "title", "h2": "dek", "who": "byline", "when": "date", "wall": "paywall"}
TITLE, DEK, WHO, WHEN, TEXT, WALL = range(6)
CANONICAL = '<link rel="canonical" href="{}">'


# fields


def test_fields_that_the_page_does_not_say_are_read_from_what_a_reader_sees() -> None:
    found = article(STORY, LABELLED, metadata=Metadata())
    assert (found.title, found.dek, found.published) == ("Ferry stays", "Through the winter", "2024-06-07")
    assert found.byline == "Ann Lee, Bo Ray" and found.metadata.authors == ("Ann Lee", "Bo Ray")
    assert set(found.metadata.sources.values()) == {"page"}


def test_what_the_page_says_of_itself_goes_before_what_a_reader_sees_but_for_the_dek() -> None:
    said = Metadata("A title", "For search engines", ("Cy Day",), "2020-01-01", sources={"title": "JSON-LD headline"})
    found = article(STORY, LABELLED, metadata=said)
    assert (found.title, found.byline, found.published) == ("A title", "Cy Day", "2020-01-01")
    assert found.dek == "Through the winter"
    assert found.metadata.sources == {"title": "JSON-LD headline", "dek": "page"}


def test_what_a_site_s_layout_names_goes_before_what_the_page_says_of_itself() -> None:
    said = Metadata("A title", "A dek", ("Cy Day",), "2020-01-01")
    layout: dict[Label, tuple[int, ...]] = {"title": (TITLE,), "dek": (DEK,), "byline": (WHO,), "date": (WHEN,)}
    found = article(STORY, metadata=said, fields=layout)
    assert (found.title, found.dek, found.byline, found.published) == (
        "Ferry stays", "Through the winter", "Ann Lee, Bo Ray", "2024-06-07",
    )  # fmt: skip
    assert found.metadata.sources == dict.fromkeys(("title", "dek", "authors", "published"), "site layout")


def test_what_a_layout_names_and_cannot_be_read_leaves_what_the_page_says() -> None:
    said = Metadata(authors=("Cy Day",), published="2020-01-01")
    found = article(STORY, metadata=said, fields={"byline": (TEXT,), "date": (TEXT,)})
    assert (found.byline, found.published) == ("Cy Day", "2020-01-01")


def test_a_paper_that_gives_its_own_name_as_the_author_s_gives_way_to_persons() -> None:
    assert article(STORY, LABELLED, metadata=Metadata(authors=("Sound",), site="Sound")).byline == "Ann Lee, Bo Ray"


def test_a_byline_of_nothing_but_names_has_authors_and_one_of_other_words_has_none() -> None:
    for line, names in (("Ann Lee", ("Ann Lee",)), ("from our own reporter on the quay", ())):
        assert article(f'<p class="who">{line}</p>', LABELLED).metadata.authors == names


def test_names_and_dates_are_read_from_lines_beside_other_fields_but_never_from_the_headline() -> None:
    block = "<h1>Ferry Stays Open<br>By Ann Lee<br>7 June 2024</h1>"
    found = article(block, LABELLED, metadata=Metadata())
    assert (found.byline, found.published) == ("Ann Lee", "2024-06-07")
    for headline in ("Ferry Stays Open", "1984"):
        found = article(f"<h1>{headline}</h1>", LABELLED, metadata=Metadata())
        assert (found.title, found.byline, found.published) == (headline, None, None)


def test_a_date_is_read_from_the_time_element_before_its_text() -> None:
    html = '<time class="when" datetime="2024-06-07T08:30:00Z">on Friday</time>'
    assert article(html, LABELLED, metadata=Metadata()).published == "2024-06-07T08:30:00+00:00"


def test_captions_are_those_of_the_article() -> None:
    html = '<p class="c">The ferry</p><p>x</p><p class="c">The quay</p>'
    assert article(html, {"c": "caption"}).captions == ("The ferry", "The quay")


# whose page it is


def test_the_site_is_its_pack_s_name_or_what_the_page_says_or_the_host(tmp_path: Path) -> None:
    said = Metadata(site="sound online")
    assert article(STORY, metadata=said, chosen=(site(tmp_path),)).site == "The Sound"
    assert article(STORY, metadata=said).site == "sound online"
    assert article(STORY).site == "example.org"
    assert article(STORY, url=None).site is None


@pytest.mark.parametrize("level", ["mirror", "platform"])
def test_a_mirror_or_a_platform_is_no_publisher(tmp_path: Path, level: str) -> None:
    proxy = site(tmp_path, level=level, text='name = "Proxy"\n[match]\nhosts = ["proxy.test"]')  # type: ignore[arg-type]
    found = article(CANONICAL.format(URL) + STORY, url="https://proxy.test/x", chosen=(proxy,))
    assert (found.site, found.original_url) == ("example.org", URL)


def test_a_pack_for_every_page_gives_no_name(tmp_path: Path) -> None:
    assert article(STORY, chosen=(site(tmp_path, text='name = "Everything"'),)).site == "example.org"


@pytest.mark.parametrize(
    ("url", "canonical", "original"),
    [
        ("https://sound-mirror.net/news/ferry?x=1", URL, URL),
        ("https://sound-mirror.net/news/ferry", "https://ru.example.org/ferry", "https://ru.example.org/ferry"),
        ("https://sound-mirror.net/news/ferry?x=1#top", None, "https://www.example.org/news/ferry?x=1"),
        ("http://proxy.test:8080/news/ferry", "http://proxy.test:8080/news/ferry", URL),
        ("https://proxy.test/get?u=7", "https://proxy.test/news/ferry", URL),
    ],
)
def test_a_mirrored_page_s_original_is_on_the_site_itself(
    tmp_path: Path, url: str, canonical: str | None, original: str
) -> None:
    head = CANONICAL.format(canonical) if canonical else ""
    found = article(f"<head>{head}</head>{STORY}", url=url, chosen=(site(tmp_path, "fingerprint", mirrored=True),))
    assert (found.url, found.original_url, found.canonical) == (url, original, original)


def test_without_a_home_the_original_is_on_the_site_s_first_host(tmp_path: Path) -> None:
    pack = site(tmp_path, "mirror", True, text='name = "S"\n[match]\nhosts = ["*.example.org"]')
    assert article(STORY, url="https://proxy.test/a", chosen=(pack,)).original_url == "https://example.org/a"


def test_on_the_site_s_own_host_a_page_s_address_is_its_own(tmp_path: Path) -> None:
    found = article(CANONICAL.format("https://other.test/a") + STORY, chosen=(site(tmp_path),))
    assert (found.original_url, found.canonical) == (URL, "https://other.test/a")


def test_where_no_rule_knows_the_site_a_canonical_link_to_another_host_is_believed() -> None:
    assert article(CANONICAL.format("https://other.test/a") + STORY).original_url == "https://other.test/a"
    assert article(CANONICAL.format("/other") + STORY).original_url == URL
    assert article(STORY).original_url == URL


def test_a_page_without_a_url_has_its_canonical_one_or_none(tmp_path: Path) -> None:
    for chosen in ((), (site(tmp_path),)):
        assert article(CANONICAL.format(URL) + STORY, url=None, chosen=chosen).original_url == URL
        assert article(STORY, url=None, chosen=chosen).original_url is None


# all of it, or a part


@pytest.mark.parametrize(
    ("html", "partial"),
    [
        ("<p>Some text</p><p class=wall>Pay</p>", True),
        ("<p class=wall>Pay</p>", True),
        ("<p class=wall>Pay</p><p>Some text</p>", False),
        ("<p>Some text</p>", False),
        ("<p>Some text</p><p class=wall hidden>Pay</p>", False),
        (f"<p>{'word ' * 500}</p><p class=wall>Pay</p>", False),
    ],
)
def test_an_article_is_partial_where_a_paywall_ends_a_short_text(html: str, partial: bool) -> None:
    assert article(html, LABELLED).is_partial == partial


def test_an_article_that_says_it_is_paywalled_is_partial_only_where_it_is_short() -> None:
    paywalled = Metadata(access="paywalled")
    assert article("<p>Some text</p>", metadata=paywalled).is_partial
    assert not article(f"<p>{'word ' * 500}</p>", metadata=paywalled).is_partial


# views


def test_each_profile_shows_its_own_labels() -> None:
    found = article(STORY, LABELLED)
    assert found.text == "It sails at noon."
    reader = found.with_profile("reader")
    assert reader.text.split("\n\n") == [block.text for block in found.blocks[:-1]]
    assert found.with_profile("verbatim").text.split("\n\n") == [block.text for block in found.blocks]
    assert found.markdown == "It sails at noon.\n" and found.html == "<p>It sails at noon.</p>\n"


@pytest.mark.parametrize("label", LABELS)
def test_a_block_is_shown_or_residue_by_its_label_and_never_lost(label: Label) -> None:
    found = article("<p>One</p>", {"p": label})
    assert [block.text for block in found.labelled(label)] == ["One"]
    assert bool(found.residue) == (label not in PROFILES["reader"])
    assert found.words == (label in PROFILES["index"])


def test_residue_comes_with_the_verdict_on_it() -> None:
    ((block, verdict),) = article(STORY, LABELLED).residue
    assert (block.text, verdict.label, verdict.by) == ("Subscribe to read on", "paywall", "rule")


def test_an_article_keeps_its_notes_its_rules_digest_and_its_record() -> None:
    record = RecordRef("a.warc.gz", 0, 9, "id", "sha")
    found = article(STORY).recorded(record)
    assert (found.notes, found.rulebook, found.record) == (("a note",), "digest", record)
