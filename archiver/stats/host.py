"""A site's host as people read it."""


def readable(host: str | None) -> str:
    """Return a host with the letters that its IDNA form stands for; "(no address)" for None."""
    if host is None:
        return "(no address)"
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
