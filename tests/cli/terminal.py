"""Running the command as a person would, and looking at what it says and what it leaves behind."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from archiver.cli import archiver

COMMAND = (sys.executable, "-m", "archiver")


def run(*args: object, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
    """Run the command in this process. What escapes it other than an exit code is raised here."""
    result = CliRunner().invoke(archiver, [str(arg) for arg in args], input=stdin, env=env, prog_name="archiver")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*args: object, stdin: str | bytes | None = None, code: int = 0) -> Result:
    """Run the command, which must leave with `code`."""
    result = run(*args, stdin=stdin)
    assert result.exit_code == code, result.output
    return result


def objects(*args: object, code: int = 0) -> list[dict[str, Any]]:
    """Run the command with --json; return the objects that it prints, one a line."""
    found = [json.loads(line) for line in done(*args, "--json", code=code).stdout.splitlines()]
    assert all(isinstance(one, dict) for one in found)
    return found


def refused(result: Result, *names: object) -> str:
    """Return the one line in which the command says that it does not do this; it must hold each of `names`."""
    assert result.exit_code in (1, 2, 4), result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("Error: ")
    for name in names:
        assert str(name) in lines[0], lines[0]
    return lines[0]


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return every path under `folder` with its bytes, None for a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def process(*args: object, closed: bool = False, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own, with pipes; with its standard input `closed`, if so."""
    words = [*COMMAND, *map(str, args)]
    shell = ["sh", "-c", 'exec "$@" <&-', "sh"] if closed else []
    found = subprocess.run([*shell, *words], check=False, capture_output=True, timeout=30, **options)
    return subprocess.CompletedProcess(words, found.returncode, _text(found.stdout), _text(found.stderr))


def on_a_terminal(*args: object, **env: str) -> str:
    """Return what the command prints where its output is a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *map(str, args)], stdin=slave, stdout=slave, stderr=slave, env=os.environ | env
    ) as child:
        os.close(slave)
        printed = b"".join(iter(lambda: _read(master), b""))
        os.close(master)
        assert child.wait(30) == 0, printed
    return printed.decode()


def _text(printed: bytes) -> str:
    return printed.decode("utf-8", "replace")


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""
