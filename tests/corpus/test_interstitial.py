"""What is taken for the text, and the pages in its place that are not."""

from __future__ import annotations

import pytest
from fetching import ACT, FEW, WORDS, fetched, page, refused
from loopback_server import Answer, LoopbackServer

from corpus.fetch import Policy
from corpus.interstitial import interstitial


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b""), "is empty"),
        (Answer(b"\xef\xbb\xbf \r\n\t"), "is empty"),
        (Answer(b"", 202), "a check for robots answers so too"),
        (Answer(b"", 204), "is empty (HTTP 204)"),
        (Answer(ACT, 202), "answers 202, which is not yet the text"),
        (Answer(ACT, 206), "answers 206"),
        (Answer(b"\x89PNG\r\n", headers={"Content-Type": "image/png"}), "is of type image/png"),
        (Answer(b"PK\x03\x04", headers={"Content-Type": "Application/ZIP"}), "is of type application/zip"),
        (Answer(b"a{}", headers={"Content-Type": "text/css"}), "is of type text/css"),
        (Answer(b"PK\x03\x04 and so on"), "is an archive or a picture"),
        (Answer(b"\x89PNG\r\n\x1a\n", headers={}), "is an archive or a picture"),
        (Answer(b"%PDF-1.7 and so on", headers={}), "is not of the type looked for (it calls itself not named)"),
        (Answer(b'{"a": 1}'), "is not of the type looked for (it calls itself text/html; charset=utf-8)"),
        (Answer(b"wait", 202, {"X-Amzn-Waf-Action": "challenge"}), "shows a check for robots"),
        (Answer(b"wait", 405, {"x-amzn-waf-action": "captcha"}), "shows a check for robots"),
        (Answer(b"wait", 503, {"cf-mitigated": "challenge"}), "shows a check for robots"),
        (Answer(page("Just a moment...")), "shows a check for robots in place of the text"),
    ],
)
def test_an_answer_that_is_not_the_text(answer: Answer, words: str, server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = answer
    assert words in refused(policy, f"{server.url}/act", None, lambda data: b"<html" in data)
    assert server.paths() == ["/act"]


def test_the_type_is_told_by_the_bytes(server: LoopbackServer, policy: Policy) -> None:
    server.answers["/act"] = Answer(b"%PDF-1.7 and so on", headers={"Content-Type": "application/octet-stream"})
    assert fetched(policy, f"{server.url}/act", None, lambda data: data.startswith(b"%PDF")).data.startswith(b"%PDF")


SCRIPT = "<script>go()</script>"
SHORT_PAGE = f"<p>{WORDS[:900]}</p>"
NAVIGATION = f"<nav>{WORDS}</nav><footer>{WORDS}</footer>"
RECAPTCHA = '<script src="https://www.google.com/recaptcha/api.js"></script><div class="g-recaptcha"></div>'
BANNER = '<div id="cookie-banner"><h2>Cookies on this site</h2><p>We use cookies. Accept all cookies?</p></div>'

INTERSTITIALS = [
    # checks for robots
    ("a check for robots", page("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>")),
    ("a check for robots", page("", FEW, "<script>window._cf_chl_opt={cvId:'3'}</script>")),
    ("a check for robots", page("", '<div id="challenge-container"></div>', "<script>window.gokuProps = {}</script>")),
    ("a check for robots", page("", "", '<script src="https://a.b.token.awswaf.com/a/challenge.js"></script>')),
    ("a check for robots", page("europa.eu", f"<p>Please verify that you are not a bot.</p>{RECAPTCHA}")),
    (
        "a check for robots",
        page("Zugriff", '<div class="h-captcha"></div><script src="https://hcaptcha.com/1/api.js">'),
    ),
    ("a check for robots", page("One step", f'<div class="cf-turnstile"></div>{FEW}')),
    ("a check for robots", page("Security check | Office", SHORT_PAGE)),
    ("a check for robots", page("Office", f"<h1>Are you a robot?</h1>{SHORT_PAGE}")),
    ("a check for robots", page("Captcha", f"<p>{WORDS}</p>")),
    ("a check for robots", page("", '<iframe id="main-iframe" src="/_Incapsula_Resource?a=1">Request</iframe>')),
    # refusals
    ("a refusal of access", page("Access Denied", "<p>You don't have permission to access this. Reference #18</p>")),
    ("a refusal of access", page("Request Rejected", "The requested URL was rejected. Your support ID is 1.")),
    # consent
    ("a request for consent to cookies", page("Before you continue", f"<p>{WORDS}</p>")),
    ("a request for consent to cookies", page("Office", f"<h1>We value your privacy</h1>{SHORT_PAGE}")),
    ("a request for consent to cookies", page("Office", BANNER)),
    ("a request for consent to cookies", page("Cookie-Einstellungen – Amt", FEW)),
    (
        "a request for consent to cookies",
        page("", "", '<meta http-equiv="Refresh" content="0; URL=/consent?back=/act">'),
    ),
    # scripts
    ("a page that needs JavaScript", page("Fedlex", f"<app-root></app-root>{SCRIPT}")),
    ("a page that needs JavaScript", page("Office", f"<noscript>Please enable JavaScript.</noscript>{SCRIPT}")),
    ("a page that needs JavaScript", page("Office", f"<noscript>{FEW * 3} Use another browser.</noscript>{SCRIPT}")),
    ("a page that needs JavaScript", page("Office", f'<div id="root">Loading…</div>{SCRIPT}')),
    # log-in
    ("a log-in page", page("Office", f'<form><input name="u"><input TYPE="Password" name="p"></form>{SHORT_PAGE}')),
    ("a log-in page", page("Sign in to your account | Office", NAVIGATION)),
    ("a log-in page", page("", "", "<meta http-equiv=refresh content=\"0;url='https://example.org/sso/login'\">")),
    # maintenance
    ("a notice of maintenance", page("Scheduled maintenance", FEW)),
    ("a notice of maintenance", page("Office", "<p>This site is temporarily unavailable.</p>")),
    ("a notice of maintenance", page("Wartungsarbeiten", FEW)),
    ("a notice of maintenance", page("Office", f"<h1>Site en maintenance en cours</h1>{FEW}")),
    # not found
    ("a “not found” page", page("Page not found - Office", NAVIGATION + FEW)),
    ("a “not found” page", page("Office", f"<h1>404</h1><div>{WORDS}</div>")),
    ("a “not found” page", page("Office", f"<h1>Sorry, page not found</h1><div>{WORDS}</div>")),
    ("a “not found” page", page("EUR-Lex", f"{NAVIGATION}<p>The requested document does not exist.</p>")),
    ("a “not found” page", page("Seite nicht gefunden", FEW)),
    ("a “not found” page", page("Erreur 404", FEW)),
    # others
    ("a page that only sends on to another", page("", "", '<meta http-equiv="refresh" content="0;url=/new">')),
    ("a page without text", b"<!DOCTYPE html>"),
]

LAW = "Article 5 Captcha challenges and cookies: a provider that asks users to verify that they are human, or for consent, "
TEXTS = [
    ACT,
    page("Act on captchas", f"<h1>Act on captchas</h1><h2>Article 5 CAPTCHA</h2><p>{LAW * 30}</p>"),
    page("Act on access", f"<h1>Act</h1><h2>Consent</h2><h2>Access denied</h2><h2>Log in</h2><p>{LAW * 30}</p>"),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p>{RECAPTCHA}"),
    page(
        "Act",
        f"<h1>Act</h1><p>{WORDS}</p>{BANNER}<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    ),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p><form><input type=password></form>"),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p>", '<meta http-equiv="refresh" content="1800">'),
    page("Act", f"<h1>Act</h1><p>{WORDS}</p>", '<meta http-equiv="refresh" content="1800; url=/act?consent=0">'),
    page(
        "Short guidance",
        f"{BANNER}<h1>Short guidance</h1>{SHORT_PAGE}<noscript>Enable JavaScript</noscript>{RECAPTCHA}",
    ),
    page("§ 12", f"{BANNER}<h1>§ 12 Anmeldung</h1><p>{'Die Ausfuhr ist beim Amt anzumelden. ' * 5}</p>"),
    page("Section 3", f"<h1>Security check of persons</h1><p>{WORDS[:400]}</p>"),
    page("Part 404", f"<h1>Part 404 Records not found</h1><p>{WORDS[:400]}</p>"),
    page("Frame", f'<div class="has-cookie-banner">{BANNER}<h1>Act</h1><p>{WORDS}</p></div>'),
    page("Act", "<h1>Act</h1><p>Captcha.</p>"),
    page("Act", f"<h1>Not found</h1><h1>Act</h1><p>{WORDS}</p>"),
    page("Notice", f"<h1>Notice</h1><p>{WORDS[:350]}</p><p>We use cookies. The map requires JavaScript.</p>{SCRIPT}"),
    b"Just a moment: this is plain text.",
    b"%PDF-1.7 Access denied",
    b'<?xml version="1.0"?><ACT><TITLE>Captcha</TITLE><P>Not found</P></ACT>',
    b"<akomaNtoso><act><meta/><body><title>Not found</title></body></act></akomaNtoso>",
]


@pytest.mark.parametrize(("what", "data"), INTERSTITIALS)
def test_a_page_in_place_of_the_text_is_named(what: str, data: bytes) -> None:
    assert interstitial(data) == what


@pytest.mark.parametrize("data", TEXTS)
def test_a_text_that_only_speaks_of_such_things_is_a_text(data: bytes) -> None:
    assert interstitial(data) == ""


def test_a_page_in_place_of_the_text_is_refused_and_an_act_on_captchas_is_not(
    server: LoopbackServer, policy: Policy
) -> None:
    server.answers |= {"/captcha": Answer(INTERSTITIALS[4][1]), "/consent": Answer(INTERSTITIALS[13][1])}
    server.answers["/act"] = Answer(TEXTS[1])
    assert "shows a check for robots in place of the text" in refused(policy, f"{server.url}/captcha")
    assert "shows a request for consent to cookies" in refused(policy, f"{server.url}/consent")
    assert fetched(policy, f"{server.url}/act").data == TEXTS[1]
