"""What became of a URL: nothing that is no article is called one, and no article anything else."""

from dataclasses import replace
from pathlib import Path

import pytest

from archiver.errors import PageError
from archiver.model import Capture
from archiver.outcome.classify import ARTICLES, GOOD, Finding, classify
from archiver.outcome.sign import signs
from archiver.pipeline import clean_capture
from archiver.rules.book import shipped_rules
from tests.index.samples import capture

URL = "https://news.example/2025/05/28/story"
CASES = sorted((Path(__file__).parent.parent / "cases").glob("*/*/page.html"))
SENTENCE = "The harbour office has published the tables for the coming year, and they differ from the last ones. "


def answer(
    body: str, status: int = 200, url: str = URL, headers: tuple[tuple[str, str], ...] = (), asked: str | None = None
) -> Finding:
    """Classify a page as the archive does: with the article that is found on it."""
    one = replace(
        capture(), url=url, final_url=url, status=status, headers=headers, body=body.encode(), content_type="text/html"
    )
    return classify(one, found(one), asked)


def found(one: Capture):  # type: ignore[no-untyped-def]
    try:
        return clean_capture(one, shipped_rules()) if 200 <= one.status < 300 else None
    except PageError:
        return None


def page(title: str, body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def article(title: str, paragraphs: int = 6, sentence: str = SENTENCE, head: str = "") -> str:
    text = "".join(f"<p>{sentence * 4}</p>" for _ in range(paragraphs))
    return page(f"{title} - The Harbour Courier", f"<article><h1>{title}</h1>{text}</article>", head)


CLOUDFLARE = page(
    "Just a moment...",
    '<div class="main-wrapper"><h1>news.example</h1><p>Verifying you are human. This may take a few seconds.</p>'
    "<noscript>Enable JavaScript and cookies to continue</noscript></div><script>(function(){window._cf_chl_opt = "
    "{cvId: '3'};var a=document.createElement('script');a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"
    "'})();</script>",
)


@pytest.mark.parametrize(
    ("sign", "body"),
    [
        ("challenge/cloudflare", CLOUDFLARE),
        ("challenge/cloudflare-title",
         page("Einen Moment…", "<p>Warten</p><script src='/cdn-cgi/challenge-platform/scripts/x.js'></script>")),
        ("challenge/cloudflare-block",
         page("Attention Required!", "<div id='cf-wrapper'><h1>Sorry, you have been blocked</h1></div>")),
        ("challenge/datadome", page("news.example", "<p id=cmsg>Please enable JS and disable any ad blocker</p>"
         "<script src='https://ct.captcha-delivery.com/c.js'></script>")),
        ("challenge/human", page("Access to this page has been denied", "<div id='px-captcha'></div><p>Press</p>")),
        ("challenge/human-title", page("Access to this page has been denied.", "<p>Enable cookies</p>")),
        ("challenge/akamai", page("Challenge Validation", "<div id='sec-if-cpt-container'></div>")),
        ("challenge/akamai-refusal", page("Access Denied", "<h1>Access Denied</h1>You don't have permission to access "
         "this on this server.<p>Reference #18.6c10&#46;1</p>")),
        ("challenge/imperva", "<html><head><meta name=robots content=noindex></head><body><iframe "
         "src='/_Incapsula_Resource?SWUDNSAI=31'>Incapsula incident ID: 1</iframe></body></html>"),
        ("challenge/anubis", page("Making sure you're not a bot!",
         "<h1>Making sure you're not a bot!</h1><script id='anubis_challenge' type='application/json'>{}</script>")),
        ("challenge/aws", page("", "<div id='challenge-container'></div><script>AwsWafIntegration.get()</script>")),
        ("challenge/other", page("One moment", "<script src='/.well-known/ddos-guard/js-challenge/i.js'></script>")),
        ("challenge/captcha", page("Security check", "<form><div class='g-recaptcha' data-sitekey=x></div></form>")),
        ("challenge/captcha", page("Check", "<script src='https://js.hcaptcha.com/1/api.js'></script><p>Tick</p>")),
        ("challenge/words", page("news.example", "<p>Please verify you are human to go on.</p>")),
        ("challenge/words", page("Ой!", "<p>Подтвердите, что вы не робот</p>")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_challenge_is_one_whatever_its_status(sign: str, body: str, status: int) -> None:
    finding = answer(body, status)
    assert (finding.outcome, finding.sign) == ("challenge", sign)
    assert str(finding.why).startswith(f"{URL}: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [("CF-Mitigated", "challenge"), ("x-amzn-waf-action", "captcha"), ("X-Vercel-Mitigated", "challenge")],
)
def test_what_the_server_says_in_a_header_is_certain(name: str, value: str) -> None:
    assert answer(article("Ferry stays"), headers=((name, value),)).sign == "challenge/header"
    assert answer("", 429, headers=((name, value),)).outcome == "challenge"


@pytest.mark.parametrize(
    "title",
    ["404", "Error 404", "404 Not Found", "404 - Page Not Found", "Page not found", "Page Not Found!", "Not found",
     "The page you requested could not be found", "This page doesn't exist", "This page could not be found.",
     "Sorry, this page is no longer available", "Oops! Page not found", "Nothing found", "Seite nicht gefunden",
     "Page introuvable", "Página no encontrada", "Страница не найдена", "Ошибка 404", "Strona nie została znaleziona",
     "ページが見つかりません", "页面不存在", "Article not found", "We can't find that page"],
)  # fmt: skip
@pytest.mark.parametrize("shape", ["{}", "{} | The Harbour Courier", "The Harbour Courier - {}"])
def test_a_page_that_says_it_was_not_found_is_a_soft_404(title: str, shape: str) -> None:
    body = page(shape.format(title), "<p>Try our <a href='/'>front page</a> or search for what you need.</p>")
    assert (answer(body).outcome, answer(body).sign) == ("soft 404", "soft 404/title")
    heading = page("The Harbour Courier", f"<h1>{title}</h1><p>Try our <a href='/'>front page</a>.</p>")
    assert answer(heading).outcome == "soft 404"


def test_a_deep_url_that_leads_to_the_front_page_is_a_soft_404() -> None:
    front = article("Today")
    for home in ("https://news.example/", "https://www.news.example/index.html", "https://news.example/en/"):
        finding = answer(front, url=home, asked=URL)
        assert (finding.outcome, finding.sign) == ("soft 404", "soft 404/front page")
        assert str(finding.why).startswith(URL)
    assert answer(front, url="https://news.example/en/", asked="https://news.example/").outcome == "article"
    assert answer(front, url="https://news.example/", asked="https://short.example/x1").outcome == "article"
    assert answer(front, url="https://news.example/2025/05/28/story-2", asked=URL).outcome == "article"


@pytest.mark.parametrize("path", ["/404", "/404.html", "/en/not-found", "/error/404"])
def test_so_is_one_that_leads_to_a_page_for_that(path: str) -> None:
    body = page("The Harbour Courier", "<p>Here are our sections.</p>")
    assert answer(body, url=f"https://news.example{path}", asked=URL).outcome == "soft 404"


def test_login_walls() -> None:
    form = "<form><input name=user><input type=password name=p><button>Log in</button></form>"
    assert answer(page("Welcome", form)).sign == "login wall/password"
    for url in ("https://news.example/login?next=/story", "https://accounts.news.example/o/signin",
                "https://news.example/users/sign_in"):  # fmt: skip
        assert answer(page("Welcome", "<p>Choose how.</p>"), url=url, asked=URL).outcome == "login wall"
    assert answer(page("Welcome", form), status=404).outcome == "error page"
    assert answer(article("Ferry stays") + form).outcome == "article"
    assert answer(article("Ferry stays", paragraphs=1) + form).outcome in ARTICLES
    assert answer(article("Short", 1), url="https://auth.example/author/anna").outcome == "article"


def test_consent_walls() -> None:
    body = page("Bevor Sie fortfahren zu Beispiel", "<form><button>Alle akzeptieren</button></form>")
    assert answer(body).sign == "consent wall/title"
    finding = answer(page("News", "<button>OK</button>"), url="https://consent.news.example/m?continue=x", asked=URL)
    assert finding.sign == "consent wall/address"
    banner = "<div><h2>We value your privacy</h2><button>Accept</button></div>"
    assert answer(article("Ferry stays", paragraphs=1) + banner).outcome == "article"


def test_parked_domains() -> None:
    assert (
        answer(page("news.example", "<p>Buy this domain. news.example may be for sale.</p>")).outcome == "parked domain"
    )
    lander = page("news.example", "<script src='https://img1.wsimg.com/parking-lander/static/js/main.js'></script>")
    assert answer(lander).sign == "parked domain/machinery"


@pytest.mark.parametrize("body", ["", " ", page("News", ""), page("News", "<nav><a href=/>Home</a></nav>")])
def test_an_empty_page_is_no_article(body: str) -> None:
    assert answer(body).outcome == "no article"


# What stays an article


ABOUT = (
    "Cloudflare shows “Just a moment...” and asks you to verify you are human before a page not found is even served. "
    "The script sets _cf_chl_opt, loads captcha-delivery.com, px-captcha, g-recaptcha and anubis_challenge, and a "
    "domain is parked free while you log in with your password. "
)


@pytest.mark.parametrize(
    "title",
    ["Just a moment...", "404", "Page not found", "Cloudflare goes down", "Access Denied", "Before you continue",
     "Page not found: why the web forgets", "Buy this domain", "Verify you are human"],
)  # fmt: skip
@pytest.mark.parametrize("sentence", [SENTENCE, ABOUT])
def test_an_article_about_such_pages_stays_an_article(title: str, sentence: str) -> None:
    assert answer(article(title, sentence=sentence)) == Finding("article")


@pytest.mark.parametrize(
    "head",
    ["<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
     "<script src='/_Incapsula_Resource?SWJIYLWA=7'></script>", "<script src='https://js.datadome.co/tags.js'></script>",
     "<script>window._pxAppId='PX1'</script>", "<script src='https://www.google.com/recaptcha/api.js'></script>"],
)  # fmt: skip
def test_protection_that_lets_one_through_is_no_challenge(head: str) -> None:
    assert answer(article("Ferry stays", head=head)) == Finding("article")


def test_a_brief_of_two_sentences_stays_an_article() -> None:
    brief = article("Ferry stays", paragraphs=1)
    assert answer(brief) == Finding("article")
    assert answer(brief.replace("<head>", "<head><script src='https://www.google.com/recaptcha/api.js'></script>")) == (
        Finding("article")
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_no_page_of_the_cases_is_taken_for_something_else(path: Path) -> None:
    assert answer(path.read_text("utf-8")).outcome in ("article", "partial")


def test_every_sign_has_an_id_of_its_own_and_an_outcome_that_is_not_good() -> None:
    assert len({one.id for one in signs()}) == len(signs())
    assert not {one.outcome for one in signs()} & GOOD
    for one in signs():
        assert one.id.startswith(f"{one.outcome}/")
        assert one.header or one.url or one.title or one.markup or one.text or one.password
        assert all(value == value.lower() for value in (*one.markup, *one.text))


@pytest.mark.parametrize(
    "outcome",
    [
        "error page",
        "challenge",
        "soft 404",
        "login wall",
        "no article",
        "redirect",
        "no answer",
        "refused",
        "not reached",
    ],
)
def test_only_what_was_asked_for_is_good(outcome: str) -> None:
    assert outcome not in GOOD


@pytest.mark.parametrize(
    ("resource", "status", "outcome"),
    [
        ("list", 200, "requisite"),
        ("list", 404, "error page"),
        ("robots", 200, "requisite"),
        ("robots", 404, "requisite"),
    ],
)
def test_lists_and_robots_txt_are_no_pages_and_that_there_is_no_robots_txt_is_no_error(
    resource: str, status: int, outcome: str
) -> None:
    one = replace(capture(), resource=resource, status=status)
    assert classify(one, found(replace(one, status=200))).outcome == outcome


def test_a_saved_text_is_an_article_and_a_server_s_text_is_another_kind_of_file() -> None:
    text = replace(capture(), url=URL, final_url=URL, body=(SENTENCE * 3).encode(), content_type="text/plain")
    assert classify(text, None).outcome == "not a page"
    saved = replace(text, how="file")
    assert classify(saved, found(saved)).outcome == "article"
    assert classify(saved, None).outcome == "no article"


def test_what_a_saved_text_is_about_makes_it_nothing_else() -> None:
    text = "Page not found\n\nSubscribe to read on, says the door of the library that moved.\n"
    saved = replace(capture(), url=URL, final_url=URL, body=text.encode(), content_type="text/plain", how="file")
    assert classify(saved, found(saved)).outcome in ("article", "no article")
