"""What do other trades learn of enterprises, through `guatu.kernel.directory`?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q

from guatu.base.periods import Period
from guatu.kernel.directory import AuthorisedCopy, Entity, KnownValue
from guatu.kernel.ledger.context import Acting
from guatu.zone.enterprises import actions
from guatu.zone.enterprises.models import EconomicFact, Enterprise
from guatu.zone.enterprises.queries.facts import usable


class EnterpriseDirectory:
    """Answers from the files of enterprises."""

    def entities(
        self,
        *,
        ids: Collection[int] | None = None,
        usccs: Collection[str] | None = None,
        scales: Collection[str] | None = None,
    ) -> Sequence[Entity]:
        """The enterprises that fit all that is given, in the order of their keys."""
        fitting = Q()
        for name, wanted in (("pk__in", ids), ("uscc__in", usccs), ("scale__in", scales)):
            if wanted is not None:
                fitting &= Q(**{name: list(wanted)})
        rows = Enterprise.objects.filter(fitting).order_by("pk")
        columns = ("pk", "uscc", "name", "industry", "status", "scale")
        return [
            Entity(pk, uscc or "", name, industry, status, scale)
            for pk, uscc, name, industry, status, scale in rows.values_list(*columns)
        ]

    def known_values(
        self, entity_ids: Collection[int], elements: Collection[str], period: Period
    ) -> Sequence[tuple[int, KnownValue]]:
        """The last word of each source on these elements for the period, while its use is authorised."""
        rows = EconomicFact.objects.filter(
            usable(), enterprise_id__in=list(entity_ids), element__in=list(elements), period=period.code
        )
        # The last recorded of each source stands last, and so remains.
        last = {
            (fact.enterprise_id, fact.element, fact.source): (fact.enterprise_id, _known(fact))
            for fact in rows.order_by("recorded_at", "pk")
        }
        return list(last.values())

    def keep_copies(self, copies: Sequence[AuthorisedCopy], *, by: Acting | None) -> None:
        """Keeps values that the enterprise authorised; the same value again changes nothing."""
        actions.keep_copies(copies, by=by)


def _known(fact: EconomicFact) -> KnownValue:
    return KnownValue(fact.element, fact.stretch, fact.amount, fact.unit, fact.source, fact.as_of)


DIRECTORY = EnterpriseDirectory()
