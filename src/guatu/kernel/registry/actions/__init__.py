"""What can be done with the records of any registry?"""

from guatu.kernel.registry.actions.duplicates import (
    call_different,
    call_same,
    look_for_duplicates,
    take_back_decision,
)
from guatu.kernel.registry.actions.importing import apply_import, preview_import, undo_import
from guatu.kernel.registry.actions.pins import move_pin, note_count, pin_view, unpin_view
from guatu.kernel.registry.actions.publishing import publish_file
from guatu.kernel.registry.actions.records import (
    change_record,
    create_record,
    insert_record,
    insert_records,
    update_record,
    update_records,
)
from guatu.kernel.registry.actions.saved_views import remove_view, save_view

__all__ = [
    "apply_import",
    "call_different",
    "call_same",
    "change_record",
    "create_record",
    "insert_record",
    "insert_records",
    "look_for_duplicates",
    "move_pin",
    "note_count",
    "pin_view",
    "preview_import",
    "publish_file",
    "remove_view",
    "save_view",
    "take_back_decision",
    "undo_import",
    "unpin_view",
    "update_record",
    "update_records",
]
