"""How a saved text without markup is cut into paragraphs."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from archiver.page.decode import strip_controls
from archiver.page.inline import normalise_space
from archiver.page.plaintext import segment_text

LONG = "the ferry has crossed the sound in every winter since the year 1911 and carried".split()


def texts(text: str) -> list[str]:
    return [block.text for block in segment_text(text)]


def wrapped(width: int, words: list[str]) -> str:
    lines, line = [], ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


@given(st.text(max_size=300))
def test_the_words_of_all_blocks_are_the_words_of_the_text(text: str) -> None:
    saved = strip_controls(text)  # as every document is before it is cut
    assert " ".join(texts(saved)) == normalise_space(saved)


@given(st.text(alphabet="ab <>&\"'\n", max_size=100))
def test_a_block_s_html_is_its_text_escaped(text: str) -> None:
    for index, block in enumerate(segment_text(text)):
        assert "<" not in block.html and unescape(block.html) == block.text
        assert (block.index, block.tag, block.link_density, block.hidden) == (index, "p", 0.0, False)


def test_a_blank_line_parts_paragraphs_and_so_does_a_single_line_break() -> None:
    assert texts("One.\n\n \t\nTwo.\nThree.\r\nFour.\rFive.") == ["One.", "Two.", "Three.", "Four.", "Five."]


def test_the_lines_of_a_hard_wrapped_paragraph_are_joined_again() -> None:
    first, second = LONG * 4, ["Its", *LONG * 3]
    assert texts(f"{wrapped(72, first)}\n\n{wrapped(72, second)}\n") == [" ".join(first), " ".join(second)]


def test_one_line_a_paragraph_is_no_hard_wrapping() -> None:
    paragraphs = [" ".join(LONG * length) for length in (2, 3, 1, 4, 2)]
    assert texts("\n".join(paragraphs)) == paragraphs


def test_short_lines_of_all_widths_are_no_hard_wrapping() -> None:
    lines = ["Ferries", "Timetables and fares for the winter", "Contact", "How to find the quay", "Imprint"]
    assert texts("\n".join(lines)) == lines


def test_a_paragraph_says_for_people_where_it_stands() -> None:
    assert [block.path for block in segment_text("a\n\nb")] == ["paragraph 1", "paragraph 2"]


def test_an_empty_text_has_no_blocks() -> None:
    assert segment_text(" \n\n ") == ()
