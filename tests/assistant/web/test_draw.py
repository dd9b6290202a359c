"""HTML is made in one way, and what documents and users write does nothing in it."""

from __future__ import annotations

import pytest

from assistant.web.draw import cleaned, draw

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% for x in y %} ${7*7}",
    "</article></div><style>*{display:none}</style>",
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "\x1b[31m‮abc\x00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    html = draw("fault", message=text, nearest=())
    assert not any(tag in html for tag in ("<script", "<img", "<svg", "<style", "<iframe", "<a "))
    assert "49" not in html
    assert "\x1b" not in html and "‮" not in html and "\x00" not in html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p onclick='x()'>a</p>", "<p>a</p>"),
        ("<p style='position:fixed'>a</p>", "<p>a</p>"),
        ("<a href='javascript:x()'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href='data:text/html,x'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<img src='https://example.org/x.png'>", "<img>"),
        ("<img src='data:image/svg+xml,x'>", "<img>"),
        ("<img src='data:image/png;base64,AA' alt='page'>", '<img src="data:image/png;base64,AA" alt="page">'),
        ("<script>x</script><form action='/'><input></form>b", "b"),
        (
            "<span class='a' data-pin='b' aria-label='c'>d</span>",
            '<span class="a" data-pin="b" aria-label="c">d</span>',
        ),
    ],
)
def test_what_could_act_is_taken_out(html: str, left: str) -> None:
    assert cleaned(html) == left
