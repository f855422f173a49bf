import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.srcset import addresses


@pytest.mark.parametrize(
    ("srcset", "urls"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 480w,b.png 800w", ["a.png", "b.png"]),
        ("a.png, b.png 1.5x", ["a.png", "b.png"]),
        ("c/w_1,h_2/a.png 1x, c/w_3,h_4/a.png 2x", ["c/w_1,h_2/a.png", "c/w_3,h_4/a.png"]),
        ("a.png,b.png 2x", ["a.png,b.png"]),  # no space after the comma: it is part of the URL
        ("data:image/gif;base64,R0l 1x, a.png 2x", ["data:image/gif;base64,R0l", "a.png"]),
        (" ,, a.png ,, \n b.png 2x ,", ["a.png", "b.png"]),
        ("a.png 100w 50h", ["a.png"]),
        ("a.png nonsense, b.png", ["b.png"]),
        ("a.png calc(1, 2), b.png", ["b.png"]),
        ("a.png (never closed, b.png", []),
        ("", []),
        (" , ", []),
    ],
)
def test_the_algorithm_of_the_standard(srcset: str, urls: list[str]) -> None:
    assert list(addresses(srcset)) == urls


URL = st.from_regex(r"[a-z/_.=,]{0,8}[a-z]", fullmatch=True).filter(lambda url: not url.startswith(","))


@given(st.lists(st.tuples(URL, st.sampled_from(["1x", "2.5x", "640w"])), max_size=6))
def test_what_was_joined_comes_apart_again(candidates: list[tuple[str, str]]) -> None:
    srcset = ", ".join(f"{url} {descriptor}" for url, descriptor in candidates)
    assert list(addresses(srcset)) == [url for url, _ in candidates]


@given(st.text(alphabet="a, (\t)1xw", max_size=40))
def test_no_text_breaks_it_and_no_address_has_space_in_it(srcset: str) -> None:
    assert all(url and not set(url) & set(" \t,") - {","} for url in addresses(srcset))
