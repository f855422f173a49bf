import pytest

from tests.language.recall import Index, Question, data, documents, questions


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(documents())


@pytest.fixture(scope="module")
def index_by_language() -> Index:
    return Index(documents(), by_language=True)


ALL = list(questions())


@pytest.mark.parametrize("question", ALL, ids=lambda question: f"{question.language}-{question.query}")
def test_a_query_finds_what_it_must_and_not_what_it_must_not(index: Index, question: Question):
    found = index.find(question.query)
    assert question.must <= found
    assert not question.must_not & found


@pytest.mark.parametrize("question", ALL, ids=lambda question: f"{question.language}-{question.query}")
def test_stems_of_a_text_s_own_language_are_enough(index_by_language: Index, question: Question):
    found = index_by_language.find(question.query)
    assert question.must <= found
    assert not question.must_not & found


def test_among_the_texts_of_its_language_a_query_finds_nothing_else(index: Index):
    for question in ALL:
        own = {name for name in index.find(question.query) if name.startswith(f"{question.language}.")}
        assert own <= question.must, question.query


def test_the_set_is_large_enough_to_mean_something():
    assert len(data()) >= 20
    assert all(len(part["queries"]) >= 10 for part in data().values())


def test_the_tokenizer_takes_tokens_as_they_are_prepared(index: Index):
    """FTS5's `ascii` parts tokens at ASCII's signs alone, and has no other idea of a letter than ours."""
    index.db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(f, instance)")
    terms = {term for (term,) in index.db.execute("SELECT DISTINCT term FROM terms")}
    assert {"東京", "обєкт", "klimaschutzgesetz", "น้", "हिन्दी"} <= terms
