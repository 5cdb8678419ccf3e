"""Which sentences does the review page say by itself, in the language of its reader?"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def review_words() -> dict[str, str]:
    """The sentences that the scripts of the review page need, by key; `{name}` is replaced there."""
    return {
        **_kinds(),
        **_target_words(),
        **_stages(),
        **_verbs(),
        **_facts(),
        **_reasons(),
        **_messages(),
        **_keys(),
    }


def _kinds() -> dict[str, str]:
    return {
        "kind_target": _("Target"),
        "kind_task": _("Task"),
        "kind_project": _("Project"),
        "kind_institution": _("Institution"),
        "kind_trap": _("Not a target"),
        "kind_warning": _("To look at"),
        "letter_target": pgettext("one letter for a target", "T"),
        "letter_task": pgettext("one letter for a task", "K"),
        "letter_project": pgettext("one letter for a project", "P"),
        "letter_institution": pgettext("one letter for an institution", "I"),
        "state_proposed": _("to confirm"),
        "state_accepted": _("accepted"),
        "state_discarded": _("discarded"),
        "origin_added": _("added by hand"),
        "origin_amended": _("from the amended document"),
    }


def _target_words() -> dict[str, str]:
    return {
        "target_level": _("level"),
        "target_count": _("count"),
        "target_increment": _("increment"),
        "target_growth": _("growth"),
        "target_reduction": _("reduction"),
        "target_ratio": _("ratio"),
        "comparator_=": _("= exactly"),
        "comparator_>=": _("≥ at least"),
        "comparator_<=": _("≤ at most"),
        "comparator_>": _("> more than"),
        "comparator_<": _("< less than"),
        "comparator_~": _("≈ about"),
        "comparator_range": _("from … to …"),
        "checkable": _("One can say whether it is done"),
        "not_checkable": _("One cannot say whether it is done"),
        "no_parent": _("none"),
        "no_unit": _("no unit"),
    }


def _stages() -> dict[str, str]:
    return {
        "stage_preparation": _("preparation"),
        "stage_attract": _("attract"),
        "stage_landing": _("landing"),
        "stage_start": _("start"),
        "stage_construction": _("construction"),
        "stage_completed": _("completed"),
        "stage_in_operation": _("into operation"),
        "stage_operate": _("operate"),
    }


def _verbs() -> dict[str, str]:
    return {
        "actions": _("Actions"),
        "verb_accept": _("Accept"),
        "verb_edit": _("Edit"),
        "verb_discard": _("Discard"),
        "verb_split": _("Split"),
        "verb_join": _("Join"),
        "verb_measure": _("Measure"),
        "verb_assign": _("Assign"),
        "verb_restore": _("Restore"),
        "verb_undo": _("Undo"),
        "save": _("Save"),
        "cancel": _("Cancel"),
        "close": _("Close"),
        "confirm_measure": _("Confirm"),
        "take_as_target": _("Take as a target"),
        "accept_rest": _("Accept all"),
        "accept_section": _("Accept all that is left in this section (Shift Enter)"),
        "selection_bar": _("Make an item of the selection"),
    }


def _facts() -> dict[str, str]:
    return {
        "fact_measure": _("Measure"),
        "fact_parent": _("Part of"),
        "fact_stage": _("Stage"),
        "fact_deadline": _("Deadline"),
        "fact_scope": _("Scope"),
        "fact_modality": _("Wording"),
        "fact_checkable": _("Check"),
        "fact_lead": _("Lead department"),
        "fact_supporting": _("Supporting departments"),
        "fact_leader": _("Leader"),
        "fact_reason": _("Reason"),
        "field_subject": _("Subject"),
        "field_comparator": _("Comparator"),
        "field_value": _("Value"),
        "field_value_hi": _("Upper value"),
        "field_unit": _("Unit"),
        "field_kind": _("Kind"),
        "field_deadline": _("Deadline"),
        "field_scope": _("Scope"),
        "field_modality": _("Wording"),
        "field_parent": _("Part of (of which)"),
        "field_checkable": _("Check"),
        "field_name": _("Name"),
        "field_stage": _("Stage this year"),
        "park_reason": _("Or park it: why is there no source?"),
        "park_hint": _("A parked target can be published; the wall says that nothing feeds it."),
        "type_to_find": _("Type to find"),
        "nothing_found": _("Nothing found"),
    }


def _reasons() -> dict[str, str]:
    return {
        "why_discard": _("Why is this not an item of the plan?"),
        "reason": _("Reason"),
        "reason_own": _("or in your own words"),
        "reason_needed": _("Say in a few words why: it will be shown beside the place."),
        "reason_name": _("part of a name"),
        "reason_threshold": _("threshold, no promise"),
        "reason_attribute": _("attribute of a project"),
        "reason_summary": _("sum of a list"),
        "reason_background": _("background"),
        "reason_repeat": _("said before"),
        "not_a_target": _("Not taken as a target"),
        "trap_title": _("Not a target: {reason}"),
        "look_here": _("To look at"),
        "between_reasons": pgettext("between two reasons", "; "),
        "dropped_size": _("{count} characters left out"),
    }


def _messages() -> dict[str, str]:
    return {
        "choose_item": _(
            "Choose a marked place in the document or a line above. ↑ ↓ walk, ? shows the keys."
        ),
        "before_sections": _("Opening"),
        "jump_to": _("Go to a section"),
        "identity": _("Sum"),
        "flag_measure": pgettext("flag of a target without measure", "no source"),
        "no_measure": _("no measure yet"),
        "parked": _("parked: {reason}"),
        "left_of": _("{left} of {all} to confirm"),
        "left_to_confirm": _("{count} to confirm"),
        "all_confirmed": _("all confirmed"),
        "status_saved": _("saved"),
        "status_saving": _("saving"),
        "status_offline": _("offline: {count} changes kept"),
        "resumed": _("{count} changes from last time are being sent."),
        "discarded": _("Discarded: {name}"),
        "restored": _("Restored: {name}"),
        "split": _("Split: {name}"),
        "joined": _("Joined with the next: {name}"),
        "accepted_many": _("{count} items accepted"),
        "added_target": _("Target added"),
        "added_task": _("Task added"),
        "added_project": _("Project added"),
        "undone": _("Undone"),
        "redone": _("Done again"),
        "nothing_to_undo": _("There is nothing to undo."),
        "nothing_to_redo": _("There is nothing to do again."),
        "nothing_to_join": _("No item of this kind follows."),
        "select_first": _("Select the words in the document first."),
        "split_where": _("Where to cut? ← → move the cut"),
        "split_here": _("Cut here"),
        "not_a_number": _("This is not a number. Digits with a point, the unit goes into its own field."),
        "read_only": _("You may read this plan but not change it."),
        "signed_out": _(
            "You are signed out. Sign in in another tab: the changes are kept here and sent then."
        ),
        "refused": _("The change was refused ({status}). The item is as it was before."),
        "conflict": _("Somebody else changed this item. What you see now is theirs; make your change again."),
    }


def _keys() -> dict[str, str]:
    return {
        "key_move": _("previous, next"),
        "key_accept": _("accept and go on"),
        "key_accept_section": _("accept the rest of the section"),
        "key_edit": _("edit"),
        "key_discard": _("discard with a reason"),
        "key_restore": _("take back what was discarded"),
        "key_split": _("split"),
        "key_join": _("join with the next"),
        "key_measure": _("choose the measure, or park"),
        "key_assign": _("assign to departments and a leader"),
        "key_target": _("selected words: add a target"),
        "key_task": _("selected words: add a task"),
        "key_project": _("selected words: add a project"),
        "key_undo": _("undo (also Ctrl Z)"),
        "key_redo": _("do again"),
        "key_search": _("search in the list"),
        "key_keys": _("these keys"),
    }
