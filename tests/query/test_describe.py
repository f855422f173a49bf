import pytest
from hypothesis import assume, given

from archiver.query.balance import DEEPEST
from archiver.query.describe import describe
from archiver.query.leaves import is_negative
from archiver.query.parse import LONGEST, parse
from archiver.query.tree import Node
from tests.query.trees import nesting, trees


@pytest.mark.parametrize(("typed", "written"), [
    ("money   AND talks", "money talks"),
    ("“face value”* face-to-face", '"face value*" "face-to-face"'),
    ("a OR b AND -c", "a OR (b NOT c)"),
    ("((a) OR (b OR c)) d", "(a OR b OR c) d"),
    ("a NEAR b", "NEAR(a b, 10)"),
    ("title:a,b AUTHOR:(c)", "title:(a OR b) author:c"),
    ("site:WWW.a.example,b.example lang:german", "site:a.example,b.example lang:de"),
    ('tag:"later" tag:"to read","a,b"', 'tag:later tag:"to read","a,b"'),
    ("captured:2025..2025", "captured:2025"),
    ("label:ad,residue", "label:residue"),
    ("label:fundraising lang:de a b", "a b label:fundraising lang:de"),
    ("(a label:ad) b", "(a label:ad) b"),
    ("a OR b label:ad", "a OR (b label:ad)"),
    ("(a OR b) label:ad", "(a OR b) label:ad"),
    ("a AND, b", "a and b"),
])  # fmt: skip
def test_each_query_has_one_spelling(typed: str, written: str):
    assert describe(parse(typed).tree) == written


@given(trees)
def test_law_what_was_understood_is_understood_again(tree: Node):
    assume(not is_negative(tree))
    written = describe(tree)
    assume(len(written) <= LONGEST and nesting(written) <= DEEPEST)
    assert parse(written).tree == tree
    assert parse(written).ignored == ()
