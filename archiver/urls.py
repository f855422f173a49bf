"""URLs as text: which host they name, which site that is, whether two are the same page.

No network and no knowledge of any site; what a mirror's URL stands for is said by the rules.
"""

import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from archiver.errors import CaptureError

_WEB = re.compile(r"https?://", re.IGNORECASE)
_BREAKING = re.compile(r"[\x00-\x20\x7f]")
_DEFAULT_PORT = {"http": 80, "https": 443}
_INDEX = re.compile(r"(?:/(?:index\.(?:html?|php|aspx?|jsp))?)+$", re.IGNORECASE)
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# What newsletters, social networks, advertisers and statistics add to links; it never chooses what is served.
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|d|y|ys|tw|tt)clid|msclkid|li_fat_id|rb_clickid|[gw]braid|gclsrc|igsh(?:id)?|mc_[ce]id|_g[al]|"
    r"_hs(?:enc|mi)|mkt_tok|vero_id|oly_(?:anon|enc)_id|wt[._]mc(?:_id)?|at_(?:medium|campaign|custom\d|link_\w+)|xtor|"
    r"smid|smtyp|cmp(?:id)?|ncid|s_cid|guc(?:counter|e_referrer(?:_sig)?)|__twitter_impression|_openstat",
    re.IGNORECASE,
)


def is_web(text: str) -> bool:
    """True where `text` starts as an http or https URL does."""
    return _WEB.match(text) is not None


def normalise(url: str) -> str:
    """Return `url` in the one spelling that the archive uses: scheme and host in lower case,
    host in its IDNA form, no default port, no fragment, a path of at least "/". An empty query stays: to servers and
    replay tools, "x.png?" is another URL than "x.png".

    Raises CaptureError where it is no http or https URL.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise CaptureError(f"{text}: not a URL ({error})") from None
    if parts.scheme.lower() not in _DEFAULT_PORT:
        raise CaptureError(f"{text}: not a web address; it must start with http:// or https://")
    if not host or _BREAKING.search(text):
        raise CaptureError(f"{text}: not a URL (no host, or a space in it)")
    scheme = parts.scheme.lower()
    authority = _authority(host, port, scheme, text)
    return urlunsplit((scheme, authority, parts.path or "/", parts.query, "")) + "?" * _ends_empty(text)


def address(url: str) -> str:
    """Return what is left of `url` when everything is gone that does not tell one article from another: equal for two
    URLs that name the same one.

    Without scheme, "www.", fragment, tracking parameters, trailing slashes and "index.html"; the other parameters in
    the order of their names, percent signs only where they must be: "news.example/story?id=7". What is no web address
    comes back as it is.
    """
    try:
        parts = urlsplit(normalise(url))
    except CaptureError:
        return url.strip()
    given = [one for one in _spelled(parts.query).split("&") if one]
    kept = sorted(one for one in given if not _TRACKING.fullmatch(one.partition("=")[0]))
    path = _INDEX.sub("", _spelled(parts.path))
    return parts.netloc.removeprefix("www.") + path + ("?" if kept else "") + "&".join(kept)


def _spelled(text: str) -> str:
    """Escape what must be, as RFC 3986 (6.2.2) would have it, and nothing else."""
    encoded = quote(text, safe="%!$&'()*+,;=:@/?~[]|")
    return _ESCAPE.sub(lambda found: _plain(found[0]), encoded)


def _plain(escape: str) -> str:
    letter = chr(int(escape[1:], 16))
    return letter if letter in _UNRESERVED else escape.upper()


def join(base: str, reference: str) -> str:
    """Return the URL that `reference` stands for in the document at `base`, as `urljoin` does, with an empty query.

    That function loses it. Raises ValueError where the two make no URL.
    """
    joined = urljoin(base, reference)
    own = reference.partition("#")[0] or base
    if not _ends_empty(own):
        return joined
    parts = urlsplit(joined)
    return urlunsplit(parts._replace(query="", fragment="")) + "?" + (f"#{parts.fragment}" if parts.fragment else "")


def target(url: str) -> str:
    """Return the path and query of a normalised URL, as a request names them."""
    parts = urlsplit(url)
    return urlunsplit(("", "", parts.path, parts.query, "")) + "?" * _ends_empty(url)


def _ends_empty(url: str) -> bool:
    """True where a URL or reference has a query, and it is empty."""
    _, mark, query = url.partition("#")[0].partition("?")
    return bool(mark) and not query


def _authority(host: str, port: int | None, scheme: str, url: str) -> str:
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise CaptureError(f"{url}: not a host name ({error})") from None
    if ":" in host:
        host = f"[{host}]"
    return host if port in (None, _DEFAULT_PORT[scheme]) else f"{host}:{port}"


def host(url: str | None) -> str:
    """Return the host that `url` names, in lower case and without port; empty where it names none."""
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return ""


def site_key(url: str | None) -> str:
    """Return the host without a leading "www.": what people call the site."""
    return host(url).removeprefix("www.")


def lies_under(host: str, site: str) -> bool:
    """True where `host`, without "www.", is `site` or one of its subdomains."""
    return host == site or host.endswith(f".{site}")


def host_matches(host: str, pattern: str) -> bool:
    """True where `host` is `pattern`, with or without "www.", or lies under it where it begins with "*."."""
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return host.removeprefix("www.") == pattern.removeprefix("www.")


def moved(url: str, home: str) -> str:
    """Return `url` on the scheme and host of `home`: where a mirrored page stands on the site itself."""
    own = urlsplit(home)
    return urlunsplit((own.scheme, own.netloc, *urlsplit(url)[2:4], "")) + "?" * _ends_empty(url)
