"""A process of one's own for something that is to be killed (`kill -9`): after some time, or before its n-th step.

A step is whatever Python changes about the files in one folder: opening them to write, renaming, removing. A moment
between two of them lasts some microseconds, and chance would hardly ever hit it; what SQLite does, time alone can hit.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

_STEPS: Final = frozenset({"os.remove", "os.rename", "os.mkdir", "os.rmdir", "sqlite3.connect"})
_WRITING: Final = os.O_WRONLY | os.O_RDWR

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Course:
    """How an act goes where nobody disturbs it: how many seconds it takes, and how many steps."""

    seconds: float
    steps: int


@dataclass(frozen=True, slots=True)
class Death:
    """When to kill: before this step, or after these seconds where it is None."""

    seconds: float
    step: int | None

    def __str__(self) -> str:
        return f"killed after {self.seconds:.3f} s" if self.step is None else f"killed before step {self.step}"


def undisturbed(act: Act, folder: Path) -> Course:
    """Let `act` happen; return how it went. Raises RuntimeError where it failed."""
    reading, writing = os.pipe()
    begun = time.monotonic()
    pid = _fork(act, folder, writing, None)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        steps = len(pipe.read())
    if status := os.waitpid(pid, 0)[1]:
        raise RuntimeError(f"what was to be killed later failed by itself: {status}")
    return Course(time.monotonic() - begun, steps)


def killed(act: Act, folder: Path, death: Death) -> Literal["killed", "ended", "failed"]:
    """Begin `act`, and kill it; return how it ended: it may have been quicker."""
    pid = _fork(act, folder, None, death.step)
    if death.step is None:
        time.sleep(death.seconds)
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    return "killed" if os.WIFSIGNALED(status) else "failed" if status else "ended"


def running(act: Act) -> int:
    """Begin `act` in a process of its own; return its number."""
    return _fork(act, None, None, None)


def _fork(act: Act, folder: Path | None, pipe: int | None, step: int | None) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        if folder:
            sys.addaudithook(_Steps(folder, pipe, step))
        act()
        code = 0
    except BaseException:  # whatever it is: the parent's code must not go on in here
        traceback.print_exc()
    finally:
        os._exit(code)


class _Steps:
    """Counts steps in a folder: a byte into a pipe for each, or the end of the process before the one with a number."""

    def __init__(self, folder: Path, pipe: int | None, last: int | None) -> None:
        self._folder, self._pipe, self._last = str(folder), pipe, last
        self._count = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        is_step = event in _STEPS or (event == "open" and bool(int(arguments[2] or 0) & _WRITING))
        if not is_step or self._folder not in str(arguments[0]):
            return
        self._count += 1
        if self._pipe is not None:
            os.write(self._pipe, b".")
        if self._count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
