import re
from itertools import count
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import StoreError
from archiver.query.balance import DEEPEST
from archiver.query.describe import describe
from archiver.query.parse import LONGEST, Parsed, parse
from archiver.query.tree import And, Field, Labelled, Near, Node, Not, Or, Site
from tests.query.trees import nesting

# § stands for a word of its own, so that each can be looked for.
PIECES = [
    *(["§", " "] * 8), "§ ", " §*", '"', "“", "”", "'", "*", "(", ")", "（", "[", ":", "：", ",", "-", " -", "|", ";",
    "_", ".", "..", "/", " AND ", " OR ", " NOT ", " NEAR ", " NEAR/3 ", " NEAR/12345 ", "NEAR(", ", 5)", ", ",
    "title:", "author:(", "foo:", "site:", "lang:", "lang:de,", "tag:", "label:", "label:ad ", " label:residue",
    "after:", "before:2025", "captured:", "captured:2025..", "is:", "has:note", "de-", "\n", "\x00", "😀", "東京",
    "e\u0301", "ה\"ה", "\ud83d", "\u200e", "\u200c",
]  # fmt: skip
# Operators, which a description writes with other signs, and what a host is without.
SYNTAX = {"and", "or", "not", "near", "www"}


def numbered(text: str) -> str:
    numbers = count(1)
    return re.sub("§", lambda _: f"w{next(numbers)}", text)


queries = st.lists(st.sampled_from(PIECES), max_size=40).map("".join).map(numbered)


def read(typed: str) -> Parsed | None:
    try:
        return parse(typed)
    except StoreError as error:
        assert "\n" not in str(error)
        return None


def runs(text: str) -> set[str]:
    seen = re.sub("[\u0345\u200c\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]", "", text)
    return set(re.findall(r"[^\W_]+", normalize("NFC", seen.casefold())))


def parts_of(node: Node) -> tuple[Node, ...]:
    match node:
        case And(parts) | Or(parts) | Near(parts):
            return parts
        case Not(what) | Field(_, what):
            return (what,)
        case Labelled(_, what) if what is not None:
            return (what,)
    return ()


def hosts_of(node: Node) -> tuple[str, ...]:
    return node.hosts if isinstance(node, Site) else tuple(host for part in parts_of(node) for host in hosts_of(part))


def leaves(node: Node) -> int:
    return sum(map(leaves, parts_of(node))) or 1


def depth(node: Node) -> int:
    return 1 + max(map(depth, parts_of(node)), default=0)


def is_canonical(node: Node) -> bool:
    parts = parts_of(node)
    if isinstance(node, And | Or) and (len(parts) < 2 or any(isinstance(part, type(node)) for part in parts)):
        return False
    return all(map(is_canonical, parts)) and not (isinstance(node, Not) and isinstance(node.what, Not))


@settings(max_examples=500)
@given(queries | st.text())
def test_law_no_query_raises_anything_but_our_own_error_and_what_is_read_can_be_written(typed: str):
    if parsed := read(typed):
        assert is_canonical(parsed.tree)
        assert leaves(parsed.tree) <= 200
        written = describe(parsed.tree)
        if len(written) <= LONGEST and nesting(written) <= DEEPEST:
            assert parse(written) == Parsed(parsed.tree, ())


@settings(max_examples=500)
@given(queries | st.text())
def test_law_no_word_is_lost_without_being_told(typed: str):
    if parsed := read(typed):
        written = describe(parsed.tree)
        hosts = (host.encode().decode("idna") for host in hosts_of(parsed.tree))
        told = " ".join([written, *hosts, *(one.text for one in parsed.ignored)])
        assert runs(typed) - runs(told) - SYNTAX == set()


@settings(max_examples=30)
@given(
    st.sampled_from(
        ["(", "-(", "title:(", "NEAR(", '"', "a ", "NOT ", "a OR ", "a NEAR ", "x:y ", "lang:xyz,", "*", "label:ad "]
    )
)
def test_law_a_query_of_one_piece_over_and_over_is_read(piece: str):
    typed = (piece * LONGEST)[: LONGEST - 2] + " b"
    if parsed := read(typed):
        assert leaves(parsed.tree) <= 200
        assert depth(parsed.tree) <= 160
