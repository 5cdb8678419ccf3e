"""What can be done with returns: begin, save, file, send back, verify, lock, correct, copy, import?"""

from guatu.zone.statistics.returns.actions.copying import authorise_copy
from guatu.zone.statistics.returns.actions.filing import NotFiled, file_return, open_return, save_draft
from guatu.zone.statistics.returns.actions.importing import apply_returns, preview_returns, undo_returns
from guatu.zone.statistics.returns.actions.releasing import release_sums
from guatu.zone.statistics.returns.actions.verifying import (
    correct_return,
    lock_period,
    send_back,
    verify_return,
)

__all__ = [
    "NotFiled",
    "apply_returns",
    "authorise_copy",
    "correct_return",
    "file_return",
    "lock_period",
    "open_return",
    "preview_returns",
    "release_sums",
    "save_draft",
    "send_back",
    "undo_returns",
    "verify_return",
]
