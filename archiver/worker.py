"""A process that appraises captures by one rulebook.

How values go to it and come back is in `process.py`; how captures are dealt out, and what is done about a process that
dies, in `workers.py`.
"""

from collections.abc import Callable, Sequence
from typing import Final

from archiver.appraisal import Appraisal, appraise
from archiver.model import Capture
from archiver.process import Process, serve
from archiver.rules.book import Rulebook

_HERE: Final = __name__


class Worker(Process[Sequence[Capture], list[Appraisal]]):
    """One process, which appraises by the rules of `rulebook` and answers in the order in which it was asked.

    It is given lists of captures; what comes of each is a list of appraisals.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(_HERE, rulebook)


def work() -> None:
    """Be a worker, until nobody asks any more."""
    serve(_appraiser)


def _appraiser(rulebook: Rulebook) -> Callable[[Sequence[Capture]], list[Appraisal]]:
    return lambda captures: [appraise(capture, rulebook) for capture in captures]
