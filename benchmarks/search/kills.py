"""Kills whatever writes to the index at random moments, and looks whether anything is lost, doubled or broken.

    python -m benchmarks.search.kills --points 100

Pages come in from a file, WARC files are indexed, the index is made anew, articles are tagged and noted upon: each in a
process that is killed (`kill -9`) at some moment, or between two of its steps; with --steps, between any two of them.
What must be true then is in `ordeal.py`; what becomes of WARC files, on a full disk and after a power cut too, in
`benchmarks/durability.py`.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from archiver.index.engine import ENGINES
from benchmarks.search.ordeal import Ordeal

_EACH: Final = 10  # kills of one archive; then a new one is begun, for a check looks at all of it


def main() -> None:
    """Print what was done and what was found wrong, as one JSON object; leave with 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=100, help="how often to kill (default: 100)")
    parser.add_argument("--steps", action="store_true", help="instead, kill once before each step of each way to write")
    parser.add_argument("--engine", choices=ENGINES, default="fts5", help="that keeps the words (default: fts5)")
    parser.add_argument("--seed", type=int, default=None, help="of the random moments")
    options = parser.parse_args()
    chance, counts, wrong = random.Random(options.seed), Counter[str](), list[str]()
    begun, left = time.monotonic(), options.points
    with tempfile.TemporaryDirectory() as folder:
        while left > 0:
            ordeal = Ordeal(Path(folder) / str(left), chance, counts, options.engine)
            ordeal.begin()
            if options.steps:
                ordeal.kill_at_each_step()
                left = 0
            for _ in range(min(left, _EACH)):
                ordeal.kill()
            ordeal.close()
            left -= _EACH
            wrong += ordeal.wrong
    print(json.dumps({**counts, "seconds": round(time.monotonic() - begun, 1), "wrong": wrong}, ensure_ascii=False))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
