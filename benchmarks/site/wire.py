"""Layouts that vary how servers send what a page needs: redirects, codings, framing, cookies, odd answers."""

from typing import Final, Literal

from benchmarks.site.answer import Answer, moved
from benchmarks.site.layout import Layout, article
from benchmarks.site.media import FONT, TRACK, picture

_HINTS: Final = b"HTTP/1.1 103 Early Hints\r\nLink: </framing/a.css>; rel=preload; as=style\r\n\r\n"
_FACE: Final = "@font-face{font-family:F;src:url(a.woff2)}h1{font-family:F}"
_STYLE: Final = "h1{border-bottom:2px solid #333}"


def _chunked(name: str, framing: Literal["extensions", "trailers"]) -> Layout:
    # The font in one of them only: in the other it would be a revisit of it, and share its fate.
    files = {"a.png": (picture(name), "image/png"), "a.css": (_STYLE + f"/* {name} */", "text/css")}
    if framing == "trailers":
        files |= {"a.css": (_FACE, "text/css"), "a.woff2": (FONT, "font/woff2")}
    page = article(name, '<img src="a.png">', '<link rel="stylesheet" href="a.css">')
    return Layout(name, Answer(page), {f"/{name}/{file}": Answer(*one, framing=framing) for file, one in files.items()})


LAYOUTS: Final = (
    Layout(
        "redirects",
        Answer(
            article(
                "redirects",
                '<img src="301.png"><img src="302.png"><img src="307.png"><img src="308.png"><img src="chain.png"><img '
                'src="away.png"><iframe src="frame"></iframe><div class="box a"></div>',
                '<link rel="stylesheet" href="old.css">',
            )
        ),
        {
            "/redirects/301.png": moved("to-301.png", "301 Moved Permanently"),
            "/redirects/302.png": moved("/redirects/to-302.png?x=1#y", "302 Found"),
            "/redirects/307.png": moved("$SITE/redirects/to-307.png", "307 Temporary Redirect"),
            "/redirects/308.png": moved("./to 308.png", "308 Permanent Redirect"),
            "/redirects/chain.png": moved("chain2.png"),
            "/redirects/chain2.png": moved("chain3.png", "301 Moved"),
            "/redirects/chain3.png": moved("chain-end.png", "303 See Other"),
            "/redirects/away.png": moved("$//CDN/cdn/away.png"),
            "/redirects/frame": moved("new/frame.html"),
            "/redirects/new/frame.html": Answer('<p>Moved<img src="beside.png">'),
            "/redirects/old.css": moved("new/sheet.css"),
            "/redirects/new/sheet.css": Answer(".a{background:url(beside-style.png)}", "text/css"),
        },
    ),
    Layout(
        "codings",
        Answer(
            article(
                "codings",
                '<img src="zipped.svg"><img src="plain.png"><p id="s">not run</p><p id="z">not run</p><p id="r">not run</p>',
                '<link rel="stylesheet" href="br.css"><link rel="stylesheet" href="gz.css"><script src="d.js" defer></script>'
                '<script src="z.js" defer></script><script src="r.js" defer></script>',
            ),
            coding="gzip",
        ),
        {
            "/codings/br.css": Answer(_STYLE + "p{background:url(from-br.png)}", "text/css", coding="br"),
            "/codings/gz.css": Answer("h1{color:#606}", "text/css", coding="gzip", framing="chunked"),
            "/codings/d.js": Answer(
                'document.getElementById("s").textContent="run";', "text/javascript", coding="br", framing="close"
            ),
            "/codings/z.js": Answer(
                'document.getElementById("z").textContent="run";', "text/javascript", coding="deflate", framing="close"
            ),
            "/codings/r.js": Answer(
                'document.getElementById("r").textContent="run";', "text/javascript", coding="deflate raw"
            ),
            "/codings/zipped.svg": Answer(
                '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>',
                "image/svg+xml",
                coding="gzip",
            ),
        },
    ),
    Layout(
        "framing",
        Answer(
            article(
                "framing",
                '<img src="old.png"><img src="chunked.png"><img src="close.png"><img src="untyped.png"><img src="wrong.png">'
                '<video preload="auto" controls><source src="v.wav"><track default src="t.vtt"></video>',
                '<link rel="stylesheet" href="a.css"><link rel="stylesheet" href="font.css">',
            ),
            framing="chunked",
            early=_HINTS,
        ),
        {
            "/framing/a.css": Answer(_STYLE, "text/css", early=b"HTTP/1.1 100 Continue\r\n\r\n" + _HINTS),
            "/framing/font.css": Answer(
                "@font-face{font-family:F;src:url(chunked.woff2)}h1{font-family:F}",
                "text/css",
                version="HTTP/1.0",
                framing="none",
            ),
            "/framing/chunked.woff2": Answer(FONT, "application/octet-stream", framing="chunked"),
            "/framing/old.png": Answer(picture("old"), "image/png", version="HTTP/1.0", framing="none"),
            "/framing/chunked.png": Answer(picture("chunked"), "image/png", framing="chunked"),
            "/framing/close.png": Answer(picture("close"), "image/png", framing="close"),
            "/framing/untyped.png": Answer(picture("untyped"), ""),
            "/framing/wrong.png": Answer(picture("wrong"), "IMAGE/JPEG ; x=y", headers=("X-Folded: one", "x-odd:two")),
            "/framing/t.vtt": Answer(TRACK, "text/vtt", framing="chunked"),
        },
    ),
    _chunked("chunk-extensions", "extensions"),
    _chunked("trailers", "trailers"),
    Layout(
        "cookies",
        moved("consent?back=1", "302 Found", "Set-Cookie: first=1; Path=/cookies/"),
        {
            "/cookies/consent?back=1": moved(
                "story", "303 See Other", "Set-Cookie: agreed=yes; Path=/cookies/; HttpOnly"
            ),
            "/cookies/story": Answer(
                article("cookies", '<img src="members.png"><img src="a.png">', '<link rel="stylesheet" href="m.css">'),
                cookie="agreed=yes",
                headers=("Cache-Control: no-store", "Vary: Cookie, Accept-Encoding"),
            ),
            "/cookies/members.png": Answer(picture("members"), "image/png", cookie="first=1"),
            "/cookies/m.css": Answer(_STYLE, "text/css", cookie="agreed=yes", headers=("Set-Cookie: seen=1",)),
        },
    ),
    Layout(
        "oddities",
        Answer(
            article(
                "oddities",
                '<img src="204.png"><img src="404.png"><img src="gone.png"><img src="500.png"><img src="empty.png"><img '
                'src="206.png"><img src="ok.png"><iframe src="204.html"></iframe>',
                '<link rel="stylesheet" href="empty.css"><link rel="stylesheet" href="typed-wrong.css">',
            ),
            headers=('ETag: "a"', "Last-Modified: Sat, 01 Jan 2000 00:00:00 GMT", "Refresh: 9999"),
        ),
        {
            "/oddities/204.png": Answer(b"", "", "204 No Content", framing="none"),
            "/oddities/204.html": Answer(b"", "", "204 No Content", framing="none"),
            "/oddities/404.png": Answer(picture("404"), "image/png", "404 Not Found"),
            "/oddities/gone.png": Answer("<p>Gone", status="410 Gone"),
            "/oddities/500.png": Answer("", "", "500 Oops"),
            "/oddities/206.png": Answer(picture("206"), "image/png", "203 Other"),
            "/oddities/empty.png": Answer(b"", "image/png"),
            "/oddities/empty.css": Answer("", "text/css"),
            "/oddities/typed-wrong.css": Answer("h1{color:red;background:url(no.png)}", "text/plain"),
        },
    ),
)
