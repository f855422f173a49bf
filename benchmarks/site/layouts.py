"""All layouts of the site, in the order in which they are saved."""

from typing import Final

from benchmarks.site import addresses, embeds, pictures, styles, wire
from benchmarks.site.layout import Layout

LAYOUTS: Final[tuple[Layout, ...]] = (
    *pictures.LAYOUTS, *styles.LAYOUTS, *embeds.LAYOUTS, *addresses.LAYOUTS, *wire.LAYOUTS,
)  # fmt: skip
