"""Random pages for laws, and what a page's visible text is by another way than the archiver's own."""

import re
from html import escape

from hypothesis import strategies as st
from lxml import etree
from lxml.html import HtmlElement

BOXES = "div p section article h2 ul ol li blockquote table tbody tr td th dl dt dd pre form label button".split()
INLINE = "a span b i em strong code small q mark time cite sub font u".split()
UNSHOWN = "script style template svg iframe object math video".split()

_UNSEEN = {*UNSHOWN, "head", "embed", "canvas", "audio", "map", "datalist"}
_DROPPED = re.compile("[\u00ad\u200b\u2060\ufeff]")
_PARTING = {*BOXES, "html", "body", "br", "hr", "figure", "figcaption", "caption"}

words = st.text(alphabet="abc é中\u00ad\u200b\u2060\ufeff\u00a0\n\t.<&", min_size=1, max_size=12)
texts = st.one_of(
    words.map(escape),
    st.sampled_from(["&nbsp;", "&shy;", "&amp;amp;", "&lt;b&gt;", "&#8203;", "&#x2060;x", "&copy", "&#11;", "&#1;y"]),
)
leaves = st.one_of(
    texts,
    st.sampled_from(["<br>", "<br><br>", "<br>\n<br>", "<hr>", "<img alt=no>", "<wbr>", "<input value=no>"]),
    st.sampled_from(["<!-- no -->", "<?pi no?>", "<!---->"]),
    st.builds("<{0}>no</{0}>".format, st.sampled_from(["script", "style", "noscript", "template", "svg", "iframe"])),
)


def trees(boxes: list[str] = BOXES) -> st.SearchStrategy[str]:
    """HTML of nested elements, well-formed as to its tags and wild as to what stands in what."""
    tags = st.sampled_from([*boxes, *INLINE])
    attributes = st.sampled_from(["", ' class="x"', ' hidden=""', ' style="display:none"', ' href="/x"'])

    def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(
            "<{0}{1}>{2}</{0}>".format, tags, attributes, st.lists(inner, min_size=1, max_size=4).map("".join)
        )

    return st.lists(st.recursive(leaves, wrapped, max_leaves=12), min_size=1, max_size=3).map("".join)


def visible_text(root: HtmlElement) -> str:
    """The text under `root` that is not in an element without text, a space where a box begins or ends."""
    parts: list[str] = []
    _collect(root, parts)
    return _DROPPED.sub("", "".join(parts))


def _collect(element: etree._Element, parts: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    edge = " " if element.tag in _PARTING or _is_hidden(element) else ""
    parts.append(edge + (element.text or ""))
    for child in element:
        _collect(child, parts)
        parts.append(child.tail or "")
    parts.append(edge)


def _is_hidden(element: etree._Element) -> bool:
    """What is not shown stands apart from what is, even in the middle of a word."""
    if element.tag == "noscript":
        return True
    style = (element.get("style") or "").replace(" ", "")
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def squeezed(text: str) -> str:
    """`text` without white space and control characters: what has to be there wherever it was cut."""
    return re.sub(r"[\s\x00-\x1f\x7f]", "", text)
