"""Against what is a return checked and filled in: which other returns and sources are there beside it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel import directory
from guatu.kernel.directory import Entity, KnownValue
from guatu.zone.statistics.returns.forms import Form, Item, all_forms, last_period, load_form
from guatu.zone.statistics.returns.models import Asked, Return
from guatu.zone.statistics.returns.rules.checking import check_return
from guatu.zone.statistics.returns.rules.relations import outside_terms
from guatu.zone.statistics.returns.rules.terms import NOT_APPLICABLE, Facts, Finding, Values, plain

_SOURCE = "source."
COPIED = "（企业授权）"
"""How the source of a value ends that an enterprise let us copy from its return."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known of an enterprise outside of the store: its file, and other sources by term."""

    entity: Entity | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside a return: earlier ones (None: there is none), other forms and sources by term."""

    last: Values | None = None
    last_year: Values | None = None
    others: Mapping[str, str | None] = field(default_factory=dict)


def outside(form: Form, period: Period, enterprise_ids: Sequence[int]) -> dict[int, Outside]:
    """What is known of these enterprises outside of the store, asked before it is opened."""
    found: dict[int, dict[str, str]] = {key: {} for key in enterprise_ids}
    terms = (term for term in outside_terms(form.code) if term.startswith(_SOURCE))
    elements = [term.removeprefix(_SOURCE) for term in terms]
    for key, known in directory.known_values(enterprise_ids, elements, period) if elements else ():
        said = _in_unit_of_form(known)
        # A copy of the return itself is no other source.
        if said is not None and not known.source.endswith(COPIED):
            found[key][_SOURCE + known.element] = said
    files = {entity.id: entity for entity in directory.entities(ids=enterprise_ids)}
    return {key: Outside(files.get(key), sources) for key, sources in found.items()}


def beside(form: Form, period: Period, known: Mapping[int, Outside], subject: str = "") -> dict[int, Beside]:
    """What is known beside the returns of these enterprises, in two queries however many they are."""
    before, a_year_ago = last_period(form, period), period.previous_year()
    own = latest(form.code, [p for p in (before, a_year_ago) if p], list(known), subject)
    others = _others(form, period, list(known))
    return {
        key: Beside(
            last=_values(own, key, before),
            last_year=_values(own, key, a_year_ago),
            others={**others.get(key, {}), **there.sources},
        )
        for key, there in known.items()
    }


def latest(
    form_code: str, periods: Sequence[Period], enterprise_ids: Sequence[int], subject: str = ""
) -> dict[tuple[int, str], Return]:
    """The latest revision of each return by enterprise and period code, whatever its state."""
    rows = Return.objects.filter(
        form_code=form_code,
        period__in=[period.code for period in periods],
        enterprise_id__in=enterprise_ids,
        subject=subject,
    ).order_by("revision")
    return {(row.enterprise_id, row.period): row for row in rows}


def check(return_: Return, known: Beside, entity: Entity | None) -> tuple[Finding, ...]:
    """All findings of a return against what is known beside it, and against the directory."""
    found = check_return(
        return_.form.form,
        return_.values,
        facts=Facts(return_.reported_period, return_.industry),
        last=known.last,
        last_year=known.last_year,
        others=known.others,
        remarks=return_.remarks,
    )
    asked = [_with_remark(finding, return_) for finding in asked_of(return_.asked)]
    return (*found, *_check_directory(return_, entity), *asked)


def prefill(form: Form, known: Beside) -> tuple[dict[str, str | None], dict[str, str]]:
    """The values that are known before anybody types, and for each where it comes from (law 10)."""
    values: dict[str, str | None] = {}
    origins: dict[str, str] = {}
    for item in form.items:
        value, origin = _prefilled(item, known)
        if value is not None:
            values[item.code], origins[item.code] = value, origin
    return values, origins


def _prefilled(item: Item, known: Beside) -> tuple[str | None, str]:
    last, last_year = known.last or {}, known.last_year or {}
    if item.prefill == "last_year" and last_year.get(item.line) is not None:
        return last_year[item.line], "last_year"
    if item.prefill == "last" or last.get(item.code) == NOT_APPLICABLE:
        return last.get(item.code), "last"
    return known.others.get(item.prefill), item.prefill


def _values(own: Mapping[tuple[int, str], Return], key: int, period: Period | None) -> Values | None:
    found = own.get((key, period.code)) if period else None
    return None if found is None else found.values


def _others(form: Form, period: Period, enterprise_ids: Sequence[int]) -> dict[int, dict[str, str | None]]:
    wanted = {*outside_terms(form.code), *(item.prefill for item in form.items if "." in item.prefill)}
    forms = sorted({term.partition(".")[0] for term in wanted if not term.startswith(_SOURCE)})
    found: dict[int, dict[str, str | None]] = {}
    rows = Return.objects.filter(
        form_code__in=forms, period=period.code, enterprise_id__in=enterprise_ids, subject=""
    ).order_by("revision")
    for row in rows:
        own = {f"{row.form_code}.{item}": value for item, value in row.values.items()}
        found.setdefault(row.enterprise_id, {}).update(own)
    return found


def _in_unit_of_form(known: KnownValue) -> str | None:
    """The amount in the unit in which forms ask for that element; None where the units do not agree."""
    wanted = _units_of_elements().get(known.element, "千元")
    try:
        return plain(Quantity(known.amount, unit(known.unit)).to(unit(wanted)).amount)
    except GuatuError:
        return None


def _units_of_elements() -> dict[str, str]:
    return {item.element: item.unit for form in all_forms() for item in form.items}


def _check_directory(return_: Return, entity: Entity | None) -> list[Finding]:
    if entity is None:
        return []
    found: list[Finding] = []
    if entity.status != "in_business":
        found.append(Finding("not_in_directory", "not_in_directory", "remark", "", {"status": entity.status}))
    if entity.name != return_.enterprise_name:
        said = {"value": return_.enterprise_name, "other": entity.name}
        found.append(Finding("name_differs", "name_differs", "hint", "", said))
    return [_with_remark(finding, return_) for finding in found]


def asked_of(asked: Sequence[Asked]) -> list[Finding]:
    """What the one who sent a return back asks: each needs an answer."""
    return [Finding("asked", "asked", "remark", each["item"], {"text": each["text"]}) for each in asked]


def _with_remark(finding: Finding, return_: Return) -> Finding:
    remark = return_.remarks.get(finding.key, "")
    return Finding(finding.code, finding.kind, finding.severity, finding.item, finding.params, remark)


def version_for(form_code: str, period: Period) -> Form:
    """The version of the form that holds at the end of the period."""
    return load_form(form_code, period.end)
