import pytest

from archiver.errors import StoreError
from archiver.labels import LABELS, RESIDUE
from archiver.query.parse import parse
from archiver.query.tree import (
    After,
    And,
    Before,
    Captured,
    Field,
    Has,
    Is,
    Labelled,
    Lang,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Site,
    Tag,
    Word,
)

a, b, c, d, e = map(Word, "abcde")
PROMO = ("fundraising",)


def tree(typed: str) -> Node:
    """What is understood of a query of which all is."""
    parsed = parse(typed)
    assert parsed.ignored == ()
    return parsed.tree


@pytest.mark.parametrize(("typed", "found"), [
    ("money", Word("money")),
    ("money talks", And((Word("money"), Word("talks")))),
    ('"face value" money', And((Phrase("face value"), Word("money")))),
    ('"Face"', Phrase("Face")),
    ('" face\n value! "', Phrase("face value")),
    ("ventur*", Prefix("ventur")),
    ('"face val*" "face val"*', And((Prefix("face val"), Prefix("face val")))),
    ("ventur*, peace", And((Prefix("ventur"), Word("peace")))),
    ("(peace!) 'talks', — & …", And((Word("peace"), Word("talks")))),
    ("#metoo @home +plus C++", And((Word("metoo"), Word("home"), Word("plus"), Word("C")))),
    ("nul\x00between tab\tline\u2028end", And((Word("nul"), Word("between"), Word("tab"), Word("line"), Word("end")))),
    ("東京　和平", And((Word("東京"), Word("和平")))),
    ("Ёлкино naïve नमस्ते می‌خواهم", And((Word("Ёлкино"), Word("naïve"), Word("नमस्ते"), Word("می‌خواهم")))),
    ("\u200edo\u00adnate\ufeff", Word("donate")),
    ("money money", And((Word("money"), Word("money")))),
])  # fmt: skip
def test_words_phrases_and_beginnings_are_read_as_people_type_them(typed: str, found: Node):
    assert tree(typed) == found


@pytest.mark.parametrize("typed", ["“a b”", "„a b“", "«a b»", "»a b«", "「a b」", "『a b』", "＂a b＂"])
def test_quotation_marks_of_any_script_make_a_phrase(typed: str):
    assert tree(typed) == Phrase("a b")


def test_a_phrase_needs_no_space_around_it():
    assert tree("研究「和平」的") == And((Word("研究"), Phrase("和平"), Word("的")))


@pytest.mark.parametrize(
    "typed", ["face-to-face", "don't", "don’t", "U.S", "1,000", "a/b", "foo_bar", "https://example.org/a", "10:30"]
)
def test_marks_between_letters_keep_words_together(typed: str):
    assert tree(typed) == Phrase(typed)


def test_a_beginning_may_have_marks_in_it():
    assert tree("face-to-f*") == Prefix("face-to-f")


def test_a_quotation_mark_between_hebrew_letters_is_none():
    assert tree('צה"ל "דו"ח מבקר"') == And((Phrase("צה״ל"), Phrase("דו״ח מבקר")))


@pytest.mark.parametrize(("typed", "found"), [
    ("a AND b", And((a, b))),
    ("a OR b", Or((a, b))),
    ("a NOT b", And((a, Not(b)))),
    ("a AND NOT b", And((a, Not(b)))),
    ("a -b", And((a, Not(b)))),
    ('a -"b c" -(d e)', And((a, Not(Phrase("b c")), Not(And((d, e)))))),
    ("a－b a －b", And((Phrase("a-b"), a, Not(b)))),
    ("a - b", And((a, b))),
    ("a -'b'", And((a, Not(b)))),
    ("a NOT NOT b", And((a, b))),
    ("a NOT -b", And((a, b))),
    ("a b OR c", Or((And((a, b)), c))),
    ("a OR b c", Or((a, And((b, c))))),
    ("a OR NOT b c", Or((a, And((Not(b), c))))),
    ("NOT a OR b", Or((Not(a), b))),
    ("(a OR b) c", And((Or((a, b)), c))),
    ("NOT (a OR b) c", And((Not(Or((a, b))), c))),
    ("(a b) c", And((a, b, c))),
    ("a OR (b OR c)", Or((a, b, c))),
    ("((a))", a),
    ("a(b OR c)d", And((a, Or((b, c)), d))),
    ("c AND(a OR b)", And((c, Or((a, b))))),
    ("（a　OR　b）c", And((Or((a, b)), c))),
    ('a AND"b c"', And((a, Phrase("b c")))),
    ("a and b or not c", And((a, Word("and"), b, Word("or"), Word("not"), c))),
    ('a "AND" b', And((a, Phrase("AND"), b))),
])  # fmt: skip
def test_not_binds_more_than_and_and_and_more_than_or(typed: str, found: Node):
    assert tree(typed) == found


@pytest.mark.parametrize(("typed", "found"), [
    ('NEAR(a b "c d", 7)', Near((a, b, Phrase("c d")), 7)),
    ("NEAR(a b*)", Near((a, Prefix("b")), 10)),
    ("NEAR(a b,7)", Near((a, b), 7)),
    ("NEAR(a, b, 7 )", Near((a, b), 7)),
    ("NEAR(a 5, 0)", Near((a, Word("5")), 0)),
    ("NEAR（a b，7）", Near((a, b), 7)),
    ("a NEAR/5 b", Near((a, b), 5)),
    ("a NEAR b", Near((a, b), 10)),
    ('a* NEAR/5 "b c"', Near((Prefix("a"), Phrase("b c")), 5)),
    ("a NEAR/5 b NEAR/2 c", And((Near((a, b), 5), Near((b, c), 2)))),
    ("a b NEAR c d", And((a, Near((b, c), 10), d))),
    ("a NOT b NEAR c", And((a, Not(Near((b, c), 10))))),
    ("a near b", And((a, Word("near"), b))),
    ("(a, 5) 1,000", And((a, Word("5"), Phrase("1,000")))),
])  # fmt: skip
def test_near_is_written_before_its_words_or_between_two(typed: str, found: Node):
    assert tree(typed) == found


@pytest.mark.parametrize(("typed", "found"), [
    ("title:peace", Field("title", Word("peace"))),
    ("Title：peace", Field("title", Word("peace"))),
    ("author:petrova", Field("author", Word("petrova"))),
    ("note:(check OR verify)", Field("note", Or((Word("check"), Word("verify"))))),
    ('note:"read twice"', Field("note", Phrase("read twice"))),
    ('author:"Anna Petrova"', Field("author", Phrase("Anna Petrova"))),
    ("title:face-to-face", Field("title", Phrase("face-to-face"))),
    ("title:ventur*", Field("title", Prefix("ventur"))),
    ('title:"face val"*', Field("title", Prefix("face val"))),
    ("title:(a OR b)", Field("title", Or((a, b)))),
    ("title:(a -b)", Field("title", And((a, Not(b))))),
    ("title:(a NEAR/3 b)", Field("title", Near((a, b), 3))),
    ("title:NEAR(a b, 3)", Field("title", Near((a, b), 3))),
    ("title:a b", And((Field("title", a), b))),
    ("-title:a b", And((Not(Field("title", a)), b))),
    ('author:a,"b c",d*', Field("author", Or((a, Phrase("b c"), Prefix("d"))))),
])  # fmt: skip
def test_title_and_author_take_words_phrases_and_groups(typed: str, found: Node):
    assert tree(typed) == found


@pytest.mark.parametrize(("typed", "found"), [
    ("site:example.org", Site(("example.org",))),
    ("site:www.a.example,B.example", Site(("a.example", "b.example"))),
    ("site:a.example,www.a.example", Site(("a.example",))),
    ("lang:de,fr", Lang(("de", "fr"))),
    ("lang:German", Lang(("de",))),
    ('lang:"church slavonic"', Lang(("cu",))),
    ("tag:later", Tag(("later",))),
    ('tag:"to  read",later,a.b', Tag(("to read", "later", "a.b"))),
    ("tag:😀", Tag(("😀",))),
    ("label:newsletter", Labelled(("newsletter",))),
    ("label:paywall,Body", Labelled(("body", "paywall"))),
    ("label:residue", Labelled(tuple(label for label in LABELS if label in RESIDUE))),
    ("after:2025", After("2025")),
    ("before:2025-05", Before("2025-05")),
    ("after:2025-05-28 before:2026", And((After("2025-05-28"), Before("2026")))),
    ("captured:2025-05", Captured("2025-05", "2025-05")),
    ("captured:2025-01..2025-03", Captured("2025-01", "2025-03")),
    ("captured:2025-01…2025-03", Captured("2025-01", "2025-03")),
    ("captured:..2025", Captured(None, "2025")),
    ("captured:2025..", Captured("2025", None)),
    ("captured:2025-05..2025", Captured("2025-05", "2025")),
    ("is:paywalled", Is("paywalled")),
    ("is:paywalled,partial", Or((Is("paywalled"), Is("partial")))),
    ("has:correction has:note has:tag", And((Has("correction"), Has("note"), Has("tag")))),
    ("NOT lang:de", Not(Lang(("de",)))),
    ("-is:partial", Not(Is("partial"))),
])  # fmt: skip
def test_filters_need_no_words_beside_them(typed: str, found: Node):
    assert tree(typed) == found


@pytest.mark.parametrize(("typed", "found"), [
    ("a label:fundraising", Labelled(PROMO, a)),
    ("label:fundraising a b", Labelled(PROMO, And((a, b)))),
    ("a label:fundraising b", Labelled(PROMO, And((a, b)))),
    ('"a b" c* label:fundraising NEAR(d e)', Labelled(PROMO, And((Phrase("a b"), Prefix("c"), Near((d, e), 10))))),
    ("a NOT b label:fundraising", Labelled(PROMO, And((a, Not(b))))),
    ("(a OR b) label:fundraising", Labelled(PROMO, Or((a, b)))),
    ("a label:fundraising OR b", Or((Labelled(PROMO, a), b))),
    ("a OR label:fundraising", Or((a, Labelled(PROMO)))),
    ("(a label:fundraising) b", And((Labelled(PROMO, a), b))),
    ("a (label:fundraising)", And((a, Labelled(PROMO)))),
    ("a NOT label:fundraising", And((a, Not(Labelled(PROMO))))),
    ("a NOT (b label:fundraising)", And((a, Not(Labelled(PROMO, b))))),
    ("lang:de a title:b label:fundraising c", And((Lang(("de",)), Labelled(PROMO, And((a, c))), Field("title", b)))),
    ("title:a lang:de label:fundraising", And((Field("title", a), Lang(("de",)), Labelled(PROMO)))),
    ("(a OR lang:de) label:fundraising", And((Or((a, Lang(("de",)))), Labelled(PROMO)))),
    ("label:fundraising label:ad", And((Labelled(PROMO), Labelled(("ad",))))),
    ("(a label:fundraising) (b label:ad)", And((Labelled(PROMO, a), Labelled(("ad",), b)))),
])  # fmt: skip
def test_a_label_scopes_the_plain_words_beside_it(typed: str, found: Node):
    assert tree(typed) == found


@pytest.mark.parametrize("typed", ["", "   ", '""', "*", "- & ?!", "😀", "\x00", "NOT", "()", "lang:xx", "\ud83d"])
def test_a_query_of_which_nothing_is_left_is_refused(typed: str):
    with pytest.raises(StoreError, match=r"^nothing to search for in .*; give at least one word$"):
        parse(typed)


def test_the_refusal_says_what_was_wrong():
    with pytest.raises(StoreError, match=r"in 'lang:xx' \('xx' is no language; .*\); give at least one word$"):
        parse("lang:xx")


@pytest.mark.parametrize(
    "typed", ["-a", "NOT a", "-a NOT b", "NOT (a OR b)", "-a OR -b", "title:(NOT a)", "-(a lang:de)"]
)
def test_a_query_that_only_says_what_must_not_be_there_is_refused(typed: str):
    with pytest.raises(
        StoreError, match=r"^nothing to search for in .*, for it only says what must not be there; give "
    ):
        parse(typed)


def test_what_must_not_be_there_needs_one_word_or_filter_beside_it():
    assert tree("-a lang:de") == And((Not(a), Lang(("de",))))
    assert tree("-a b") == And((Not(a), b))
    assert tree("-a label:fundraising") == Labelled(PROMO, Not(a))


def test_a_query_of_more_than_2000_characters_is_refused():
    assert parse("a" * 2000).tree == Word("a" * 2000)
    with pytest.raises(StoreError, match=r"^a query of 2001 characters is too long; give at most 2000$"):
        parse("a" * 2001)
