"""A small archive in which one article was changed twice: for the commands that show versions and what changed."""

from datetime import UTC, datetime
from pathlib import Path

from archiver.folder import index_of
from archiver.index.store import Store
from tests.index.samples import article, capture

URL = "https://news.example/2025/05/28/ferry"
UNCHANGED = [f"Paragraph {word} of the story says what was known at the time." for word in "one two three four".split()]
OLD = "The council said on Monday that the ferry to Gannet Point would run again from June, for the first time."
NEW = "The council said on Tuesday that the ferry to Gannet Point would run again from July, for the first time."
GONE = "Tickets are sold on board only."
CAME = "船票在码头出售，儿童免费乘船，学生半价。"
CORRECTION = "Correction: an earlier version of this article gave the wrong month."


def make(home: Path) -> Path:
    """Fill an archive: 1 the article, 2 as it was changed, with a correction, 3 the same again, 4 another one."""
    first = article(*UNCHANGED, OLD, GONE, url=URL, title="Ferry to run again", published="2025-05-28")
    second = article(*UNCHANGED, NEW, CAME, ("correction", CORRECTION), url=URL, title="Ferry to run in July",
                     published="2025-05-28")  # fmt: skip
    other = article("Another story.", url="https://news.example/other", title="Other")
    with Store.open(index_of(home), create=True) as store:
        for number, (day, found) in enumerate(((1, first), (2, second), (3, second), (4, other)), start=1):
            time = datetime(2025, 6, day, 10, tzinfo=UTC)
            store.add(capture(str(number), found.url or "", time), "article", found)
    return home
