"""Light stemming for languages that Snowball lacks, or knows only with all their accents: tables of endings.

All of it is of folded words. What comes out need not be a word; it only has to be the same for the forms of one.
The stemmers of Snowball, and who is stemmed how, are in `stems.py`.
"""

from collections.abc import Callable
from typing import Final

_LEAST: Final = 3  # letters that stay
_LONGEST: Final = 8  # letters of an ending

_UKRAINIAN: Final = frozenset(
    "а я у ю і ї и о е є й ь ам ям ах ях ом ем єм ою ею єю ів їв ей ові еві єві ами ями "
    "ий ій ого ього ому ьому им ім ої ьої их іх ими іми ую юю".split()
)
_UKRAINIAN_VERBS: Final = frozenset(
    "ати ав ала ало али ає ають ити ив ила ило или ить ять яти яв яла яли яє яють ути ув ула ули "
    "увати ував увала увало ували ує ують ювати ював ювала ювали ює юють".split()
)
_BELARUSIAN: Final = frozenset(
    "а я у ю і ы о е й ь ам ям ах ях ом ем ай яй ою ею аў яў оў еў амі ямі "
    "ага яга аму яму ым ім ых іх ая яя ую юю ае яе ыя ія ымі імі ала алі аць іць іў іла ілі".split()
)
_BULGARIAN: Final = frozenset(
    "а я о е и у ът та то те ят ата ята ото ето ите ове овете ия ията ият ието иите ен ни на но "
    "м ам ям ме те ш аш яш иш х ах ях ха аха яха хте ахте ал ала ало али ял яла яли ил ила ило или ел ела ели "
    "вам ват ваш ва ваме вате вал вала вали ван вана вани щ ащ ащи ащата ащият".split()
)
_ESTONIAN: Final = frozenset("s sse st l le lt ks ni na ta ga d t de te id ide sid dele deks tele".split())
_PERSIAN: Final = frozenset("ي ها هاي هايي ان م ند اند يم يد ه تر ترين ام ات اش".split())
_POLISH: Final = frozenset(
    "a e i o u y ia ie iu io om em ow ej ami iami ach iach owi owie iem iom ego iego emu iemu ych ich ymi imi ym im "
    "ac al ala alo ali aly aja ic il ila ilo ili ily yc yl yla yli yly owac owal owala owali uje uja".split()
)
_CZECH: Final = frozenset(
    "a e i o u y ou em om um am im ym ach ich ych ech emi ami imi ymi ovi ove eho iho emu imu ej iho uv ova ovo ovy "
    "at al ala alo ali aly aji it il ila ilo ili ily et el ela eli ovat oval ovala ovali uje uji".split()
)
TURKISH: Final = frozenset(
    "lar ler lari leri larin lerin larini lerini larina lerine larinda lerinde larindan lerinden lara lere larda lerde "
    "lardan lerden larla lerle i u a e yi yu ya ye in un nin nun ni nu na ne da de ta te dan den tan ten la le yla yle "
    "si su sini sunu sinin sunun sina suna sine sune sinda sinde sunda sindan sinden ini unu inin unun ina ine una une "
    "inda inde unda unde indan inden undan unden im um imiz umuz imizin ki daki deki taki teki ndaki ndeki "
    "dir dur tir tur mis mus iyor uyor acak ecek mak mek".split()
)
"""What Turkish hangs on its words, folded; on names with an apostrophe before it."""

_ICELANDIC: Final = frozenset(
    "a i u s ar ir ur in id inn inu inum unum ins sins ann anna nar num um na unni ina una innar unnar anir "
    "arnir".split()
)
_PORTUGUESE: Final = {"oes": "ao", "aes": "ao", "ais": "al", "eis": "el", "ois": "ol", "uis": "ul"}
_FINNISH: Final = frozenset(
    "n t ssa sta lla lta lle na ksi tta issa ista illa ilta ille iksi ina ien jen ten iden ita "
    "aan een iin oon uun yyn ihin ssaan staan llaan nsa nne mme".split()
)

# What the last consonants of a Finnish stem become where an ending closes the syllable: pankki, pankin; hinta, hinnan;
# and what its nominative ends in: talous, talouden; päätös, päätöksen.
_FINNISH_ENDS: Final = {
    "ng": "nk", "nn": "nt", "mm": "mp", "ll": "lt", "rr": "rt", "kk": "k", "pp": "p", "tt": "t", "ks": "t", "nk": "nk",
    "d": "t", "s": "t", "v": "p",
}  # fmt: skip
# What a partitive makes of a last vowel, and a plural of two: lakia, hintaa, puolueet.
_FINNISH_PAIRS: Final = frozenset("aa ea ia oa ua ya ee".split())
_ARABIC: Final = frozenset("ها ان ات ون ين يه ه ي وا هم هن نا".split())
_ARABIC_ARTICLES: Final = ("وبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل", "و")
_HEBREW: Final = frozenset("ים ות ה ת י יה ית יות יים".split())
_HEBREW_FINALS: Final = str.maketrans("ךםןףץ", "כמנפצ")

# The, and, in, to, from, that, as: one letter each, written as one word with what follows, and up to three of them.
_HEBREW_PARTICLES: Final = frozenset(
    "ו ה ב ל מ ש כ וה וב ול ומ וש וכ שה שב של שמ מה כש בש לכש כשה וכש ושה שבה ומה".split()
)


def _stripped(word: str, endings: frozenset[str]) -> str:
    for length in range(min(_LONGEST, len(word) - _LEAST), 0, -1):
        if word[-length:] in endings:
            return word[:-length]
    return word


def ukrainian(word: str) -> tuple[str, ...]:
    """Return the stems of a word as a noun and, where it may be one, as a verb: депутати is of депутат.

    і in a last closed syllable is о in other forms (вибір, вибори), ї is є (Київ, Києва).
    """
    plain = word[:-2] if word.endswith(("ся", "сь")) and len(word) > _LEAST + 1 else word
    stem = _stripped(plain, _UKRAINIAN)
    if stem.endswith(("ов", "ев", "єв")) and len(stem) > _LEAST + 1:
        stem = stem[:-2]
    vowel = max(map(stem.rfind, "аеиіоуюяєї"))
    if vowel > 0:
        stem = stem[:vowel] + {"і": "о", "ї": "є"}.get(stem[vowel], stem[vowel]) + stem[vowel + 1 :]
    verb = _stripped(plain, _UKRAINIAN_VERBS)
    return (stem, verb) if verb != plain else (stem,)


def polish(word: str) -> tuple[str, ...]:
    """Return the stem of a word, its end hardened: rządzie like rząd, Polsce like Polska."""
    stem = _stripped(word, _POLISH)
    for soft, hard in (("sc", "sk"), ("dz", "d"), ("c", "t"), ("rz", "r")):
        if stem.endswith(soft) and len(stem) > _LEAST:
            return (stem.removesuffix(soft) + hard,)
    return (stem,)


def finnish(word: str) -> tuple[str, ...]:
    """Return the stem of a word without its case, its last vowel, and what cases do to the consonants before it."""
    if len(word) <= _LEAST:
        return (word,)
    stem = _stripped(word[:-3] + "s" if word.endswith("nen") else word, _FINNISH)
    if stem[-2:] in _FINNISH_PAIRS:
        stem = stem[:-1]
    stem = _without_vowel(stem)
    if stem[-1] == "j" and len(stem) > _LEAST + 2:  # vaaleja
        stem = _without_vowel(stem[:-1])
    for end in (stem[-2:], stem[-1:]):
        if end in _FINNISH_ENDS:
            return (stem.removesuffix(end) + _FINNISH_ENDS[end],)
    return (stem,)


def _without_vowel(stem: str) -> str:
    return stem[:-1] if stem[-1] in "aeiouy" and len(stem) > _LEAST else stem


def french(word: str) -> tuple[str, ...]:
    """Return a word without the e and s of its gender and number: élues like élu; travaux like travail."""
    singular = word[:-3] + "al" if word.endswith("aux") and not word.endswith("eaux") else word.removesuffix("s")
    stem = singular[:-3] + "al" if singular.endswith("ail") else singular.removesuffix("e")
    return (stem if len(stem) >= _LEAST else word,)


def estonian(word: str) -> tuple[str, ...]:
    """Return the stem of a word without its case and last vowel, which its nominative may lack: kompassi, kompass."""
    return (_without_vowel(_stripped(word, _ESTONIAN)),)


def portuguese(word: str) -> tuple[str, ...]:
    """Return the singular of a word: eleições like eleição, municipais like municipal."""
    return (word[:-3] + _PORTUGUESE.get(word[-3:], word[-3:]),)


def turkish(word: str) -> tuple[str, ...]:
    """Return the stem of a word, its endings off one after another, and its end hardened: kitabı like kitap."""
    stem = word
    for _ in range(3):
        stem = _stripped(stem, TURKISH)
    return (stem[:-1] + {"b": "p", "d": "t", "g": "k"}.get(stem[-1:], stem[-1:]),)


def arabic(word: str) -> tuple[str, ...]:
    """Return the stem of a word without article, conjunction and its commonest ending; after Larkey's light10."""
    stem = word
    for article in _ARABIC_ARTICLES:
        if stem.startswith(article) and len(stem) - len(article) >= _LEAST:
            stem = stem.removeprefix(article)
            break
    return (_stripped(stem, _ARABIC),)


def hebrew(word: str) -> tuple[str, ...]:
    """Return the stems of a word with and without each particle that it may begin with; which is true no table says."""
    bare = [word] + [word[n:] for n in (1, 2, 3) if word[:n] in _HEBREW_PARTICLES and len(word) - n >= _LEAST]
    stems = [_stripped(form, _HEBREW).translate(_HEBREW_FINALS) for form in bare]
    return tuple(dict.fromkeys(bare[1:] + stems))


def _table(endings: frozenset[str]) -> Callable[[str], tuple[str, ...]]:
    return lambda word: (_stripped(word, endings),)


LIGHT: Final[dict[str, Callable[[str], tuple[str, ...]]]] = {
    "ar": arabic,
    "be": _table(_BELARUSIAN),
    "bg": _table(_BULGARIAN),
    "cs": _table(_CZECH),
    "et": estonian,
    "fa": _table(_PERSIAN),
    "fi": finnish,
    "fr": french,
    "he": hebrew,
    "is": _table(_ICELANDIC),
    "pl": polish,
    "pt": portuguese,
    "sk": _table(_CZECH),
    "tr": turkish,
    "uk": ukrainian,
}
"""By language, what returns the stems of a folded word."""
