"""What can be done with the file of an enterprise, and with what hangs on it?"""

from guatu.zone.enterprises.actions.accounts import close_account, open_account, open_first_account
from guatu.zone.enterprises.actions.appointments import (
    INSPECTIONS,
    VISITS,
    cancel,
    change_inspection,
    change_visit,
    keep_when_made,
    make,
    plan_inspection,
    plan_visit,
)
from guatu.zone.enterprises.actions.facts import keep_copies, keep_values
from guatu.zone.enterprises.actions.files import (
    CARES,
    SLUG,
    add_contact,
    add_title,
    change_enterprise,
    keep_what_was,
    record_enterprise,
    remove_contact,
    remove_title,
)
from guatu.zone.enterprises.actions.groups import join_group, leave_group, take_out
from guatu.zone.enterprises.actions.ladder import enter_scale, leave_scale, reach_stage
from guatu.zone.enterprises.actions.visit_tasks import raise_question, reopen_question, settle_question

__all__ = [
    "CARES",
    "INSPECTIONS",
    "SLUG",
    "VISITS",
    "add_contact",
    "add_title",
    "cancel",
    "change_enterprise",
    "change_inspection",
    "change_visit",
    "close_account",
    "enter_scale",
    "join_group",
    "keep_copies",
    "keep_values",
    "keep_what_was",
    "keep_when_made",
    "leave_group",
    "leave_scale",
    "make",
    "open_account",
    "open_first_account",
    "plan_inspection",
    "plan_visit",
    "raise_question",
    "reach_stage",
    "record_enterprise",
    "remove_contact",
    "remove_title",
    "reopen_question",
    "settle_question",
    "take_out",
]
