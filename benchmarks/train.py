"""Train the model of judge/model.py on the corpora, and measure it on sites that it has not seen.

    python -m benchmarks.train FOLDER

The sites are dealt into five folds. For each a model is trained on the others and cleans the fold's pages, by the whole
pipeline: those are the figures. What is shipped, archiver/judge/model.json, is then trained on all pages; it records
the corpora's digests and the figures. Needs numpy, scipy and scikit-learn: the dependency group `train`.
"""

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import archiver
from archiver import ArchiverError
from archiver.judge.context import Context
from archiver.judge.evidence import Evidence
from archiver.judge.model import Estimate, Model, Seen, chance, look
from archiver.model import Page
from archiver.page.lineage import Lineage
from benchmarks.corpus import Case, cases, corpora, digest
from benchmarks.quality import Score

MODEL = Path(archiver.__file__).parent / "judge" / "model.json"
_FOLDS = 5
_C = 0.3  # the regressions' inverse regularisation
_NEWS = {"fundus-dev": 2.0}  # what the archive is for, and the fewest pages
_TOKEN = re.compile(r"\w+")
_RARE = 0.015  # smaller weights change nothing
_SECOND_LEVEL = frozenset("ac co com edu gov net org".split())


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: what the model sees of it, which blocks are text (None: not known), and where it is from."""

    corpus: str
    site: str
    seen: Seen
    truth: dict[int, bool | None]


@dataclass(frozen=True)
class _Recorder(Model):
    """Looks, and says nothing."""

    found: list[tuple[Page, Seen]] = field(default_factory=list)

    def estimate(self, page: Page, lineage: Lineage, evidence: Evidence) -> dict[int, Estimate]:
        self.found.append((page, look(page, lineage, evidence)))
        return {}


def site(case: Case) -> str:
    """Return the registered domain of a page, as far as that shows."""
    labels = (urlsplit(case.url or "").hostname or case.id).split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[-2:])


def fold(name: str) -> int:
    """Return the fold of a site."""
    return hashlib.sha256(name.encode()).digest()[0] % _FOLDS


def sample(job: tuple[str, Case]) -> Sample | None:
    """Look at one page."""
    corpus, case = job
    recorder = _Recorder({}, {})
    try:
        archiver.clean(case.html, url=case.url, model=recorder)
    except ArchiverError:
        return None
    if not recorder.found:
        return None
    page, seen = recorder.found[0]
    texts = {index: page.blocks[index].text for index in seen.rows}
    truth = _by_text(texts, case.text) if case.text is not None else _by_strings(texts, case)
    return Sample(corpus, site(case), seen, truth)


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _grams(text: str) -> list[tuple[str, ...]]:
    words = [word.lower() for word in _TOKEN.findall(text)]
    return [tuple(words[start : start + 4]) for start in range(len(words) - 3)]


def _by_text(texts: Mapping[int, str], reference: str) -> dict[int, bool | None]:
    """A block is text where the reference has most of its shingles, or, if it is short, has it as a line."""
    shingles, whole = set(_grams(reference)), _squeeze(reference)
    lines = {_squeeze(line) for line in reference.splitlines()}
    truth: dict[int, bool | None] = {}
    for index, text in texts.items():
        grams, squeezed = _grams(text), _squeeze(text)
        if len(grams) >= 5:
            share = sum(gram in shingles for gram in grams) / len(grams)
            truth[index] = None if 0.4 <= share < 0.6 else share >= 0.6
        elif squeezed and (squeezed in lines or (len(squeezed) >= 12 and squeezed in whole)):
            truth[index] = True
        else:
            truth[index] = None if squeezed in whole else False
    return truth


def _by_strings(texts: Mapping[int, str], case: Case) -> dict[int, bool | None]:
    must, mustnot = [_squeeze(one) for one in case.must], [_squeeze(one) for one in case.mustnot]
    truth: dict[int, bool | None] = {}
    for index, text in texts.items():
        squeezed = _squeeze(text)
        is_in = any(one and (one in squeezed or (len(squeezed) > 30 and squeezed in one)) for one in must)
        is_out = any(one and (one in squeezed or (len(squeezed) > 15 and squeezed in one)) for one in mustnot)
        truth[index] = True if is_in else False if is_out else None
    return truth


def _weights(one: Sample) -> list[float]:
    """Longer blocks count more, and a page's blocks together not in proportion to their number."""
    sizes = [min(60, max(2, one.seen.words[index])) ** 0.7 for index in one.truth]
    known = sum(size for size, is_text in zip(sizes, one.truth.values(), strict=True) if is_text is not None)
    return [_NEWS.get(one.corpus, 1.0) * size / (known + 1) ** 0.5 for size in sizes]


def regress(samples: Sequence[Sample], rows: Sequence[Mapping[int, list[str]]]) -> dict[str, float]:
    """Return the weights by feature of a logistic regression; "" has the constant."""
    columns: dict[str, int] = {}
    starts, found, wanted, sizes = [0], [], [], []
    for one, features in zip(samples, rows, strict=True):
        for (index, is_text), size in zip(one.truth.items(), _weights(one), strict=True):
            if is_text is not None:
                found += [columns.setdefault(name, len(columns)) for name in set(features[index])]
                starts.append(len(found))
                wanted.append(is_text)
                sizes.append(size)
    matrix = csr_matrix((np.ones(len(found), dtype=np.float32), found, starts), shape=(len(wanted), len(columns)))
    fitted = LogisticRegression(C=_C, max_iter=150).fit(matrix, wanted, sample_weight=sizes)
    return {"": float(fitted.intercept_[0]), **{name: float(fitted.coef_[0][at]) for name, at in columns.items()}}


def second_rows(one: Sample, first: Mapping[str, float]) -> dict[int, list[str]]:
    """Return the features at the second look, after a first one with the weights `first`."""
    odds = [0.0] * len(one.seen.words)
    for index, names in one.seen.rows.items():
        odds[index] = chance(first, names)
    context = Context(one.seen.words, odds)
    return {index: [*names, *context.of(index, one.seen.boxes[index])] for index, names in one.seen.rows.items()}


def train(samples: Sequence[Sample]) -> Model:
    """Train both looks. The second is trained on what first looks say of sites that they were not trained on."""
    rows: list[dict[int, list[str]]] = [{} for _ in samples]
    for part in range(_FOLDS):
        others = [one for one in samples if fold(f"inner {one.site}") != part]
        first = regress(others, [one.seen.rows for one in others])
        for at, one in enumerate(samples):
            if fold(f"inner {one.site}") == part:
                rows[at] = second_rows(one, first)
    first = regress(samples, [one.seen.rows for one in samples])
    return Model(rounded(first), rounded(regress(samples, rows)))


def rounded(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights as they are shipped."""
    return {name: round(weight, 2) for name, weight in weights.items() if abs(weight) >= _RARE or not name}


def _cleaned(job: tuple[Case, Model]) -> tuple[Case, str]:
    case, model = job
    try:
        return case, archiver.clean(case.html, url=case.url, model=model).text
    except ArchiverError:
        return case, ""


def measure(folder: Path, models: Sequence[Model], workers: int) -> dict[str, dict[str, float]]:
    """Return each corpus's figures where every page is cleaned with the model that has not seen its site."""
    figures = {}
    with Pool(workers) as pool:
        for corpus in corpora(folder):
            score = Score()
            jobs = ((case, models[fold(site(case))]) for case in cases(corpus))
            for case, text in pool.imap(_cleaned, jobs, chunksize=4):
                score.add(case, text)
            figures[corpus.name] = {name: round(value, 4) for name, value in score.figures().items()}
            figures[corpus.name]["empty"] = score.empty
            print(corpus.name, figures[corpus.name], flush=True)
    return figures


def gather(folder: Path, workers: int) -> list[Sample]:
    """Look at every page of the corpora."""
    jobs = ((corpus.name, case) for corpus in corpora(folder) for case in cases(corpus))
    with Pool(workers) as pool:
        return [one for one in pool.imap(sample, jobs, chunksize=4) if one is not None]


def merged(model: Model) -> dict[str, list[float]]:
    """Return both looks' weights by feature."""
    names: Iterable[str] = sorted({*model.first, *model.second})
    return {name: [model.first.get(name, 0.0), model.second.get(name, 0.0)] for name in names}


def write(path: Path, model: Model, about: Mapping[str, Any]) -> None:
    """Write the weights, one feature a line, so that changes can be read."""
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(pair)}" for name, pair in merged(model).items())
    path.write_text(f'{json.dumps(about)[:-1]},\n"weights": {{\n{lines}\n}}}}\n', encoding="utf-8")


def main() -> None:
    """Train, measure, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-figures", action="store_true", help="train only; keep no figures")
    options = parser.parse_args()
    samples = gather(options.folder, options.workers)
    print(f"{len(samples)} pages, {len({one.site for one in samples})} sites", Counter(one.corpus for one in samples))
    figures: dict[str, dict[str, float]] = {}
    if not options.no_figures:
        folds = [train([one for one in samples if fold(one.site) != part]) for part in range(_FOLDS)]
        figures = measure(options.folder, folds, options.workers)
    digests = {corpus.name: digest(corpus) for corpus in corpora(options.folder)}
    write(MODEL, train(samples), {"corpora": digests, "unseen sites": figures})
    print(f"{MODEL}: {MODEL.stat().st_size} bytes")


if __name__ == "__main__":
    main()
