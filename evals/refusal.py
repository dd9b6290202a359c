"""Where to draw the line between answering and refusing. One rule for Pincite and for the baselines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

MOST_FALSE = 0.04  # share of answerable questions that may be refused


def threshold(scores: Sequence[float], answerable: Sequence[bool], most_false: float = MOST_FALSE) -> float:
    """The score from which to answer, fitted on known questions.

    It refuses as many unanswerable questions as it can while it refuses at most `most_false` of the answerable ones, and
    lies in the middle between the two scores that it parts. Without anything to refuse it is below every score.
    """
    allowed = int(most_false * sum(answerable) + 1e-9)
    levels = sorted(set(scores))
    # Below the least score nothing is refused; `scores` may be cosines or BM25, so the step is theirs.
    lines = [levels[0] - 1.0, *((a + b) / 2 for a, b in pairwise(levels)), levels[-1] + 1.0]
    best, most = lines[0], 0
    for line in lines:
        refused = [known for score, known in zip(scores, answerable, strict=True) if score < line]
        false, right = sum(refused), len(refused) - sum(refused)
        if false <= allowed and right > most:
            best, most = line, right
    return best
