"""Which packs are for a page: by host, by mirror, by fingerprint, or because they are for every page."""

from pathlib import Path

import pytest

from archiver.errors import RuleError
from archiver.page.decode import parse
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.load import builtin_folder, load_folder
from archiver.rules.pack import Level

from .files import pack, write

SOUND = """name = "The Sound"
[match]
hosts = ["example.org", "*.example.net"]
mirrors = ["mirror.test"]
fingerprint = ['meta[content="The Sound"]', "article"]
text = ["A message from The Sound:", "Remind me later."]"""
PAGE = '<html><head><meta name="site" content="The Sound"></head><body><article>x</article></body></html>'


def chosen(book: Rulebook, url: str | None, html: str = "<p>x</p>", text: str = "") -> list[tuple[str, str, bool]]:
    return [(one.pack.id, one.how, one.mirrored) for one in book.choose(url, None if text else parse(html), text)]


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return Rulebook.of([pack(tmp_path, SOUND, name="sound")])


@pytest.mark.parametrize(
    ("url", "how"),
    [
        ("https://example.org/a", "host example.org"),
        ("https://www.example.org/a", "host www.example.org"),
        ("HTTP://EXAMPLE.ORG:8080/", "host example.org"),
        ("https://example.org./a", "host example.org"),
        ("https://ru.example.net/a", "host ru.example.net"),
        ("https://a.b.example.net/a", "host a.b.example.net"),
        ("https://mirror.test/a", "mirror mirror.test"),
        ("https://www.mirror.test/a", "mirror www.mirror.test"),
        ("https://a.mirror.test/a", "mirror a.mirror.test"),
    ],
)
def test_a_pack_is_for_the_pages_of_its_hosts_and_mirrors(book: Rulebook, url: str, how: str) -> None:
    assert chosen(book, url) == [("sound", how, how.startswith("mirror"))]


@pytest.mark.parametrize(
    "url",
    [
        "https://ru.example.org/a",
        "https://notexample.org/a",
        "https://example.net/a",
        "https://notmirror.test/",
        "https://example.org.evil.test/",
        "https://evil.test/example.org",
        "http://[broken",
        "not a URL",
        "",
        None,
    ],
)
def test_and_for_no_others(book: Rulebook, url: str | None) -> None:
    assert chosen(book, url) == []


def test_on_an_unknown_host_the_fingerprint_tells_the_site_and_the_host_is_a_mirror(book: Rulebook) -> None:
    assert chosen(book, "https://proxy.test/x", PAGE) == [("sound", "fingerprint", True)]


def test_a_page_without_a_url_is_told_by_its_fingerprint_and_no_mirror(book: Rulebook) -> None:
    assert chosen(book, None, PAGE) == [("sound", "fingerprint", False)]


def test_a_fingerprint_must_match_as_a_whole(book: Rulebook) -> None:
    assert chosen(book, "https://proxy.test/x", PAGE.replace("article", "section")) == []


def test_a_site_that_is_known_by_its_host_keeps_fingerprints_from_being_tried(tmp_path: Path) -> None:
    other = pack(tmp_path, '[match]\nhosts = ["other.test"]', name="other")
    book = Rulebook.of([pack(tmp_path, SOUND, name="sound"), other])
    assert chosen(book, "https://other.test/x", PAGE) == [("other", "host other.test", False)]


def test_a_host_of_the_user_s_own_is_known_and_a_pack_for_every_page_makes_none_known(tmp_path: Path) -> None:
    sound, everywhere = pack(tmp_path, SOUND, name="sound"), pack(tmp_path, "", "user", name="everywhere")
    mine = pack(tmp_path, '[match]\nhosts = ["mine.test"]', "user", name="mine")
    assert chosen(Rulebook.of([sound, mine]), "https://mine.test/x", PAGE) == [("mine", "host mine.test", False)]
    assert chosen(Rulebook.of([sound, everywhere]), "https://proxy.test/x", PAGE) == [
        ("everywhere", "every page", False),
        ("sound", "fingerprint", True),
    ]


def test_but_not_those_of_the_platform_it_runs_on_nor_of_a_mirror(tmp_path: Path) -> None:
    site = pack(tmp_path, '[match]\nhosts = ["other.test"]', name="other")
    rules = '[match]\nfingerprint = ["article"]'
    packs = [pack(tmp_path, rules, level, name=level) for level in ("platform", "mirror", "learned")]
    found = chosen(Rulebook.of([site, *packs]), "https://other.test/x", PAGE)
    assert [one for one, _, _ in found] == ["other", "mirror", "platform"]


def test_within_a_level_the_very_host_goes_before_a_wildcard_that_before_a_mirror_and_every_page_is_last(
    tmp_path: Path,
) -> None:
    ways = {
        "a-every": "",
        "b-mirror": '[match]\nmirrors = ["ru.example.org"]',
        "c-wild": '[match]\nhosts = ["*.example.org"]',
        "d-host": '[match]\nhosts = ["ru.example.org"]',
    }
    three = [pack(tmp_path, ways[name], "user", name=name) for name in ("a-every", "c-wild", "d-host")]
    assert [one for one, _, _ in chosen(Rulebook.of(three), "https://ru.example.org/")] == [
        "d-host", "c-wild", "a-every",
    ]  # fmt: skip
    two = [pack(tmp_path, ways[name], "user", name=name) for name in ("b-mirror", "c-wild")]
    assert [one for one, _, _ in chosen(Rulebook.of(two), "https://ru.example.org/")] == ["c-wild", "b-mirror"]


def test_a_plain_document_is_told_by_phrases_in_its_text(book: Rulebook) -> None:
    letter = "The ferry stays.\n\nA  MESSAGE from The Sound:\n\nGive.\n\nRemind me later."
    assert chosen(book, None, text=letter) == [("sound", "fingerprint in the text", False)]
    assert chosen(book, None, text="A message from The Sound: it stays.") == []


def test_phrases_in_the_text_do_not_tell_a_page_of_html(book: Rulebook) -> None:
    assert chosen(book, None, "<p>A message from The Sound:</p><p>Remind me later.</p>") == []


def test_the_strongest_level_comes_first_whatever_the_order_of_loading(tmp_path: Path) -> None:
    levels: tuple[Level, ...] = ("generic", "site", "user", "platform", "mirror")
    hosts = '[match]\nhosts = ["example.org"]'
    book = Rulebook.of([pack(tmp_path, hosts, level, name=level) for level in levels])
    assert [one for one, _, _ in chosen(book, "https://example.org/")] == [
        "user", "site", "mirror", "platform", "generic",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "claim"),
    [
        ('hosts = ["example.org"]', 'hosts = ["a.test", "example.org"]', "host example.org"),
        ('hosts = ["example.org"]', 'hosts = ["www.example.org"]', "host example.org"),
        ('hosts = ["example.org"]', 'mirrors = ["example.org"]', "host example.org"),
        ('hosts = ["*.example.org"]', 'hosts = ["*.example.org"]', "host *.example.org"),
    ],
)
def test_two_packs_of_one_level_that_claim_one_host_are_both_named(
    tmp_path: Path, first: str, second: str, claim: str
) -> None:
    packs = [pack(tmp_path, f"[match]\n{one}", name=name) for one, name in ((first, "one"), (second, "two"))]
    with pytest.raises(RuleError) as caught:
        Rulebook.of(packs)
    file, other = tmp_path / "two.toml", tmp_path / "one.toml"
    assert str(caught.value) == f"{file}: '{claim}' is claimed by {other} too; join the two files"


def test_two_packs_of_one_level_with_one_id_are_both_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(RuleError, match=r"b/same\.toml: 'same' is claimed by .*/same\.toml too; join the two files$"):
        Rulebook.of([pack(tmp_path, "", name="same"), pack(tmp_path / "b", "", name="same")])


def test_a_host_may_stand_twice_in_one_file(tmp_path: Path) -> None:
    Rulebook.of([pack(tmp_path, '[match]\nhosts = ["example.org", "www.example.org"]')])


def test_a_user_s_folder_stands_above_what_comes_with_the_archiver(tmp_path: Path) -> None:
    write(tmp_path, 'schema = 1\nid = "themoscowtimes.com"\n[match]\nhosts = ["themoscowtimes.com"]')
    book = Rulebook.load(tmp_path)
    found = [one.pack for one in book.choose("https://www.themoscowtimes.com/", parse("<p>x</p>"))]
    assert [one.level for one in found if one.id == "themoscowtimes.com"] == ["user", "site"]
    assert found[0].level == "user"


def test_the_digest_changes_with_any_rule_and_not_with_the_reading(tmp_path: Path) -> None:
    assert Rulebook.load().digest == Rulebook.load().digest == shipped_rules().digest
    write(tmp_path, 'schema = 1\nid = "mine"')
    assert Rulebook.load(tmp_path).digest != shipped_rules().digest


def test_without_sites_nothing_knows_a_single_site(tmp_path: Path) -> None:
    hosts = '[match]\nhosts = ["{}.test"]'
    book = Rulebook.of(
        [
            *(
                pack(tmp_path, hosts.format(level), level, name=level)
                for level in ("user", "site", "mirror", "platform")
            ),
            pack(tmp_path, "", "mirror", name="every mirror"),
            pack(tmp_path, "", "generic", name="generic"),
        ]
    )
    assert [one.id for one in book.without_sites().packs] == ["every mirror", "platform", "generic"]


def test_cues_and_words_are_those_of_the_packs_for_every_page(tmp_path: Path) -> None:
    rules = """
[[cue]]
id = "{0}/cue"
label = "ad"
equals = ["{0}"]
[[vocabulary]]
id = "{0}/words"
label = "ad"
words = ["{0}"]"""
    site = pack(tmp_path, '[match]\nhosts = ["a.test"]' + rules.format("site"), name="site")
    book = Rulebook.of([site, pack(tmp_path, rules.format("every"), "generic", name="every")])
    assert [one.id for one in book.words.books] == ["every/words"]
    assert book.phrases.whole("every") and not book.phrases.whole("site")


def test_every_shipped_pack_for_a_site_says_its_name_and_home() -> None:
    for one in load_folder(builtin_folder()):
        if one.level == "site":
            assert one.name and one.home and one.match.hosts, one.file
