"""What lies where in an archive's folder.

Names only, and nothing is imported for them: commands that read the index need not load what fills it.
"""

from pathlib import Path


def index_of(home: Path) -> Path:
    """Return where the catalog of the archive in the folder `home` lies."""
    return home / "catalog.sqlite"


def fulltext_of(catalog: Path) -> Path:
    """Return where the full-text index of the catalog at `catalog` lies."""
    return catalog.with_name("fulltext.sqlite")


def annotations_of(catalog: Path) -> Path:
    """Return where the journal of notes, tags and saved searches beside the catalog at `catalog` lies."""
    return catalog.with_name("annotations.jsonl")


def former_index_of(catalog: Path) -> Path:
    """Return where archives had their index before there was a catalog; its numbers are taken over."""
    return catalog.with_name("index.sqlite")


def warcs_of(home: Path) -> Path:
    """Return the folder with the WARC files of the archive in the folder `home`."""
    return home / "warc"
