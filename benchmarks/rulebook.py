"""What many rule files cost: to load, and per page that is cleaned.

    python -m benchmarks.rulebook [FILES ...]

Makes as many files of rules for invented sites as are asked for (10, 1,000 and 10,000 else), beside the shipped ones,
and cleans the same page under each, as of a site that has rules of its own and of one that has none. Prints a table and
the machine; times are the least of several passes.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from archiver import clean
from archiver.page.decode import parse
from archiver.rules.book import Rulebook
from archiver.rules.load import builtin_folder, load_folder
from archiver.rules.traits import Traits
from benchmarks.corpus import machine

_FILE = """schema = 1
id = "site{0}.example"
name = "Site {0}"
[match]
hosts = ["site{0}.example", "*.site{0}.example"]
[[layout]]
id = "site{0}/all"
body = [".story-{0}"]
title = ["h1.title"]
[[layout.remove]]
id = "site{0}/appeal"
label = "fundraising"
css = ".appeal-{0}, #support-{0} .box"
guard = {{ max_words = 300 }}
"""
_TEXT = "<p>The ferry left the harbour at dawn, with only its crew, and came back before the fog had lifted.</p>" * 60
_PAGE = f"""<html><head><title>Ferry</title></head><body><nav>{"<a href=/>News</a> " * 40}</nav>
<article><h1 class="title">Ferry</h1><div class="story-1">{_TEXT}<p class="appeal-1">Please give.</p></div></article>
</body></html>"""
_PASSES = 15


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=int, default=[10, 1_000, 10_000])
    print(machine())
    print(
        f"{'files':>7}  {'load ms':>8}  {'choose and find ms':>18}  {'clean, known ms':>15}  {'clean, unknown ms':>17}"
    )
    for count in parser.parse_args().files:
        with tempfile.TemporaryDirectory() as folder:
            _row(count, Path(folder))


def _row(count: int, folder: Path) -> None:
    (folder / "sites").mkdir()
    for number in range(count):
        (folder / "sites" / f"{number}.toml").write_text(_FILE.format(number), encoding="utf-8")
    started = time.perf_counter()
    book = Rulebook.of([*load_folder(folder), *load_folder(builtin_folder())])
    loaded = time.perf_counter() - started
    tree = parse(_PAGE)
    times = (
        _least(lambda: book.choose("https://site1.example/a", tree, traits=Traits(tree))),
        _least(lambda: clean(_PAGE, "https://site1.example/a", rulebook=book)),
        _least(lambda: clean(_PAGE, "https://none.example/a", rulebook=book)),
    )
    print(
        f"{count:>7,}  {loaded * 1e3:>8.0f}  {times[0] * 1e3:>18.3f}  {times[1] * 1e3:>15.2f}  {times[2] * 1e3:>17.2f}"
    )


def _least(do: Callable[[], object]) -> float:
    times = []
    for _ in range(_PASSES):
        started = time.perf_counter()
        do()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
