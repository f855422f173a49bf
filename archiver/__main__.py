"""`python -m archiver` and the `archiver` command."""

from archiver.cli import archiver


def main() -> None:
    """Run the command line and leave with its exit code."""
    archiver(prog_name="archiver")


if __name__ == "__main__":
    main()
