"""Layouts that vary how addresses are written, and in which encoding the page around them is."""

from typing import Final

from benchmarks.site.answer import Answer
from benchmarks.site.layout import Layout, article, texts

_NO_META: Final = ""

LAYOUTS: Final = (
    Layout(
        "base",
        Answer(
            article(
                "base",
                '<img src="a.png"><img src="../up.png"><img src="?q.png"><iframe srcdoc="<img src=\'doc.png\'>"></iframe>'
                '<div class="box" style="background:url(bg.png)"></div>',
                '<base href="/base/elsewhere/deep/"><link rel="stylesheet" href="s.css">',
            )
        ),
        texts("base", {"elsewhere/deep/s_css": "h1{background:url(h.png)}"}),
    ),
    Layout(
        "url-forms",
        Answer(
            article(
                "url-forms",
                '<img src="./a.png"><img src="../url-forms/b.png"><img src="//127.0.0.1:$PORT/url-forms/c.png"><img '
                'src="$SITE/url-forms/d.png"><img src="http://localhost:$PORT/cdn/e.png"><img src="f.png?a=1&amp;b=2&c=3#frag">'
                '<img src=" g.png "><img src="h\n.png"><img src="\\url-forms\\i.png"><img src="sub/../j.png"><img '
                'src="/./url-forms//k.png"><img src="l.png?"><img src="m.png#"><img src="o%2e.png">'
                '<img src="p/%2e%2e/q.png"><img src="r.png?x=../y"><img src="//localhost:$PORT/cdn/s.png?u=http://x.org/a">',
            )
        ),
    ),
    Layout(
        "url-codings",
        Answer(
            article(
                "url-codings",
                '<img src="a%20b.png"><img src="c d.png"><img src="%7etilde.png"><img src="sla%2Fsh.png"><img '
                'src="low%c3%a9r.png"><img src="é.png"><img src="рыба и море.png?вид=сбоку"><img src="plus+.png"><img '
                'src="q.png?a=b c&quot;d\'e|f[g]^h`i{j}"><img src="p|q^r[s].png"><img src="100%.png"><img '
                'src="%25.png"><img src="semi;x=1.png"><img src="star*(1)!\'.png"><img src="日本.png?日=本"><img '
                'src="e\u0301.png"><img srcset="s%20t.png 1x, ü.png 2x"><img src="a&b.png"><img src="z.png?&eacute;">',
            )
        ),
    ),
    Layout(
        "latin-1",
        Answer(
            article(
                "latin-1",
                '<p>déjà vu</p><img src="é.png?ü=ß"><img srcset="à.png?q=é 1x"><img src="x.png?a=ÿ">'
                '<div class="box" style="background:url(ô.png?ô)"></div>',
                "<style>h1{background:url(î.png?î)}</style>",
                _NO_META,
            ),
            "text/html; charset=ISO-8859-1",
            charset="latin-1",
        ),
    ),
    Layout(
        "windows-1251",
        Answer(
            article(
                "windows-1251",
                '<p>Рыба и море</p><img src="рыба.png?вид=сбоку"><img src="a.png?x=%D1%8F"><iframe src="кадр.html?в=1"></iframe>',
                '<link rel="stylesheet" href="стиль.css?в=1"><link rel="stylesheet" href="inherits.css">',
                '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            ),
            "text/html",
            charset="windows-1251",
        ),
        {
            "/windows-1251/%D1%81%D1%82%D0%B8%D0%BB%D1%8C.css?%E2=1": Answer("h1{color:#930}", "text/css"),
            "/windows-1251/inherits.css": Answer(
                '@import "also.css";p{background:url(фон.png?ф)}', "text/css", charset="windows-1251"
            ),
            "/windows-1251/also.css": Answer(".lead{background:url(вид.png?в)}", "text/css", charset="windows-1251"),
            "/windows-1251/%D0%BA%D0%B0%D0%B4%D1%80.html?%E2=1": Answer("<p>Кадр<img src='в.png'>"),
        },
    ),
    Layout(
        "shift-jis",
        Answer(
            article(
                "shift-jis",
                '<p>日本の魚</p><img src="魚.png?魚=海"><img src="a.png?=表"><img src="b.png?&#233;">',
                "",
                '<meta charset="Shift_JIS">',
            ),
            "text/html",
            charset="shift_jis",
        ),
    ),
)
