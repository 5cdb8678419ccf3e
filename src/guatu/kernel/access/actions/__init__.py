"""What can be done about who works here and who may do what?"""

from guatu.kernel.access.actions.accounts import open_account, switch_off_account, switch_on_account
from guatu.kernel.access.actions.departments import (
    abolish_post,
    appoint,
    create_department,
    create_post,
    end_tenure,
    rename_department,
)
from guatu.kernel.access.actions.leaves import end_leave, record_leave, withdraw_leave
from guatu.kernel.access.actions.readings import record_reading, record_readings
from guatu.kernel.access.actions.roles import assign_role, set_roles, withdraw_role
from guatu.kernel.access.actions.viewings import begin_viewing, end_viewing

__all__ = [
    "abolish_post",
    "appoint",
    "assign_role",
    "begin_viewing",
    "create_department",
    "create_post",
    "end_leave",
    "end_tenure",
    "end_viewing",
    "open_account",
    "record_leave",
    "record_reading",
    "record_readings",
    "rename_department",
    "set_roles",
    "switch_off_account",
    "switch_on_account",
    "withdraw_leave",
    "withdraw_role",
]
