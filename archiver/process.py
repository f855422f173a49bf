"""A process beside this one that turns values into others, in order: this one's side of it, and its own.

It reads from its standard input and writes to its standard output, so that it ends when whoever started it is gone,
however that ended. Reading and writing are threads: while it works, the next values come in and the last answers go
out, and it waits for nobody. What is worked out is not known here: cleaning is in `worker.py`, the words of the
full-text index in `index/analysis.py`.
"""

import gc
import os
import pickle
import signal
import struct
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Final, Generic, TypeVar, cast

_START: Final = "import sys; sys.path[:] = {path!r}; from {module} import work; work()"
_SELDOM: Final = 50_000  # objects between two collections; work makes many, few of them in circles
_SIZE: Final = struct.Struct("<Q")

Given = TypeVar("Given")
Made = TypeVar("Made")


class Process(Generic[Given, Made]):
    """A process that runs `work` of `module`, which serves; it answers in the order in which it is given values.

    `setting` is what its side is made ready with. It is sent with the first value: a process that only just begins
    reads nothing yet, and several are to begin side by side.
    """

    def __init__(self, module: str, setting: object = None) -> None:
        command = [sys.executable, "-c", _START.format(path=sys.path, module=module)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        self._setting = setting
        self._asked = self._answered = 0
        self._answers: dict[int, Made] = {}
        self.has_ended = False

    def give(self, value: Given) -> int:
        """Have a value worked on; return the number by which to ask for what came of it.

        Raises OSError where the process is gone.
        """
        if not self._asked:
            _send(self._in, pickle.dumps(self._setting, pickle.HIGHEST_PROTOCOL))
        self._asked += 1
        _send(self._in, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        return self._asked

    def take(self, number: int) -> Made:
        """Wait for what came of the value of this number. Raises OSError, EOFError or ValueError where it is gone."""
        while number not in self._answers:
            self._answers[self._answered + 1] = cast("Made", _receive(self._out))
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


def serve(ready: Callable[[Any], Callable[[Any], object]]) -> None:
    """Be such a process until nobody asks any more: `ready` makes, of the setting, what works on each value."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is interrupted ends us
    gc.set_threshold(_SELDOM)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get between the answers
    coming, going = SimpleQueue[Any](), SimpleQueue[bytes]()
    for target, arguments in ((_read, (asked, coming)), (_write, (answers, going))):
        Thread(target=target, args=arguments, daemon=True).start()
    try:
        work = ready(coming.get())
        while True:
            going.put(pickle.dumps(work(coming.get()), pickle.HIGHEST_PROTOCOL))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)  # an ordinary end would wait for the threads, which wait for others


def _read(pipe: IO[bytes], queue: SimpleQueue[Any]) -> None:
    with suppress(EOFError, OSError):
        while True:
            queue.put(_receive(pipe))
    os._exit(0)  # whoever asked is gone, and nobody waits for what is being worked on


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
