"""Names are parted only where it is sure which part is the family's."""

import pytest

from archiver.cite.name import Name, name_of


@pytest.mark.parametrize(("text", "given", "family"), [
    ("Anna Petrova", "Anna", "Petrova"),
    ("John F. Kennedy", "John F.", "Kennedy"),
    ("Jean-Luc O'Brien", "Jean-Luc", "O'Brien"),
    ("Émile Zoła", "Émile", "Zoła"),
    ("Mary Smith-Jones", "Mary", "Smith-Jones"),
    ("Ewan McGregor", "Ewan", "McGregor"),
])  # fmt: skip
def test_a_given_name_and_one_more_word_are_parted(text: str, given: str, family: str):
    name = name_of(text, "en")
    assert name == Name(family=family, given=given)
    assert (name.whole, name.turned) == (text, f"{family}, {given}")


@pytest.mark.parametrize("text", [
    "Анна Петрова", "محمد علي", "山田太郎", "김 철수", "Ἀριστοτέλης Ὠνάσης",
    "Xi Jinping", "Nguyen Van", "Kim Jong", "Wang Fang",
    "Gabriel García Márquez", "Mary Anne Smith", "Ursula von der Leyen", "Vincent van Gogh", "Martin King Jr.",
    "Madonna", "J. K. Rowling", "Joko", "anna petrova", "ANNA PETROVA", "A. Petrova",
    "Amnesty International", "Associated Press", "Harbour Commission", "News Desk", "Editorial Board", "AFP", "Reuters",
    "Human Rights Watch", "Senior Editor", "Ministry of Trade, Work and Housing", "Meduza", "Petrova, Anna", "",
])  # fmt: skip
def test_anything_else_stays_whole(text: str):
    name = name_of(text, "en")
    assert name == Name(literal=text)
    assert name.whole == name.turned == text


@pytest.mark.parametrize("language", ["hu", "zh-CN", "ja", "vi", "is", "id", None, ""])
def test_so_does_every_name_where_the_languages_names_are_otherwise_or_the_language_is_not_known(language: str | None):
    assert name_of("Viktor Nemeth", language) == Name(literal="Viktor Nemeth")


def test_spaces_in_a_name_are_single():
    assert name_of(" Anna \n Petrova ", "de-DE") == Name(family="Petrova", given="Anna")
