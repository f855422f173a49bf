"""The programs of others that check what the archiver writes: where they are, and how they come here.

Each Python program has an environment of its own, for their needs contradict each other. None of them is shipped, and
none is imported by our code: pywb is under the GPL, ReplayWeb.page under the AGPL.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

CACHE: Final = Path(__file__).parent.parent / ".cache"
NOT_RUN: Final = 75
"""The exit code where a program cannot be had: nothing was checked, so nothing is known to be wrong."""

_LOG_LINES: Final = 15


class Unavailable(Exception):
    """A program cannot be had on this machine; str() says which and why."""


def environment(name: str, *packages: str) -> Path:
    """Return the folder with the programs of a virtual environment that has `packages`. Raises Unavailable."""
    folder = CACHE / name
    mark = folder / "packages.txt"
    if not mark.exists() or mark.read_text().split() != list(packages):
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)], f"an environment for {name}")
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *packages], f"{name} (pip)")
        mark.write_text("\n".join(packages))
    return folder / "bin"


def version(programs: Path, package: str) -> str:
    """Return the version of a package in an environment."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([programs / "python", "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def command(name: str, package: str) -> str:
    """Return the path of a command, which the Debian `package` brings where it is missing. Raises Unavailable."""
    if not (path := shutil.which(name)):
        if os.geteuid() or not shutil.which("apt-get"):
            raise Unavailable(f"{name} is missing, and it cannot be installed here (not root, or no apt-get)")
        surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], f"{name} (apt-get update)", surroundings)
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends"]
        _run([*install, *package.split()], f"{name} (apt-get install)", surroundings)
        path = shutil.which(name)
    if not path:
        raise Unavailable(f"{name} is missing though the package {package} is installed")
    return path


def replayweb() -> tuple[Path, str]:
    """Return the folder that has ReplayWeb.page's `ui.js` and `sw.js`, and its version. Raises Unavailable."""
    folder = CACHE / "replayweb" / "package"
    if not (folder / "sw.js").exists():
        npm = command("npm", "nodejs npm")
        folder.parent.mkdir(parents=True, exist_ok=True)
        _run([npm, "pack", "--silent", "replaywebpage"], "ReplayWeb.page (npm pack)", cwd=folder.parent)
        (packed,) = folder.parent.glob("*.tgz")
        with tarfile.open(packed) as file:
            file.extractall(folder.parent, filter="data")
        packed.unlink()
    return folder, str(json.loads((folder / "package.json").read_text())["version"])


def _run(arguments: list[str], what: str, surroundings: dict[str, str] | None = None, cwd: Path | None = None) -> None:
    done = subprocess.run(arguments, check=False, capture_output=True, text=True, env=surroundings, cwd=cwd)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-_LOG_LINES:])
        raise Unavailable(f"{what} cannot be had: exit code {done.returncode} of {arguments[0]}\n{last}")
