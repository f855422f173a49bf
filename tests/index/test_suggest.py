import pytest

from archiver.index.store import Store
from archiver.index.suggest import meant, near
from tests.index.samples import article, capture

TEXTS = (
    "The memorandum of the ministry was published.",
    "Memorandum on peace, and the ministry.",
    "Memoranda are many; talks about Kharkiv go on.",
    "Die Bundesregierung verhandelt in Zürich.",
    "Переговоры в Москве продолжаются.",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(tmp_path_factory.mktemp("home") / "catalog.sqlite", create=True) as store:
        with store.together():
            for name, text in enumerate(TEXTS):
                address = f"https://example.org/{name}"
                store.add(capture(str(name), address), "saved", article(text, url=address))
        store.catch_up()
        yield store


@pytest.mark.parametrize(("typed", "first"), [
    ("memorandm", "memorandum"),
    ("memornadum", "memorandum"),
    ("mmeorandum", "memorandum"),
    ("xmemorandum", "memorandum"),
    ("minstry peace", "ministry peace"),
    ("title:x OR minstry", None),
    ("bundesregirung", "bundesregierung"),
    ("zurihc", "zurich"),
    ("перегаворы", "переговоры"),
    ("kharkov", "kharkiv"),
    ("minstry -peace lang:en", "ministry NOT peace lang:en"),
])  # fmt: skip
def test_a_word_that_is_in_no_article_has_one_that_may_be_meant(store: Store, typed: str, first: str | None):
    assert (meant(store, typed) or (None,))[0] == first


@pytest.mark.parametrize(
    "typed", ["memorandum", "ministries", "xq", "qqqqqqq", "minstry qqqqqqq", '"minstry"', "minstr*", ""]
)
def test_nothing_is_meant_where_all_is_known_or_nothing_is_like_it(store: Store, typed: str):
    assert meant(store, typed) == ()


def test_of_several_words_equally_near_the_one_in_most_articles_comes_first(store: Store):
    assert near(store.engine, "memorandim") == ["memorandum", "memoranda"]
    assert near(store.engine, "memorand")[:2] == ["memoranda", "memorandum"]
    assert len(near(store.engine, "memorand")) <= 3
