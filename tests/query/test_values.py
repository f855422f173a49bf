import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import ArchiverError, StoreError
from archiver.labels import LABELS
from archiver.query.language import language
from archiver.query.values import date, dates, host, labels


@pytest.mark.parametrize("text", ["2025", "2025-05", "2025-05-28", "2024-02-29"])
def test_a_date_is_as_exact_as_it_is_given(text: str):
    assert date(text) == text
    assert dates(text) == (text, text)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2025-13", "2025-02-30", "25", "2025-5-1", "0000", "２０２５", "2025-05-28T10", "2025\n"]
)
def test_what_is_no_date_is_refused(text: str):
    with pytest.raises(StoreError, match="is not a date; write 2025, 2025-05 or 2025-05-28"):
        date(text)


@pytest.mark.parametrize(("text", "found"), [
    ("2025-01..2025-03", ("2025-01", "2025-03")),
    ("..2025", (None, "2025")),
    ("2025..", ("2025", None)),
    ("2025..2025-03", ("2025", "2025-03")),
    ("2025..2025", ("2025", "2025")),
])  # fmt: skip
def test_a_range_may_be_open_at_one_end(text: str, found: tuple[str | None, str | None]):
    assert dates(text) == found


@pytest.mark.parametrize("text", ["..", "…", "2025...2026", "2026..2025", "2025-05..2025-04", "2025..x", ""])
def test_what_is_no_range_is_refused(text: str):
    with pytest.raises(StoreError, match=r"is not a date|is no range of dates|ends before it begins"):
        dates(text)


@pytest.mark.parametrize(("text", "found"), [
    ("themoscowtimes.com", "themoscowtimes.com"),
    ("www.TheMoscowTimes.com", "themoscowtimes.com"),
    ("https://www.themoscowtimes.com:8080/section?x", "themoscowtimes.com"),
    ("ru.themoscowtimes.com.", "ru.themoscowtimes.com"),
    ("*.example.org", "example.org"),
    (".example.org", "example.org"),
    ("www.www.example.org", "example.org"),
    ("münchen.example", "xn--mnchen-3ya.example"),
    ("com", "com"),
    ("localhost", "localhost"),
    ("[::1]", "::1"),
    ("::1", "::1"),
])  # fmt: skip
def test_a_site_is_a_host(text: str, found: str):
    assert host(text) == found


@pytest.mark.parametrize("text", ["", " ", "//", "a b", "[", "\udcff", ".", "*.", "ftp://example.org"])
def test_what_is_no_site_is_refused(text: str):
    with pytest.raises(StoreError, match="is not a site; give a host"):
        host(text)


@given(
    st.text() | st.lists(st.sampled_from(["www.", "*.", ".", "a", "[", "]", ":", "1", "/", "@", "%", "ß"])).map("".join)
)
def test_law_a_host_that_was_read_is_read_as_itself(text: str):
    try:
        found = host(text)
    except ArchiverError as error:
        assert isinstance(error, StoreError)
    else:
        assert host(found) == found


@pytest.mark.parametrize(("text", "code"), [
    ("de", "de"), ("DE", "de"), ("German", "de"), ("de-AT", "de"), ("zh_Hant", "zh"), ("persian", "fa"),
    ("Northern Sami", "se"), ("bokmål", "nb"),
])  # fmt: skip
def test_a_language_has_a_code_and_an_english_name(text: str, code: str):
    assert language(text) == code


@pytest.mark.parametrize("text", ["", "xx", "deu", "Klingon", "german-at", "-", "d"])
def test_what_is_no_language_is_refused(text: str):
    with pytest.raises(StoreError, match="is no language"):
        language(text)


@pytest.mark.parametrize("label", LABELS)
def test_every_label_goes_by_its_name(label: str):
    assert labels(label) == (label,)
    assert labels(label.upper()) == (label,)
