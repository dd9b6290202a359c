"""What somebody may write who means harm, and how it is seen that it does nothing."""

from __future__ import annotations

HOSTILE = [
    "<script>alert(1)</script> cloud",
    "cloud {{7*7}} {% raw %}",
    "cloud ${alert(1)}",
    "cloud <img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)> cloud',
    "cloud \u202egnp.exe\u0000",
]


def is_harmless(html: str) -> bool:
    """Whether nothing in HTML runs: no element that runs or fetches, no direction turned, no template filled in."""
    marks = ("<script", "<img", "<svg", "<iframe", "\u202e", "\x00", "cloud 49")
    return not any(mark in html.lower() for mark in marks)
