"""The whole import: site files in, rule files and a report out.

Nothing stops it half-way but a disk that cannot be written to: what is wrong with a file is in the report.
"""

from pathlib import Path
from typing import Final

from archiver.rules.book import shipped_rules
from archiver.rules.ftr.draft import Draft
from archiver.rules.ftr.finding import Finding
from archiver.rules.ftr.hosts import host_pattern, rule_file
from archiver.rules.ftr.mapping import draft
from archiver.rules.ftr.names import Names
from archiver.rules.ftr.parse import SiteFile, parse, shown
from archiver.rules.ftr.report import Report
from archiver.rules.ftr.shelf import Shelf
from archiver.rules.ftr.source import site_files
from archiver.rules.ftr.write import text_of

SUBFOLDER: Final = "imported"
_FOR_ALL: Final = "global.txt"
_NO_SITE: Final = frozenset({"license.txt", "readme.txt", "licence.txt"})


def bring_in(path: Path, folder: Path, dry_run: bool = False) -> Report:
    """Turn the site files in `path` into rule files under `folder`/imported; with `dry_run` write nothing.

    Raises RuleError where `path` cannot be read, OSError where `folder` cannot be written.
    """
    findings: list[Finding] = []
    sites, read = _sites(path, findings)
    shelf = Shelf.of(folder / SUBFOLDER, findings)
    names = Names(shipped_rules().words)
    drafts: list[Draft] = []
    groups = _groups(sites)
    for hosts, files in groups:
        made, said = draft(files, hosts, names)
        findings += [*(one for file in files for one in file.findings), *said]
        if made.rules:
            drafts += shelf.free(made, findings)
        else:
            findings.append(_about(files[0].name, "nothing in it becomes a rule"))
    removed = shelf.clear(drafts, dry_run)  # first: two files for one host would be an error, were this to be cut short
    written = shelf.put({rule_file(one.name): text_of(one) for one in drafts}, dry_run)
    shared = [files for _, files in groups if len(files) > 1]
    return Report(
        files=read,
        copies=sum(map(len, shared)),
        groups=len(shared),
        packs=len(drafts),
        layouts=sum(len(one.bodies) for one in drafts),
        removals=sum(len(one.removals) for one in drafts),
        written=written,
        unchanged=len(drafts) - written,
        removed=removed,
        findings=tuple(sorted(findings, key=lambda one: (one.file, one.line))),
    )


def _sites(path: Path, findings: list[Finding]) -> tuple[dict[str, SiteFile], int]:
    """The site files by the hosts that they are for, and how many files there were."""
    sites: dict[str, SiteFile] = {}
    read = 0
    for name, data in site_files(path):
        read += 1
        host = host_pattern(name)
        if data is None:
            findings.append(_about(name, "too large to be a site file"))
        elif name.lower() == _FOR_ALL:
            findings.append(_about(name, "is for every page, which the archiver's own rules are for"))
        elif name.lower() in _NO_SITE or host is None:
            findings.append(_about(name, "its name is no host's", "a site file is called example.org.txt"))
        elif host in sites:
            findings.append(_about(name, f"is for the same host as {shown(sites[host].name)}, which was taken"))
        else:
            sites[host] = parse(shown(name), data)
    return sites, read


def _groups(sites: dict[str, SiteFile]) -> list[tuple[tuple[str, ...], list[SiteFile]]]:
    """Files that say the same, together, with the hosts that they are for."""
    same: dict[object, list[tuple[str, SiteFile]]] = {}
    for host, file in sites.items():
        same.setdefault(file.meaning or host, []).append((host, file))
    return [(tuple(sorted(host for host, _ in group)), [file for _, file in group]) for group in same.values()]


def _about(name: str, because: str, hint: str = "") -> Finding:
    return Finding("file", shown(name), 0, "", "not taken", because, hint)
