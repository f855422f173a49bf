"""The article that this project was made for, saved as plain text. It is somebody else's, so it is not in the project:
the folder with it is named by ARCHIVER_EXAMPLES, and what must come out is known by its digest only."""

import hashlib
import os
from pathlib import Path

import pytest

import archiver
from archiver import Rulebook
from archiver.archive import Archive
from archiver.intake import bring_in
from archiver.rules.book import shipped_rules

FOLDER = os.environ.get("ARCHIVER_EXAMPLES")
FILE = "moscow-times-2025-05-28.txt"
BODY = "e116eb6471da80f9a375fd6e95f5550065e2f9a862650ed2245a30edb4fe2d95"
"""SHA-256 of the ten paragraphs, with a blank line between them."""

pytestmark = pytest.mark.skipif(not FOLDER, reason="ARCHIVER_EXAMPLES names no folder with the example")


@pytest.mark.parametrize("rulebook", [shipped_rules(), shipped_rules().without_sites()], ids=["all", "no sites"])
def test_ten_paragraphs_come_out_in_order_and_nothing_else(rulebook: Rulebook) -> None:
    text = Path(str(FOLDER), FILE).read_text(encoding="utf-8")
    article = archiver.clean_text(text, rulebook=rulebook)
    assert article.text.count("\n\n") == 9
    assert hashlib.sha256(article.text.encode()).hexdigest() == BODY
    named = {block.text: verdict.label for block, verdict in article.residue}
    assert {"fundraising", "newsletter", "related", "mirror"} <= set(named.values())
    assert named["OSZAR »"] == "mirror"


@pytest.mark.parametrize("rulebook", [shipped_rules(), shipped_rules().without_sites()], ids=["all", "no sites"])
def test_imported_into_an_archive_the_same_ten_are_indexed(rulebook: Rulebook, tmp_path: Path) -> None:
    archive = Archive(tmp_path, rulebook)
    url = "https://www.themoscowtimes.com/2025/05/28/story"
    (imported,) = bring_in(archive, [Path(str(FOLDER), FILE)], url)
    assert (imported.outcome, imported.id, imported.url) == ("article", 1, url)
    for _ in range(2):
        stored = archive.article(1)
        assert hashlib.sha256(stored.article.text.encode()).hexdigest() == BODY
        assert archive.cleaned_anew(stored).text == stored.article.text
        list(archive.rebuild())
