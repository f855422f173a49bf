"""What lies where in an archive's folder.

Names only, and nothing is imported for them: commands that read the index need not load what fills it.
"""

from pathlib import Path


def index_of(home: Path) -> Path:
    """Return where the index of the archive in the folder `home` lies."""
    return home / "index.sqlite"


def warcs_of(home: Path) -> Path:
    """Return the folder with the WARC files of the archive in the folder `home`."""
    return home / "warc"
