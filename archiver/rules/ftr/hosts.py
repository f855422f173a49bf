"""Which hosts a site file is for, by its name, and what the rule file made of it is called.

As graby looks them up: `www.` does not count, `example.org.txt` is for that host, `.example.org.txt` for those below.
"""

import re
from typing import Final

_HOST: Final = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_LONGEST: Final = 200  # characters; graby's limit
_DEVICES: Final = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))


def host_pattern(name: str) -> str | None:
    """Return the host that the site file called `name` is for, `*.` before it where it is for those below.

    None where the name is no host's.
    """
    host = name.strip().lower().removesuffix(".txt").rstrip(".")
    below, host = host.startswith("."), host.lstrip(".").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if len(host) > _LONGEST or not _HOST.fullmatch(host):
        return None
    return f"*.{host}" if below else host


def rule_file(pattern: str) -> str:
    """Return the name of the rule file of a host. It is a file's name on every system: Windows has devices."""
    host = pattern.removeprefix("*.")
    special = pattern.startswith("*.") or host.partition(".")[0] in _DEVICES
    return f"{'_.' if pattern.startswith('*.') else '_' * special}{host}.toml"
