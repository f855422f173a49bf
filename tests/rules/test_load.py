"""What a rule file may say, and that every mistake in one is told in one line with the file and the rule."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archiver.errors import RuleError
from archiver.rules.load import builtin_folder, load_file, load_folder
from archiver.rules.pack import fold

from .files import VALID, write


def complaint(folder: Path, text: str) -> str:
    """What is said of a file that is `text`, without the file's path, which it must begin with."""
    file = write(folder, text)
    with pytest.raises(RuleError) as caught:
        load_file(file, "site")
    message = str(caught.value)
    assert message.startswith(f"{file}: ") and "\n" not in message
    return message.removeprefix(f"{file}: ")


def instead(old: str, new: str) -> str:
    assert VALID.count(old) == 1, f"{old!r} stands {VALID.count(old)} times in the valid pack"
    return VALID.replace(old, new)


# what is read


def test_a_file_with_every_kind_of_rule_is_read(tmp_path: Path) -> None:
    pack = load_file(write(tmp_path, VALID), "site")
    assert (pack.id, pack.name, pack.home, pack.level, pack.rank) == (
        "example.org", "The Sound", "https://www.example.org/", "site", 300,
    )  # fmt: skip
    assert pack.match.hosts == ("example.org", "*.example.org") and len(pack.match.fingerprint) == 2
    (layout,) = pack.layouts
    assert (layout.valid_from, layout.valid_until) == (date(2020, 1, 1), date(2023, 12, 31))
    assert set(layout.fields) == {"title", "byline"} and layout.removals[0].max_words == 50
    assert pack.lines[0].where == ("head", 3) and pack.lines[0].equals == {"read more"}
    assert pack.cuts[0].end == "remind me later." and pack.cues[0].opens
    assert pack.vocabularies[0].words == {"share"} and pack.vocabularies[0].stems == ("social",)
    assert pack.tests[0].fires == {"newsletter": 1}


def test_the_digest_is_that_of_the_file_s_bytes(tmp_path: Path) -> None:
    one = load_file(write(tmp_path, VALID, "a.toml"), "site")
    same = load_file(write(tmp_path, VALID, "b.toml"), "site")
    other = load_file(write(tmp_path, VALID + "\n", "c.toml"), "site")
    assert one.digest == same.digest != other.digest and re.fullmatch("[0-9a-f]{64}", one.digest)


def test_a_text_of_several_lines_does_for_a_list(tmp_path: Path) -> None:
    text = instead('phrases = ["support us"]', "phrases = '''\nsupport us\n  help us  \n'''\nstarts = 'Dear reader'")
    (cue,) = load_file(write(tmp_path, text), "site").cues
    assert cue.phrases == ("support us", "help us") and cue.starts == {"dear reader"}


def test_a_single_text_does_for_a_list_of_one(tmp_path: Path) -> None:
    pack = load_file(write(tmp_path, instead('body = ["article .text"]', 'body = "article .text"')), "site")
    assert [selector.text for selector in pack.layouts[0].body] == ["article .text"]


def test_the_subfolder_says_the_level(tmp_path: Path) -> None:
    for folder in ("sites", "mirrors", "platforms", "generic/deep"):
        write(tmp_path, f'schema = 1\nid = "{folder}"', f"{folder}/a.toml")
    write(tmp_path, "not TOML at all", "sites/notes.txt")
    assert [(pack.id, pack.level) for pack in load_folder(tmp_path)] == [
        ("generic/deep", "generic"), ("mirrors", "mirror"), ("platforms", "platform"), ("sites", "site"),
    ]  # fmt: skip


def test_in_a_user_s_folder_no_subfolder_is_needed(tmp_path: Path) -> None:
    write(tmp_path, VALID, "mine.toml")
    assert [pack.level for pack in load_folder(tmp_path, "user")] == ["user"]


def test_the_rules_that_come_with_the_archiver_load() -> None:
    assert any(pack.id == "generic/words" for pack in load_folder(builtin_folder()))


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_makes_one_of_all_quotes_dashes_dots_cases_and_spaces() -> None:
    assert fold("“It’s”  –\u00a0WEITERE STRAẞE…") == fold('"It\'s" - weitere strasse ...')


# what is wrong


MISTAKES = {
    "schema = 1": [
        ("schema = 2", "schema is 2; this version reads `schema = 1`"),
        ("", "schema is None; this version reads `schema = 1`"),
        ("schema = 1\nlayouts = 1", "unknown key `layouts`; did you mean `layout`?"),
        ("schema = 1\nxyzzy = 1", "unknown key `xyzzy`; it takes schema, id, name"),
        ('schema = 1\n"a\\nb" = 1', "unknown key `a b`; it takes schema"),
        ("schema = ", "not valid TOML: "),
        ("schema = " + "9" * 5000, "not valid TOML: "),
        ("schema = " + "[" * 20000, "not valid TOML: "),
    ],
    'id = "example.org"': [
        ("", "needs `id`"),
        ('id = "  "', "needs `id`"),
        ("id = 3", "id = 3; it must be text in quotes"),
    ],
    'name = "The Sound"': [('name = ["The Sound"]', "name = ['The Sound']; it must be text in quotes")],
    "[match]": [("[[match]]", "match must be a table")],
    'hosts = ["example.org", "*.example.org"]': [
        ('host = "example.org"', "match: unknown key `host`; did you mean `hosts`?"),
        ("hosts = [1]", "match: hosts = [1]; it must be a list of texts, none of them empty"),
        ('hosts = [" "]', "match: hosts = [' ']; it must be a list of texts, none of them empty"),
    ],
    """fingerprint = ['meta[content="The Sound"]', "//article[@id='story']"]""": [
        ("fingerprint = ['meta[']", "match: the selector 'meta[' cannot be read ("),
    ],
    'id = "sound/2020"': [
        ("", "a layout without an id: needs `id`"),
        ('id = "sound/ad"', "the id 'sound/ad' stands twice; every rule needs its own"),
        ("id = 2020", "a layout without an id: id = 2020; it must be text in quotes"),
    ],
    "valid = { from = 2020-01-01, until = 2023-12-31 }": [
        (
            'valid = { from = "2020-01-01" }',
            "layout 'sound/2020': from = '2020-01-01'; it must be a day, as in 2024-06-07, without quotes",
        ),
        ("valid = { until = 2020-01-01T10:00:00 }", "layout 'sound/2020': until = datetime.datetime(2020"),
        (
            "valid = { from = 2024-01-01, until = 2023-12-31 }",
            "layout 'sound/2020': valid from 2024-01-01 until 2023-12-31: the end lies before the beginning",
        ),
        ("valid = 2020-01-01", "layout 'sound/2020': valid must be a table"),
        ("valid = { form = 2020-01-01 }", "layout 'sound/2020': unknown key `form`; did you mean `from`?"),
        ("valid = { from = 2020-13-01 }", "not valid TOML: "),
    ],
    'body = ["article .text"]': [
        ("", "layout 'sound/2020': has no `body`; name at least one selector that finds the article's text"),
        ("body = []", "layout 'sound/2020': has no `body`"),
        ('body = [""]', "layout 'sound/2020': body = ['']; it must be a list of texts, none of them empty"),
        ('body = ["a >> b"]', "layout 'sound/2020': the selector 'a >> b' cannot be read ("),
        ('body = ["a::before"]', "layout 'sound/2020': the selector 'a::before' cannot be read ("),
        ('body = ["//a["]', "layout 'sound/2020': the XPath '//a[' cannot be read (Invalid expression)"),
        ('body = ["//x:y"]', "layout 'sound/2020': the XPath '//x:y' cannot be read (Undefined namespace prefix)"),
        ('body = ["//a\\u0001"]', "layout 'sound/2020': the XPath '//a\\x01' cannot be read ("),
        ('bodies = ["a"]', "layout 'sound/2020': unknown key `bodies`; did you mean `body`?"),
    ],
    "[[layout.remove]]": [("[layout.remove]", "layout 'sound/2020': write [[remove]], with two brackets: there")],
    'label = "newsletter"': [
        ('label = "newsleter"', "remove 'sound/box': no label 'newsleter'; did you mean 'newsletter'?"),
        ('label = "xyzzy"', "remove 'sound/box': no label 'xyzzy'; there are body, heading, list"),
        ('label = "x\\ny"', "remove 'sound/box': no label 'x y'; there are body"),
        ("", "remove 'sound/box': needs `label`"),
    ],
    'css = ".box"': [
        ("", "remove 'sound/box': needs one of `css` and `xpath`"),
        ('css = ".box"\nxpath = "//div"', "remove 'sound/box': needs one of `css` and `xpath`"),
        ('css = ""', "remove 'sound/box': the selector '' cannot be read ("),
        ('xpath = "count(//div)"', "remove 'sound/box': the XPath 'count(//div)' cannot be read (it finds no elem"),
        ('selector = ".box"', "remove 'sound/box': unknown key `selector`; it takes id, label, css, xpath, guard"),
    ],
    "guard = { max_words = 50 }": [
        ("guard = 50", "remove 'sound/box': guard must be a table"),
        ("guard = { words = 50 }", "remove 'sound/box': unknown key `words`; did you mean `max_words`?"),
        ('guard = { max_words = "50" }', "remove 'sound/box': max_words = '50'; it must be a whole number"),
        ("guard = { max_words = true }", "remove 'sound/box': max_words = True; it must be a whole number"),
        ("guard = { max_words = 0 }", "remove 'sound/box': max_words = 0; it must be a whole number of at least 1"),
    ],
    'id = "sound/kept"': [("", "a keep without an id: needs `id`")],
    "[[remove]]": [("[remove]", "write [[remove]], with two brackets: there can be several")],
    'where = "head:3"': [
        ('where = "top:3"', "line 'sound/line': where = \"top:3\"; write \"any\", \"head:3\" or \"tail:3\""),
        ('where = "head:0"', "line 'sound/line': where = \"head:0\"; write"),
    ],
    'equals = ["Read more"]\nstarts = ["See also"]': [
        ("", "line 'sound/line': says no text to find; give `equals` or `starts`"),
    ],
    'to = "Remind me later."': [
        ("", "cut 'sound/cut': needs `to`"),
        ('to = " \\u00a0 "', "cut 'sound/cut': needs `to`"),
    ],
    'phrases = ["support us"]\nequals = ["Donate"]': [
        ("", "cue 'sound/cue': says no text to find; give `phrases`, `starts` or `equals`"),
    ],
    "opens = true": [("opens = 1", "cue 'sound/cue': opens = 1; it must be true or false")],
    'words = ["share", "social*"]': [
        ("", "vocabulary 'sound/words': needs `words`"),
        ('words = ["*"]', "vocabulary 'sound/words': needs `words`"),
    ],
    'file = "cases/sound/page.html"': [("", "a test without an id: needs `file`")],
    "fires = { newsletter = 1 }": [
        ("fires = { newsleter = 1 }", "test 'cases/sound/page.html': fires: newsleter = 1; write a label and how many"),
        ('fires = { newsletter = "1" }', "test 'cases/sound/page.html': fires: newsletter = '1'; write a label"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"), [(old, new, say) for old, ways in MISTAKES.items() for new, say in ways]
)
def test_a_mistake_is_told_in_one_line_with_the_file_and_the_rule(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert complaint(tmp_path, instead(old, new)).startswith(message)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('note = "Größe"'.encode("latin-1"))
    with pytest.raises(RuleError, match=r"latin\.toml: not UTF-8 text; save it as UTF-8$"):
        load_file(file, "site")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none\.toml: cannot be read \(No such file or directory\)$"):
        load_file(tmp_path / "none.toml", "site")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(RuleError, match=r"folder\.toml: cannot be read \(Is a directory\)$"):
        load_folder(tmp_path, "user")


def test_a_file_that_is_too_large_or_has_too_many_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"large\.toml: over 1,000,000 bytes; "):
        load_file(write(tmp_path, VALID + "#" * 1_000_000, "large.toml"), "site")
    many = "".join(f'[[cue]]\nid = "c{at}"\nlabel = "ad"\nequals = ["x"]\n' for at in range(2001))
    with pytest.raises(RuleError, match=r"many\.toml: over 2,000 rules; part it into several files$"):
        load_file(write(tmp_path, f'schema = 1\nid = "many"\n{many}', "many.toml"), "site")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"no such folder of rules$"):
        load_folder(tmp_path / "none")


def test_a_file_in_none_of_the_known_folders_is_told_where_to_go(tmp_path: Path) -> None:
    write(tmp_path, VALID, "site/a.toml")
    with pytest.raises(
        RuleError, match=r"lies in none of the folders generic, imported, learned, mirrors, platforms, sites; move it"
    ):
        load_folder(tmp_path)


SPANS = [(found.start(), found.end()) for found in re.finditer(r"""\w+|"[^"]*"|\[[^\]]*\]|[^\w\s]|\n""", VALID)]
ODD = [
    "",
    "1",
    "true",
    '""',
    '" "',
    "[]",
    "{}",
    "x",
    '"\\u0000"',
    '"//["',
    "2020-01-01",
    "[[",
    "\n",
    "é",
    '"a\\nb"',
    "-1",
]
ODD += [
    "1e400",
    "nan",
    "[[[[",
    '"*"',
    '"head:99"',
    '"count(//a)"',
    "id",
    "layout",
    "[text]",
    "{a.b=1}",
    '"""',
    "\x00",
    "#",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(SPANS), st.sampled_from(ODD)), min_size=1, max_size=3))
@example([(SPANS[0], "1" * 5000)])
def test_any_change_to_a_valid_pack_loads_or_is_a_rule_error_of_one_line(
    tmp_path: Path, changes: list[tuple[tuple[int, int], str]]
) -> None:
    text = VALID
    for (start, end), new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    file = write(tmp_path, text)
    try:
        pack = load_file(file, "site")
    except RuleError as error:
        assert str(error).startswith(f"{file}: ") and "\n" not in str(error)
    else:
        assert tomllib.loads(text)["id"] == pack.id
