"""Every error that the archiver raises on purpose, and whose fault each one is.

    ArchiverError            something a person can act on; str() is one line, fit to print
    ├── CaptureError         a URL could not be fetched: the network's or the server's doing
    ├── WarcError            a WARC file is missing, broken or not one
    ├── RuleError            a rule file is wrong: names the file and the rule
    ├── PageError            a document cannot be read: missing, empty, or not text
    ├── StoreError           the archive's database or folder cannot be used, or lacks what was asked for
    ├── ExportError          what was to be written out of the archive cannot be: a field, a format, a name
    └── MissingExtra         a package that only some need is not installed: says how to install it

Anything else that escapes is a bug of ours, and is allowed to look like one.
"""


class ArchiverError(Exception):
    """Base of all errors above; `str()` names the file, URL or rule at fault and what to do."""


class CaptureError(ArchiverError):
    """A URL could not be fetched (bad URL, no such host, refused, timed out, cut short)."""


class WarcError(ArchiverError):
    """A WARC file is missing, broken, or not a WARC."""


class RuleError(ArchiverError):
    """A rule file is wrong. The message starts with the file's path, then the rule's id."""


class PageError(ArchiverError):
    """A document cannot be read as a page: missing, empty, binary, or too large."""


class StoreError(ArchiverError):
    """The archive folder or its database cannot be used, or has no such entry."""


class ExportError(ArchiverError):
    """What was to be written out of the archive cannot be: a wrong field or format, or a file in the way."""


class MissingExtra(ArchiverError):
    """A package that only some people need is not installed. The message has the command that installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs a package that is not installed; run: pip install 'archiver[{extra}]'")
