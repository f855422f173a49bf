"""Which language a text is in, where nobody says: by its script, by letters of one language alone, by small words.

It only has to choose a stemmer. What is not plain is None, which costs a text its stems and no more.
"""

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import Final

_SAMPLE: Final = 3000  # characters
_LEAST: Final = 3  # small words that must be there
_SHARE: Final = 0.08  # of all words; prose has two to five times as many
_AHEAD: Final = (
    1.5  # times as many as of the next language, of the words that are not in both: Danish is half Norwegian
)

# First character of a block, and the script of what follows it.
_BLOCKS: Final = (
    (0x41, "latin"), (0x0250, ""), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"), (0x0590, "hebrew"),
    (0x0600, "arabic"), (0x0700, ""), (0x0750, "arabic"), (0x0780, ""), (0x0900, "devanagari"), (0x0980, "bn"),
    (0x0A00, "pa"), (0x0A80, "gu"), (0x0B00, "or"), (0x0B80, "ta"), (0x0C00, "te"), (0x0C80, "kn"), (0x0D00, "ml"),
    (0x0D80, "si"), (0x0E00, "th"), (0x0E80, "lo"), (0x0F00, "bo"), (0x1000, "my"), (0x10A0, "ka"), (0x1100, "ko"),
    (0x1200, "am"), (0x1380, ""), (0x1780, "km"), (0x1800, ""), (0x1E00, "latin"), (0x1F00, "greek"), (0x2000, ""),
    (0x3040, "kana"), (0x3100, ""), (0x3400, "han"), (0xA000, ""), (0xAC00, "ko"), (0xD7B0, ""),
)  # fmt: skip
_STARTS: Final = tuple(start for start, _ in _BLOCKS)

# Letters that one language of a script has and the one named last has not.
_LETTERS: Final = {
    "cyrillic": (("їєґ", "uk"), ("ў", "be"), ("ђћљњџј", "sr"), ("ѓќѕ", "mk"), ("әғқңөұһ", "kk"), ("ыэё", "ru"),
                 ("ъщ", "bg"), ("", "ru")),
    "arabic": (("ٹڈڑں", "ur"), ("پچژگیک", "fa"), ("", "ar")),
    "hebrew": (("װױײ", "yi"), ("", "he")),
    "greek": (("", "el"),),
    "armenian": (("", "hy"),),
    "latin": (("ğ", "tr"), ("ł", "pl"), ("řě", "cs"), ("őű", "hu"), ("șț", "ro"), ("ß", "de"),
              ("ñ¿", "es"), ("ãõ", "pt")),
}  # fmt: skip

_WORDS: Final = {
    "en": "the of and to in that is was for with his as on be at by from this have not are which it said",
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch wird nach",
    "nl": "de het een van en dat niet op te zijn met voor is aan er ook maar bij wordt heeft naar",
    "fr": "le la les et des du une dans est que pour qui sur au par pas plus avec ce sont aux cette",
    "es": "el la los las y que en del un una por con para se su al lo como más pero fue este",
    "pt": "o os a e do da dos das em um uma que não para com por no na ao mais foi são como",
    "it": "il di che la e per una con del della sono nel alla non gli dei è le più anche dal",
    "ca": "el els les i amb per una que del dels és al aquest més ha no com també són fins",
    "ro": "și de în a la cu pe care din este nu un pentru mai au fost sau prin lui al",
    "sv": "och att det som en på är av för med den till inte om ett har var från de sig",
    "da": "og det at en den til er som på de med der af for ikke et har fra blev også efter mod nu kun siger sig meget",
    "no": "og det at en den til er som på de med av for ikke et har fra ble også etter mot nå bare sier seg mye",
    "is": "og að í á sem er var það við til með um en hann ekki fyrir af hefur þar",
    "fi": "ja on ei että se oli hän myös mutta ovat kun mukaan joka sen kuin jo voi tai vuoden ole",
    "et": "ja on ei et see oli ka mis kui aga oma ning või ta seda selle pärast kes pole",
    "hu": "a az és hogy nem egy is meg de van volt ez csak már ezt el ki mint azt még",
    "pl": "w i na z że się nie do to jest o jak od po przez ale za oraz który dla są",
    "cs": "a v se na že je s z do o ve to by jako pro který ale od jsou po při podle",
    "sk": "a v sa na že je s z do o vo to by ako pre ktorý ale od sú po pri podľa",
    "sl": "in je v na se da za so ki pa z tudi ne kot bi še od pri ali po",
    "hr": "i je u na se da za su koji od kao s ne o iz će što bi nije po",
    "lt": "ir kad yra su tai į iš kaip bet jo apie nuo už buvo dėl jis ne taip pat savo",
    "lv": "un ir ar no ka par uz kas bija tas arī pie kā vai lai nav to gan viņš",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en sonra kadar ne ama var olduğu",
    "id": "yang dan di dari untuk dengan pada ini itu dalam tidak akan oleh juga adalah ke telah bahwa karena",
    "vi": "và của là có được cho không một trong với các người những này đã khi để từ ra",
    "eu": "eta da du ez bat dira zen dute ere baina izan hau den duen egin beste dela dituzte",
    "ga": "an na agus ar is go sé ag le bhí sin a tá nach ó siad chun don leis mar",
    "eo": "la kaj de en estas ne al por ke mi kun li sed ĝi pri kiu estis ili oni",
    "sq": "dhe në të e për me një nga që është si nuk më ka janë se i ky duke",
    "st": "le ka ho ke e ya ba tsa ea hore o ha mme hae bona oa se fela",
}  # fmt: skip
"""The commonest small words of each language that is written in Latin letters."""


def guess(text: str) -> str | None:
    """Return the ISO 639 code of the language that a text is likely to be in; None where it is not plain."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return _by_words(sample)
    letters = Counter(sample)
    scripts: Counter[str] = Counter()
    for letter, times in letters.items():
        scripts[_script(letter)] += times if letter.isalpha() else 0
    del scripts[""]
    if not scripts:
        return None
    script, _ = scripts.most_common(1)[0]
    if script in ("han", "kana"):
        return "ja" if scripts["kana"] * 10 > scripts["han"] else "zh"
    found = _by_words(sample) if script == "latin" else None
    return found or _by_letters(script, letters, sample)


def _script(letter: str) -> str:
    return _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1] if letter >= "A" else ""


def _by_letters(script: str, letters: Counter[str], sample: str) -> str | None:
    if script == "devanagari":
        return "ne" if sample.count(" छ") + sample.count(" गर") > sample.count(" है") + sample.count(" में") else "hi"
    if script not in _LETTERS:
        return script  # one of a single language is named by it
    enough = max(1, sum(letters.values()) / 200)  # a name or two may be of another language
    owners = (code for own, code in _LETTERS[script] if not own or sum(letters[c] for c in own) > enough)
    return next(owners, None)


def _by_words(sample: str) -> str | None:
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    found = {code: sum(words[word] for word in small) for code, small in _small_words().items()}
    first, second, *_ = sorted(found, key=lambda code: -found[code])
    if found[first] < max(_LEAST, _SHARE * words.total()):
        return None
    own, others = (_small_words()[a] - _small_words()[b] for a, b in ((first, second), (second, first)))
    return first if sum(words[w] for w in own) >= 1 + _AHEAD * sum(words[w] for w in others) else None


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in _WORDS.items()}
