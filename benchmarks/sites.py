"""What the rules of single sites are worth: the pages of sites that have some, cleaned with them and without.

    python -m benchmarks.sites FOLDER

FOLDER holds corpora with whole reference texts. A page is "worse" where its word F1 with the rules is lower by more
than 0.001. These rules were written with such pages in view: the figures say that they do what they were made for, not
what they do on others. Prints the machine, a line a corpus, and a line for each page that is worse.
"""

import argparse
from pathlib import Path
from statistics import mean

import archiver
from archiver.rules.book import shipped_rules
from benchmarks.corpus import Case, cases, corpora, machine, unknown_sites
from benchmarks.quality import word_f1

_LESS = 0.001


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    print(machine())
    print(f"{'corpus':<20} {'pages':>5} {'without':>8} {'with':>8} {'better':>6} {'worse':>6} {'unexplained':>11}")
    for folder in corpora(parser.parse_args().folder):
        rows = [row for case in cases(folder) if case.text is not None and (row := _row(case))]
        if not rows:
            continue
        worse = [(name, before, after) for name, before, after, _ in rows if after < before - _LESS]
        better = sum(after > before + _LESS for _, before, after, _ in rows)
        figures = mean(row[1] for row in rows), mean(row[2] for row in rows)
        print(
            f"{folder.name:<20} {len(rows):>5} {figures[0]:>8.4f} {figures[1]:>8.4f} {better:>6} {len(worse):>6}",
            end="",
        )
        print(f" {sum(row[3] for row in rows):>11}")
        for name, before, after in worse:
            print(f"  {name}: {before:.4f} → {after:.4f}")


def _row(case: Case) -> tuple[str, float, float, int] | None:
    """The page's name, its F1 without and with the rules of its site, and the removed blocks without a reason; None
    where its site has none."""
    book = shipped_rules()
    if not any(one.pack.is_of_a_site for one in book.choose(case.url, None)):
        return None
    plain = archiver.clean(case.html, url=case.url, rulebook=unknown_sites())
    ruled = archiver.clean(case.html, url=case.url, rulebook=book)
    unexplained = sum(not (verdict.by and verdict.because) for _, verdict in ruled.residue)
    wanted = case.text or ""
    return case.id, word_f1(plain.text, wanted), word_f1(ruled.text, wanted), unexplained


if __name__ == "__main__":
    main()
