"""A small archive of several sites and years: for the commands that count."""

from pathlib import Path

from archiver.folder import index_of
from archiver.index.store import Store
from tests.index.samples import article, capture

GAZETTE, COURIER, CYRILLIC = "gazette.example", "courier.example", "xn--h1ahn.example"

# day, host, language, text, whether a paywall stands at the end
ARTICLES = (
    ("2023-01-10", GAZETTE, "en", "The ferry sails. The harbour is calm.", False),
    ("2023-01-20", GAZETTE, "en", "No ferries today, the council says.", False),
    ("2023-02-01", GAZETTE, "en", "Peace memorandum signed in the harbour.", False),
    ("2023-05-01", GAZETTE, "en", "The memorandum of peace was torn.", True),
    ("2023-05-02", COURIER, "en-GB", "A ferry came late.", False),
    ("2023", COURIER, "en-GB", "The ferry of the year.", False),
    ("2023-05", COURIER, None, "The month of the ferry.", False),
    ("2024-03-05", CYRILLIC, "ru", "Паром пришёл, и мир подписан.", False),
)


def make(home: Path) -> Path:
    """Fill an archive with `ARTICLES`, numbered from 1."""
    with Store.open(index_of(home), create=True) as store:
        for number, (day, host, language, text, walled) in enumerate(ARTICLES, start=1):
            url = f"https://{host}/{number}"
            around = [("navigation", "Home News Sport"), *([("paywall", "Subscribe to read on")] if walled else [])]
            blocks = (around[0], text, *around[1:])
            found = article(*blocks, url=url, published=day, language=language, title="News")
            store.add(capture(str(number), url), "article", found)
    return home
