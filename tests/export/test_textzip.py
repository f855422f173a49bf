"""Plain texts in a ZIP file, with a table of what is in it."""

import csv
import hashlib
import io
import zipfile

from tests.export.samples import exported, written


def opened(data: bytes) -> zipfile.ZipFile:
    package = zipfile.ZipFile(io.BytesIO(data))
    assert package.testzip() is None
    return package


def test_a_text_stands_below_a_header_of_its_facts():
    package = opened(
        written("zip-of-text", exported(dek="Of two\nlines"), fields="title,dek,byline,original_url,payload_digest")
    )
    assert package.namelist() == ["texts/000001 Tide tables 1.txt", "manifest.csv"]
    assert package.read("texts/000001 Tide tables 1.txt").decode() == (
        "Title: Tide tables 1\nUnder the headline: Of two lines\nBy: Anna Petrova, Ivo Tress\n"
        "Address: https://news.example/1\nPayload digest: sha1:AAAA\n\nThe tables are out.\n\nThey differ.\n"
    )


def test_the_manifest_names_each_file_its_record_and_its_digest():
    package = opened(written("zip-of-text", exported(1), exported(2, title="Приливы")))
    rows = list(csv.DictReader(io.StringIO(package.read("manifest.csv").decode(), newline="")))
    assert [row["file"] for row in rows] == package.namelist()[:-1]
    for row in rows:
        assert row["sha256"] == hashlib.sha256(package.read(row["file"])).hexdigest()
    assert (rows[1]["id"], rows[1]["title"], rows[1]["warc_offset"]) == ("2", "Приливы", "1024")


def test_articles_of_one_title_are_files_of_different_names_in_the_order_of_the_search():
    names = opened(written("zip-of-text", *(exported(number, title="Same") for number in (9, 2, 5)))).namelist()
    assert names == ["texts/000009 Same.txt", "texts/000002 Same.txt", "texts/000005 Same.txt", "manifest.csv"]


def test_entries_have_the_time_of_the_capture_and_the_same_articles_make_the_same_bytes():
    data = written("zip-of-text", exported(1), exported(2))
    assert opened(data).infolist()[0].date_time == (2025, 5, 29, 10, 11, 12)
    assert opened(data).infolist()[-1].date_time == (2025, 5, 30, 10, 11, 12)
    assert data == written("zip-of-text", exported(1), exported(2))


def test_a_capture_of_a_time_that_a_zip_file_cannot_tell_does_not_stop_it():
    from dataclasses import replace
    from datetime import UTC, datetime

    old = replace(exported(), captured_at=datetime(1971, 1, 1, tzinfo=UTC))
    assert opened(written("zip-of-text", old)).infolist()[0].date_time[0] == 1980
