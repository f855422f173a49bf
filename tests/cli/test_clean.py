"""`archiver clean`: a document in, the article out, nothing kept."""

from pathlib import Path

import pytest

from archiver.demo.site import DemoSite
from tests.cli.terminal import done, objects, refused, run, tree

PARAGRAPH = "The harbour office has published the tables for the coming year, and they differ from the last ones."
HTML = f"""<!doctype html><html lang="en"><head><title>Tide tables</title></head><body>
<nav><a href="/">Home</a> <a href="/town">Town</a></nav>
<article><h1>Tide tables</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH} <em>Both</em> of them are <b>right</b>.</p></article>
</body></html>"""


@pytest.fixture(autouse=True)
def page(here: Path) -> Path:
    (here / "page.html").write_text(HTML)
    return here / "page.html"


def test_the_article_s_text_is_printed_and_nothing_else() -> None:
    found = done("clean", "page.html")
    assert found.stdout == f"{PARAGRAPH}\n\n{PARAGRAPH} Both of them are right.\n"
    assert found.stderr == ""


def test_nothing_is_kept(here: Path, page: Path) -> None:
    done("clean", "page.html")
    assert list(tree(here)) == ["page.html"]


def test_the_document_may_come_by_standard_input() -> None:
    assert done("clean", "-", stdin=HTML).stdout == done("clean", "page.html").stdout
    assert done("clean", "-", stdin=HTML.encode("utf-16")).stdout == done("clean", "page.html").stdout


def test_a_page_is_fetched_from_its_url_and_not_kept(site: DemoSite, here: Path) -> None:
    before = tree(here)
    found = done("clean", "--allow-private", site.article_url)
    assert found.stdout.startswith("The lifeboat station at Gannet Point will go back into service on 12 April")
    assert tree(here) == before


def test_there_is_markdown() -> None:
    assert done("clean", "page.html", "--format", "markdown").stdout.endswith("*Both* of them are **right**.\n")


def test_there_is_html() -> None:
    found = done("clean", "page.html", "--format", "html").stdout
    assert found.startswith(f"<p>{PARAGRAPH}</p>\n<p>")
    assert "<em>Both</em>" in found


def test_json_is_one_object_on_one_line() -> None:
    (found,) = objects("clean", "page.html")
    assert found["text"] == done("clean", "page.html").stdout.rstrip("\n")
    assert (found["title"], found["language"], found["words"] > 30) == ("Tide tables", "en", True)
    assert len(found["blocks"]) >= 4
    assert done("clean", "page.html", "--json").stdout == done("clean", "page.html", "--format", "json").stdout


def test_the_reader_s_profile_has_the_title_and_verbatim_has_everything() -> None:
    index, reader, verbatim = (
        done("clean", "page.html", "--profile", name).stdout for name in ("index", "reader", "verbatim")
    )
    assert not index.startswith("Tide tables")
    assert reader == f"Tide tables\n\n{index}"
    assert "Home" in verbatim
    assert "Home" not in reader


def test_explain_prints_every_block_with_its_label_and_who_said_so() -> None:
    lines = done("clean", "page.html", "--explain").stdout.splitlines()
    heads, reasons = lines[::2], lines[1::2]
    blocks = objects("clean", "page.html", "--explain")
    assert [line[0] for line in heads] == [{"text": "+", "field": "=", "residue": "-"}[one["kept"]] for one in blocks]
    assert [line.split()[1] for line in heads] == [one["label"] for one in blocks]
    assert [line.strip() for line in reasons] == [f"{one['by']}: {one['because']}" for one in blocks]


def test_the_url_says_whose_rules_apply(here: Path) -> None:
    (here / "my-rules").mkdir()
    (here / "my-rules" / "tides.toml").write_text(
        'schema = 1\nid = "tides"\nname = "The Tide Gazette"\n[match]\nhosts = ["tides.example"]\n'
    )
    words = ("clean", "page.html", "--rules", "my-rules", "--url")
    assert objects(*words, "https://www.tides.example/story")[0]["site"] == "The Tide Gazette"
    assert objects(*words, "https://news.example/story")[0]["site"] == "news.example"
    assert objects(*words, "https://tides.example/story", "--no-site-rules")[0]["site"] == "tides.example"


@pytest.mark.parametrize(
    ("name", "content", "is_html"),
    [
        ("a.html", f"{PARAGRAPH} <b>x</b>", True),
        ("a.HTM", PARAGRAPH, True),
        ("a.txt", f"<p>{PARAGRAPH}", False),
        ("a.md", f"<p>{PARAGRAPH}", False),
        ("a", f"<p>{PARAGRAPH}", True),
        ("a", f"  <!DOCTYPE html>{PARAGRAPH}", True),
        ("a", f"{PARAGRAPH}\n\n5 < 7 and <code> is a tag", False),
        ("-", f"<DIV class=x>{PARAGRAPH}</DIV>", True),
        ("-", PARAGRAPH, False),
    ],
)
def test_html_is_told_from_text_by_the_file_s_ending_or_else_by_what_is_in_it(
    name: str, content: str, is_html: bool, here: Path
) -> None:
    if name != "-":
        (here / name).write_text(content)
    blocks = objects("clean", name, "--explain")[:1] if name != "-" else None
    shown = done("clean", name, "--profile", "verbatim", stdin=content).stdout
    assert ("<p>" in shown or "<DIV" in shown) == (not is_html and content.startswith("<"))
    as_told = done("clean", name, "--profile", "verbatim", "--input", "html" if is_html else "text", stdin=content)
    assert shown == as_told.stdout
    assert blocks is None or PARAGRAPH in blocks[0]["text"]


def test_what_the_document_is_may_be_said(here: Path) -> None:
    (here / "tags.txt").write_text(f"<p>{PARAGRAPH}</p>")
    assert "<p>" in done("clean", "tags.txt", "--profile", "verbatim").stdout
    assert "<p>" not in done("clean", "tags.txt", "--profile", "verbatim", "--input", "html").stdout


def test_a_document_without_an_article_is_said_to_have_none(here: Path) -> None:
    (here / "menu.html").write_text("<body><nav><a href=/>Home</a> <a href=/town>Town</a></nav></body>")
    found = done("clean", "menu.html", code=3)
    assert found.stdout.strip() == ""
    assert found.stderr == "Note: menu.html: no article text found; --explain shows what there is\n"


def test_an_error_page_is_not_cleaned_as_if_it_were_the_story(site: DemoSite, here: Path) -> None:
    before = tree(here)
    refused(run("clean", "--allow-private", site.missing_url), site.missing_url, "404")
    assert tree(here) == before


def test_a_page_that_is_no_article_says_what_it_is(here: Path) -> None:
    form = "<form><input name=user><input type=password name=p><button>Log in</button></form>"
    (here / "wall.html").write_text(f"<title>Welcome</title><h1>Welcome</h1>{form}")
    (here / "empty.html").write_text("<title>Tides</title><p><a href=/a>One</a> <a href=/b>Two</a></p>")
    assert objects("clean", "page.html", "--json")[0]["outcome"] == "article"
    for name, outcome in (("wall.html", "login wall"), ("empty.html", "no article")):
        found = run("clean", name, "--json")
        assert f'"outcome": "{outcome}"' in found.stdout
        assert "Note: " in found.stderr
    assert "Note: wall.html: login wall: " in run("clean", "wall.html").stderr
