"""Pages that a site serves in place of the text asked for: checks for robots, consent, log-in, maintenance, “not found”.

Words alone prove nothing, for acts speak of consent, access and captchas. So a long page is doubted only if its whole title
or its only main heading is such a phrase; a short one also by phrases in its headings and by the marks of known services.
Widgets of these services stand on healthy pages too: they count only where there is hardly any text beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from corpus.readers.markup import parse_html
from corpus.readers.reading import UnreadableSource

# Words of text without navigation and banners. The shortest of 40 sample acts have 150, 264 and 281, so no length is proof.
SHORT = 300
SCANT = 100
BARE = 25


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of page. `phrase` tells it within a heading; `alone` only if it is the whole heading or title."""

    what: str
    phrase: re.Pattern[str]
    whole: re.Pattern[str]


def _kind(what: str, phrase: str, alone: str = "(?!)") -> _Kind:
    before = r"(?:(?:oops|sorry|error|http|the|this|our|requested|please)\W+)*"
    whole = rf"{before}(?:{phrase}|{alone})[\s.!?…]*"
    return _Kind(what, re.compile(phrase, re.IGNORECASE), re.compile(whole, re.IGNORECASE))


CHECK = "a check for robots"
_CONSENT = "a request for consent to cookies"
_SCRIPT = "a page that needs JavaScript"
_LOGIN = "a log-in page"

_KINDS = (
    _kind(
        CHECK,
        r"just a moment\b|checking (?:your browser|if the site connection)|you(?:'|’)?(?: a)?re (?:a )?human\b"
        r"|are you (?:a )?(?:human|robot)\b|(?:not|kein|geen|pas un) (?:a )?robot\b|verify (?:that )?you are\b"
        r"|human verification|unusual traffic|ddos[- ]guard|solve (?:the|this) captcha",
        r"captcha|security (?:check|verification)|attention required|bot (?:check|verification)|sicherheitsüberprüfung"
        r"|vérification de sécurité|wait(?:ing)? for verification",
    ),
    _kind(
        "a refusal of access",
        r"access to this (?:page|site) (?:has been|is) denied|you have been blocked|requested url was rejected"
        r"|you do(?:n't| not) have permission to access",
        r"access denied|(?:403 )?forbidden|request (?:rejected|blocked|unsuccessful)|zugriff verweigert"
        r"|accès (?:refusé|interdit)|toegang geweigerd",
    ),
    _kind(
        _CONSENT,
        r"before you continue(?: to\b.*)?|(?:cookie|privacy) (?:consent|settings|preferences|choices)"
        r"|we (?:use cookies|value your privacy)|(?:accept|manage|allow) (?:all )?cookies"
        r"|cookie[- ]?(?:einstellungen|zustimmung|instellingen|voorkeuren|toestemming)"
        r"|alle cookies akzeptieren|(?:gestion des|consentement aux|accepter (?:les|tous les)) cookies",
        r"consent|cookies(?: on\b.*)?|cookie (?:policy|notice)|consentement|einwilligung",
    ),
    _kind(
        _SCRIPT,
        r"javascript (?:is |must be )?(?:disabled|required|needed|enabled)|(?:enable|activate|turn on) javascript"
        r"|(?:needs|requires) javascript|javascript (?:aktivieren|ist deaktiviert|inschakelen)|activer javascript",
    ),
    _kind(
        _LOGIN,
        r"(?:log|sign)[ -]?in required|please (?:log|sign)[ -]?in|session (?:has )?(?:expired|timed out)"
        r"|authentication required",
        r"(?:log|sign)[ -]?in(?: to\b.*)?|einloggen|anmelden|inloggen|se connecter",
    ),
    _kind(
        "a notice of maintenance",
        r"(?:scheduled|planned|under|down for) maintenance|maintenance (?:mode|in progress|en cours)"
        r"|(?:site|page|service|website) is (?:temporarily|currently) (?:unavailable|down|offline)|be (?:right )?back soon"
        r"|wartungs(?:arbeiten|modus)|vorübergehend nicht (?:verfügbar|erreichbar)|temporairement indisponible"
        r"|(?:gepland|in) onderhoud|tijdelijk niet (?:beschikbaar|bereikbaar)",
        r"maintenance|(?:503 )?service (?:temporarily )?unavailable|temporarily unavailable|wartung|onderhoud",
    ),
    _kind(
        "a “not found” page",
        r"(?:page|document|file|resource|content|url)\b[^.]{0,40} (?:does not exist|(?:was|were|is) not found"
        r"|(?:could not|cannot|can't|can’t|couldn't|couldn’t) be found|is no longer available)"
        r"|page not found|(?:error|http|status|fehler|erreur|fout)[ :]*404\b|404 (?:not found|error)"
        r"|seite (?:wurde |konnte )?nicht gefunden|page (?:non trouvée|introuvable)|pagina (?:niet gevonden|non trovata)"
        r"|página no encontrada|ページが見つかりません",
        r"404|not found|nicht gefunden|introuvable|niet gevonden|(?:document|file|content) not found",
    ),
)

# Only the page of the check itself has these.
_DECISIVE = re.compile(
    rb"_cf_chl_opt|window\.gokuProps|gokuProps\s*=|AwsWafIntegration\.(?:getToken|saveReferrer|forceRefreshToken)"
    rb"|captcha-delivery\.com/(?:captcha|interstitial)|id=[\"']?px-captcha|cf-browser-verification"
    rb"|/cdn-cgi/challenge-platform/h/[^\"']*orchestrate"
)
# Healthy pages have these as well: beside a form, or for counting robots.
_WIDGET = re.compile(
    rb"google\.com/recaptcha|recaptcha\.net|g-recaptcha|hcaptcha\.com|h-captcha|challenges\.cloudflare\.com|cf-turnstile"
    rb"|/cdn-cgi/challenge-platform/|awswaf\.com|_Incapsula_Resource|friendlycaptcha|frc-captcha|arkoselabs\.com"
    rb"|captcha-delivery\.com",
    re.IGNORECASE,
)
_ELSEWHERE = {
    _CONSENT: re.compile(r"consent|cookie|gdpr|privacy", re.IGNORECASE),
    _LOGIN: re.compile(r"log-?in|sign-?in|\bsso\b|oauth|saml|\bauth", re.IGNORECASE),
    CHECK: re.compile(r"captcha|challenge|verify|bot-?check", re.IGNORECASE),
}
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:<\?.*?\?>|<!--.*?-->|\s)*"
    rb"<(?:!doctype\s+html|html|head|body|title|script|noscript|meta|iframe|center|div|form|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_SURROUNDS = (
    "//nav|//aside|//dialog|//select|//button|//script|//style|//template"
    "|//header[not(ancestor::main or ancestor::article)]|//footer[not(ancestor::main or ancestor::article)]"
    "|//*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='dialog' or @role='search']"
)
_NAMED = "//*[self::div or self::section or self::form or self::p][@id or @class]"
_OVERLAY = re.compile(r"cookie|consent|onetrust|gdpr", re.IGNORECASE)


def declared_check(headers: Mapping[str, str]) -> str:
    """What the headers of an answer say it is in place of the text; empty if nothing. Names are in lower case.

    AWS WAF sends `x-amzn-waf-action` (with 202 or 405), Cloudflare `cf-mitigated`; both only with such pages.
    """
    if headers.get("x-amzn-waf-action", "").lower() in ("challenge", "captcha"):
        return CHECK
    return CHECK if headers.get("cf-mitigated", "").lower() == "challenge" else ""


def interstitial(data: bytes) -> str:
    """What a page is in place of the text asked for (“a check for robots”); empty if it seems to be the text.

    Only HTML is looked at; what else there is, its reader judges.
    """
    if not _HTML.match(data[:4096]):
        return ""
    try:
        page = _look(parse_html(data))
    except UnreadableSource:
        return "a page without text"
    by_name = _by_name(page)
    if by_name or page.words >= SHORT:
        return by_name
    return _by_marks(page, data) or _by_text(page, data)


@dataclass(frozen=True, slots=True)
class _Page:
    """What is looked at. `text` is without navigation and banners, `words` its length; `all_text` is with them and with
    what stands for readers without scripts. `headings` are those of `text`, `main` all of the first level.
    """

    title: str
    main: tuple[str, ...]
    headings: tuple[str, ...]
    text: str
    all_text: str
    words: int
    forward: str | None
    password: bool


def _look(root: HtmlElement) -> _Page:
    title = _text(root.find(".//title"))
    main = tuple(filter(None, map(_text, root.iter("h1"))))
    forward = _forward(root)
    password = any((field.get("type") or "").lower() == "password" for field in root.iter("input"))
    for element in root.xpath("//script|//style|//template|//head"):
        _drop(element)
    all_text = _text(root)
    for element in root.xpath("//noscript"):
        _drop(element)
    for element in root.xpath(_SURROUNDS):
        _drop(element)
    for element in root.xpath(_NAMED):
        name = f"{element.get('id') or ''} {element.get('class') or ''}"
        # A frame around the whole page may be named after the banner in it; such a frame has the page's text.
        if _OVERLAY.search(name) and len(_text(element).split()) < SHORT:
            _drop(element)
    text = _text(root)
    headings = tuple(filter(None, map(_text, root.iter("h1", "h2", "h3"))))
    return _Page(title, main, headings, text, all_text, len(text.split()), forward, password)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _text(element: HtmlElement | None) -> str:
    if element is None:
        return ""
    pieces = (one.strip() for one in element.itertext() if one)
    return " ".join(" ".join(filter(None, pieces)).split())


def _forward(root: HtmlElement) -> str | None:
    """The address that the page sends a browser on to, by itself; `None` if it does not."""
    for meta in root.iter("meta"):
        match = re.match(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*(.*)", meta.get("content") or "", re.IGNORECASE)
        if (meta.get("http-equiv") or "").lower() == "refresh" and match:
            return match[1].strip(" '\"")
    return None


def _by_name(page: _Page) -> str:
    """By the whole title, a whole part of it (“Page not found | GOV.UK”), or the only main heading."""
    names = [*re.split(r"\s+[|–—:·-]+\s+|\s*\|\s*", page.title[:300]), page.title[:300]]
    names += [page.main[0][:300]] if len(page.main) == 1 else []
    return next((kind.what for kind in _KINDS for name in names if kind.whole.fullmatch(name.strip())), "")


def _by_marks(page: _Page, data: bytes) -> str:
    """By what the makers of such pages put into them; for short pages."""
    if _DECISIVE.search(data):
        return CHECK
    if page.forward is not None:
        for what, target in _ELSEWHERE.items():
            if target.search(page.forward):
                return what
        if page.words < BARE:
            return "a page that only sends on to another"
    if page.password:
        return _LOGIN
    return CHECK if page.words < SCANT // 2 and _WIDGET.search(data) else ""


def _by_text(page: _Page, data: bytes) -> str:
    """By phrases: in title and headings of a short page, in the text of a scant one, anywhere in a bare one."""
    names = " \n ".join((page.title, *page.headings))
    for kind in _KINDS:
        if kind.phrase.search(names):
            return kind.what
    for kind in _KINDS:
        if page.words < BARE and kind.phrase.search(page.all_text[:20_000]):
            return kind.what
        # Notes on cookies, scripts and log-in stand beside healthy texts as well.
        if page.words < SCANT and kind.what not in (_CONSENT, _SCRIPT, _LOGIN) and kind.phrase.search(page.text):
            return kind.what
    return _SCRIPT if page.words < BARE // 2 and b"<script" in data.lower() else ""
