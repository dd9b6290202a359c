"""What kind of answer a question expects: a number of something, a length of time, a sum, a date, a penalty.

A text that speaks of the matter and does not give that is no answer to it ("How many weeks does it take?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.lexical import words

_NUMERALS = "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty sixty ninety hundred"
_NUMERAL = rf"(?:\d[\d,.]*|{'|'.join(_NUMERALS.split())}|twenty-\w+)"
_COUNT = re.compile(_NUMERAL.replace("|one|", "|", 1), re.IGNORECASE)  # "at least one application" counts nothing
NEAR = 5  # words between a number and what it counts
_ADDRESS = re.compile(
    r"\b(?:articles?|sections?|categor(?:y|ies)|entr(?:y|ies)|notes?|paragraphs?|points?|box(?:es)?|annex|criteri(?:on|a)|"
    r"principles?|parts?|no\.|level|tier)\s+[\w.()]+|\b(?:19|20)\d\d\b|§\s*[\w.()]+",
    re.IGNORECASE,
)
_ALIKE = (
    {
        "country",
        "countries",
        "state",
        "states",
        "government",
        "governments",
        "participant",
        "participants",
        "member",
        "nation",
    },
    {"licence", "license", "licences", "licenses", "authorisation", "authorisations", "permit", "permits"},
    {"company", "companies", "firm", "firms", "business", "exporter", "exporters"},
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A kind of answer: how a question asks for it, what a sentence that gives it looks like, and its name."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


def _expectation(name: str, asked: str, given: str) -> Expectation:
    return Expectation(name, re.compile(asked, re.IGNORECASE), re.compile(given, re.IGNORECASE))


EXPECTATIONS = (
    _expectation(
        "a length of time",
        r"\bhow (?:many (?:\w+ )?(?:hour|day|week|month|year)s|long|soon|quickly|fast)\b|\bdeadline\b|\btime limit\b|"
        r"\bfor how many\b.*\byears\b",
        rf"\b{_NUMERAL}[ -](?:\w+ ){{0,2}}(?:hour|day|week|month|year)s?\b",
    ),
    _expectation(
        "a sum of money",
        r"\bhow much\b.*\b(?:charge|cost|pay|fee)|\bfees?\b|"
        r"\bwhat (?:does|do|will) .* (?:cost|charge)\b|\bhow expensive\b",
        r"[€$£]\s?\d|\b(?:eur|usd|chf|gbp|euros?|dollars?|francs?|pounds?)\b|\bfees?\b|\bfree of charge\b",
    ),
    _expectation(
        "a penalty",
        r"\bpenalt(?:y|ies)\b|\bfine[sd]?\b|\bprison\b|\bjail\b|\bpunish|\bimprison|\bgo to court\b|\bsentenced?\b",
        r"\bpenalt|\bfine[sd]?\b|\bprison|\bpunish|\boffence|\bcriminal|\bimprison|\bconvict",
    ),
    _expectation("a rate", r"\bpercent|\bper cent\b|%|\bwhat (?:\w+ ){0,3}rate\b", r"\bpercent|\bper cent\b|%"),
    _expectation(
        "a date",
        r"^when\b|\bwhen (?:was|were|did|will)\b|\b(?:from|until|till) when\b|"
        r"\b(?:which|what) (?:year|date)\b|\bsince when\b|\bwhat day\b",
        r"\b(?:19|20)\d\d\b|\bwhen\b|\bas soon as\b|\bbefore\b|\bafter\b|\bonce\b",
    ),
    _expectation(
        "a comparison",
        r"\b(?:largest|biggest|smallest|most (?:often|frequent\w*|common\w*)|average|on average|top (?:three|five|ten))\b",
        r"\b(?:largest|biggest|smallest|most|average|top)\b",
    ),
    _expectation(
        "a form or a place to file",
        r"\b(?:which|what) (?:form|portal|website|template|online)\b|\bform number\b|"
        r"\bwhere (?:do|can|should|must) (?:i|we|they|exporters) (?:apply|file|submit|register|send)\b",
        r"\bforms?\b|\bportal|\bplatform|\bwebsite|\bonline\b|\belectronic|\be-?mail|\btemplate|\bsubmit",
    ),
    _expectation(
        "a way to reach somebody",
        r"\b(?:tele)?phone numbers?\b|\bhotline\b|\be-?mail address|\bcontact (?:person|details?|point)\b|"
        r"\bwhom? (?:do|can|should) \w+ (?:call|ring|phone)\b",
        r"@|\btelephone|\be-?mail|\bhotline|\bcontact",
    ),
)
_NATIONAL = re.compile(  # what a state settles for itself, whatever law it shares with others
    r"\bpenalt(?:y|ies)\b|\bfine[sd]?\b|\bprison\b|\bjail\b|\bpunish|\bimprison|\bsentenced?\b|\bfees?\b|"
    r"\bapplication forms?\b|\bform number\b|\bhotline\b|\bcontact (?:person|details?|point)\b|"
    r"\bhow many (?:\w+ )?(?:day|week|month)s (?:do|does|will|would)\b.*\b(?:decide|take|process|answer|reply)\b|"
    r"\bhow (?:to|do (?:i|we)|can (?:i|we)) (?:get|apply|obtain|file)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow many\s+([\w\s'’-]+)", re.IGNORECASE)


def is_national(text: str) -> bool:
    """Whether a text is about what each state settles for itself: penalties, fees, forms, times of handling, contacts."""
    return _NATIONAL.search(text) is not None


def unmet(question: str, sentences: Sequence[str]) -> str | None:
    """The kinds of answer that a question expects and that no single sentence gives; `None` if nothing is lacking."""
    expected = [each for each in EXPECTATIONS if each.asked.search(question)]
    counted = None if expected else _HOW_MANY.search(question)
    if counted:
        return None if any(_counts(sentence, counted[1]) for sentence in sentences) else "a number"
    if not expected or any(all(each.given.search(sentence) for each in expected) for sentence in sentences):
        return None
    return " and ".join(each.name for each in expected)


def _counts(sentence: str, what: str) -> bool:
    """Whether a sentence gives a number close to what is counted: the first noun-like words after "how many"."""
    named = what.lower().split()[:2]
    wanted = set(words(" ".join(named)))
    for group in _ALIKE:
        if group & set(named):
            wanted |= set(words(" ".join(group)))
    tokens = _ADDRESS.sub(" … ", sentence).split()
    numbers = [n for n, token in enumerate(tokens) if _COUNT.fullmatch(token.strip(".,;:()“”\"'"))]
    nouns = [n for n, token in enumerate(tokens) if wanted & set(words(token))]
    return any(abs(noun - number) <= NEAR for number in numbers for noun in nouns)
