"""What a question takes for granted: that a rule forbids, exempts or allows something, or that an instrument matters here.

If no sentence found says so, the premise may be false, and an answer would confirm it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.glossary import glossary
from assistant.whose import countries

_ACTS = {  # what a question may presume that a rule does, and how a text would say it
    r"exempt\w*|spare[sd]?|carve[sd]?|waive[sd]?": (
        r"exempt|except|exclu|not apply|not cover|outside|release|not control|not requir|not need|waive"
    ),
    r"forbid\w*|forbade|ban(?:s|ned)?|prohibit\w*|outlaw\w*": (
        r"forbid|prohibit|\bban|not allow|may not|must not|not permitted|bar(?:s|red)\b|deny|denied|refus"
    ),
    r"(?:thrown|kicked|voted) out|expel\w*": r"expel|exclu|thrown out|suspend|remov",
    r"abolish\w*|repeal\w*|scrap\w*|revoke\w*|withdr[ae]w\w*": (
        r"abolish|repeal|replac|revok|withdr|no longer|remov|annul"
    ),
}
_ASKS = (
    r"\b(?:why|since when|when did|how come|where|which (?:clause|article|provision|paragraph|rule|section|part|entry))\b"
    r"[^.?]*?\b(?:{act})\b"
)
_ROMAN = re.compile(r"[IVXLC]+\Z")
_ACRONYM = r"[A-Z][A-Z&]{2,}[0-9]?"
_NAME = re.compile(r"(?<!^)(?<![.?!:] )\b[A-Z][a-zé]+(?:\s+[A-Z][a-zé]+)+\b")  # two capitals in a row, mid-sentence
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
    """A name or an acronym of an instrument or a body in the question that the text found does not have.

    Acronyms of the glossary are read in their long form and are not meant here.
    """
    places = {name for names, _ in countries().values() for name in names} | {"United States", "United Kingdom"}
    told = said.casefold()
    for name in map(str, _NAME.findall(question)):
        if not places.intersection((name, *name.split())) and not all(word.casefold() in told for word in name.split()):
            return name
    for pattern in (rf"\b{_BEFORE}({_ACRONYM})\b", rf"\b({_ACRONYM}){_AFTER}"):
        for acronym in re.findall(pattern, question):
            known = acronym in glossary().acronyms or _ROMAN.match(acronym)
            if not known and not re.search(rf"\b{re.escape(acronym)}\b", said):
                return str(acronym)
    return None


_NUMBERED = (
    r"(?:criteri(?:on|a)|principle|annex|pillar|schedule|supplement|group|tier|form|notice|opinion|licen[cs]e|authori[sz]ation|"
    r"directive|decision|recommendation|order|act|resolution|guideline|step|phase|pillar|priority|working group)"
)
_WRITTEN = {
    word: str(n) for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_ROMANS = {numeral: str(n) for n, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
_NUMBER_OF = re.compile(
    rf"\b({_NUMBERED})s?\s+(?:no\.?\s*|number\s+|nr\.?\s*)?(\d+[a-z]?|[ivx]+|{'|'.join(_WRITTEN)})\b", re.IGNORECASE
)
_CODED = re.compile(r"\b[A-Z]{2,} ?\d{3,}\b")


def unsaid_number(question: str, said: str) -> str | None:
    """A numbered instrument that a question names ("criterion seven", EU005) and that the text found does not name."""
    for match in _NUMBER_OF.finditer(question):
        kind, number = match[1].casefold(), _digits(match[2])
        if not any(m[1].casefold() == kind and _digits(m[2]) == number for m in _NUMBER_OF.finditer(said)):
            return match.group()
    plain = re.sub(r"[ -]", "", said)
    return next((code for code in _CODED.findall(question) if re.sub(r"[ -]", "", code) not in plain), None)


def _digits(number: str) -> str:
    folded = number.casefold()
    return _WRITTEN.get(folded) or _ROMANS.get(folded) or folded


def about_text(question: str, titles: Sequence[str]) -> bool:
    """Whether a question asks what a document named by one of `titles` says: "What do the principles say about …"."""
    names = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    verbs = r"\b(?:say|state|require|recommend|provide|give|contain|list|mention|define|suggest|ask|make|advise|foresee)s?\b"
    asked = rf"\b(?:what|which|how|does|do|did)\b.*(?:{names}).*{verbs}|\b(?:{names})\b\s*[^?]{{0,40}}[:,].*{verbs}"
    return bool(names and re.search(asked, question, re.IGNORECASE))
