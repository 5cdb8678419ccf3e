"""How are possible duplicates found, and what is decided of them?

Of one and the same, the duplicate points to the record that is kept. Nothing is deleted or copied, so a
decision is taken back by taking the pointer away.
"""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.jobs.declaration import find_job
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.kernel.registry.declaration import Registry
from guatu.kernel.registry.duplicates import kept_instead, traits_on_record
from guatu.kernel.registry.likeness import Alike, Likenesses
from guatu.kernel.registry.models import Likeness, Verdict

LOOK = "registry.look_for_duplicates"
"""The name of the job that looks through one registry."""

# Pointers are set one after another, so that no two of them make a circle.
_LOCK = 0x6775_6174_7503


def look_for_duplicates(registry: Registry, *, by: User | None, among: Collection[int] | None = None) -> int:
    """Points out anew which records may be one; with `among`, only of these. How many pairs are new.

    What was decided stays. What waits for a decision and is no longer alike goes.
    """
    if not registry.near:
        return 0
    with action(f"{registry.slug}.look_for_duplicates", by=by):
        _wait_for_others()
        found = {(pair.one, pair.other): pair for pair in Likenesses(traits_on_record(registry)).pairs(among)}
        known = {(each.one, each.other): each for each in _known(registry, among)}
        waiting = {key: each for key, each in known.items() if each.verdict == Verdict.OPEN}
        gone = [each.pk for key, each in waiting.items() if key not in found]
        Likeness.objects.filter(pk__in=gone).delete()
        for key in waiting.keys() & found.keys():
            _tell_anew(waiting[key], found[key])
        fresh = [_pair(registry, found[key]) for key in sorted(found.keys() - known.keys())]
        Likeness.objects.bulk_create(fresh, batch_size=1000)
        return len(fresh)


def ask_to_look(registry: Registry) -> None:
    """Has the registry looked through soon, once for however many ask meanwhile."""
    job = find_job(LOOK)
    if registry.near and job is not None:
        defer(job, slug=registry.slug)


def call_same(registry: Registry, pair: Likeness, *, keep: int, by: User | None) -> Likeness:
    """Decides that the two are one: `keep` stands for both from now on, the other points to it."""
    with action(f"{registry.slug}.call_same", by=by):
        _wait_for_others()
        standing = Likeness.objects.select_for_update().get(pk=pair.pk)
        if keep not in (standing.one, standing.other):
            raise Refused("not_of_the_pair", _("Keep one of the two."))
        duplicate = standing.one if keep == standing.other else standing.other
        _refuse_second_pointer(registry, standing, duplicate, keep)
        _decide(standing, Verdict.SAME, by, duplicate)
        waiting = Likeness.objects.filter(Q(one=duplicate) | Q(other=duplicate), verdict=Verdict.OPEN)
        waiting.filter(registry=registry.slug).delete()
        announce(f"registry:{registry.slug}")
        return standing


def call_different(registry: Registry, pair: Likeness, *, by: User | None) -> Likeness:
    """Decides that the two are two; they are not pointed out again."""
    with action(f"{registry.slug}.call_different", by=by):
        standing = Likeness.objects.select_for_update().get(pk=pair.pk)
        _decide(standing, Verdict.DIFFERENT, by)
        announce(f"registry:{registry.slug}")
        return standing


def take_back_decision(registry: Registry, pair: Likeness, *, by: User | None) -> Likeness:
    """Takes a decision back: both records stand for themselves, and the pair waits again."""
    with action(f"{registry.slug}.take_back_decision", by=by):
        standing = Likeness.objects.select_for_update().get(pk=pair.pk)
        _decide(standing, Verdict.OPEN, by)
        announce(f"registry:{registry.slug}")
        return standing


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _known(registry: Registry, among: Collection[int] | None) -> Collection[Likeness]:
    known = Likeness.objects.filter(registry=registry.slug)
    return known if among is None else known.filter(Q(one__in=among) | Q(other__in=among))


def _pair(registry: Registry, alike: Alike) -> Likeness:
    return Likeness(
        registry=registry.slug,
        one=alike.one,
        other=alike.other,
        reasons=list(alike.reasons),
        score=alike.score,
        found_at=clock.now(),
    )


def _tell_anew(pair: Likeness, alike: Alike) -> None:
    if pair.reasons != list(alike.reasons):
        pair.reasons, pair.score = list(alike.reasons), alike.score
        pair.save(update_fields=["reasons", "score"])


def _refuse_second_pointer(registry: Registry, pair: Likeness, duplicate: int, keep: int) -> None:
    points = kept_instead(registry)
    if duplicate in points and pair.duplicate != duplicate:
        raise Refused(
            "points_already", _("It points to another record already. Take that decision back first.")
        )
    if points.get(keep) == duplicate:
        raise Refused("in_a_circle", _("The record to keep points to the other one. Take that back first."))


def _decide(pair: Likeness, verdict: Verdict, by: User | None, duplicate: int | None = None) -> None:
    is_decided = verdict != Verdict.OPEN
    pair.verdict, pair.duplicate = verdict, duplicate
    pair.decided_by, pair.decided_at = (by, clock.now()) if is_decided else (None, None)
    pair.save(update_fields=["verdict", "duplicate", "decided_by", "decided_at"])
