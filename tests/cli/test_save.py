"""`archiver save`: what it fetches, keeps, prints, and how it leaves."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import warcio.cli

from archiver.demo.site import DemoSite
from archiver.index.store import Store
from tests.capture.server import Server
from tests.cli.terminal import done, objects, refused, run, tree

# A shell that starts its jobs in the background lets them ignore Ctrl-C; this one shall not.
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from archiver.__main__ import main; main()"
)

PLAIN = ("--allow-private", "--no-requisites", "--parallel", "1")
"""Pages alone, one after the other."""


def captured(home: Path) -> list[tuple[str, str]]:
    with Store.open(home / "catalog.sqlite", create=False) as store:
        found = store.rows("SELECT url, outcome FROM captures ORDER BY id", {})
        return [(row["url"], row["outcome"]) for row in found]


def checked(home: Path) -> Path:
    """Return the archive's one WARC file, which `warcio check` must find nothing wrong with."""
    (path,) = (home / "warc").iterdir()
    with pytest.raises(SystemExit) as left:
        warcio.cli.main(["check", str(path)])
    assert not left.value.code
    return path


def test_a_page_is_saved_and_its_number_title_and_length_are_printed(site: DemoSite, here: Path) -> None:
    found = done("save", *PLAIN, site.article_url)
    first, second = found.stdout.splitlines()
    assert first.split()[:2] == ["article", "1"]
    assert "Lifeboat station to reopen after year of fundraising" in first
    assert first.endswith(" words)")
    assert second.strip() == site.article_url
    assert found.stderr == ""
    assert sorted(path.name for path in (here / "archives").iterdir()) == ["catalog.sqlite", "fulltext.sqlite", "warc"]


def test_the_warc_file_passes_warcio_check(site: DemoSite, here: Path) -> None:
    done("save", "--allow-private", *site.urls, site.missing_url, code=4)
    assert checked(here / "archives").name.endswith(".warc.gz")


def test_json_is_one_object_a_url(site: DemoSite) -> None:
    *found, end = objects("save", *PLAIN, site.article_url, site.paywall_url, site.missing_url, code=4)
    assert [(one["url"], one["outcome"], one["status"], one["id"]) for one in found] == [
        (site.article_url, "article", 200, 1),
        (site.paywall_url, "partial", 200, 2),
        (site.missing_url, "error page", 404, None),
    ]
    assert all(one.keys() == found[0].keys() for one in found)
    assert found[0]["file"].startswith("warc/")
    assert end == {"event": "end", "pages": {"article": 1, "partial": 1, "error page": 1}, "needed": {}}


def test_an_error_page_is_said_to_be_one_recorded_and_not_found_by_search(site: DemoSite, here: Path) -> None:
    found = done("save", "--allow-private", site.missing_url, code=4)
    assert found.stdout.startswith("error page ")
    assert "the server answered 404; recorded, not indexed" in found.stdout
    assert captured(here / "archives") == [(site.missing_url, "error page")]
    assert checked(here / "archives").name.endswith(".warc.gz")
    done("search", "page", code=3)


def test_a_locked_story_is_partial_and_no_failure(site: DemoSite) -> None:
    found = done("save", "--allow-private", site.paywall_url)
    assert found.stdout.startswith("partial ")
    assert "behind a paywall" in found.stdout


def test_a_file_that_is_no_page_is_no_failure(site: DemoSite) -> None:
    assert done("save", "--allow-private", site.index_url + "images/slipway.svg").stdout.startswith("not a page ")


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/story", "closed"])
def test_where_nobody_answers_that_is_said_and_no_record_made(url: str, closed_url: str, here: Path) -> None:
    url = closed_url if url == "closed" else url
    found = done("save", "--allow-private", url, code=4)
    assert found.stdout == ""
    assert found.stderr.startswith(f"Error: {url}: ") and found.stderr.count("\n") == 1
    assert tree(here) == {}


def test_one_url_that_fails_keeps_no_other_from_being_saved(site: DemoSite, closed_url: str, here: Path) -> None:
    found = done("save", *PLAIN, closed_url, site.article_url, code=4)
    assert captured(here / "archives") == [(site.article_url, "article")]
    error, summary = found.stderr.splitlines()
    assert error.startswith(f"Error: {closed_url}: ")
    assert sorted(summary.split(", ")) == ["1 article", "1 no answer"]


def test_the_same_url_twice_is_fetched_once(site: DemoSite, here: Path) -> None:
    other_spelling = site.article_url.replace("http://", "HTTP://") + "#comments"
    (here / "list.txt").write_text(f"{site.article_url}\n\n# a remark\n{other_spelling}\n{site.article_url}\n")
    done("save", *PLAIN, site.article_url, "--from", "list.txt", "--from", "list.txt")
    assert captured(here / "archives") == [(site.article_url, "article")]


def test_saving_twice_keeps_both_captures(site: DemoSite, here: Path) -> None:
    done("save", *PLAIN, site.article_url)
    done("save", *PLAIN, site.article_url)
    assert captured(here / "archives") == [(site.article_url, "article")] * 2
    assert len(list((here / "archives" / "warc").iterdir())) == 2


def test_a_list_may_come_by_standard_input(site: DemoSite, here: Path) -> None:
    done("save", *PLAIN, "--from", "-", stdin=f"{site.article_url}\n{site.paywall_url}\n")
    assert [url for url, _ in captured(here / "archives")] == [site.article_url, site.paywall_url]


def test_the_user_agent_is_what_a_person_says_it_is(server: Server) -> None:
    done(
        "save",
        *PLAIN,
        server.says("/", b"HTTP/1.1 404 Not Found\r\n\r\n"),
        "--user-agent",
        "library/1.0",
        code=4,
    )
    assert b"\r\nUser-Agent: library/1.0\r\n" in server.requests[0]


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(server: Server) -> None:
    silent = server.says("/", lambda connection: connection.recv(1) and None)
    found = done("save", "--allow-private", silent, "--timeout", "0.2", code=4)
    assert "no answer within 0.2 seconds" in found.stderr


@pytest.mark.parametrize("url", ["news.example/story", "ftp://news.example/", "http://", "http://a b/", "", "http://["])
def test_what_is_no_url_is_named_before_anything_is_fetched(url: str, site: DemoSite, here: Path) -> None:
    refused(run("save", "--allow-private", site.article_url, url), url)
    assert tree(here) == {}


def test_a_wrong_line_of_a_list_is_named_before_anything_is_fetched(server: Server, here: Path) -> None:
    (here / "list.txt").write_text(f"{server.says('/', b'')}\n\nnews.example/story\n")
    before = tree(here)
    refused(run("save", "--from", "list.txt"), "list.txt, line 3: news.example/story")
    assert server.requests == []
    assert tree(here) == before


def test_a_wrong_line_of_standard_input_is_named(here: Path) -> None:
    refused(run("save", "--from", "-", stdin="news.example\n"), "standard input, line 1: news.example")
    assert tree(here) == {}


@pytest.mark.parametrize("content", [b"", b"\n# nothing yet\n"])
def test_a_list_without_a_url_is_named(content: bytes, here: Path) -> None:
    (here / "list.txt").write_bytes(content)
    refused(run("save", "--from", "list.txt"), "list.txt: no URL in it")
    refused(run("save", "--from", "-", stdin=content), "standard input: no URL in it")
    assert tree(here) == {"list.txt": content}


def test_ctrl_c_leaves_whole_records_and_their_rows(site: DemoSite, server: Server, here: Path) -> None:
    silent = server.says("/", lambda connection: connection.recv(1) and None)
    words = [sys.executable, "-c", INTERRUPTIBLE, "save", *PLAIN, site.article_url, silent]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().startswith("article ")
        while not server.requests and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert said == "Stopped: what is reported is safe, and the same command goes on with the rest.\n"
    assert checked(here / "archives").name.endswith(".warc.gz")
    assert captured(here / "archives") == [(site.article_url, "article")]


def test_a_reader_that_goes_away_leaves_whole_records_too(site: DemoSite, here: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "archiver",
        "save",
        *PLAIN,
        *site.urls,
        *[f"{site.missing_url}?{n}" for n in range(9)],
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().startswith("article ")
        child.stdout.close()
        assert child.stderr is not None
        assert child.stderr.read() == ""
    assert checked(here / "archives").name.endswith(".warc.gz")
    assert captured(here / "archives")[0] == (site.article_url, "article")


def test_this_machine_is_not_fetched_from_unless_allowed(server: Server) -> None:
    url = server.says("/", b"HTTP/1.1 200 OK\r\n\r\n")
    found = done("save", url, code=4)
    assert f"{url}: not fetched: 127.0.0.1, this machine itself; --allow-private" in found.stderr
    for command in ("clean", "explain"):
        refused(run(command, url), url, "--allow-private")
    assert server.requests == []


def test_what_a_page_needs_is_saved_with_it_and_counted(site: DemoSite, here: Path) -> None:
    found = done("save", "--allow-private", site.article_url)
    assert found.stderr == "1 of 1 files that they need\n"
    picture = site.index_url + "images/slipway.svg"
    assert (picture, "requisite") in captured(here / "archives")
    roles = [one["role"] for one in objects("save", "--allow-private", site.article_url) if one["event"] == "saved"]
    assert sorted(roles) == ["icon", "image", "page"]


def test_cookies_of_a_file_are_sent(server: Server, here: Path) -> None:
    Path("cookies.txt").write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tid\tsecret\n")
    url = server.says("/", b"HTTP/1.1 404 Not Found\r\n\r\n")
    done("save", "--allow-private", url, "--cookies", "cookies.txt", code=4)
    assert b"\r\nCookie: id=secret\r\n" in server.requests[0]
    refused(run("save", url, "--cookies", "gone.txt"), "gone.txt")


def test_headers_of_ones_own_are_sent(server: Server) -> None:
    url = server.says("/", b"HTTP/1.1 404 Not Found\r\n\r\n")
    done("save", "--allow-private", url, "--header", "X-Key: caf\u00e9", "--header", "accept-language:de", code=4)
    assert b"\r\nX-Key: caf\xc3\xa9\r\naccept-language: de\r\n" in server.requests[0]


@pytest.mark.parametrize("header", ["secret", ": secret", "A B: secret", "A: sec\nret", "Content-Length: 1", "TE: x"])
def test_headers_that_cannot_be_sent_are_refused_and_not_shown(header: str) -> None:
    result = run("save", "http://news.example/", "--header", header)
    assert result.exit_code == 2
    assert "--header" in result.stderr
    assert "secret" not in result.stderr


def test_a_proxy_is_asked(server: Server) -> None:
    server.says("http://news.example/", b"HTTP/1.1 404 Not Found\r\n\r\n")
    found = done("save", "http://news.example/", "--proxy", f"http://u:secret@{server.netloc}", code=4)
    assert server.requests[0].startswith(b"GET http://news.example/ HTTP/1.1\r\n")
    assert "secret" not in found.output
    result = run("save", "http://news.example/", "--proxy", "socks://u:secret@proxy.example")
    assert (result.exit_code, "secret" in result.output) == (2, False)
