"""Is a number a promise, a result, or neither?"""

from __future__ import annotations

from guatu.plan.reading.model import Polarity
from guatu.plan.reading.quantities.reasons import BACKGROUND, LAST_YEAR, LONGER
from guatu.plan.reading.quantities.tense import Tenses


def polarity_of(
    trap: str | None, tenses: Tenses, place: int, sentence: str, clause: str
) -> tuple[Polarity, str | None]:
    """Target, achievement or neither, with the reason where it is no target."""
    if trap is not None:
        return "non_target", trap
    tense = tenses.at(place)
    if tense == "past":
        return "achievement", LAST_YEAR
    if tenses.sentence_is_past(sentence):
        return "achievement", LAST_YEAR
    if tenses.clause_is_past(clause):
        return "non_target", BACKGROUND
    if tense == "longer":
        return "non_target", LONGER
    return "target", None
