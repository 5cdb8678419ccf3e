"""What are rights and classes of fields called, in the reader's language?"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guatu.kernel.access.classes import FieldClass


def right_name(need: str) -> str:
    """What somebody with that right may do; the right's code where nobody named it."""
    return {
        "plan.view": _("Read plans"),
        "plan.review": _("Review what was read from a plan"),
        "plan.publish": _("Publish a plan"),
        "plan.assign": _("Assign targets and tasks"),
        "plan.answer": _("Accept or return what the plan assigns"),
        "morning.view": _("Begin the day at the own desk"),
        "figures.view": _("Read published figures"),
        "figures.import": _("Import published figures"),
        "wall.view": _("Look at the wall"),
        "reports.view": _("Read reports"),
        "reports.write": _("Draft reports, and set their wording and template"),
        "reports.release": _("Release reports"),
        "records.view": _("Read records"),
        "records.edit": _("Record and change records"),
        "fields.personal": _("Read personal fields in full"),
        "fields.commercial": _("Read business secrets in full"),
        "fields.restricted": _("Read restricted fields in full"),
        "visits.edit": _("Record visits to enterprises"),
        "documents.view": _("Read documents"),
        "documents.add": _("Add documents"),
        "returns.file": _("File returns of the own enterprise"),
        "returns.view": _("Read what single enterprises reported"),
        "returns.verify": _("Verify returns"),
        "people.view": _("See who works where"),
        "accounts.manage": _("Keep accounts, roles, posts and leaves"),
        "accounts.view_as": _("See the pages as another person, without writing"),
        "jobs.view": _("See whether the machinery works"),
        "jobs.manage": _("Try jobs again and put them aside"),
        "ledger.view": _("Read the ledger and its proofs"),
        "readings.view": _("See who read closely kept fields"),
        "api.use": _("Use the interface for programs"),
    }.get(need, need)


def area_name(area: str) -> str:
    """What the rights that begin with this word are about."""
    return {
        "plan": _("Plans"),
        "morning": _("Desk"),
        "figures": _("Figures"),
        "wall": _("Wall"),
        "reports": _("Reports"),
        "records": _("Records"),
        "fields": _("Closely kept fields"),
        "visits": _("Visits"),
        "documents": _("Documents"),
        "returns": _("Returns"),
        "people": _("People"),
        "accounts": _("Accounts"),
        "jobs": _("Machinery"),
        "ledger": _("Ledger"),
        "readings": _("Readings"),
        "api": _("Programs"),
    }.get(area, area)


def class_name(kept: FieldClass) -> str:
    """What a class of fields is called."""
    return {
        FieldClass.OPEN: pgettext("class of fields", "open"),
        FieldClass.INTERNAL: pgettext("class of fields", "internal"),
        FieldClass.PERSONAL: pgettext("class of fields", "personal"),
        FieldClass.COMMERCIAL: pgettext("class of fields", "business secret"),
        FieldClass.RESTRICTED: pgettext("class of fields", "restricted"),
    }[kept]
