"""The questions of tests/language/recall.toml, put to an archive that holds its texts in all languages."""

from collections.abc import Iterator

import pytest

from archiver.index.engine import ENGINES
from archiver.index.fts5 import shards
from archiver.index.search import search
from archiver.index.store import Store
from tests.index.samples import article, capture
from tests.language.recall import Question, documents, questions


@pytest.fixture(scope="module", params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("home") / "catalog.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SIZE", 50)
        with Store.replacing(path) as store:
            store.choose_engine(request.param)
            with store.together():
                for number, (name, (language, text)) in enumerate(documents().items()):
                    address = f"https://example.org/{name}"
                    day = f"{2000 + number % 20}-05-28"
                    one = article(text, url=address, language=language, published=day)
                    store.add(capture(name, address), "saved", one)
    with Store.open(path, create=False) as store, store.searching():
        yield store


@pytest.mark.parametrize("question", [*questions()], ids=lambda one: f"{one.language} {one.query}")
def test_every_form_is_found_and_no_other_word(store: Store, question: Question):
    found = search(store, question.query, limit=1000, expand=True)
    names = {(hit.url or "").removeprefix("https://example.org/") for hit in found.hits}
    assert question.must <= names
    assert not question.must_not & names
    assert found.total == len(names)
