"""What does the page of an enterprise show beside its fields: who cares, who came, how far is it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from guatu.base import clock
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.rights import may
from guatu.kernel.burden.queries import by_form, by_month, repeated_elements, repeats_in, tallies
from guatu.kernel.registry.declaration import Event, Panel, model_field
from guatu.kernel.registry.models import Record
from guatu.zone.enterprises.actions import CARES
from guatu.zone.enterprises.models import Coming, EconomicFact, Enterprise, GroupMember, Inspection, Visit
from guatu.zone.enterprises.queries import cares_of, ladder_of, spent_of
from guatu.zone.enterprises.queries.facts import usable


@dataclass(frozen=True, slots=True)
class CareLine:
    """Who looks or looked after an enterprise, from when until when."""

    role: str
    person: str
    since: date
    until: date | None


def care(record: Record, user: User) -> Mapping[str, object]:
    """Who looks after it and who did, to which groups it belonged, who acts for it here."""
    enterprise = _of(record)
    members = GroupMember.objects.filter(enterprise=enterprise).select_related("group")
    accounts = enterprise.accounts.select_related("user").order_by("-since")
    return {
        "cares": _care_lines(enterprise),
        "members": members,
        "accounts": accounts,
        "today": clock.today(),
    }


def dealings(record: Record, user: User) -> Mapping[str, object]:
    """The visits and inspections of an enterprise, what is left of its budgets, its questions."""
    enterprise, today = _of(record), clock.today()
    visits = Visit.objects.filter(enterprise=enterprise).select_related("visitor").prefetch_related(
        "tasks__department", "tasks__person"
    )  # fmt: skip
    return {
        "budgets": [
            (kind.label, spent)
            for kind in Coming
            for spent in spent_of(enterprise.pk, kind, today)
            if not spent.budget.each_body
        ],
        "visits": visits.defer("search_text").order_by("-planned_on", "-pk"),
        "inspections": Inspection.objects.filter(enterprise=enterprise)
        .defer("search_text")
        .order_by("-planned_on", "-pk"),
        "may_visit": may(user, "visits.edit"),
        "today": today,
    }


def progress(record: Record, user: User) -> Mapping[str, object]:
    """Whether a visit or an inspection took place, and what became of its questions."""
    assert isinstance(record, Visit | Inspection)
    return {
        "kind": "visit" if isinstance(record, Visit) else "inspection",
        "tasks": record.tasks.select_related("department", "person") if isinstance(record, Visit) else (),
        "may_edit_this": may(user, "visits.edit"),
        "today": clock.today(),
    }


def ladder(record: Record, user: User) -> Mapping[str, object]:
    """How far it is on each ladder, with every condition; its titles and steps so far."""
    enterprise = _of(record)
    known, view, steps = ladder_of(clock.today(), enterprise)
    return {
        "view": view,
        "steps": steps,
        "newest": known.newest,
        "spells": enterprise.scale_spells.all(),
        "stages": enterprise.listing_steps.all(),
    }


def economy(record: Record, user: User) -> Mapping[str, object]:
    """What is known of its economy, from whom, and for what it may be used."""
    facts = EconomicFact.objects.filter(usable(), enterprise=_of(record))
    return {"facts": _last_words(facts.order_by("-recorded_at", "-pk"))}


def burden(record: Record, user: User) -> Mapping[str, object]:
    """What the enterprise was asked for this year: month by month, form by form, and what of it again."""
    year = clock.today().year
    rows = tallies(year, enterprise_id=record.pk)
    repeats = repeats_in(rows)
    return {
        "year": year,
        "months": by_month(rows, repeats),
        "forms": by_form(rows),
        "repeats": repeated_elements(repeats),
    }


def further_events(enterprise: Enterprise) -> Iterator[Event]:
    """What happened to an enterprise beside what its file says: who came, which steps it took."""
    for visit in enterprise.visits.exclude(made_on=None).only("made_on", "topic", "enterprise"):
        if visit.made_on:
            yield Event(visit.made_on, _("visited"), visit.topic)
    for each in enterprise.inspections.exclude(made_on=None).only("made_on", "matter", "body", "enterprise"):
        if each.made_on:
            yield Event(each.made_on, _("inspected"), f"{each.matter} · {each.body}")
    for spell in enterprise.scale_spells.all():
        yield Event(spell.since, _("above scale"), spell.get_scale_display())
        if spell.until:
            yield Event(spell.until, _("no more above scale"))
    for step in enterprise.listing_steps.all():
        yield Event(step.reached_on, step.get_stage_display(), step.board)


def moves(record: Record, user: User) -> Mapping[str, object]:
    """The numbers that it came into or left: asked by the page, for this reader."""
    return {"model": record._meta.label_lower, "reader": user}


PANELS = (
    Panel("care", _("Care, groups and accounts"), "desk/enterprises/care.html", care, in_file=True),
    Panel("dealings", _("Visits and inspections"), "desk/enterprises/dealings.html", dealings),
    Panel("ladder", _("Ladder"), "desk/enterprises/ladder_of_firm.html", ladder, "fields.commercial"),
    Panel("economy", _("Economy"), "desk/enterprises/economy.html", economy, "fields.commercial"),
    Panel("burden", _("What it was asked for"), "desk/enterprises/burden_of_firm.html", burden),
    Panel("moves", _("Numbers it moves"), "desk/enterprises/moves.html", moves, "figures.view"),
)

APPOINTMENT_PANELS = (
    Panel("progress", _("How it stands"), "desk/enterprises/appointment.html", progress, in_file=True),
)


def _of(record: Record) -> Enterprise:
    assert isinstance(record, Enterprise)
    return record


def _care_lines(enterprise: Enterprise) -> list[CareLine]:
    found = [(field, turn) for field in CARES for turn in reversed(cares_of(enterprise, field))]
    people = User.objects.in_bulk({turn.person for _field, turn in found})
    return [
        CareLine(_label(field), person_name(people[turn.person]), turn.since, turn.until)
        for field, turn in found
        if turn.person in people
    ]


def _label(field: str) -> str:
    return str(model_field(Enterprise, field).verbose_name)


def _last_words(facts: Iterable[EconomicFact]) -> list[EconomicFact]:
    """Of each element, period and source what was recorded last, the newest period first."""
    last: dict[tuple[str, str, str], EconomicFact] = {}
    for fact in facts:
        last.setdefault((fact.element, fact.period, fact.source), fact)
    return sorted(last.values(), key=lambda fact: (fact.element, -fact.period_end.toordinal()))
