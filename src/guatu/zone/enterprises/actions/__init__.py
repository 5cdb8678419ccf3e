"""What can be done with the file of an enterprise?"""

from guatu.zone.enterprises.actions.accounts import close_account, open_account
from guatu.zone.enterprises.actions.facts import keep_copies, keep_values
from guatu.zone.enterprises.actions.files import (
    SLUG,
    add_contact,
    add_title,
    change_enterprise,
    keep_what_was,
    record_enterprise,
    remove_contact,
    remove_title,
)

__all__ = [
    "SLUG",
    "add_contact",
    "add_title",
    "change_enterprise",
    "close_account",
    "keep_copies",
    "keep_values",
    "keep_what_was",
    "open_account",
    "record_enterprise",
    "remove_contact",
    "remove_title",
]
