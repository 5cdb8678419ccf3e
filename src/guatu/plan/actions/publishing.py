"""How does a reviewed plan come into force?"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.plan.actions.recording import recording
from guatu.plan.actions.reviewing import accept_proposed
from guatu.plan.lint import Finding
from guatu.plan.models import Change, InstitutionMention, Plan, PlanState, ProjectMention, Standing, Task
from guatu.plan.queries.snapshot import findings
from guatu.plan.wording import finding_sentences

NAMED_IN_A_REFUSAL = 3


def publish_plan(plan: Plan, *, by: User | None) -> Change | None:
    """Puts a plan into force: from now on it is followed, and what it says changes only by amendment.

    Refused while a target waits to be decided on, or has neither a confirmed measure nor a reason to be
    parked. Tasks, projects and institutions that nobody decided on are accepted with it. A published plan is
    published again after an amendment brought new items.
    """
    with action("plan.publish", by=by):
        with recording(plan, "publish", by=by, always=True) as record:
            current = record.plan
            refuse_unready(findings(current), current)
            for model in (Task, ProjectMention, InstitutionMention):
                accept_proposed(record, model)
            current.state = PlanState.PUBLISHED
            current.published_by, current.published_at = by, now()
            current.save(update_fields=["state", "published_by", "published_at"])
        settle_changes(plan)
    return record.change


def refuse_unready(found: Iterable[Finding], plan: Plan) -> None:
    """Refuses a plan that cannot be followed, naming what is in the way."""
    if plan.year is None:
        raise Refused("no_year", _("Say first which year this is the plan of."))
    blocking = [finding for finding in found if finding.blocks]
    if blocking:
        sentences = [finding_sentences(each.code, each.params)[0] for each in blocking[:NAMED_IN_A_REFUSAL]]
        more = len(blocking) - len(sentences)
        if more:
            sentences.append(_("And more, see the plan check: %(count)d.") % {"count": more})
        raise Refused("not_ready", _("This plan cannot be published yet.") + " " + " ".join(sentences))


def settle_changes(plan: Plan) -> None:
    """Closes the changes so far: what was published or amended is no longer undone piece by piece."""
    still_open = Change.objects.filter(plan=plan).exclude(standing=Standing.PASSED)
    still_open.update(standing=Standing.SETTLED)
