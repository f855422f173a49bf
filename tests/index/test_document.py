from archiver.index.document import Documents
from archiver.index.fulltext import COLUMNS
from archiver.language.streams import Analyser

ROW = {
    "id": 7,
    "title": "Die Häuser",
    "dek": "Was bleibt",
    "byline": "Anna Petrova",
    "text": "Das Haus steht in der Stadt.",
    "day": "2025-05",
    "captured_at": "2025-06-01T00:00:00+00:00",
    "language": "de-AT",
    "host": "example.org",
    "partial": 1,
    "access": None,
    "labels": 1,
}


def made(*blocks: tuple[str, str], **fields: object):
    return Documents(Analyser()).of(ROW | fields, blocks)


def column(name: str, **fields: object) -> list[str]:
    return made(**fields).columns[COLUMNS.index(name)].split()


def test_words_are_as_written_and_folded_each_in_its_column():
    assert column("text") == "das haus steht in der stadt".split()
    assert column("title") == ["die", "hauser"]
    assert column("dek") == ["was", "bleibt"]
    assert column("byline") == ["anna", "petrova"]


def test_stems_are_of_the_article_s_language_and_those_of_the_dek_are_with_the_text_s():
    assert column("title_stems") == ["haus"]
    assert column("stems", text="Viele Häuser.", dek="Alte Bäume") == ["viel", "haus", "alt", "baum"]


def test_a_language_is_a_primary_subtag_and_guessed_where_nobody_says():
    assert made().language == "de"
    english = "The house stands in the town, and it is not of the kind that they have on the hill."
    assert made(language=None, text=english).language == "en"
    assert made(language=None, text="7").language is None


def test_blocks_are_put_together_by_label_and_no_phrase_spans_two():
    document = made(("ad", "buy now"), ("body", "text"), ("related", "see also"), ("ad", "or never"))
    assert [(label, words) for label, words, _ in document.parts] == [
        ("related", "see also"),
        ("ad", "buy now ¶ or never"),
    ]


def test_what_an_article_is_stands_beside_its_words():
    document = made()
    assert document.row == (7, 20250500, 20250599, 1748736000, "de", 1, 1, document.digest)


def test_the_digest_tells_another_word_and_nothing_else():
    assert made().digest == made(day="2024", captured_at="2020").digest
    assert len({made().digest, made(title="Das Haus").digest, made(host="x").digest, made(labels=3).digest}) == 4
    assert made(("ad", "a"), ("ad", "b")).digest != made(("ad", "a b")).digest
    assert made().digest == made(("body", "what is in the text")).digest


def test_long_words_of_languages_that_write_them_as_one_leave_their_ends():
    assert made(text="Das Klimaschutzgesetz gilt.").tails == ("ztesegztuhcsamilk",)
    assert made(text="The climate legislation.", language="en").tails == ()
