"""Layouts that vary what is embedded: frames, media, objects, scripts and their modules."""

from typing import Final

from benchmarks.site.answer import Answer
from benchmarks.site.layout import Layout, article, plain, texts

_XHTML: Final = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="sheet.css" type="text/css"?>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>xhtml, edition $EDITION</title></head>
<body><article><h1>About xhtml, edition $EDITION</h1><p>Ter um ve wis tan gor hel ba co de fi lo mu.</p>
<p><img src="a.png" alt="a"/><img src="b.png?x=1&amp;y=2" alt="b"/></p></article></body></html>
"""

LAYOUTS: Final = (
    Layout(
        "frames",
        Answer(
            article(
                "frames",
                '<iframe src="inner.html"></iframe><iframe src="$CDN/cdn/frame.html"></iframe>'
                "<iframe srcdoc=\"<link rel='stylesheet' href='doc.css'><p>Within</p><img src='doc.png'>\"></iframe>"
                '<iframe src="about:blank"></iframe><iframe src="again.html?x#part"></iframe>',
            )
        ),
        texts(
            "frames",
            {
                "inner_html": '<link rel="stylesheet" href="inner.css"><p>In<img src="inner.png">'
                '<iframe src="deep/most.html"></iframe>',
                "inner_css": "p{background:url(inner-bg.png)}",
                "doc_css": "p{color:#777}",
                "deep/most_html": '<p>Deepest<img src="most.png"><img src="../up.png">',
            },
        )
        | {
            "/frames/again.html?x": Answer("<p>Again</p>"),
            "/cdn/frame.html": Answer('<p>Elsewhere<img src="frame.png"><link rel="stylesheet" href="/cdn/frame.css">'),
            "/cdn/frame.css": Answer("p{color:#090}", "text/css"),
        },
    ),
    plain(
        "video",
        '<video src="a.wav" poster="poster.png" preload="auto" controls></video><video preload="auto" controls>'
        '<source src="b.none" type="video/x-none"><source src="b.wav" type="audio/wav"><track default src="b.vtt" '
        'kind="captions"></video>',
    ),
    plain(
        "audio",
        '<audio src="a.wav" preload="auto" controls></audio><audio preload="auto" controls><source src="b.wav">'
        "</audio>",
    ),
    plain(
        "objects",
        '<object data="o.svg" type="image/svg+xml"><img src="instead.png"></object><embed src="e.svg">'
        '<object data="page.html" type="text/html"></object><object data="o.png"></object>',
        page_html='<p>An object<img src="in-object.png">',
    ),
    Layout(
        "modules",
        Answer(
            article(
                "modules",
                '<p id="m">not run</p>',
                '<link rel="modulepreload" href="early.js"><script type="module" src="main.js"></script>'
                '<script type="module">import {one} from "./inline.js"; one();</script><script nomodule src="old.js"></script>',
            )
        ),
        texts(
            "modules",
            {
                "early_js": 'import "./early-too.js"; export const early = 1;',
                "early-too_js": "export {};",
                "main_js": 'import {early} from "./early.js";\n// import "./not.js"\nimport * as deep from\n"./deep/a.js";'
                'document.getElementById("m").textContent = "run " + deep.b + early;\n'
                'import("./own/late.js"); fetch("own/data.json").then(r => r.json());'
                'new Image().src = ["own", "made.png"].join("/");',
                "deep/a_js": 'export { b } from "../b.js";',
                "b_js": "export const b = 2;",
                "inline_js": "export function one() { return 1 }",
                "old_js": "1;",
                "own/late_js": "export default 1;",
                "own/data_json": '{"a": 1}',
            },
        ),
    ),
    Layout(
        "xhtml",
        Answer(_XHTML, "application/xhtml+xml"),
        texts("xhtml", {"sheet_css": "h1{color:#0a0}p{background:url(bg.png)}"}),
    ),
)
