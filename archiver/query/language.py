"""The languages of ISO 639-1, by their codes and English names.

Source: ISO 639-1 and the code tables of its registration authority, https://www.loc.gov/standards/iso639-2/.
"""

import re
from typing import Final

from archiver.errors import StoreError
from archiver.query.suggestion import meant

_LANGUAGES: Final = """
aa afar; ab abkhazian abkhaz; ae avestan; af afrikaans; ak akan; am amharic; an aragonese; ar arabic; as assamese;
av avaric; ay aymara; az azerbaijani azeri; ba bashkir; be belarusian; bg bulgarian; bi bislama; bm bambara;
bn bengali bangla; bo tibetan; br breton; bs bosnian; ca catalan valencian; ce chechen; ch chamorro; co corsican;
cr cree; cs czech; cu church-slavonic; cv chuvash; cy welsh; da danish; de german; dv dhivehi maldivian; dz dzongkha;
ee ewe; el greek; en english; eo esperanto; es spanish castilian; et estonian; eu basque; fa persian farsi; ff fulah;
fi finnish; fj fijian; fo faroese; fr french; fy frisian; ga irish; gd gaelic; gl galician; gn guarani; gu gujarati;
gv manx; ha hausa; he hebrew; hi hindi; ho hiri-motu; hr croatian; ht haitian; hu hungarian; hy armenian; hz herero;
ia interlingua; id indonesian; ie interlingue; ig igbo; ii yi; ik inupiaq; io ido; is icelandic; it italian;
iu inuktitut; ja japanese; jv javanese; ka georgian; kg kongo; ki kikuyu; kj kuanyama; kk kazakh; kl greenlandic;
km khmer; kn kannada; ko korean; kr kanuri; ks kashmiri; ku kurdish; kv komi; kw cornish; ky kyrgyz; la latin;
lb luxembourgish; lg ganda; li limburgish; ln lingala; lo lao; lt lithuanian; lu luba-katanga; lv latvian;
mg malagasy; mh marshallese; mi maori; mk macedonian; ml malayalam; mn mongolian; mr marathi; ms malay; mt maltese;
my burmese; na nauru; nb bokmål bokmal; nd north-ndebele; ne nepali; ng ndonga; nl dutch flemish; nn nynorsk;
no norwegian; nr south-ndebele; nv navajo; ny chichewa; oc occitan; oj ojibwa; om oromo; or odia oriya; os ossetian;
pa punjabi panjabi; pi pali; pl polish; ps pashto; pt portuguese; qu quechua; rm romansh; rn rundi;
ro romanian moldovan; ru russian; rw kinyarwanda; sa sanskrit; sc sardinian; sd sindhi; se northern-sami; sg sango;
si sinhala; sk slovak; sl slovenian; sm samoan; sn shona; so somali; sq albanian; sr serbian; ss swati; st sotho;
su sundanese; sv swedish; sw swahili; ta tamil; te telugu; tg tajik; th thai; ti tigrinya; tk turkmen;
tl tagalog filipino; tn tswana; to tongan; tr turkish; ts tsonga; tt tatar; tw twi; ty tahitian; ug uyghur uighur;
uk ukrainian; ur urdu; uz uzbek; ve venda; vi vietnamese; vo volapük volapuk; wa walloon; wo wolof; xh xhosa;
yi yiddish; yo yoruba; za zhuang; zh chinese; zu zulu
"""

_REGIONAL: Final = re.compile(r"([a-z]{2})([-_][a-z0-9]{2,8})+")


def language(text: str) -> str:
    """Return the ISO 639-1 code of a language, given by that code, with or without a region, or by its English name.

    Raises StoreError where it is no language.
    """
    given = text.strip().lower()
    codes = _codes()
    if (name := given.replace(" ", "-")) in codes:
        return codes[name]
    if (regional := _REGIONAL.fullmatch(given)) and regional[1] in codes:
        return regional[1]
    names = [name for name in codes if name[0] == given[:1] and len(name) > 2]  # comparing with all takes a while
    raise StoreError(f"{text!r} is no language{meant(given, names)}; write a code such as en or de, or an English name")


def _codes() -> dict[str, str]:
    """Each code and each name, and the code that it stands for."""
    entries = (entry.split() for entry in _LANGUAGES.split(";"))
    return {name: names[0] for names in entries for name in names}
