"""What was drawn a moment ago and still holds? Many walls ask for the same, and it is drawn for them once.

What is kept goes with the tables that it was made of: before it is given out again the ledger is asked, in
one short query, whether any of them was written to. So it is never older than the last commit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from guatu.kernel.ledger.changes_since import changed_since, snapshot

T = TypeVar("T")


@dataclass(slots=True)
class _Slot(Generic[T]):
    lock: Lock = field(default_factory=Lock)
    seen: str = ""
    value: T | None = None


class Kept(Generic[T]):
    """The last `most` values that were made in this process, each until a table behind it is written to."""

    def __init__(self, most: int) -> None:
        self._slots: OrderedDict[Hashable, _Slot[T]] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: Hashable, tables: Collection[str], make: Callable[[], T]) -> T:
        """The value of that key, made now by one of those who ask if there is none that holds."""
        slot = self._slot(key)
        with slot.lock:
            if slot.value is not None and slot.seen:
                changed, now = changed_since(slot.seen, tables)
                if not changed:
                    slot.seen = now
                    return slot.value
            slot.seen, slot.value = snapshot(), None
            slot.value = make()
            return slot.value

    def forget(self) -> None:
        """Empties it, where the clock was set or the database is another."""
        with self._lock:
            self._slots.clear()

    def _slot(self, key: Hashable) -> _Slot[T]:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot
