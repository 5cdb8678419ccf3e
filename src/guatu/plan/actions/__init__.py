"""What can be done with a plan? Pages post through `guatu.plan.actions.dispatch`, which says how."""

from guatu.plan.actions.adding import add_institution, add_project, add_target, add_task
from guatu.plan.actions.amending import amend_plan, apply_amendment, withdraw_amendment
from guatu.plan.actions.assigning import assign_item, assign_items, assign_section
from guatu.plan.actions.binding import bind_measure, confirm_measure, park_target, unpark_target
from guatu.plan.actions.cutting import join_items, split_item
from guatu.plan.actions.editing import edit_institution, edit_plan, edit_project, edit_target, edit_task
from guatu.plan.actions.importing import find_imported, import_document
from guatu.plan.actions.publishing import publish_plan
from guatu.plan.actions.reviewing import accept_all, accept_item, accept_items, discard_item, restore_item
from guatu.plan.actions.sums import judge_identity
from guatu.plan.actions.undoing import redo, undo

__all__ = [
    "accept_all",
    "accept_item",
    "accept_items",
    "add_institution",
    "add_project",
    "add_target",
    "add_task",
    "amend_plan",
    "apply_amendment",
    "assign_item",
    "assign_items",
    "assign_section",
    "bind_measure",
    "confirm_measure",
    "discard_item",
    "edit_institution",
    "edit_plan",
    "edit_project",
    "edit_target",
    "edit_task",
    "find_imported",
    "import_document",
    "join_items",
    "judge_identity",
    "park_target",
    "publish_plan",
    "redo",
    "restore_item",
    "split_item",
    "undo",
    "unpark_target",
    "withdraw_amendment",
]
