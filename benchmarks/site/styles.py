"""Layouts that vary what stylesheets name: imports, functions that hold addresses, fonts, encodings."""

from typing import Final

from benchmarks.site.answer import Answer
from benchmarks.site.layout import Layout, article, plain

LAYOUTS: Final = (
    plain(
        "imports",
        '<p class="a b c d e">styled by a stylesheet that is imported four times over</p>',
        '<link rel="stylesheet" href="1.css"><style>@import "in-page.css" screen;</style>'
        '<link rel="stylesheet" href="print.css" media="print"><link rel="alternate stylesheet" title="o" href="o.css">',
        **{
            "1_css": "@import url(\"2.css\");@import 'media.css' screen and (min-width: 10px);.a{background:url(1.png)}",
            "2_css": "/* @import 'not.css'; */@import url(3.css) layer(base);.b{background:url(2.png)}",
            "3_css": "@charset \"utf-8\";@import '4.css' supports(display: grid);.c{color:#111;background:url(3.png)}",
            "4_css": ".d{background:url(4.png);width:333px}",
            "media_css": ".e{border-top:3px solid #a00}",
            "in-page_css": ".lead{font-style:italic}",
            "print_css": "body{background:url(print.png)}",
            "o_css": "h1{color:red}",
        },
    ),
    plain(
        "css-urls",
        '<div class="box a"></div><div class="box b"></div><div class="box c"></div><div class="box d"></div>'
        '<ul><li class="e">e</ul><p class="f">f</p><div class="box g"></div><div class="box h"></div><div class="box i">'
        '</div><div class="box j"></div>',
        '<link rel="stylesheet" href="css/all.css">',
        **{
            "css/all_css": ".a{background:url(a.png)}.b{background:url( 'b 1.png' )}.c{background:URL(\"../c.png?x=1&y=2#z\")}"
            ".d{background:url(d\\2e png), url('d\\\n2.png')}.e{list-style-image:url(/css-urls/e.png)}"
            ".f::before{content:url(f.png)}.g{background-image:image-set('g1.png' 1x, url(g2.png) 2x)}"
            ".h{background-image:-webkit-image-set(url(h1.png) 1x, url(h2.png) 2x);cursor:url(h.png),auto}"
            ".i{--picture:url(i.png);background:var(--picture)}.j{border:9px solid;border-image:url(j.png) 3;"
            "mask-image:url(mask.png)}@media (min-width:1px){@supports (display:grid){.a{outline:1px solid;"
            "background:url(a2.png)}}}.never{background:url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)}"
        },
    ),
    plain(
        "fonts",
        '<p class="one">boxes</p><p class="two">boxes</p><p class="three"><b>boxes</b></p>',
        '<link rel="stylesheet" href="faces.css"><style>@font-face{font-family:Three;font-weight:700;'
        'src:local("No Such Face"),url("$CDN/cdn/fonts/three.woff2") format("woff2")}.three{font-family:Three}</style>',
        faces_css="@font-face{font-family:'One';src:url(one.eot);src:url('one.eot?#iefix') format('embedded-opentype'),"
        "url(one.woff2) format('woff2'),url(one.woff) format('woff')}.one{font-family:One}"
        "@font-face{font-family:Two;src:url(two.woff2?v=1#two);unicode-range:U+20-7F}.two{font-family:Two}",
    ),
    Layout(
        "css-charset",
        Answer(
            article(
                "css-charset",
                '<div class="box a"></div><div class="box b"></div><div class="box c"></div>',
                '<link rel="stylesheet" href="cyrillic.css"><link rel="stylesheet" href="header.css">'
                '<link rel="stylesheet" href="marked.css">',
            )
        ),
        {
            "/css-charset/cyrillic.css": Answer(
                '@charset "windows-1251";.a{background:url("рыба.png?вид=море")}', "text/css", charset="windows-1251"
            ),
            "/css-charset/header.css": Answer(
                ".b{background:url(été.png)}", "text/css; charset=ISO-8859-1", charset="latin-1"
            ),
            "/css-charset/marked.css": Answer("\ufeff.c{background:url(μ.png)}", "text/css"),
        },
    ),
    Layout(
        "inline-styles",
        Answer(
            article(
                "inline-styles",
                '<div class="box" style="background:url(&quot;a.png&quot;)"></div><div class="box" style="background-image:'
                'linear-gradient(red, blue), url(\'b.png\')"></div><table background="table.png"><tr><td background='
                '"cell.png">cell</table><p style="--p:url(c.png);background:var(--p)">p</p>',
                '<style>article{background:url(d.png)}</style><style media="print">p{background:url(print.png)}</style>',
            ).replace("<body>", '<body background="body.png">')
        ),
    ),
    Layout(
        "second-host",
        Answer(
            article(
                "second-host",
                '<img src="$//CDN/cdn/a.png"><img src="$CDN/cdn/b.png" crossorigin="anonymous" referrerpolicy="no-referrer">'
                '<p class="box face">boxes</p>',
                '<link rel="stylesheet" href="$CDN/cdn/deep/cdn.css" crossorigin><link rel="preconnect" href="$CDN">'
                '<script src="$//CDN/cdn/app.js" integrity="sha256-pd3az8vlUoOOd+jEAgDTzXUM40m7ZRE73qy1OBqoKnA=" '
                "crossorigin></script>",
            ),
            headers=("Content-Security-Policy: img-src * data:", "X-Frame-Options: DENY"),
        ),
        {
            "/cdn/deep/cdn.css": Answer(
                "@import '../more.css';@font-face{font-family:F;src:url(../f.woff2)}.face{font-family:F;"
                "background:url(bg.png)}",
                "text/css",
                headers=("Access-Control-Allow-Origin: *",),
            ),
            "/cdn/more.css": Answer(
                "h1{letter-spacing:2px}", "text/css", headers=("Access-Control-Allow-Origin: *", "Vary: Origin")
            ),
            "/cdn/app.js": Answer(
                'document.documentElement.className="js";',
                "text/javascript",
                headers=("Access-Control-Allow-Origin: *",),
            ),
        },
    ),
)
