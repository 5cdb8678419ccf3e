"""How does a finding read: what is wrong, with both numbers, and what is to be done about it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from guatu.zone.statistics.returns.forms import Form
from guatu.zone.statistics.returns.models import Return, StoredFinding
from guatu.zone.statistics.returns.rules.relations import Relation, all_relations
from guatu.zone.statistics.returns.rules.terms import NOT_APPLICABLE, Finding, Severity

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: Mapping[str, StrOrPromise] = {
    "required": _("Nothing is filled in."),
    "not_applicable": _("“Not applicable” is no answer here."),
    "not_a_number": _("“%(value)s” is not a number."),
    "too_many_decimals": _("%(value)s has more than %(decimals)s decimals."),
    "too_large": _("%(value)s has more digits than any reported amount."),
    "negative": _("%(value)s is below zero, which this cannot be."),
    "unknown_item": _("The form has no item “%(value)s”."),
    "part_above_whole": _("%(value)s is above its whole, %(other_name)s, which is %(other)s."),
    "month_differs": _(
        "The month is %(value)s, but %(total)s in all less %(before)s before makes %(expected)s."
    ),
    "cumulative_falls": _("%(value)s in all is below the %(before)s of the period before."),
    "last_year_differs": _("%(value)s is given for last year, but %(other)s was reported then."),
    "power_of_ten": _("%(value)s is about %(power)s times more or less than %(other)s before."),
    "growth": _("%(value)s after %(other)s a year before is a growth of %(growth)s %%."),
    "equal": _("%(name)s: %(left)s on the left and %(right)s on the right differ by %(difference)s."),
    "at_most": _("%(name)s: %(left)s is above %(right)s by %(difference)s."),
    "ratio": _("%(name)s: %(left)s against %(right)s makes %(ratio)s %(unit)s, outside %(low)s to %(high)s."),
    "not_in_directory": _("The enterprise is not in business in the zone's directory (%(status)s)."),
    "name_differs": _("The directory calls the enterprise “%(other)s”, the return “%(value)s”."),
    "asked": _("The statistics office asks: %(text)s"),
    "total_differs": _(
        "%(value)s is published, %(other)s is what %(counted)s of %(asked)s firms reported: "
        "%(difference)s was not collected."
    ),
    "growth_differs": _("%(level)s on %(base)s is a growth of %(expected)s %%, not of %(value)s %%."),
    "divisions_differ": _("The divisions sum to %(other)s, the total is %(value)s."),
    "wrong_label": _(
        "%(part)s is said to be %(share)s %% of %(of)s, which makes %(whole)s: the %(value)s of %(label)s "
        "bears the wrong name."
    ),
}

WHAT_TO_DO: Mapping[str, StrOrPromise] = {
    "required": _("Write the number; write 0 when there was none."),
    "not_applicable": _("Write the number; write 0 when there was none."),
    "not_a_number": _("Write digits only, such as 1234.5; the unit is that of the line."),
    "too_many_decimals": _("Round it, and check the unit of the line."),
    "too_large": _("Check the number and its unit."),
    "negative": _("Correct the number."),
    "unknown_item": _("Delete it."),
    "part_above_whole": _("Correct the part or the whole."),
    "month_differs": _("Correct one of them, or say which earlier month was corrected."),
    "cumulative_falls": _("Correct it, or say which earlier period was corrected."),
    "last_year_differs": _("Take the number reported then, or say why the scope changed."),
    "power_of_ten": _("Check the unit (元, 千元, 万元); if it is right, say why."),
    "growth": _("Look at it once more; if it is right, nothing is to be done."),
    "not_in_directory": _("Ask the zone to correct its directory, or say why the enterprise still reports."),
    "name_differs": _("Ask the zone to correct its directory."),
    "asked": _("Correct it, or answer in a remark."),
    "total_differs": _("Say in the report where the difference comes from (口径)."),
    "growth_differs": _("Ask the publisher for the comparable base."),
    "divisions_differ": _("Look for firms without an industry."),
    "wrong_label": _("Ask the publisher which measure it is."),
}
_WHAT_TO_DO_OF_SEVERITY: Mapping[str, StrOrPromise] = {
    "block": _("Correct one of the numbers."),
    "remark": _("Correct one of the numbers, or say in a remark why it is so."),
    "hint": _("Look at it once more; if it is right, nothing is to be done."),
}

_AMOUNTS = (
    "value", "other", "left", "right", "difference", "total", "before", "expected", "ratio", "low", "high",
    "level", "base", "part", "whole"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in the reader's language. `key` is under which its remark is kept; `stops` filing or not."""

    key: str
    severity: Severity
    item: str
    item_name: str
    message: str
    what_to_do: str
    remark: str
    stops: bool


def shown_findings(return_: Return) -> tuple[ShownFinding, ...]:
    """What was found in a return when it was checked last, the worst first."""
    form = return_.form.form
    return tuple(shown(finding, form) for finding in findings_of(return_))


def findings_of(return_: Return) -> tuple[Finding, ...]:
    """The stored findings with the remarks that the enterprise made."""
    return tuple(finding_of(stored, return_.remarks) for stored in return_.findings)


def shown(finding: Finding, form: Form) -> ShownFinding:
    """A finding in the reader's language."""
    language = get_language() or ""
    item = form.item_of.get(finding.item)
    return ShownFinding(
        key=finding.key,
        severity=finding.severity,
        item=finding.item,
        item_name=item.name(language) if item else finding.item,
        message=message_of(finding, form, language),
        what_to_do=_todo_of(finding, language),
        remark=finding.remark,
        stops=finding.stops,
    )


def message_of(finding: Finding, form: Form, language: str) -> str:
    """What is wrong, in the reader's language, with both numbers."""
    said = {k: grouped(v) if k in _AMOUNTS else v for k, v in finding.params.items()}
    relation = _relation(finding.code)
    if relation is not None:
        said["name"] = relation.name(language)
    other = form.item_of.get(finding.params.get("other_item", ""))
    if other is not None:
        said["other_name"] = other.name(language)
    return str(SENTENCES[finding.kind]) % said


def in_one_line(findings: Sequence[Finding], form: Form) -> str:
    """All findings in one sentence each, for a refusal that has no page of its own."""
    told = (shown(finding, form) for finding in findings)
    return " ".join(
        gettext("%(item)s: %(message)s %(todo)s")
        % {"item": f.item_name, "message": f.message, "todo": f.what_to_do}
        for f in told
    )


def grouped(text: str) -> str:
    """A decimal as people read it: 1,234.5; any other text as it is."""
    if text == NOT_APPLICABLE:
        return gettext("not applicable")
    try:
        return f"{Decimal(text):,f}"
    except ArithmeticError:
        return text


def _todo_of(finding: Finding, language: str) -> str:
    relation = _relation(finding.code)
    if relation is not None:
        return relation.todo(language) or str(_WHAT_TO_DO_OF_SEVERITY[finding.severity])
    return str(WHAT_TO_DO[finding.kind])


def _relation(code: str) -> Relation | None:
    return next((relation for relation in all_relations() if relation.code == code), None)


def finding_of(stored: StoredFinding, remarks: Mapping[str, str]) -> Finding:
    """A stored finding with the remark that answers it."""
    finding = Finding(
        stored["code"],
        stored["kind"],
        cast("Severity", stored["severity"]),
        stored["item"],
        stored["params"],
    )
    remark = remarks.get(finding.key, "")
    return Finding(finding.code, finding.kind, finding.severity, finding.item, finding.params, remark)
