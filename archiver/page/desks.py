"""Names under which articles appear that are no person's: the paper itself, an agency, a desk, an account.

And words for what somebody does, which stand beside names and are none. How names stand in a line is persons.py's.
"""

import re
from functools import lru_cache

_AGENCIES = frozenset(
    "aap afp aa anp ansa ap apa ani antara belga bbc bernama bloomberg cna cnn cp ctk čtk dpa dts dw efe epa epd "
    "europapress interfax itar-tass ians jiji kna kyodo lusa mena mti ntb npr pa pap pti reuters rfi ria ritzau sda "
    "sid spa sta stt tanjug tass tt unn upi wam xinhua yonhap 新华社 新華社 共同通信 時事通信 연합뉴스 中央社".split()
)
_DESK = re.compile(
    r"\b(?:redaktion\w*|redak[ct]\w{1,4}a|redazione|r[ée]daction|redacci[óo]n\w*|reda[çc][ãa]o|redactie|redaksi\w*|redaktsiya|"
    r"toimitus|szerkesztőség|news\s?room|news\s?desk|news\s?room|desk|staff|admin(?:istrator)?|editors?|editorial|team|crew|"
    r"nachrichten\w*|agenc(?:y|ies|ia|ias|e|es)|agentur\w*|press|presse|associated|bureau|services?|wires?|webmaster|"
    r"user|guest|anonymous|unknown|newswire|magazine|media|times|news|herald|tribune|gazette|journal|post|"
    r"correspondents?|reporters?|contributors?|online|web|website|press release|advertorial|sponsored|partner|verlag|"
    r"zeitung|noticias|notícias|notizie|nyheter|uutiset|nieuws|novosti|actu(?:alit[ée]s?)?)\b"
    r"|редакци|агентств|новост|пресс|编辑部|編集部|本报|通訊|新聞|新闻|日报|日報|뉴스|신문|일보|편집국|डेस्क|ब्यूरो|सम्पादक",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:(?:co-?)?editor|reporter|correspondent|writer|journalist|columnist|contributor|producer|photographer|author|"
    r"analyst|critic|ceo|cto|founder|former|president|representative|candidate|consultant|expert|fellow|director|lecturer|intern|freelance\w*|chief|deputy|senior|bureau|staff|"
    r"\w*redakteur\w*|\w*redaktör\w*|reporter\w*|korrespondent\w*|volont[äa]r\w*|autorin|fotograf\w*|ressortleit\w*|"
    r"journaliste?\w*|r[ée]dact\w+|correspond\w+|envoy[ée]e?|chroniqueu\w+|periodist\w*|redactor\w*|corresponsal\w*|"
    r"enviad[oa]|jornalist\w*|rep[óo]rter\w*|giornalist\w*|redattor\w*|inviat[oa]|verslagge\w+|redacteur\w*|toimittaja|"
    r"dziennikar\w*|redaktork?a?|novin[áa]ř\w*|újságíró|muhabir\w*|yazar\w*|wartawan|novinar\w*|gazetar\w*)\b|\s(?:professor|profesor\w*)\b"
    r"|журналист|корреспондент|обозреватель|автор|記者|记者|編集委員|기자|संवाददाता",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    "undefined null none unknown anonymous n/a admin adminn administrator root user author guest team default".split()
)
_LEAST = 5  # characters with which the name of a host begins
_HOST = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset("the le la el il die der das l de and et und www com net org co".split())


@lru_cache(maxsize=512)
def is_desk(name: str) -> bool:
    """True where `name` is an agency, a desk, an account or a web address and no person, as far as words tell."""
    return (
        not any(map(str.isalpha, name))
        or any(map(_is_agency, name.replace("/", " ").split()))
        or bool(_DESK.search(name) or _HOST.fullmatch(name))
    )


def _is_agency(word: str) -> bool:
    """An agency's name or letters, as these are written: "Reuters", "AP", "dpa"; "Sid" is somebody."""
    return word.casefold().strip("()") in _AGENCIES and (len(word) > 4 or not word.istitle())


def is_role(words: str) -> bool:
    """True where `words` say what somebody does, not who they are."""
    return bool(_ROLE.search(words))


def is_paper(name: str, site: str | None, host: str) -> bool:
    """True where `name` is that of the publication: the site's name, its host or a word of that."""
    words = _squeezed(name)
    labels = (label.replace("-", "") for label in host.split(".")[:-1] if len(label) > 2)
    return bool(words) and (
        words in (_squeezed(site or ""), _squeezed(host))
        or any(words == label or (len(words) >= _LEAST and label.startswith(words)) for label in labels)
    )


def is_nobody(name: str) -> bool:
    """True for what programs write where nobody is named."""
    return name.casefold() in _NOBODY


def _squeezed(name: str) -> str:
    return "".join(word for word in _WORD.findall(name.casefold()) if word not in _SMALL)
