"""Copies of pages: what they are copies of, what rules then apply, and what the copier's own blocks are called."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import clean, clean_text
from archiver.errors import RuleError
from archiver.page.decode import parse
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.origin import PARTS, absolute, moment, undashed

from .files import pack

HOURS = ("six", "seven", "eight", "nine", "ten")
STORY = "".join(
    f"<p>The ferry left the harbour at {one} in the morning, with nobody but its crew.</p>" for one in HOURS
)
SOUND = """
name = "The Sound"
home = "https://www.sound.example/"
[match]
hosts = ["sound.example", "*.sound.example"]
[[layout]]
id = "sound/new"
valid = { from = 2021-01-01 }
body = [".story"]
[[layout]]
id = "sound/old"
valid = { until = 2020-12-31 }
body = [".text"]
[[layout.remove]]
id = "sound/appeal"
label = "fundraising"
css = ".appeal"
"""


def page(inside: str, head: str = "") -> bytes:
    return f"<html><head><title>Ferry</title>{head}</head><body>{inside}</body></html>".encode()


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return Rulebook.of([*shipped_rules().packs, pack(tmp_path, SOUND, name="sound")])


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        ("https://web.archive.org/web/20200102030405/http://a.org/b", "http://a.org/b"),
        (
            "https://web.archive.org/web/20200102030405id_/http:/a.org/b?c=http://d.org/",
            "http://a.org/b?c=http://d.org/",
        ),
        ("https://web.archive.org/web/2020/a.org/b", "https://a.org/b"),
        ("https://wayback.archive-it.org/123/20200102030405/https://a.org/", "https://a.org/"),
        ("https://webarchive.nationalarchives.gov.uk/ukgwa/20200102030405mp_/https://a.org/", "https://a.org/"),
        ("https://www.webarchive.org.uk/wayback/archive/20200102030405/https://a.org/", "https://a.org/"),
        ("https://archive.ph/2020.01.02-030405/https://a.org/b", "https://a.org/b"),
        ("https://archive.is/newest/https://a.org/b", "https://a.org/b"),
        ("https://archive.li/o/AbCdE/https://a.org/b", "https://a.org/b"),
        (
            "https://www-my--paper-co-uk.translate.goog/b?c=1&_x_tr_sl=ru&_x_tr_tl=en",
            "https://www.my-paper.co.uk/b?c=1",
        ),
        ("https://translate.google.com/translate?sl=ru&u=https%3A%2F%2Fa.org%2Fb%3Fc%3D1&x=2", "https://a.org/b?c=1"),
        ("https://www-a-org.cdn.ampproject.org/c/s/www.a.org/b?amp=1", "https://www.a.org/b?amp=1"),
        ("https://cdn.ampproject.org/v/a.org/b", "http://a.org/b"),
        ("https://www.google.com/amp/s/www.a.org/b", "https://www.a.org/b"),
        ("https://www-a-org.oszar.com/2025/05/28/b", "https://www.a.org/2025/05/28/b"),
        ("https://www.a.org.oszar.com/2025/05/28/b", "https://www.a.org/2025/05/28/b"),
        ("https://r.jina.ai/https://a.org/b", "https://a.org/b"),
        ("https://12ft.io/proxy?q=https%3A%2F%2Fa.org%2Fb", "https://a.org/b"),
        ("https://12ft.io/https%3A%2F%2Fa.org%2Fb", "https://a.org/b"),
        ("https://webcache.googleusercontent.com/search?q=cache:AbC-dE:https://a.org/b", "https://a.org/b"),
        ("https://www-a-org.library.idm.oclc.org/2020/b", "https://www.a.org/2020/b"),
        ("https://web.archive.org/web/2020/https://www-a-org.translate.goog/b?_x_tr_sl=de", "https://www.a.org/b"),
    ],
)
def test_a_copy_s_address_says_what_it_is_a_copy_of(copy: str, original: str) -> None:
    found = shipped_rules().origin(copy)
    assert found is not None and found.url == original


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/about/", "https://web.archive.org/", "https://archive.ph/AbCdE", "https://12ft.io/faq",
        "https://12ft.io/favicon.ico", "https://www.google.com/search?q=https://a.org/b", "https://translate.goog/",
        "https://example.org/web/2020/https://a.org/", "https://evil.example/https://a.org/", "", "no address",
        "https://web.archive.org/web/2020/javascript:alert(1)", "https://web.archive.org/web/2020/https://a b/",
        "https://[broken/web/2020/https://a.org/",
    ],
)  # fmt: skip
def test_a_page_of_its_own_is_a_copy_of_nothing(url: str) -> None:
    assert shipped_rules().origin(url) is None


def test_the_innermost_archive_says_when_the_page_looked_so() -> None:
    found = shipped_rules().origin(
        "https://web.archive.org/web/2020/https://archive.ph/2019.03.02-010203/https://a.org/z"
    )
    assert found is not None
    assert (found.url, found.time) == ("https://a.org/z", datetime(2019, 3, 2, 1, 2, 3, tzinfo=UTC))


def test_a_short_address_is_read_off_the_bar_over_the_page() -> None:
    bar = (
        '<div id="HEADER"><form><input name="q" value="https://www.sound.example/ferry"></form><p>saved from</p></div>'
    )
    article = clean(page(f"{bar}<article>{STORY}</article>"), "https://archive.ph/AbCdE")
    assert article.original_url == "https://www.sound.example/ferry"
    assert [(verdict.label, verdict.by) for _, verdict in article.residue] == [
        ("archive-banner", "archive-today/frame")
    ]


def test_a_canonical_link_that_leads_to_the_copy_is_read_too() -> None:
    head = '<link rel="canonical" href="https://web.archive.org/web/2020/https://www.sound.example/ferry">'
    article = clean(
        page(f"<article>{STORY}</article>", head), "https://web.archive.org/web/2020/https://sound.example/f"
    )
    assert (article.canonical, article.original_url) == (
        "https://www.sound.example/ferry", "https://sound.example/f"
    )  # fmt: skip
    assert article.metadata.sources["canonical"].endswith("read by wayback/under-a-name")


def test_the_rules_of_the_original_apply_as_of_the_archive_s_own_capture(book: Rulebook) -> None:
    html = page(
        f'<div id="wm-ipp-base"><p>12 captures</p></div><div class="text">{STORY}<p class="appeal">Give!</p></div>'
    )
    url = "https://web.archive.org/web/20190102030405/https://www.sound.example/ferry"
    article = clean(html, url, datetime(2024, 1, 1, tzinfo=UTC), rulebook=book)
    assert [(block.text, verdict.label) for block, verdict in article.residue] == [
        ("12 captures", "archive-banner"), ("Give!", "fundraising")
    ]  # fmt: skip
    assert (article.url, article.original_url, article.site) == (url, "https://www.sound.example/ferry", "The Sound")
    assert not [note for note in article.notes if "not dated" in note]


def test_a_canonical_link_and_the_site_s_design_make_an_unknown_host_a_mirror(book: Rulebook) -> None:
    head = '<link rel="canonical" href="https://www.sound.example/ferry">'
    html = page(f'<div class="story">{STORY}</div>', head)
    canonical = "https://www.sound.example/ferry"
    chosen = book.choose("https://copy.example/ferry", parse(html.decode()), canonical=canonical)
    (one,) = [one for one in chosen if one.pack.id == "sound"]
    assert one.mirrored
    assert clean(html, "https://copy.example/ferry", rulebook=book).original_url == "https://www.sound.example/ferry"


def test_a_canonical_link_alone_makes_no_mirror(book: Rulebook) -> None:
    """A paper that prints another's story says so in this link; its design is its own."""
    html = page(f"<article>{STORY}</article>")
    chosen = book.choose("https://other.example/f", parse(html.decode()), canonical="https://www.sound.example/ferry")
    assert "sound" not in [one.pack.id for one in chosen]


def test_a_saved_text_says_where_it_is_from() -> None:
    text = (
        "Title: Ferry\n\nURL Source: https://www.sound.example/ferry\n\nMarkdown Content:\n\n" + "The ferry left. " * 40
    )
    article = clean_text(text)
    assert article.original_url == "https://www.sound.example/ferry"
    assert {verdict.label for _, verdict in article.residue} == {"mirror"}


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ('from = "/{moon}/{url}"', "`from` has {moon}; there are {url}"),
        ('from = "/web/{any}"', "says nowhere where the original stands"),
        ('from = "{url}"', "which every address would match"),
        ('from = "/{url}/{url}"', "has a name twice"),
        ('from = "/{url}"\nscheme = "ftp"', "scheme = 'ftp'; it must be http or https"),
        ('from = "/{url}"\nline = "URL:"', "needs one of `from`, `line`, and `css` or `xpath`"),
        ('css = "#bar"', "needs `attribute`"),
        ('form = "/{url}"', "did you mean `from`?"),
        ('attribute = "href"', "needs one of"),
    ],
)
def test_a_shape_that_is_none_is_named(tmp_path: Path, table: str, complaint: str) -> None:
    with pytest.raises(RuleError, match="original 'a/b'") as error:
        pack(tmp_path, f'[match]\nhosts = ["copy.example"]\n[[original]]\nid = "a/b"\n{table}')
    assert complaint in str(error.value)


@pytest.mark.parametrize(
    ("stamp", "said"),
    [("20190302010203", datetime(2019, 3, 2, 1, 2, 3)), ("2019.03.02-010203", datetime(2019, 3, 2, 1, 2, 3)),
     ("2019", datetime(2019, 1, 1)), ("201903", datetime(2019, 3, 1)), ("20190231", None), ("2*", None), ("", None)],
)  # fmt: skip
def test_a_moment_is_as_exact_as_it_is_written(stamp: str, said: datetime | None) -> None:
    assert moment(stamp) == (said and said.replace(tzinfo=UTC))


hosts = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){1,3}", fullmatch=True)


@given(hosts)
def test_a_host_in_a_label_comes_back_as_it_was(host: str) -> None:
    assert undashed(host.replace("-", "--").replace(".", "-")) == host


@given(st.text(max_size=200))
def test_no_address_breaks_the_reading(text: str) -> None:
    book = shipped_rules()
    for url in (
        text,
        f"https://web.archive.org/web/{text}",
        f"https://12ft.io/proxy?q={text}",
        f"https://{text}.oszar.com/",
    ):
        found = book.origin(url)
        assert found is None or absolute(found.url, "https", ()) == found.url


def test_every_name_of_a_shape_is_explained_to_authors() -> None:
    guide = (Path(__file__).parents[2] / "docs/write-a-rule.md").read_text(encoding="utf-8")
    assert all(f"`{{{name}}}`" in guide for name in PARTS)
