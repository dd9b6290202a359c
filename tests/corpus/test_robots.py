"""robots.txt is asked for once, read as the standard has it, and obeyed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fetching import ACT, FEW, fetched, hop, page, refused, short
from loopback_server import ROBOTS, Answer, LoopbackServer, Raw

from corpus.fetch import Fetcher, FetchError, Policy
from corpus.robots import read_robots


@pytest.mark.parametrize(
    ("robots", "words"),
    [
        (Answer(b"User-agent: *\nDisallow: /private", headers={}), ""),
        (Answer(b"", headers={}), ""),
        (Answer(status=404), ""),
        (Answer(status=410), ""),
        (hop("/robots"), ""),
        (Answer(page("Page not found", FEW)), ""),
        (Answer(b"User-agent: *\nDisallow: /act", headers={}), "robots.txt does not allow"),
        (
            Answer(b"User-agent: *\nDisallow:\n\nUser-agent: pincite\nDisallow: /", headers={}),
            "robots.txt does not allow",
        ),
        (Answer(status=403), "is not known now"),
        (Answer(status=500), "is not known now"),
        (Answer(status=503, headers={"Retry-After": "999"}), "is not known now"),
        (Answer(status=429), "is not known now"),
        (Answer(status=405, headers={"x-amzn-waf-action": "captcha"}), "shows a check for robots"),
        (Answer(page("Just a moment...")), "shows a check for robots"),
        (Answer(b"", 202), "is not known now"),
        (Answer(b"#" * (2**20 + 1), headers={}), "is not known now"),
        (hop("http://example.org/robots.txt"), "is not known now"),
        (Raw(short), "is not known now"),
    ],
)
def test_robots_txt_is_obeyed(robots: Answer | Raw, words: str, server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {ROBOTS: robots, "/act": Answer(ACT), "/robots": Answer(b"User-agent: *\nAllow: /", headers={})}
    if words:
        assert words in refused(policy, f"{server.url}/act")
        assert server.paths() == []
    else:
        assert fetched(policy, f"{server.url}/act").data == ACT


def test_robots_txt_is_read_once_and_holds_for_redirects(server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {
        ROBOTS: Answer(b"User-agent: *\nDisallow: /private", headers={}),
        "/act": Answer(ACT),
        "/moved": hop("/private/act"),
        "/private/act": Answer(ACT),
    }
    with Fetcher(policy) as fetcher:
        fetcher.fetch(f"{server.url}/act")
        for path in ("/private/act", "/moved"):
            with pytest.raises(FetchError, match="does not allow robots to fetch"):
                fetcher.fetch(server.url + path)
    assert [request.path for request in server.requests] == [ROBOTS, "/act", "/moved"]


def test_a_robots_txt_that_fails_is_asked_for_once(server: LoopbackServer, policy: Policy) -> None:
    server.answers |= {ROBOTS: Answer(status=500), "/act": Answer(ACT)}
    with Fetcher(replace(policy, retries=0)) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="not known now"):
                fetcher.fetch(f"{server.url}/act")
    assert [request.path for request in server.requests] == [ROBOTS]


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /", "/act", False),
        ("Disallow:", "/act", True),
        ("Disallow: /a", "/act", False),
        ("Disallow: /b", "/act", True),
        ("Allow: /\nDisallow: /act", "/act", False),
        ("Disallow: /\nAllow: /act", "/act/1", True),
        ("Allow: /act\nDisallow: /act", "/act", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("Disallow: /*/TXT/*uri=", "/legal/EN/TXT/?uri=CELEX:1", False),
        ("Disallow: /*/TXT/*uri=", "/legal/EN/ALL/?uri=CELEX:1", True),
        ("Disallow: /act$", "/act", False),
        ("Disallow: /act$", "/acts", True),
        ("Disallow: /*ab*ab$", "/ab", True),
        ("Disallow: /*a", "/bcd", True),
        ("Disallow: /%61ct", "/act", False),
        ("Disallow: /für", "/f%c3%bcr", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("disallow : /act # not this", "/act", False),
        ("Crawl-delay: 5\nDisallow: /act", "/act", False),
        ("Disallow /act", "/act", True),
        ("Disallow: /" + "*a" * 2000 + "$", "/" + "a" * 1999 + "b", True),
    ],
)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(f"User-agent: *\n{rules}\n".encode(), "Pincite").allows(path) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("Disallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: other\nUser-agent: PINCITE/2\nDisallow: /", False),
        ("User-agent: pincitebot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Pincite\nAllow: /", True),
        ("User-agent: Pincite\nAllow: /x\n\nUser-agent: a\nDisallow:\n\nUser-agent: Pincite\nDisallow: /act", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\n\n# why\n\nDisallow: /act", False),
        ("User-agent: Pincite\nSitemap: https://example.org/s\n\nUser-agent: *\nDisallow: /", False),
    ],
)
def test_the_group_for_us_decides_else_that_for_all(text: str, allowed: bool) -> None:
    assert read_robots(text.encode(), "Pincite").allows("/act") is allowed
