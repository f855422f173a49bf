"""Every error that the archiver raises on purpose, and whose fault each one is.

    ArchiverError            something a person can act on; str() is one line, fit to print
    ├── CaptureError         a URL could not be fetched: the network's or the server's doing
    ├── WarcError            a WARC file is missing, broken or not one
    ├── RuleError            a rule file is wrong: names the file and the rule
    ├── PageError            a document cannot be read: missing, empty, or not text
    ├── StoreError           the archive's database or folder cannot be used, or lacks what was asked for
    └── MissingExtra         an optional part is not installed: names the pip command

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


class MissingExtra(ArchiverError):
    """An optional part is not installed; the message names the pip command."""
