"""The folder of imported rule files: what lies there already, whose it is, and what is put there.

A file that a person changed, or that something else wrote, is never replaced or removed; the hosts that it is for stay
its own, so that no two files of the folder are for one host.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from archiver.rules.ftr.draft import Draft
from archiver.rules.ftr.finding import Finding
from archiver.rules.ftr.hosts import rule_file
from archiver.rules.ftr.write import PREFIX, is_untouched
from archiver.rules.ftr.write import replace as write


@dataclass(frozen=True, slots=True)
class Shelf:
    """`ours` are the files that may be replaced, by name; `theirs` the names of those that may not, by host and id."""

    folder: Path
    ours: dict[str, bytes] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, findings: list[Finding]) -> "Shelf":
        """Look at what lies in `folder`, which need not exist. Raises OSError where a file cannot be read."""
        shelf = cls(folder)
        for file in sorted(folder.rglob("*.toml")):
            data, name = file.read_bytes(), file.relative_to(folder).as_posix()
            if is_untouched(data) and file.parent == folder:
                shelf.ours[name] = data
            else:
                shelf.theirs.update(dict.fromkeys((name, *_claims(data)), name))
                because = "was changed by hand or is not from an import; it is left as it is"
                findings.append(Finding("kept", name, 0, "", "rule file", because))
        return shelf

    def free(self, made: Draft, findings: list[Finding]) -> Iterator[Draft]:
        """Yield `made` for those of its hosts that no file of the user's is for; nothing where none is left."""
        taken = {host: self.theirs[host] for host in made.hosts if host in self.theirs}
        for host, file in taken.items():
            because = f"{file} is for that host already and is not an import's"
            findings.append(Finding("kept", made.source[0], 0, "", f"host {host}", because))
        rest = replace(made, hosts=tuple(host for host in made.hosts if host not in taken))
        while rest.hosts and (rule_file(rest.name) in self.theirs or PREFIX + rest.name in self.theirs):
            file = self.theirs.get(rule_file(rest.name)) or self.theirs[PREFIX + rest.name]
            because = f"its name or id is that of {file}, which is not an import's; move that file elsewhere"
            findings.append(Finding("kept", made.source[0], 0, "", f"host {rest.name}", because))
            rest = replace(rest, hosts=tuple(host for host in rest.hosts if host != rest.name))
        if rest.hosts:
            yield rest

    def put(self, files: Mapping[str, str], dry_run: bool) -> int:
        """Write the files, by name, that are not there as they are; return how many. Raises OSError."""
        changed = {name: text for name, text in files.items() if self.ours.get(name) != text.encode()}
        if changed and not dry_run:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in changed.items():
                write(self.folder / name, text)
        return len(changed)

    def clear(self, drafts: Iterable[Draft], dry_run: bool) -> int:
        """Remove the files of earlier imports whose hosts other files are now for; return how many."""
        drafts = list(drafts)
        kept = {rule_file(one.name) for one in drafts}
        hosts = {host for one in drafts for host in one.hosts}
        gone = [name for name, data in self.ours.items() if name not in kept and hosts.intersection(_claims(data))]
        if not dry_run:
            for name in gone:
                (self.folder / name).unlink(missing_ok=True)
        return len(gone)


def _claims(data: bytes) -> list[str]:
    """The id of a rule file, and the hosts that it is for; what cannot be read claims none."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return []
    match = table.get("match")
    hosts = match.get("hosts", []) if isinstance(match, dict) else []
    found = [host.removeprefix("www.") for host in hosts if isinstance(host, str)] if isinstance(hosts, list) else []
    return [*found, str(table.get("id"))]
