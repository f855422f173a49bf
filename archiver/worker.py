"""A process that appraises captures: this one's side of it, and its own.

It reads captures from its standard input and writes what it found to its standard output, so that it ends when whoever
started it is gone, however that ended. Reading and writing are threads: while it cleans, the next captures come in and
the last answers go out, and it waits for nobody. How captures are dealt out, and what is done about a process that
dies, is in `workers.py`.
"""

import gc
import os
import pickle
import signal
import struct
import subprocess
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Final

from archiver.appraisal import Appraisal, appraise
from archiver.model import Capture
from archiver.rules.book import Rulebook

_START: Final = "import sys; sys.path[:] = {path!r}; from archiver.worker import work; work()"
_SELDOM: Final = 50_000  # objects between two collections; cleaning makes many, few of them in circles
_SIZE: Final = struct.Struct("<Q")


class Worker:
    """One process, which appraises by the rules of `rulebook` and answers in the order in which it was asked."""

    def __init__(self, rulebook: Rulebook) -> None:
        command = [sys.executable, "-c", _START.format(path=sys.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        self._asked = self._answered = 0
        self._answers: dict[int, list[Appraisal]] = {}
        self.has_ended = False
        _send(self._in, pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL))

    def give(self, captures: Sequence[Capture]) -> int:
        """Have captures appraised; return the number by which to ask for what was found.

        Raises OSError where the process is gone.
        """
        self._asked += 1
        _send(self._in, pickle.dumps(list(captures), pickle.HIGHEST_PROTOCOL))
        return self._asked

    def take(self, number: int) -> list[Appraisal]:
        """Wait for what was found under this number. Raises OSError, EOFError or ValueError where it is gone."""
        while number not in self._answers:
            self._answers[self._answered + 1] = _receive(self._out)
            self._answered += 1
        return self._answers.pop(number)

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.has_ended = True
        self._process.kill()
        for pipe in (self._in, self._out):
            with suppress(OSError):
                pipe.close()
        self._process.wait()


def work() -> None:
    """Be a worker, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is interrupted ends us
    gc.set_threshold(_SELDOM)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get between the answers
    coming, going = SimpleQueue[Any](), SimpleQueue[bytes]()
    for target, arguments in ((_read, (asked, coming)), (_write, (answers, going))):
        Thread(target=target, args=arguments, daemon=True).start()
    try:
        _appraise_all(coming, going)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)  # an ordinary end would wait for the threads, which wait for others


def _appraise_all(coming: SimpleQueue[Any], going: SimpleQueue[bytes]) -> None:
    rulebook: Rulebook = coming.get()
    while True:
        found = [appraise(capture, rulebook) for capture in coming.get()]
        going.put(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


def _read(pipe: IO[bytes], queue: SimpleQueue[Any]) -> None:
    with suppress(EOFError, OSError):
        while True:
            queue.put(_receive(pipe))
    os._exit(0)  # whoever asked is gone, and nobody waits for what is being cleaned


def _write(pipe: IO[bytes], queue: SimpleQueue[bytes]) -> None:
    with suppress(OSError):
        while True:
            _send(pipe, queue.get())


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = _exactly(pipe, _SIZE.size)
    return pickle.loads(_exactly(pipe, _SIZE.unpack(head)[0]))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data
