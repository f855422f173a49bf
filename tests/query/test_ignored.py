import pytest

from archiver.query.describe import describe
from archiver.query.ignored import Ignored
from archiver.query.leaves import words_of
from archiver.query.parse import parse


def understood(typed: str) -> tuple[str, list[str]]:
    parsed = parse(typed)
    return describe(parsed.tree), [one.text for one in parsed.ignored]


@pytest.mark.parametrize(("typed", "left", "ignored"), [
    ('say "hello', "say hello", ['"']),
    ('title:"peace talks', "title:peace talks", ['"']),
    ('5" pipe "face value"', '5 pipe "face value"', ['"']),
    ('5" x 3" pipe', "5 x 3 pipe", ['"']),
    ('-"war peace', "NOT war peace", ['"']),
    ('e\u0301"a', "e\u0301 a", ['"']),
    ("(a OR b", "a OR b", ["("]),
    ("x (a OR b", "x (a OR b)", ["("]),
    ("a) b", "a b", [")"]),
    (":-) peace :(", "peace", [")", "("]),
    ("() a (()) b", "a b", ["()"]),
    ('"" a', "a", ['""']),
    ("AND a", "a", ["AND"]),
    ("a OR", "a", ["OR"]),
    ("OR a OR OR b", "a OR b", ["OR"]),
    ("a AND OR b", "a OR b", ["AND"]),
    ("a AND AND b", "a b", ["AND"]),
    ("a NOT", "a", ["NOT"]),
    ("a NOT OR b", "a OR b", ["NOT"]),
    ("a NOT AND b", "a b", ["NOT"]),
    ("(NOT) a", "a", ["NOT"]),
    ("a OR lang:xx", "a", ["OR", "lang:xx"]),
    ("a NOT lang:xx b", "a b", ["NOT", "lang:xx"]),
    ("a NOT 😀 b", "a b", ["NOT", "😀"]),
    ("a NOT – b", "a b", ["NOT"]),
    ("a -& b", "a b", ["-"]),
    ("a | b", "a b", ["|"]),
    ("a|b", '"a|b"', ["a|b"]),
    ("* a", "a", ["*"]),
    ("*a", "a", ["*a"]),
    ("ven*ture", '"ven ture"', ["ven*ture"]),
    ("a 😀 $", "a", ["😀", "$"]),
])  # fmt: skip
def test_what_makes_no_sense_is_left_out_and_told(typed: str, left: str, ignored: list[str]):
    assert understood(typed) == (left, ignored)


@pytest.mark.parametrize(("typed", "left", "ignored"), [
    ("NEAR(a)", "a", ["NEAR(a)"]),
    ("NEAR() a", "a", ["NEAR()"]),
    ("NEAR(a, 5)", "a", ["NEAR(a, 5)"]),
    ("NEAR/5 a", "a", ["NEAR/5"]),
    ("a NEAR", "a", ["NEAR"]),
    ("a NEAR (b OR c)", "a (b OR c)", ["NEAR"]),
    ("a NEAR title:b", "a title:b", ["NEAR"]),
    ("title:a NEAR b", "title:a b", ["NEAR"]),
    ("a NEAR/5000 b", "NEAR(a b, 1000)", ["NEAR/5000"]),
    ("NEAR(a b, 5000)", "NEAR(a b, 1000)", ["5000"]),
    ("NEAR(a OR b, 5)", "NEAR(a b, 5)", ["OR"]),
    ("NEAR(a b -c (d e) lang:de title:(f), 5)", "NEAR(a b c, 5)", ["-", "(d e)", "lang:de", "title:(f)"]),
    ("NEAR(a b NEAR(c d, 5), 6)", "NEAR(a b, 6)", ["NEAR(c d, 5)"]),
])  # fmt: skip
def test_near_takes_two_words_or_phrases(typed: str, left: str, ignored: list[str]):
    assert understood(typed) == (left, ignored)


@pytest.mark.parametrize(("typed", "left", "ignored"), [
    ("foo:bar", '"foo bar"', ["foo:"]),
    ("foo:bar*", '"foo bar*"', ["foo:"]),
    ('foo:"a b" c', 'foo "a b" c', ["foo:"]),
    ("foo:(a OR b)", "foo (a OR b)", ["foo:"]),
    ("мир:труд", '"мир труд"', ["мир:"]),
    ("title: a", "a", ["title:"]),
    ("title:() a", "a", ["title:", "()"]),
    ("title:!? a", "a", ["title:!?"]),
    ("title:-war", "title:war", ["title:-war"]),
    ("title:(a lang:de label:ad)", "title:a", ["lang:de", "label:ad"]),
    ("title:(a author:(b OR c))", "title:a", ["author:(b OR c)"]),
    ("site:(a.example OR b.example) c", "c", ["site:(a.example OR b.example)"]),
    ("lang:de, fr", "lang:de fr", ["lang:de,"]),
    ("lang:de,xx,fr a", "lang:de,fr a", ["lang:xx"]),
    ("lang:pt-BR", "lang:pt", ["lang:pt-BR"]),
    ('lang:"or not" a', "a", ['lang:"or not"']),
    ("site:https://a.example/b", "site:a.example", ["site:https://a.example/b"]),
    ("site:[ a", "a", ["site:["]),
    ("after:yesterday a", "a", ["after:yesterday"]),
    ("before:2025-02-30 a", "a", ["before:2025-02-30"]),
    ("captured:2026..2025 a", "a", ["captured:2026..2025"]),
    ("captured:.. a", "a", ["captured:.."]),
    ("is:duplicate a", "a", ["is:duplicate"]),
    ("has:picture a", "a", ["has:picture"]),
    ("label:fundrasing a", "a", ["label:fundrasing"]),
    ("a label:ad label:residue", "a label:ad", ["label:residue"]),
    ("a label:ad label:paywall,social", "a label:ad", ["label:paywall,social"]),
    ('tag:"a"* b', "tag:a b", ['tag:"a"*']),
])  # fmt: skip
def test_a_field_that_is_wrong_is_left_out_and_told(typed: str, left: str, ignored: list[str]):
    assert understood(typed) == (left, ignored)


@pytest.mark.parametrize(("typed", "why"), [
    ("titel:a", "`titel:` is no field (did you mean title:?); looked for as words; there are title:, author:, note:, "),
    ("label:fundrasing a", "'fundrasing' is no label (did you mean fundraising?)"),
    ("label:xyzzy a", "'xyzzy' is no label; there are body, heading, "),
    ("lang:germn a", "'germn' is no language (did you mean german?); write a code such as en or de"),
    ("after:yesterday a", "'yesterday' is not a date; write 2025, 2025-05 or 2025-05-28"),
    ("site:[ a", "'[' is not a site; give a host such as "),
    ("is:new a", "'new' is nothing that a page can be; there are is:paywalled and is:partial"),
    ("title: a", "nothing stands behind it; write title:word"),
    ("title:-war", "the minus means nothing here; write -title:war"),
])  # fmt: skip
def test_the_reason_says_what_to_write_instead(typed: str, why: str):
    (ignored,) = parse(typed).ignored
    assert ignored.why.startswith(why)


def test_what_was_ignored_is_told_in_the_order_of_the_query_and_the_same_only_once():
    assert understood("😀 a lang:xx 😀 ( b") == ("a b", ["😀", "lang:xx", "("])


def test_the_colon_of_an_address_or_before_a_space_makes_no_field():
    assert understood("https://example.org ps: done") == ('"https://example.org" ps done', [])


def test_a_query_has_200_words_and_fields_at_most():
    parsed = parse("a* " * 600)
    assert len(words_of(parsed.tree)) == 200
    assert parsed.ignored == (
        Ignored(" ".join(["a*"] * 400), "a query has 200 words and fields at most; the rest was left out"),
    )
    assert understood("(a " + "b " * 250 + ") c")[1] == ["b " * 51 + ") c"]
    assert understood("a " * 200 + "foo:b lang:xx |")[1] == ["foo:b lang:xx |"]
    assert len(words_of(parse("a " + "NEAR b " * 280).tree)) <= 200


def test_parentheses_deeper_than_10_mean_nothing():
    assert understood("(" * 10 + "a" + ")" * 10) == ("a", [])
    parsed = parse("NOT (" * 11 + "a" + ")" * 11 + " b")
    assert [one.why for one in parsed.ignored] == ["parentheses more than 10 deep mean nothing"]


@pytest.mark.parametrize(
    "typed", ["(" * 1990 + "a", "-(" * 900 + "a", "title:(a " * 220, "NEAR(a b " * 220, "NOT " * 490 + "a"]
)
def test_no_nesting_is_too_deep_to_be_read(typed: str):
    assert words_of(parse(typed + " b").tree)
