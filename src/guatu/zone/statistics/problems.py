"""How does a problem of an import read, and what is to be done about it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guatu.zone.statistics.rules.terms import Field

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLUMNS: Mapping[Field, StrOrPromise] = {
    "measure": _("Indicator"),
    "period": _("Period"),
    "year": _("Year"),
    "amount": _("Value"),
    "unit": _("Unit"),
    "growth": _("Growth (%)"),
    "base": _("Comparable base"),
    "level": _("Level"),
    "publisher": _("Publisher"),
    "published_on": _("Published on"),
    "page": _("Page"),
    "note": _("Note"),
}

SENTENCES: Mapping[str, StrOrPromise] = {
    "no_measure": _("The row has no indicator. Write its name as in the catalogue, or delete the row."),
    "unknown_measure": _("“%(value)s” is not in the catalogue. Nearest: %(nearest)s."),
    "unit_decides": _("Several indicators are called “%(value)s”. Give the unit: one of %(units)s."),
    "row_passed_over": _("“%(value)s” stands alone in its row; taken for a heading and passed over."),
    "january_alone": _("January alone is not reported: the first figure of a year is 1–2月."),
    "no_year": _("“%(value)s” has no year. Write it as 2019年1-6月, or add a column 年份."),
    "bad_period": _("“%(value)s” is no period. Write it as 2019年1-6月, 2019年一季度, 2019-06 or 2019."),
    "february_is_two_months": _("“%(value)s” is read as %(period)s, the two months together."),
    "unknown_level": _(
        "“%(value)s” is no level. Write 园区, 县, 市, 省 or 国, or leave it empty for the zone."
    ),
    "bad_day": _("“%(value)s” is no day. Write it as 2019-07-15."),
    "future_period": _("The period ends on %(end)s, which has not come yet."),
    "published_in_future": _("It cannot be published on %(day)s already. Correct the day of publication."),
    "published_before_the_end": _(
        "It was published before the period ended on %(end)s: an estimate? The final figure will restate it."
    ),
    "no_unit": _("The unit is missing. Write %(wanted)s, or the unit that the figure is published in."),
    "unknown_unit": _("“%(value)s” is no known unit. This indicator is counted in %(wanted)s."),
    "unit_mismatch": _("“%(value)s” does not measure this indicator. It is counted in %(wanted)s."),
    "no_value": _("The value is missing. Write the number, 缺报 when it was not reported, or 不适用."),
    "not_a_number": _(
        "“%(value)s” is not a number. Write digits only, such as 1,234.5; the unit has its column."
    ),
    "too_many_digits": _("“%(value)s” has more digits than any published figure. Check number and unit."),
    "negative": _("%(value)s is below zero, which this indicator cannot be."),
    "not_whole": _("%(value)s is not whole, but this indicator counts things one by one. Check the unit."),
    "above_whole": _("%(value)s is above 100 %%, which coverage cannot be."),
    "growth_looks_like_a_share": _("“%(value)s” is read as %(value)s %%. Was %(percent)s %% meant?"),
    "growth_does_not_fit": _("Value and comparable base give a growth of %(computed)s %%, not “%(value)s”."),
    "repeated_row": _("Row %(row)s says the same; this one is passed over."),
    "contradiction": _(
        "Row %(row)s gives another value for the same indicator and period. Delete one of them."
    ),
    "restates": _("%(before)s was published before. The new value is kept beside it as a restatement."),
    "older_publication": _("A later publication says %(before)s, and remains the one that counts."),
    "part_above_whole": _("%(value)s is above its whole, which is %(whole)s in the same period."),
    "cumulative_falls": _("%(value)s is below the %(before)s of an earlier month. Was it corrected?"),
    "jump": _("%(value)s is ten times, or a tenth of, what came before. Check the unit (万元, 亿元)."),
}


def sentence_of(problem: Mapping[str, object]) -> str:
    """The sentence of a stored problem in the reader's language: what is wrong and what to do."""
    params = problem.get("params")
    known = {"value": problem["value"], **(params if isinstance(params, dict) else {})}
    if problem["code"] == "unknown_measure" and not known["nearest"]:
        return gettext("“%(value)s” is not in the catalogue, nor is anything like it.") % known
    return str(SENTENCES[str(problem["code"])]) % known
