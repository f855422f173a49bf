"""Answers of which not all came, or not all was read, in words for a person.

Why a body was cut is found where it is received; here it is only said. Format: WARC 1.1, 5.13 "WARC-Truncated".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Self

from archiver.capture.exchange import Exchange
from archiver.warc.message import CONTENT_LIMIT

Cut = Literal["length", "time", "disconnect", "reading"]
"""The reasons of WARC-Truncated, and "reading": all came and is recorded, but only its beginning was looked at."""

_WHYS: Final[Mapping[str, str]] = {
    "length": "it is over the size limit",
    "time": "it took over the time limit",
    "disconnect": "the server broke off",
}
_KIB: Final = 1024
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What of an answer is missing: why it was cut, and after how many bytes.

    They are counted as sent for what did not come, unpacked for what was not read.
    """

    cut: Cut
    size: int

    @classmethod
    def of(cls, exchange: Exchange, page: bytes | None) -> Self | None:
        """Return what `exchange` lacks; None where it lacks nothing.

        `page` is what was read of it, None where it is no page: then nothing need be read.
        """
        if exchange.truncated:
            return cls(exchange.truncated, exchange.body.size)
        # Unpacking it once more costs time, so only where it can have been cut.
        if page is not None and max(len(page), exchange.body.size) >= CONTENT_LIMIT and exchange.read().is_cut:
            return cls("reading", CONTENT_LIMIT)
        return None

    def __str__(self) -> str:
        size = _amount(self.size)
        if self.cut == "reading":
            return f"only the first {size} were read; the whole is recorded"
        return f"{f'only the first {size}' if self.size else 'nothing of it'} came: {_WHYS[self.cut]}"


def _amount(size: int) -> str:
    if size >= _MIB:
        return f"{size / _MIB:,.1f} MiB".replace(".0 ", " ")
    return f"{size / _KIB:,.0f} KiB" if size >= 10 * _KIB else f"{size:,} bytes"
