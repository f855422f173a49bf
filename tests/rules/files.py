"""Rule files for the tests: a valid pack that has every kind of rule, and ways to write and load one."""

from pathlib import Path

from archiver.rules.load import load_file
from archiver.rules.pack import Level, Pack

VALID = """\
schema = 1
id = "example.org"
name = "The Sound"
home = "https://www.example.org/"
note = "A paper on the coast."

[match]
hosts = ["example.org", "*.example.org"]
mirrors = ["sound-mirror.net"]
fingerprint = ['meta[content="The Sound"]', "//article[@id='story']"]
text = ["A Message from The Sound:"]

[[layout]]
id = "sound/2020"
valid = { from = 2020-01-01, until = 2023-12-31 }
body = ["article .text"]
title = ["h1"]
byline = [".byline"]

[[layout.remove]]
id = "sound/box"
label = "newsletter"
css = ".box"
guard = { max_words = 50 }
note = "the box"

[[layout.keep]]
id = "sound/kept"
xpath = "//aside[@class='facts']"

[[remove]]
id = "sound/ad"
label = "ad"
css = ".ad"

[[keep]]
id = "sound/keep"
css = ".keep"
note = "the paper's own"

[[text.line]]
id = "sound/line"
label = "related"
where = "head:3"
equals = ["Read more"]
starts = ["See also"]
max_words = 12

[[text.cut]]
id = "sound/cut"
label = "fundraising"
from = "A Message from"
to = "Remind me later."
max_words = 90

[[cue]]
id = "sound/cue"
label = "fundraising"
language = "en"
phrases = ["support us"]
equals = ["Donate"]
opens = true
max_words = 40

[[vocabulary]]
id = "sound/words"
label = "social"
words = ["share", "social*"]

[[test]]
file = "cases/sound/page.html"
url = "https://example.org/a"
has = ["ferry"]
lacks = ["Donate"]
fires = { newsletter = 1 }
"""


def write(folder: Path, text: str, name: str = "pack.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def pack(folder: Path, text: str, level: Level = "site", name: str = "example") -> Pack:
    """Load a pack of `text`, which leaves out what every file begins with."""
    return load_file(write(folder, f'schema = 1\nid = "{name}"\n{text}', f"{name}.toml"), level)
