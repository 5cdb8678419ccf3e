"""How does an action change a plan: in one transaction, and so that it can be undone?

Every action works inside `recording(plan, verb, by=…)`, which holds the plan's row, so that the actions on
a plan follow one another. Rows come from `touch`, are altered in Python, and are written at the end together
with one Change; an action that altered nothing leaves no trace. Pages that follow a published plan are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from django.contrib.auth.models import User
from django.db.models import F
from django.utils.translation import gettext as _

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.plan.actions.states import State, columns, full_state_of, links_of, state_of
from guatu.plan.items import Row, ref_of
from guatu.plan.models import Change, Identity, Item, ItemState, Plan, PlanState, Standing

R = TypeVar("R", bound=Item | Identity)

# What is still done to a published plan: how it is followed, not what it says.
WHEN_PUBLISHED = frozenset(
    {"assign", "bind", "confirm_measure", "park", "unpark", "undo", "redo", "publish", "amend"}
)


class Recording:
    """An action on a plan while it happens."""

    def __init__(self, plan: Plan, verb: str, by: User | None) -> None:
        self.plan = plan
        self.verb = verb
        self.by = by
        self.summary: dict[str, str | int] = {}
        self.change: Change | None = None
        self._rows: dict[str, Row] = {}
        self._before: dict[str, State | None] = {}
        self._links: dict[str, dict[str, list[int]]] = {}
        self._removed: set[str] = set()

    def touch(self, row: R, expected_version: int | None = None) -> R:
        """The row as it is now, to be altered; refused when it changed since the version the person saw."""
        fresh = self.touch_key(type(row), row.pk)
        if expected_version is not None and fresh.version != expected_version:
            raise Refused("changed_meanwhile", changed_sentence())
        return fresh

    def touch_key(self, model: type[R], key: int) -> R:
        """The row of the plan with this key as it is now, to be altered; refused when it is gone."""
        found = self.touch_all(model, [key])
        if not found:
            raise Refused("gone", gone_sentence())
        return found[0]

    def touch_all(self, model: type[R], keys: Iterable[int]) -> list[R]:
        """The rows of the plan with these keys as they are now, to be altered."""
        found = model._default_manager.filter(plan=self.plan, pk__in=list(keys))
        return self.hold(cast("Iterable[R]", found))

    def hold(self, rows: Iterable[R]) -> list[R]:
        """Rows just read, to be altered; one touched before is given as it was altered."""
        return [self._hold(row) for row in rows]

    def add(self, row: R) -> R:
        """Saves a new row."""
        self._refuse_new_when_published()
        row.save(force_insert=True)
        self._rows[ref_of(row)] = row
        self._before[ref_of(row)] = None
        return row

    def remove(self, row: Row) -> None:
        """Deletes a touched row at the end; what refers to it must have been altered by then."""
        ref = ref_of(row)
        self._before[ref] = full_state_of(row)
        self._removed.add(ref)

    def link(self, row: Row, name: str, keys: Iterable[int]) -> None:
        """Links a touched or added row to exactly the rows with these keys."""
        ref, wanted = ref_of(row), sorted(set(keys))
        before = self._before[ref]
        if before is not None:
            before.setdefault(name, links_of(row, name))
        getattr(row, name).set(wanted)
        self._links.setdefault(ref, {})[name] = wanted

    @property
    def removed(self) -> frozenset[str]:
        """The ids of the rows that this action takes away."""
        return frozenset(self._removed)

    def flush(self) -> None:
        """Writes what was altered so far, for questions to the database within the action."""
        self._save({ref for ref in self._rows if ref not in self._removed}, counted=False)

    def write(self, undoes: Change | None = None, *, always: bool = False) -> Change | None:
        """Writes what was altered and the Change that tells of it; None when nothing was, unless `always`."""
        after = {ref: self._after(ref) for ref in self._rows}
        differing = {ref for ref, state in after.items() if self._differs(ref, state)}
        if not differing and not always:
            return None
        self._save({ref for ref in differing if self._before[ref] is not None and after[ref] is not None})
        for ref in self._removed:
            self._rows[ref].delete()
        before, later = {}, {}
        for ref in sorted(differing):
            before[ref], later[ref] = _difference(self._before[ref], after[ref])
        self.change = self._append(before, later, undoes)
        return self.change

    def _hold(self, row: R) -> R:
        ref = ref_of(row)
        if ref not in self._rows:
            self._refuse_when_published(row)
            self._rows[ref] = row
            self._before[ref] = state_of(row)
        return cast("R", self._rows[ref])

    def _after(self, ref: str) -> State | None:
        if ref in self._removed:
            return None
        row = self._rows[ref]
        if self._before[ref] is None:
            return full_state_of(row)
        return {**state_of(row), **self._links.get(ref, {})}

    def _differs(self, ref: str, after: State | None) -> bool:
        return self._before[ref] != after

    def _save(self, refs: Iterable[str], *, counted: bool = True) -> None:
        """One statement for all rows that were altered alike."""
        alike: dict[tuple[type[Row], tuple[tuple[str, object], ...]], list[int]] = {}
        for ref in refs:
            row = self._rows[ref]
            row.version += counted
            altered = self._altered(ref, row)
            if altered or counted:
                alike.setdefault((type(row), altered), []).append(row.pk)
        for (model, altered), keys in alike.items():
            values = {**dict(altered), **({"version": F("version") + 1} if counted else {})}
            model._default_manager.filter(pk__in=keys).update(**values)

    def _altered(self, ref: str, row: Row) -> tuple[tuple[str, object], ...]:
        before, after = self._before[ref], state_of(row)
        if before is None:
            return ()
        names = (f.attname for f in columns(type(row)) if before[f.attname] != after[f.attname])
        return tuple((name, getattr(row, name)) for name in names)

    def _append(
        self, before: dict[str, State | None], after: dict[str, State | None], undoes: Change | None
    ) -> Change:
        Plan.objects.filter(pk=self.plan.pk).update(version=F("version") + 1)
        self.plan.version += 1
        if self.plan.state == PlanState.PUBLISHED:
            announce("plan")
        if undoes is None:
            undone = Change.objects.filter(plan=self.plan, by=self.by, standing=Standing.UNDONE)
            undone.update(standing=Standing.PASSED)
        return Change.objects.create(
            plan=self.plan,
            number=self.plan.version,
            verb=self.verb,
            summary={"count": len(before), **self.summary},
            items=sorted(before),
            before=before,
            after=after,
            by=self.by,
            at=now(),
            undoes=undoes,
        )

    def _refuse_when_published(self, row: Row) -> None:
        if self.plan.state != PlanState.PUBLISHED or self.verb in WHEN_PUBLISHED:
            return
        if not (isinstance(row, Item) and row.state == ItemState.PROPOSED):
            raise Refused("published", published_sentence())

    def _refuse_new_when_published(self) -> None:
        if self.plan.state == PlanState.PUBLISHED and self.verb not in WHEN_PUBLISHED:
            raise Refused("published", published_sentence())


def changed_sentence() -> str:
    """Why an item that somebody else changed is not overwritten."""
    return _("Somebody changed this item while you were looking at it. Look at it again, then decide.")


def gone_sentence() -> str:
    """Why nothing can be done to an item that was joined away or undone."""
    return _("This item is no longer there. Reload the page to see the plan as it is.")


def published_sentence() -> str:
    """Why what a published plan says is no longer edited."""
    return _("This plan is published: what it says changes only by an amended document.")


@contextmanager
def recording(plan: Plan, verb: str, *, by: User | None, always: bool = False) -> Iterator[Recording]:
    """Runs an action on `plan` in one transaction and writes what it altered.

    With `always` a Change is written even when no item changed, since the action says something by itself.
    """
    with action(f"plan.{verb}", by=by):
        record = Recording(lock_plan(plan.pk), verb, by)
        yield record
        record.write(always=always)


def lock_plan(pk: int) -> Plan:
    """The plan as it is now, held until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",), no_key=True).defer("reading").get(pk=pk)


def _difference(before: State | None, after: State | None) -> tuple[State | None, State | None]:
    """Both states cut down to what differs; a row that comes or goes is kept whole."""
    if before is None or after is None:
        return before, after
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
