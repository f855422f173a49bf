"""`python -m archiver` and the `archiver` command."""

import io
import sys

from archiver.cli import archiver


def main() -> None:
    """Run the command line and leave with its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Not every terminal or pipe can take every letter: a text must not break off at one that it cannot.
        sys.stdout.reconfigure(errors="backslashreplace")
    archiver(prog_name="archiver")


if __name__ == "__main__":
    main()
