import math
import socket
import ssl
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.manners import LISTED_DELAY, Manners, Unanswered, is_worth_retrying, seconds_of
from archiver.errors import CaptureError

NOW = datetime(2025, 5, 28, 10, 0, tzinfo=UTC)


def caused_by(cause: BaseException) -> CaptureError:
    error = CaptureError("https://a.example/: no answer")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("result", "worth"),
    [
        *[(status, True) for status in (429, 502, 503, 504)],
        *[(status, False) for status in (200, 301, 400, 401, 403, 404, 410, 451, 500, 501, 505)],
        (caused_by(ConnectionRefusedError()), True),
        (caused_by(ConnectionResetError()), True),
        (caused_by(TimeoutError()), True),
        (caused_by(EOFError()), True),
        (Unanswered("https://a.example/: no answer within 30 seconds"), True),
        (caused_by(socket.gaierror(socket.EAI_AGAIN, "try again")), True),
        (caused_by(socket.gaierror(socket.EAI_NONAME, "no such host")), False),
        (caused_by(ssl.SSLCertVerificationError()), False),
        (caused_by(ssl.SSLZeroReturnError()), False),
        (CaptureError("https://a.example/: an address that is not global"), False),
    ],
)
def test_only_what_may_pass_is_worth_another_attempt(result: int | BaseException, worth: bool) -> None:
    assert is_worth_retrying(result) is worth


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("Wed, 28 May 2025 10:01:30 GMT", 90), ("Wednesday, 28-May-25 10:01:30 GMT", 90),
        ("Wed, 28 May 2025 09:00:00 GMT", 0), ("Wed, 28 May 2025 12:00:10 +0200", 10), ("-5", None), ("soon", None),
        ("", None), ("1.5", None), ("٣", None), ("9" * 400, 999999999),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert seconds_of(text, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_breaks_it(text: str) -> None:
    found = seconds_of(text, NOW)
    assert found is None or found >= 0


@given(st.integers(1, 200), st.integers(), st.floats(0.1, 10), st.floats(10, 100))
def test_pauses_grow_up_to_a_bound_and_never_vanish(attempt: int, seed: int, backoff: float, most: float) -> None:
    manners = Manners(attempts=1000, backoff=backoff, max_backoff=most)
    pause = manners.pause(attempt, 503, None, Random(seed))
    assert pause is not None
    assert min(backoff * 2.0 ** (attempt - 1), most) / 2 <= pause <= min(backoff * 2.0 ** (attempt - 1), most)


def test_the_same_seed_gives_the_same_pauses_and_another_others() -> None:
    def pauses(seed: int) -> list[float | None]:
        chance = Random(seed)
        return [Manners(attempts=9).pause(attempt, 503, None, chance) for attempt in range(1, 9)]

    assert pauses(1) == pauses(1) != pauses(2)


def test_attempts_end_and_so_do_those_that_are_not_worth_it() -> None:
    manners, chance = Manners(attempts=3), Random(1)
    assert [manners.pause(attempt, 503, None, chance) is None for attempt in (1, 2, 3, 4)] == [False, False, True, True]
    assert manners.pause(1, 404, None, chance) is None
    assert Manners(attempts=1).pause(1, 503, None, chance) is None


def test_what_the_server_asks_for_is_heeded_unless_it_is_too_long() -> None:
    manners, chance = Manners(max_retry_after=120), Random(1)
    assert manners.pause(1, 429, 90, chance) == 90
    assert manners.pause(1, 429, 0, chance) is not None
    assert manners.pause(1, 429, 121, chance) is None


def test_every_run_and_every_page_ends() -> None:
    manners = Manners(page_limit=10, run_limit=100)
    assert manners.page_deadline(now=5, started=0) == 15
    assert manners.page_deadline(now=95, started=0) == 100
    assert Manners(page_limit=10).run_deadline(0) == math.inf


def test_a_delay_that_robots_txt_asks_for_only_lengthens_ours() -> None:
    assert [Manners(delay=2).delay_for(True, asked) for asked in (None, 0, 1, 5)] == [2, 2, 2, 5]


def test_without_a_delay_of_the_users_only_pages_that_a_feed_or_sitemap_names_have_one() -> None:
    assert (Manners().delay_for(is_listed=True), Manners().delay_for(is_listed=False)) == (LISTED_DELAY, 0)
    assert Manners(delay=0).delay_for(is_listed=True) == 0
