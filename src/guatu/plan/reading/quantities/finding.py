"""Which quantities does a text state: sentence by sentence, with all that is said of each number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from guatu.plan.reading.model import Dropped, Quantity, Section, Span
from guatu.plan.reading.quantities.implicit import find_implicit
from guatu.plan.reading.quantities.names import quoted_stretches
from guatu.plan.reading.quantities.normalising import normalise
from guatu.plan.reading.quantities.phrases import sentences
from guatu.plan.reading.quantities.repeats import mark_repeats
from guatu.plan.reading.quantities.sentence import SentenceReader
from guatu.plan.reading.quantities.spotting import Mention, spot_mentions
from guatu.plan.reading.quantities.tense import Tenses


def find_quantities(
    text: str, *, sections: Sequence[Section], dropped: Sequence[Dropped], year: int | None
) -> tuple[Quantity, ...]:
    """Every quantity that the text states, in order: targets, achievements and others with the reason.

    Offsets are into `text`. Dropped stretches are passed over. Dates and list numbers are no quantities.
    The tense is read from the text itself, so that `sections` may be empty; they are not needed so far.
    """
    plain = normalise(text, dropped)
    tenses = Tenses(plain, year)
    reader = SentenceReader(text, plain, tenses, quoted_stretches(plain))
    found: list[Quantity] = []
    mentions = list(spot_mentions(plain))
    for index, sentence, inside in _by_sentence(plain, mentions):
        found += reader.read(sentence, inside, index)
    found += find_implicit(text, plain, tenses)
    return tuple(mark_repeats(sorted(found, key=lambda quantity: (quantity.start, quantity.end))))


def _by_sentence(plain: str, mentions: list[Mention]) -> Iterator[tuple[int, Span, list[Mention]]]:
    starts = [mention.start for mention in mentions]
    for index, sentence in enumerate(sentences(plain)):
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if first < last:
            yield index, sentence, mentions[first:last]
