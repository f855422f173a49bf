"""Persons in a line of text: who is named after a "by", and where one name ends and the next begins.

By the shape of the words alone; where a byline stands on a page is not known here, and what is no person but a paper
or an agency is said in desks.py.
"""

import re

from archiver.page.desks import is_desk, is_role
from archiver.page.inline import normalise_space
from archiver.page.written import dates_in

_BY_WORDS = (
    r"(?:written|reported|reporting|posted|published|story|words|text|article|review|analysis|opinion)\s+by"
    r"|by|par|por|door|от|oleh|przez|autor(?:in|en|zy|a|es|e|i)?|author(?:s|\(s\))?"
    r"|auteure?s?|autri?ce|skribent|tekst|text[eo]?|testo|teksti|szerző|írta|penulis|yazan|yazar"
    r"|verfasst von|verfasser(?:in)?"
    r"|автор[ыи]?|текст|γράφει (?:ο|η)|του|της|بقلم|كتب|מאת"
)
_BY_OR_NAME = re.compile(r"^(?:von|di|da|av|af|od|eftir)\s+(?!(?:der|dem|den|la|le)\b)(?=\S+\s+\S)", re.IGNORECASE)
_BY = re.compile(rf"^(?:{_BY_WORDS})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
_COLON = re.compile(r"^(?:作者|文|記者|记者|撰文|글|von|di|av|af)\s*[:：/／]\s*", re.IGNORECASE)
_AND = r"and|und|et|y|e|en|i|и|і|og|och|ja|és|si|și|ve|και|dan|و|a|with|mit|avec|con"
_ANDS = re.compile(rf"\s+(?:{_AND}|AND|UND|ET|OG|OCH|EN)\s+")
_PARTICLE = (
    "de|da|di|del|della|dello|dalla|degli|dei|do|dos|das|du|des|van|von|vom|zu|zum|zur|der|den|dem|ter|ten|te|la|le|lo|el|al|"
    "bin|ibn|bint|ben|bar|abu|av|af|y|e|st|san|santa|mac|mc|ap|ul|ur|'t|’t|ní|ó|nic"
)
_PARTICLES = frozenset(_PARTICLE.split("|"))
_WORD = r"(?:[dlDLO]['’])?[^\W\d_a-z][\w'’.-]*"
_NAME = rf"(?:(?:(?:{_PARTICLE})\s+){{0,2}}{_WORD})(?:\s+(?:(?:{_PARTICLE})\b|{_WORD})){{1,4}}"
_LEAD = (
    "By|by|BY|Von|von|VON|Par|par|PAR|Por|por|POR|Door|door|DOOR|Di|Av|AV|Af|AF|Od|Eftir|Oleh|OLEH|Text|Texte|Texto|"
    "Testo|Tekst|Teksti|Autor(?:in|en|zy|a|es|e|i)?|Authors?|Auteure?s?|Skribent|Szerző|Penulis|"
    "Автор[ыи]?|Текст|Γράφει (?:ο|η)"
)
_LEADS = re.compile(rf"(?<!\w)(?:{_LEAD})[\s:]")
_BY_NAMES = re.compile(
    rf"(?:^|[\s|(•·–—-])(?:{_LEAD})(?:\s*:\s*|\s+)({_NAME}(?:(?:\s*[,&]\s*(?:(?:{_AND})\s+)?|\s+(?:{_AND})\s+){_NAME})*)"
)
_MARKS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\S)@\w+|\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_PICTURES = re.compile(
    r"\b(?:foto\w*|photo\w*|bild(?:er)?|illustrat\w+|grafi[ck]\w*|video)\s*(?::|by\b|von\b|av\b).*", re.IGNORECASE
)
_AFTER = re.compile(
    r"(?<=\w)\s+(?:updated|published|posted|last|foto\w*|photo\w*|twitter|facebook|google|instagram|linkedin|e-?mail|follow|share|print|"
    r"comments?|min(?:ute)?s?|read|veröffentlicht|aktualisiert|übersetzung|publié|publicado|pubblicato|mis à jour|"
    r"actualizado|getty)\b.*",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:photo\w*|foto\w*|image\w*|picture\w*|illustrat\w+|edited|translated|compiled|reviewed|checked)\W*$", re.I
)
_CUTS = re.compile(r"\s*[;|•·／]\s*|\s+[/–—-]\s+|(?<=\w)/(?=\w+ \w)|\s*&\s*|、|，|\n")
_EDGES = ' \t,.:;-–—|/*•·"“”„»«'
_NO_NAME = frozenset(
    "by the for with and more full bio view read about all posts your our this that is are how why what when written "
    "team login log sign menu menü home page contact search share follow us photo image video subscribe news".split()
)
_DEGREES = frozenset(
    "ba bs bsc ma ms msc mba md do jd phd dds rn rd rdn np cpa cfp cfa esq jr sr ii iii fand mph lcsw llm llb".split()
)
_CASELESS = re.compile(r"[\u0600-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
_NO_LETTER = re.compile(r"[^\w\s.'’‘ʼ`·・‐‑-]|[\d_]|(?<=\s)[^\W\d_a-z]$|[^\W_]{3}\.$(?<![JS]r\.)")
_LONGEST = 50  # characters of one name


def bare_names(text: str) -> tuple[str, ...]:
    """Return the persons that `text` names where it holds names and nothing else."""
    names = split_names(text)
    return names if all(is_name(name) for name in names) else ()


def names_in(line: str) -> tuple[str, ...]:
    """Return the persons that `line` names after a "by", wherever that stands in it."""
    if not _LEADS.search(line):
        return ()
    line = without_dates(normalise_space(line))
    for found in _BY_NAMES.finditer(line):
        if not found[1][0].islower() and not _OTHERS.search(line[: found.start()]):
            return tuple(name for name in split_names(found[1]) if is_name(name))
    return ()


def split_names(text: str) -> tuple[str, ...]:
    """Return the persons that a byline names, without its "By" and without what stands beside their names: roles,
    addresses, accounts. What is one name and no list stays as it is."""
    bare = _AFTER.sub("", without_by(_PICTURES.sub("", _MARKS.sub(" ", text))))
    parts = [part for cut in _CUTS.split(bare) for part in _by_commas(cut)]
    if not any(map(is_name, map(without_by, parts))) and max(map(len, map(str.split, parts)), default=0) > 2:
        parts = [bare]  # "Ministry of Trade, Work and Housing"
    names = [cleaned for part in parts if (cleaned := without_by(part).strip(_EDGES) + _initial(part))]
    if len(names) > 1 and any(map(is_name, names)):
        names = [name for name in names if is_name(name) or _is_short(name)]
    return tuple(dict.fromkeys(names))


def is_name(text: str) -> bool:
    """True where `text` has the shape of a person's name: two to six words in capitals but for "de" and "van", or a
    few characters of a script that has no capitals."""
    words = text.split()
    if not words or len(text) > _LONGEST or _NO_LETTER.search(text):
        return False
    if _CASELESS.search(text):
        return len(words) in (2, 3, 4) or 2 <= len(text) <= 8
    if not _NO_NAME.isdisjoint(map(str.casefold, words)):
        return False
    full = [word for word in words if word.casefold() not in _PARTICLES]
    large = all(not word[0].islower() or word[1:2] in ("'", "’") or "-" in word[:3] for word in full)
    return 2 <= len(words) <= 6 and len(full) >= 2 and large and not is_role(text)


def without_by(text: str) -> str:
    """Return a byline without the "By" that it begins with."""
    flat = normalise_space(text)
    return _BY_OR_NAME.sub("", _COLON.sub("", _BY.sub("", flat)))


def without_dates(line: str) -> str:
    """Return `line` with a bar in the place of each date in it."""
    for found in sorted(dates_in(line), key=lambda one: -one.start):
        line = f"{line[: found.start]} | {line[found.end :]}"
    return line


def _by_commas(text: str) -> list[str]:
    """Part a list at its commas; "Lee, Ann" is one person."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and _is_turned(*parts):
        return [f"{parts[1]} {parts[0]}"]
    return [name for part in parts for name in _by_words(re.sub(rf"^(?:{_AND})\s+", "", part))]


def _by_words(text: str) -> list[str]:
    """Part a list at an "and" with whole names around it: not "Le Monde et AFP", nor "Ortega y Gasset"."""
    parts = _ANDS.split(text)
    return parts if len(parts) > 1 and all(is_name(without_by(part)) for part in parts) else [text]


def _is_turned(family: str, given: str) -> bool:
    one = family.isalpha() and family.istitle() and not is_desk(family) and not is_desk(given)
    return one and bool(re.fullmatch(r"[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z]\.?){0,2}", given)) and not given.isupper()


def _is_short(name: str) -> bool:
    """A signature or an agency beside persons: "AP", "dpa", "Deutsche Presse-Agentur"; no place, no role."""
    if is_role(name) or name.casefold().replace(".", "") in _DEGREES:
        return False
    signed = name.isalpha() and len(name) <= 8 and (name.isupper() or name.islower())
    return signed or (len(name.split()) <= 3 and is_desk(name) and "." not in name)


def _initial(part: str) -> str:
    return "." if re.search(r"\b(?:[JS]r|[A-Z])\.$", part.strip()) else ""
