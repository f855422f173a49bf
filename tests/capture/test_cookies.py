import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.capture.cookies import Cookies
from archiver.capture.http import Fetcher, Options
from archiver.errors import CaptureError
from tests.capture.tap import Tap

MAGIC = "# Netscape HTTP Cookie File\n"
NEVER = 4_000_000_000


def line(domain: str, name: str, value: str, path: str = "/", secure: bool = False, until: object = NEVER) -> str:
    every = "TRUE" if domain.startswith(".") else "FALSE"
    return "\t".join((domain, every, path, "TRUE" if secure else "FALSE", str(until), name, value)) + "\n"


def loaded(folder: Path, *lines: str) -> Cookies:
    file = folder / "cookies.txt"
    file.write_text(MAGIC + "".join(lines), encoding="utf-8")
    return Cookies(file)


def after(url: str, *set_cookie: str) -> Cookies:
    cookies = Cookies()
    cookies.take(url, tuple(("Set-Cookie", value) for value in set_cookie))
    return cookies


def test_an_empty_jar_sends_nothing() -> None:
    assert Cookies().header("http://news.example/") is None


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://news.example/", "id=1"),
        ("https://news.example/a?b", "id=1"),
        ("https://www.news.example/", None),
        ("https://other.example/", None),
        ("https://evilnews.example/", None),
        ("https://news.example.evil.example/", None),
    ],
)
def test_a_cookie_goes_back_to_the_host_that_set_it_alone(url: str, sent: str | None) -> None:
    assert after("https://news.example/", "id=1; HttpOnly").header(url) == sent


@pytest.mark.parametrize(
    ("domain", "url", "sent"),
    [
        ("news.example", "https://www.news.example/", True),
        ("news.example", "https://news.example/", True),
        ("other.example", "https://other.example/", False),
        ("example", "https://other.example/", False),
        ("co.uk", "https://other.co.uk/", False),
    ],
)
def test_a_site_sets_cookies_for_itself_only(domain: str, url: str, sent: bool) -> None:
    setter = "https://www.news.co.uk/" if domain == "co.uk" else "https://www.news.example/"
    assert bool(after(setter, f"id=1; Domain={domain}").header(url)) is sent


def test_a_secure_cookie_stays_off_plain_http() -> None:
    cookies = after("https://news.example/", "id=1; Secure")
    assert cookies.header("http://news.example/") is None
    assert cookies.header("https://news.example/") == "id=1"


def test_a_cookie_stays_under_its_path_and_ends_with_its_time() -> None:
    cookies = after(
        "http://news.example/a/", "a=1; Path=/a", "b=2; Max-Age=0", "c=3; Expires=Thu, 01 Jan 1998 00:00:00 GMT"
    )
    assert cookies.header("http://news.example/a/b") == "a=1"
    assert cookies.header("http://news.example/b") is None


@pytest.mark.parametrize("value", ["", "=", ";;;", "a=\x00b", "a" * 10_000, "a=1; Expires=never; Max-Age=x", "\u00e9"])
def test_no_value_whatever_breaks_the_run(value: str) -> None:
    cookies = after("http://news.example/", value, "good=1")
    assert "good=1" in (cookies.header("http://news.example/") or "")


def test_a_server_cannot_pile_up_cookies() -> None:
    cookies = Cookies()
    for n in range(100):
        cookies.take("http://news.example/", tuple(("Set-Cookie", f"c{n}x{m}={'x' * 1000}") for m in range(100)))
    assert len(cookies.header("http://news.example/") or "") < 100_000


# cookies.txt


def test_a_file_is_read_with_hosts_and_domains(tmp_path: Path) -> None:
    cookies = loaded(
        tmp_path,
        line(".news.example", "all", "1"),
        line("news.example", "one", "2"),
        "#HttpOnly_" + line("www.news.example", "hidden", "3", secure=True),
        line("other.example", "no", "4"),
    )
    assert cookies.header("https://www.news.example/") in ("all=1; hidden=3", "hidden=3; all=1")
    assert cookies.header("http://www.news.example/") == "all=1"


def test_what_ends_with_the_browser_is_kept_and_what_has_ended_is_not(tmp_path: Path) -> None:
    cookies = loaded(
        tmp_path,
        line("news.example", "zero", "1", until=0),
        line("news.example", "none", "2", until=""),
        line("news.example", "old", "3", until=1_000_000_000),
    )
    assert sorted((cookies.header("http://news.example/") or "").split("; ")) == ["none=2", "zero=1"]


@pytest.mark.parametrize(
    "content", [b"", b"secret\n", MAGIC.encode() + b"news.example\tTRUE\tsecret\n", b"\xff\xfe\x00secret"]
)
def test_what_is_no_such_file_is_named_without_what_is_in_it(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cookies.txt"
    file.write_bytes(content)
    with pytest.raises(CaptureError) as caught:
        Cookies(file)
    assert str(caught.value).startswith(f"{file}: cannot be read as a cookies.txt")
    assert "secret" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="gone: no such file"):
        Cookies(tmp_path / "gone")


# On the wire


@pytest.fixture
def tap() -> Iterator[Tap]:
    with Tap() as tap:
        yield tap


def sent(tap: Tap, turn: int) -> list[bytes]:
    return [line for line in tap.turns[turn].received.split(b"\r\n") if line.lower().startswith(b"cookie:")]


def run(*urls: str, **options: object) -> None:
    async def fetch_all() -> None:
        async with Fetcher(Options(allow_private=True, **options)) as fetcher:
            for url in urls:
                await fetcher.fetch(url)

    asyncio.run(fetch_all())


def test_what_an_answer_sets_is_sent_from_the_next_hop_on_and_forgotten_after_the_run(tap: Tap) -> None:
    first = tap.says(
        "/", b"HTTP/1.1 302 Found\r\nSet-Cookie: id=\xc3\xa9\r\nLocation: /in\r\nContent-Length: 0\r\n\r\n"
    )
    second = tap.says("/in", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    run(first, second)
    assert [sent(tap, n) for n in range(3)] == [[], [b"Cookie: id=\xc3\xa9"], [b"Cookie: id=\xc3\xa9"]]
    run(second)
    assert sent(tap, 3) == []


def test_cookies_of_one_site_are_not_sent_to_another_that_it_redirects_to(tap: Tap, tmp_path: Path) -> None:
    file = tmp_path / "cookies.txt"
    file.write_text(MAGIC + line("127.0.0.1", "id", "1"), encoding="utf-8")
    place = f"http://localhost:{tap.port}/in".encode()
    first = tap.says("/", b"HTTP/1.1 302 Found\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n")
    tap.says("/in", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    run(first, cookies=file)
    assert [sent(tap, n) for n in range(2)] == [[b"Cookie: id=1"], []]


def test_a_cookie_header_of_the_users_own_goes_before_those_of_the_jar(tap: Tap) -> None:
    url = tap.says("/", b"HTTP/1.1 200 OK\r\nSet-Cookie: id=1\r\nContent-Length: 0\r\n\r\n")
    run(url, url, headers=(("cookie", "mine=1"),))
    assert [sent(tap, n) for n in range(2)] == [[b"cookie: mine=1"]] * 2
