"""What a question takes for granted: that a rule forbids, exempts or allows something, or that an instrument matters here.

If no sentence found says so, the premise may be false, and an answer would confirm it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.glossary import glossary

_ACTS = {  # what a question may presume that a rule does, and how a text would say it
    r"exempt\w*|spare[sd]?|carve[sd]?|waive[sd]?": (
        r"exempt|except|exclu|not apply|not cover|outside|release|not control|not requir|not need|waive"
    ),
    r"forbid\w*|forbade|ban(?:s|ned)?|prohibit\w*|outlaw\w*": (
        r"forbid|prohibit|\bban|not allow|may not|must not|not permitted|bar(?:s|red)\b|deny|denied|refus"
    ),
    r"abolish\w*|repeal\w*|scrap\w*|revoke\w*|withdr[ae]w\w*": (
        r"abolish|repeal|replac|revok|withdr|no longer|remov|annul"
    ),
}
_ASKS = r"\b(?:why|which (?:clause|article|provision|paragraph|rule|section|part|sentence|entry)|where)\b[^.?]*?\b(?:{act})\b"
_ROMAN = re.compile(r"[IVXLC]+\Z")
_ACRONYM = r"[A-Z][A-Z&]{2,}[0-9]?"
_BEFORE = r"(?:under|from|by|per|the|UK|US|EU|German|Swiss|French|Dutch|British|American)\s+"
_AFTER = (
    r"(?:\s+|-)(?:fines?|rates?|regimes?|licen[cs]\w+|rules?|forms?|laws?|acts?|authorit\w+|fees?|lists?|portal|permits?|schemes?|"
    r"notifications?|directives?|regulations?|registrations?|certificat\w+|declarations?|compan\w+|filing|number)\b"
)


def unsaid_act(question: str, said: str) -> str | None:
    """What a question presumes that a rule does and that the text found does not say; `None` if nothing."""
    for act, saying in _ACTS.items():
        asked = re.search(_ASKS.format(act=act), question, re.IGNORECASE)
        if asked and not re.search(saying, said, re.IGNORECASE):
            return asked.group().split()[-1]
    return None


def unsaid_instrument(question: str, said: str) -> str | None:
    """An acronym that names an instrument or a body in the question and that the text found does not have.

    Acronyms of the glossary are read in their long form and are not meant here.
    """
    for pattern in (rf"\b{_BEFORE}({_ACRONYM})\b", rf"\b({_ACRONYM}){_AFTER}"):
        for acronym in re.findall(pattern, question):
            known = acronym in glossary().acronyms or _ROMAN.match(acronym)
            if not known and not re.search(rf"\b{re.escape(acronym)}\b", said):
                return str(acronym)
    return None


def about_text(question: str, titles: Sequence[str]) -> bool:
    """Whether a question asks what a document named by one of `titles` says: "What do the principles say about …"."""
    names = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    verbs = r"\b(?:say|state|require|recommend|provide|give|contain|list|mention|define|suggest|ask|make|advise|foresee)s?\b"
    asked = rf"\b(?:what|which|how|does|do|did)\b.*(?:{names}).*{verbs}|\b(?:{names})\b\s*[^?]{{0,40}}[:,].*{verbs}"
    return bool(names and re.search(asked, question, re.IGNORECASE))
