"""What a JavaScript module imports statically: what browsers fetch before any of it runs.

What scripts ask for as they run, `import()` too, is not found. Not a parser: comments are left out and the forms of
import and export recognised; a string that looks like one costs a request in vain, and a miss nothing but the file.
Source: ECMAScript, ImportDeclaration and ExportDeclaration; HTML Standard, "resolve a module specifier".
"""

import re
from typing import Final

from archiver.capture.reference import Collector, Requisite

MAX_MODULE: Final = 4 * 1024 * 1024
"""Characters of a module that are looked at."""

_SKIPPED: Final = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_IMPORT: Final = re.compile(
    r"""(?<![\w$.])(?:import|export)\s*(?:[\w$*{][^"'`;()=]{0,4000}?\bfrom\s*|[}*]\s*from\s*)?(["'])((?:\.{0,2}/|https?:)[^"'\s]{1,2000})\1"""
)


def imports(code: str) -> list[str]:
    """Return the addresses that the module `code` imports, as they stand there; names from an import map are none."""
    return [found[2] for found in _IMPORT.finditer(_SKIPPED.sub("", code[:MAX_MODULE]))]


def requisites_of_module(code: bytes, url: str) -> tuple[Requisite, ...]:
    """Return what the module at `url` imports, each URL once. Modules are UTF-8, whatever is declared."""
    collector = Collector(url)
    for address in imports(code.decode("utf-8", "replace")):
        collector.add(address, url, "module")
    return collector.found()
