"""What page builders call the parts of a page: groups of words in class and id names.

Other than the vocabularies of the rules these groups name no labels, and have words for the article itself as well.
What a group is worth is the model's business.
"""

import re
from functools import lru_cache
from typing import Final

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_GROUPS: Final = {
    "comments": "comment disqus respond response reply replies kommentar coral thread discussion commenter guestbook",
    "related": "related recommend recommended recommendation readmore trending popular mostpopular mostread teaser "
    "recirc recirculation seealso latest upnext carousel more similar further outbrain taboola zergnet",
    "caption": "caption figcaption credit copyright photo image img picture legend bildunterschrift",
    "newsletter": "newsletter signup mailchimp subscribe mailinglist optin",
    "author": "author byline bio contributor writer avatar autor profile",
    "share": "share sharing social sharedaddy addtoany addthis facebook twitter whatsapp follow",
    "ad": "ad advert advertisement adsbygoogle banner sponsor sponsored dfp gpt werbung anzeige promo promotion",
    "sidebar": "sidebar aside rail secondary widget column complementary sticky",
    "navigation": "nav navigation menu navbar breadcrumb topbar submenu dropdown toolbar pagination pager paging prev "
    "next link skip",
    "header": "header head masthead hero top title headline",
    "footer": "footer foot bottom colophon legal disclaimer imprint impressum",
    "meta": "meta date time timestamp published updated info detail kicker category categorie tag tagged label topic "
    "section",
    "article": "article story post entry news single blogpost artikel articolo nota noticia",
    "content": "content body text copy richtext prose txt inhalt texto contenido cuerpo maincontent",
    "main": "main primary",
    "paragraph": "paragraph par para absatz block",
    "lead": "lead lede intro summary dek standfirst excerpt subtitle abstract teasertext description deck subhead "
    "subheadline chapo",
    "list": "list item grid card tile row feed archive loop",
    "media": "video player embed media audio podcast gallery slideshow slider youtube iframe",
    "quote": "quote blockquote pullquote",
    "box": "box infobox factbox fact inset callout panel sidebarbox highlight keypoint toc accordion",
    "account": "login logon signin password passwort passwd account captcha registration verification",
    "form": "form search register input button btn field modal popup overlay dialog poll quiz survey vote",
    "consent": "cookie consent gdpr onetrust ccpa privacy",
    "payment": "paywall regwall piano premium subscription subscriber membership donate donation support offer "
    "gateway metered",
    "hidden": "hidden hide sr screenreader visuallyhidden offscreen noscript print noprint mobile desktop",
    "product": "product price shop cart buy store deal affiliate rating review star event job weather stock ticker",
    "builder": "elementor wp wpb vc fusion divi",
}
_GROUP_OF: Final = {
    form: group
    for group, words in _GROUPS.items()
    for word in words.split()
    for form in (word, f"{word}s", f"{word}es" if word[-1] == "s" else word)
}
AGAINST: Final = frozenset(
    "comments related caption newsletter author share ad sidebar navigation footer form consent payment media product "
    "account hidden meta header list box".split()
)
"""Groups that name what mostly is no text."""


@lru_cache(maxsize=1 << 13)
def parts(name: str) -> tuple[str, ...]:
    """Return the groups of the words in a class or id attribute, each once, sorted."""
    return tuple(sorted({_GROUP_OF[word] for word in map(str.lower, _TOKEN.findall(name)) if word in _GROUP_OF}))
