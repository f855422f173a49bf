"""Layouts that vary how pictures are named: attributes, candidates, lazy loaders, preloads, SVG, icons."""

from typing import Final

from benchmarks.site.answer import Answer
from benchmarks.site.layout import Layout, article, plain, texts

_SWAP: Final = """
for (const one of document.querySelectorAll("[data-src],[data-srcset],[data-bg]")) {
  if (one.dataset.srcset) one.srcset = one.dataset.srcset;
  if (one.dataset.src) one.src = one.dataset.src;
  if (one.dataset.bg) one.style.backgroundImage = `url("${one.dataset.bg}")`;
}
"""
_SPRITE: Final = """<svg xmlns="http://www.w3.org/2000/svg"><symbol id="star" viewBox="0 0 10 10">
<path d="M5 0 10 10H0z"/></symbol><filter id="soft"><feGaussianBlur stdDeviation="1"/></filter></svg>"""

LAYOUTS: Final = (
    plain(
        "images",
        '<img src="first.png" alt="x"><img src="second.gif" loading="lazy"><img src="changing.png">'
        '<IMG SRC="upper.png"><img src=bare.png><input type="image" src="button.png"><img src="drawn.svg">',
        '<link rel="stylesheet" href="main.css">',
        main_css="h1{color:#036}",
    ),
    plain(
        "srcset",
        '<img srcset="w300.png 300w, w600.png 600w, w1200.png 1200w" sizes="(max-width: 600px) 100vw, 50vw" src="w.png">'
        '<img srcset="one,comma.png 1x, two,comma.png 2x" src="old.png"><img srcset="only.png">'
        '<img srcset="tight.png 1x,tight2.png 2x"><img srcset="/srcset/x.png?a=1,2 1.5x,\n /srcset/y.png?b=(3) 0.5x">',
    ),
    plain(
        "picture",
        '<picture><source media="(min-width: 1000px)" srcset="wide.png"><source media="(max-width: 999px)" '
        'srcset="narrow.png 1x, narrow2.png 2x"><img src="fallback.png"></picture>'
        '<picture><source type="image/avif" srcset="new.avif"><source type="image/png" srcset="known.png">'
        '<img src="old.png"></picture><picture><source type="image/x-unknown" srcset="unknown.bin"><img src="b.png">'
        "</picture>",
    ),
    Layout(
        "preloads",
        Answer(
            article(
                "preloads",
                '<img srcset="hero-a.png 400w, hero-b.png 1600w" sizes="100vw"><p class="face">boxes</p>',
                '<link rel="preload" as="image" imagesrcset="hero-a.png 400w, hero-b.png 1600w" imagesizes="100vw">'
                '<link rel="preload" as="font" type="font/woff2" href="face.woff2" crossorigin>'
                '<link rel="preload" as="style" href="late.css" onload="this.rel=\'stylesheet\'">'
                '<link rel="preload" as="script" href="late.js"><link rel="preload" as="fetch" href="data.json" crossorigin>'
                '<style>@font-face{font-family:F;src:url(face.woff2)}.face{font-family:F}</style><script src="late.js" '
                "defer></script>",
            ),
            headers=("Link: <header.png>; rel=preload; as=image, </preloads/header.css>; rel=preload; as=style",),
        ),
        texts("preloads", {"late_css": "h1{color:#360}", "late_js": "1;", "data_json": "{}", "header_css": "p{}"}),
    ),
    plain(
        "lazy",
        '<img data-src="lazy.png" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><img data-srcset="s1.png 1x, s2.png 2x"'
        ' data-src="s.png"><div class="box" data-bg="behind.png"></div><iframe data-src="frame.html"></iframe>'
        '<picture><source data-srcset="p.webp.png"><img data-src="p.png"></picture><script src="swap.js"></script>',
        swap_js=_SWAP,
        frame_html='<p>In a frame<img src="in-frame.png">',
    ),
    plain(
        "noscript",
        '<img src="tiny.png" data-src="large.png"><noscript><img src="without.png"><link rel="stylesheet" '
        'href="without.css"></noscript><template><img src="template.png"></template>'
        '<div><template shadowrootmode="open"><style>b{background:url(shadow.png)}</style><b>b</b>'
        '<img src="in-shadow.png"></template></div><script src="swap.js"></script>',
        swap_js=_SWAP,
        without_css="p{}",
    ),
    plain(
        "svg",
        '<svg width="50" height="50"><use href="sprite.svg#star"/></svg><svg width="50" height="50"><use '
        'xlink:href="sprite.svg#star"/></svg><svg width="90" height="90"><image href="a.png" width="40" height="40"/>'
        '<image xlink:href="b.png" y="40" width="40" height="40"/><filter id="f"><feImage href="c.png"/></filter>'
        '<rect filter="url(#f)" width="9" height="9"/></svg><div class="box" style="filter:url(sprite.svg#soft)">soft'
        '</div><object data="with-styles.svg"></object>',
        sprite_svg=_SPRITE,
        **{
            "with-styles_svg": '<?xml version="1.0"?><?xml-stylesheet href="drawing.css" type="text/css"?>'
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">'
            '<style>rect{fill:url(#g)} @import \'more.css\';</style><image xlink:href="inside.png" width="40" '
            'height="40"/><rect class="r" width="20" height="20"/></svg>',
            "drawing_css": ".r{fill:red}",
            "more_css": ".r{stroke:blue}",
        },
    ),
    plain(
        "icons",
        '<img src="a.png">',
        '<link rel="icon" href="i16.png" sizes="16x16"><link rel="shortcut icon" href="i.ico"><link '
        'rel="apple-touch-icon" href="touch.png"><link rel="mask-icon" href="mask.svg" color="#000"><link rel="manifest" '
        'href="site.webmanifest"><meta property="og:image" content="$SITE/icons/shared.png">',
        site_webmanifest='{"name":"Icons","icons":[{"src":"m192.png","sizes":"192x192"}]}',
    ),
    plain(
        "amp",
        '<amp-img src="amp.png" srcset="amp1.png 1x, amp2.png 2x" width="30" height="20" layout="responsive"><noscript>'
        '<img src="amp-old.png"></noscript></amp-img><script src="amp.js"></script>',
        "<style amp-boilerplate>body{color:#123}</style><style amp-custom>h1{background:url(amp-h1.png)}</style>",
        amp_js='for(const a of document.querySelectorAll("amp-img")){const i=new Image();i.srcset=a.getAttribute("srcset");'
        'i.src=a.getAttribute("src");a.append(i)}',
    ),
)
