"""Fuzz target: `archiver.clean` on any bytes, held against laws.py. Runs under atheris, and without it.

python -m tests.fuzz.fuzz_clean --seconds 600            # pages made from the tests' own
python -m tests.fuzz.fuzz_clean --seed 123456            # one of them again
python -m tests.fuzz.fuzz_clean --atheris -runs=1000000  # under atheris, where that is installed
"""

import argparse
import sys
import time
import traceback
from random import SystemRandom

from tests.fuzz import laws, mutations


def TestOneInput(data: bytes) -> None:  # noqa: N802  # the name that atheris and OSS-Fuzz ask for
    """Raise whatever is wrong with the cleaning of `data`."""
    laws.check(data)


def run(seconds: float, first: int) -> int:
    """Clean pages for `seconds`, seeds from `first` on; print those that break a law, and return how many did."""
    pages, failed, seed, end = mutations.seeds(), 0, first, time.monotonic() + seconds
    kinds: set[str] = set()
    while time.monotonic() < end:
        try:
            TestOneInput(mutations.page(seed, pages))
        except Exception:
            failed += 1
            said = traceback.format_exc()
            kind = "".join(said.splitlines()[-4:])
            print(f"--seed {seed}\n{said if kind not in kinds else said.splitlines()[-1]}", flush=True)
            kinds.add(kind)
        seed += 1
    print(f"{seed - first} pages, seeds from {first} on: {failed} broke a law")
    return failed


def main() -> None:
    """Fuzz, or run one seed again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--first", type=int, help="the first seed (default: a random one)")
    parser.add_argument("--seed", type=int, help="clean the page of this seed only")
    parser.add_argument("--atheris", action="store_true", help="run under atheris, with its options")
    options, others = parser.parse_known_args()
    if options.atheris:
        return _atheris(others)
    if options.seed is not None:
        return TestOneInput(mutations.page(options.seed, mutations.seeds()))
    first = options.first if options.first is not None else SystemRandom().randrange(1 << 40)
    sys.exit(run(options.seconds, first) > 0)


def _atheris(options: list[str]) -> None:
    import atheris  # type: ignore[import-not-found, unused-ignore]

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *options], TestOneInput)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
