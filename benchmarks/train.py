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
from archiver.judge.features import Seen, look
from archiver.judge.model import Estimate, Looks, Model, chances
from archiver.model import Page
from archiver.page.lineage import Lineage
from benchmarks.corpus import Case, cases, corpora, digest, unknown_sites
from benchmarks.quality import Score

MODEL = Path(archiver.__file__).parent / "judge" / "model.json"
_FOLDS = 5
_C = 0.3  # the regressions' inverse regularisation
_NEWS = {"fundus-dev": 2.0}  # what the archive is for, and the fewest pages
_TOKEN = re.compile(r"\w+")
_RARE = 0.015  # smaller weights change nothing
_ROUNDS = 150
_ON_NEWS = "on news: "
_ADDED = 0.5  # the size of a feature's double for pages of news
_SECOND_LEVEL = frozenset("ac co com edu gov net org".split())


Weights = dict[str, float]
"""By feature."""
Weighted = dict[str, list[float]]
"""By feature: its weight at the first and at the second look, and what is added to each on pages of news."""


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

    def estimate(
        self, page: Page, lineage: Lineage, evidence: Evidence, candidates: Iterable[int]
    ) -> dict[int, Estimate]:
        self.found.append((page, look(page, lineage, evidence, candidates)))
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
    nothing = Looks({}, {})
    recorder = _Recorder(nothing, nothing)
    try:
        archiver.clean(case.html, url=case.url, rulebook=unknown_sites(), model=recorder)
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


def regress(samples: Sequence[Sample], rows: Sequence[Mapping[int, Sequence[str]]]) -> tuple[Weights, Weights]:
    """Return the weights by feature of a logistic regression, and what is to be added to them on pages of news.

    The latter are features of their own, at half size: they have to be worth more to be taken. "" has the constant.
    """
    columns: dict[str, int] = {}
    starts, found, values, wanted, sizes = [0], [], [], [], []
    for one, features in zip(samples, rows, strict=True):
        for (index, is_text), size in zip(one.truth.items(), _weights(one), strict=True):
            if is_text is None:
                continue
            names = set(features[index])
            found += [columns.setdefault(name, len(columns)) for name in names]
            values += [1.0] * len(names)
            if one.seen.is_news:
                found += [columns.setdefault(_ON_NEWS + name, len(columns)) for name in names]
                values += [_ADDED] * len(names)
            starts.append(len(found))
            wanted.append(is_text)
            sizes.append(size)
    matrix = csr_matrix((np.array(values, dtype=np.float32), found, starts), shape=(len(wanted), len(columns)))
    fitted = LogisticRegression(C=_C, max_iter=_ROUNDS).fit(matrix, wanted, sample_weight=sizes)
    weights = {name: float(fitted.coef_[0][at]) for name, at in columns.items()}
    everywhere = {name: weight for name, weight in weights.items() if not name.startswith(_ON_NEWS)}
    on_news = {name[len(_ON_NEWS) :]: _ADDED * weight for name, weight in weights.items() if name.startswith(_ON_NEWS)}
    return {"": float(fitted.intercept_[0]), **everywhere}, on_news


def first_rows(one: Sample) -> dict[int, Sequence[str]]:
    """Return the features at the first look."""
    return {index: (*row.own, *row.shared.names) for index, row in one.seen.rows.items()}


def second_rows(one: Sample, everywhere: Weights, on_news: Weights) -> dict[int, Sequence[str]]:
    """Return the features at the second look, after a first one with these weights."""
    model = merged((everywhere, on_news), ({}, {}))
    context = Context(one.seen.words, chances((model.news if one.seen.is_news else model.general).first, one.seen))
    return {
        index: (
            *row.own,
            *row.shared.names,
            *context.shared(row.shared.boxes),
            *context.of(index, row.shared.boxes),
            *context.look(index, context.most(row.shared.boxes)),
        )
        for index, row in one.seen.rows.items()
    }


def train(samples: Sequence[Sample]) -> Weighted:
    """Train both looks. The second is trained on what first looks say of sites that they were not trained on."""
    rows = [first_rows(one) for one in samples]
    second: list[dict[int, Sequence[str]]] = [{} for _ in samples]
    for part in range(_FOLDS):
        inside = [fold(f"inner {one.site}") == part for one in samples]
        others = [at for at, is_in in enumerate(inside) if not is_in]
        first = regress([samples[at] for at in others], [rows[at] for at in others])
        for at, one in enumerate(samples):
            if inside[at]:
                second[at] = second_rows(one, *first)
    return table(regress(samples, rows), regress(samples, second))


def table(first: tuple[Weights, Weights], second: tuple[Weights, Weights]) -> Weighted:
    """Return the weights by feature as they are shipped: without those that change nothing."""
    looks = (first[0], second[0], first[1], second[1])
    found: Weighted = {}
    for name in sorted({name for weights in looks for name in weights}):
        some = [_shipped(weights.get(name, 0.0)) for weights in looks]
        while some and not some[-1]:
            some.pop()
        if some:
            found[name] = some
    return found


def _shipped(weight: float) -> float:
    return round(weight, 2) if abs(weight) >= _RARE else 0


def merged(first: tuple[Weights, Weights], second: tuple[Weights, Weights]) -> Model:
    """Return the model with these weights, not rounded."""
    looks = (first[0], second[0], first[1], second[1])
    names = {name for weights in looks for name in weights}
    return Model.of({name: [weights.get(name, 0.0) for weights in looks] for name in names})


def _cleaned(job: tuple[Case, Model]) -> tuple[Case, str]:
    case, model = job
    try:
        return case, archiver.clean(case.html, url=case.url, rulebook=unknown_sites(), model=model).text
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


def write(path: Path, weights: Weighted, about: Mapping[str, Any]) -> None:
    """Write the weights, one feature a line, so that changes can be read."""
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(some)}" for name, some in weights.items())
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
        seen = [[one for one in samples if fold(one.site) != part] for part in range(_FOLDS)]
        folds = [Model.of(train(part)) for part in seen]
        figures = measure(options.folder, folds, options.workers)
    digests = {corpus.name: digest(corpus) for corpus in corpora(options.folder)}
    write(MODEL, train(samples), {"corpora": digests, "unseen sites": figures})
    print(f"{MODEL}: {MODEL.stat().st_size} bytes")


if __name__ == "__main__":
    main()
