"""The only way in which HTML is made: a template, in which values are texts, cleaned once more as a whole.

Values are escaped by jinja2. What a template lets through all the same is cleaned by nh3: no script, no handler, no style,
no address but those of the web and of this page.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.paper import CONTROL
from assistant.web.address import link
from assistant.web.texts import say

_TAGS = set(
    "a abbr article aside b blockquote br button caption cite code dd details dfn div dl dt em figcaption figure footer h1 "
    "h2 h3 h4 header hr i img kbd li mark nav ol p q section small span strong sub summary sup table tbody td tfoot th thead "
    "time tr ul".split()
)
_ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir", "role", "title", "tabindex", "hidden"},
    "a": {"href", "target"},
    "button": {"type"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "headers"},
    "th": {"colspan", "scope"},
    "time": {"datetime"},
}


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates of the page, in which values are escaped."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(say=say, link=link)
    return made


def draw(template: str, **values: object) -> str:
    """The HTML of `templates/<template>.html.j2` with these values."""
    return cleaned(templates().get_template(f"{template}.html.j2").render(**values))


def cleaned(html: str) -> str:
    """HTML of which only harmless parts are left."""
    return nh3.clean(
        CONTROL.sub("", html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"data-", "aria-"},
        url_schemes={"http", "https", "data"},
        attribute_filter=_attribute,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures come with the page, and nothing else does."""
    is_picture = tag == "img" and name == "src"
    if value.strip().lower().startswith("data:") or is_picture:
        return value if is_picture and value.startswith("data:image/png;base64,") else None
    return value
