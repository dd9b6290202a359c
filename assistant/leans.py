"""Whether a question leans on the one before it: "And paragraph 1?", "Does it apply to SaaS?", "Which exceptions are there?"

Told by rules, as there is no language model. A question that says itself what it is about is left alone: "If I host software
abroad, is it exported?" has its own "it", "Is it legal to …" and "Is there a list …" have none.
"""

from __future__ import annotations

import re

from assistant.glossary import glossary
from indexer.lexical import words

OPENING = re.compile(
    r"\s*(?:(?:and|but|or|so|then|also|ok(?:ay)?|well|now|und|aber|oder|et|mais|ou)\b[\s,]*)*"
    r"(?:(?:what|how)\s+(?:is\s+it\s+like|about|of)(?=\s)|what\s+if\b|(?:the\s+)?same\s+(?:question\s+)?(?:for|in|under|with)\b"
    r"|was\s+ist\s+mit\b|qu['’]en\s+est[\s-]il\b)?\s*",
    re.IGNORECASE,
)
"""How a follow-up may begin. It may match nothing."""

_ASKS = re.compile(
    r"(?:(?:in|to|for|by|from|under|with|on|of|at)\s+)?(?:what|which|who|whom|whose|when|where|why|how|does|do|did|is|are|was|were"
    r"|can|could|must|may|should|would|will|has|have|had|need|tell|explain|list|give|show|define)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(  # behind which a word may mean what the same question said before
    r"[,;:–]| - |\b(?:what|how|why|if|when|that|which|who|because|once"
    r"|unless|while|where|and|but|or|before|after|although|since|whether)\b",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    r"\bit\s+(?:is\s+|was\s+|be\s+|ever\s+|always\s+|still\s+|also\s+|then\s+|an?\s+|criminal\s+)*"
    r"(?:legal|lawful|illegal|unlawful|allowed|permitted|forbidden|prohibited|possible|necessary|mandatory|compulsory|required"
    r"|enough|sufficient|true|correct|right|wrong|ok|okay|fine|safe|better|best|common|usual|clear|likely|important|advisable"
    r"|acceptable|legitimate|punishable|crime|offence|breach|violation|matter|take|make\s+a\s+difference)\b"
    r"[^,;?]*\b(?:to|that|for|if|whether|when)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?P<subject>\b(?:it|they|them|he|she|him)\b)"
    r"|(?P<owner>\b(?:its|his|her)\b)"
    r"|(?P<their>\btheir\b)"
    r"|(?P<pointing>\b(?:this|these)\b(?!\s+(?:year|month|week|day)s?\b)"
    r"|\bthose\b(?!\s+(?:who|which|that|whose|of|in|for|with|to|from|on|under|\w+ing|\w+ed)\b)"
    r"|(?:\A|(?<=\bdoes )|(?<=\bis )|(?<=\bwas )|(?<=\bcan )|(?<=\bwould )|(?<=\bof )|(?<=\bin )|(?<=\bunder )|(?<=\babout )"
    r"|(?<=\bfor )|(?<=\bwith )|(?<=\bto )|(?<=\bafter )|(?<=\bbefore )|(?<=\bby )|(?<=\bdid ))that\b"
    r"|\bthat(?=\s*\?*\s*\Z)"
    r"|\bsuch\b(?!\s+as\b)"
    r"|\bthe\s+same\b(?!\s+(?:time|way|as)\b)|\b(?:former|latter)\b)"
    r"|(?P<end>(?:\bthen|\binstead|\botherwise|\btoo|\bas\s+well|\belse"
    r"|(?<!\bis )(?<!\bare )\bthere|\bones?)(?=\s*\?*\s*\Z))",
    re.IGNORECASE,
)
_SAID = {"subject": 3, "owner": 1, "their": 0, "pointing": 1, "end": 4}
"""How many content words may stand before each kind of word, if it means something that the question does not say."""

_SHORT = 6  # content words up to which a question leans on a word that does not stand at its beginning
_OF_SOMETHING = frozenset(
    words(
        "exception exceptions exemption exemptions exempt exempted penalty penalties punishment fine fines sanction "
        "deadline deadlines time limit example examples condition conditions consequence consequences criteria "
        "criterion detail details requirement requirements apply applies applicable decide decides tell told inform "
        "informed notify notified responsible authority authorities happen happens otherwise must since why more else "
        "purpose scope reason reasons definition difference differences mean means say says state states date force "
        "long far paragraph article section other others"
    )
)
"""Stems of words that are of something: where a question has no others, it does not say of what."""


def opening(written: str) -> str:
    """What a follow-up begins with, "And", "What about"; empty if it begins like any question."""
    found = OPENING.match(written)
    return found[0].strip() if found else ""


def is_asked(text: str) -> bool:
    """Whether a text is a question or a request by itself, not a part of one."""
    return _ASKS.match(text.strip()) is not None


def points_back(text: str) -> bool:
    """Whether a question has a word that means something said before it: "it", "those items", "who decides then?"."""
    text = _EMPTY_IT.sub(lambda found: re.sub(r"\bit\b", "-", found[0], flags=re.IGNORECASE), text)
    for found in _BACK.finditer(text):
        before = text[: found.start()]
        said = len(words(before))
        breaks = _BREAK.finditer(before) if found.lastgroup != "end" else ()
        has_own = any(words(before[: each.start()]) for each in breaks)
        is_short = said == 0 or len(words(text)) <= _SHORT
        if not has_own and is_short and said <= _SAID[str(found.lastgroup)]:
            return True
    return False


def says_nothing_itself(text: str) -> bool:
    """Whether a question names nothing that it could be about: "Why?", "What are the penalties?"."""
    return all(word in _OF_SOMETHING for word in words(text)) and not glossary().asked_for(text)
