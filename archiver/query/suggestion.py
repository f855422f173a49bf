"""What somebody may have meant by a name that does not exist."""

from collections.abc import Iterable


def meant(name: str, names: Iterable[str]) -> str:
    """Return " (did you mean …?)" with the name that is nearest to `name`, or nothing where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(names), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
