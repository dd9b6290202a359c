"""What a sentence needs of its neighbours: words that point to them, and things that they have introduced."""

from __future__ import annotations

import re

from assistant.glossary import glossary

FEWEST, MOST = 8, 45  # words of a sentence that is asked about
SHORTEST = 7  # words that it says without its place

_LEANING = re.compile(
    r"\b(?:also|adds?|then|instead|likewise|nevertheless|however|moreover|furthermore|further|in turn|such|this|these|those|"
    r"above|below|former|latter|others?|therefore|thus|accordingly|respectively|otherwise|same|here|it|its|they|their|them|so|"
    r"following|again|remaining|rest|too|corresponding|respective|certain)\b",
    re.IGNORECASE,
)
_OF_THE_COPY = re.compile(
    r"\b(?:copy|copies|corpus|digest|at hand|not held|known through|inferred|quotation|not shown|wording|source|omits|"
    r"omission|breaks off|FAQ|leaflet|paper|blog|comment|reserved|unofficial|refers|marked)\b",
    re.IGNORECASE,
)
_RESIDUE = re.compile(
    r"^\W*- |\n|:\s*$|;\s*$|…|\.\.\.|\s\([a-z0-9]{1,3}\)|\bsee \w+ \d|according to|\bSIPRI guide\b|\b[a-z]\.\d|"
    r"\b(?:the|a|both|either) (?:points?|entry|entries|notes?|paragraphs?|articles?|sections?|definitions?)\b|"
    r"\b(?:one|all|any|each|either) (?:one )?of (?:the )?(?:two|three|four|five|six|seven|eight|\d)\b|"
    r"(?:, |\b(?:in|of|both|either|any|all|meets?|points?) )(?:[a-z]|\d) (?:to|and|or) (?:[a-z]|\d)\b|"
    r"\b(?:two|three|four|five|six|seven|eight|ten) (?:groups|conditions|classes|features|kinds|cases|ways|tests|purposes|"
    r"points|things|activities|exceptions|documents|parts|grounds|reasons|factors|elements|items|requirements|duties)\b|"
    r"\bthe (?:person|thing)\b|\b[Aa]s of\b|\bin the cases of\b|\b[a-z] to [a-z]\b|\bin question\b|\bconcerned\b|"
    r"\bapplied for\b",
)
_OPENS_WITHIN = re.compile(r"(?:says that )?[Tt]he [a-z]|(?:requires|allows|asks|demands) (?:at (?:least|most)|no) ")
# A noun that is of, on or between something, and does not say what: "if no agreement is reached", "misuse has happened".
_INCOMPLETE = re.compile(
    r"\b(?:no (?:agreement|consent|objection|decision)|[Mm]isuse|[Rr]efusal|[Cc]onsent|[Cc]onsultation)\b"
    r"(?! (?:of|by|on|to|with|between|for|from)\b)(?=,? (?:is|are|was|has|have|may|must|can|will|[a-z]+ly)\b|$)|"
    r"\b(?:give|provide|demand) information$|\b[Cc]ertification to\b"
)

_AFTER = frozenset(
    "of that which who whose whom for in from on with under between where against about among at within without into over "
    "through outside inside named called given used meant intended described specified listed set laid issued granted "
    "imposed required needed".split()
)  # what comes after a noun and says which one
_CLOSING = frozenset(
    "to and or nor is are was were be been may must can could might will would should shall has have had do does not by as "
    "if when while unless until because but than before after so per also either both no only".split()
)  # what ends a noun phrase and says nothing of it
_KNOWN_TO_ALL = frozenset(
    "exporter exporters broker brokers applicant supplier manufacturer authority authorities minister commission council "
    "secretary union state states government governments public world internet law customs court courts military police "
    "end-user end-users user time first second third other one two whole right rights most past future border".split()
)  # of which there is one in every case, or whose kind is meant
_ARTICLES = frozenset(("the", "a", "an"))
_TITLES = frozenset(
    "regulation regulations list lists act order ordinance decree code guide declaration statement agreement agreements "
    "criteria annex forums mechanisms territory controls law laws standards customs".split()
)  # of which there is one if it is told whose it is: “the EU dual-use list”
_WHOSE = frozenset("EU UK US UN PMP CCIC CCICs Member Swiss German Dutch Luxembourg British French".split())


def stands_alone(sentence: str) -> bool:
    """Whether a sentence can be read without its neighbours, is whole, and speaks of the matter, not of the copy."""
    if not FEWEST <= len(sentence.split()) <= MOST or not sentence.endswith("."):
        return False
    if sentence.count("(") != sentence.count(")") or sentence.count('"') % 2 or not re.match(r'["“]?[A-Z]', sentence):
        return False
    return "\n" not in sentence and _OF_THE_COPY.search(sentence) is None


def points_elsewhere(words: str) -> bool:
    """Whether words point to what stands before or after them."""
    return _LEANING.search(words) is not None


def leans(told: str) -> bool:
    """Whether what is said needs its neighbours: it points to them, or speaks of something that they have introduced."""
    if ";" in told or len(told.split()) < SHORTEST or _OPENS_WITHIN.match(told):
        return True
    return points_elsewhere(told) or any(one.search(told) for one in (_RESIDUE, _INCOMPLETE))


def unintroduced(told: str) -> list[str]:
    """The things that a text calls by “the” as if they were known: “the report”, “the stored data”, “the WBF”.

    A thing is known if words after it say which one, if it has a name, if there is one in every case, or if it was named
    before.
    """
    acronyms = [short for short in re.findall(r"\b[Tt]he ([A-Z]{3,5})\b", told) if short not in glossary().acronyms]
    return acronyms + [
        thing
        for found in re.finditer(r"\b[Tt]he ", told)
        if (thing := _thing(told[found.end() :])) and not _is_known(thing, told[: found.start()])
    ]


def _thing(after: str) -> str:
    """The noun phrase at the beginning of a text; empty if words after it, or after what is listed with it, tell which."""
    phrase: list[str] = []
    # “the development, production or use of goods”: what follows the last of a list tells of the first too
    listed: list[str] | None = None
    is_joined = False
    words = re.findall(r"[^\s,.;:()]+|[,.;:()]", after)
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in _AFTER and phrase:
            is_a_date = following[:1].isdigit()  # “on 16 September” tells when, not which
            if not is_a_date and (listed is None or (is_joined and len(listed) == 1)):
                return ""
            break
        if word in (",", "or", "and") and phrase:
            listed, is_joined = [], is_joined or word != ","
        elif not re.match(r"\w|[\"'“‘]", word) or word in _CLOSING or (listed is not None and word in _ARTICLES):
            break
        else:
            (phrase if listed is None else listed).append(word)
    return " ".join(phrase)


def _is_known(thing: str, before: str) -> bool:
    parts = [re.sub(r"['’]s$", "", part) for part in thing.split()]
    names = [part for part in parts if re.search(r"[A-Z0-9\"'“‘]", part)]
    if _KNOWN_TO_ALL.intersection(parts) or (names and (parts[-1] in _TITLES or not _WHOSE.issuperset(names))):
        return True
    return any(
        re.search(rf"(?<!\w){re.escape(_stem(part))}(?:ies|e?s|y)?(?!\w)", before) for part in (parts[0], parts[-1])
    )


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|es|s|y)$", "", word)
