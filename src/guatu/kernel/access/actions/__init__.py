"""What can be done about who works here and who may do what?"""

from guatu.kernel.access.actions.departments import (
    abolish_post,
    appoint,
    create_department,
    create_post,
    end_tenure,
    rename_department,
)
from guatu.kernel.access.actions.leaves import end_leave, record_leave, withdraw_leave
from guatu.kernel.access.actions.roles import assign_role, withdraw_role

__all__ = [
    "abolish_post",
    "appoint",
    "assign_role",
    "create_department",
    "create_post",
    "end_leave",
    "end_tenure",
    "record_leave",
    "rename_department",
    "withdraw_leave",
    "withdraw_role",
]
