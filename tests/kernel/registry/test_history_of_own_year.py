"""What is called recorded later where the zone lives in its own year?"""

from datetime import date, timedelta

from guatu.base import clock
from guatu.kernel.access.classes import ALL_CLASSES
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import change_record, create_record, insert_record
from guatu.kernel.registry.history import tell_history

CRANE = {"name": "东区塔吊", "number": "QZ-001", "kind": "tower", "keeper_phone": "13912345678"}


def test_in_a_year_of_its_own_the_zone_s_own_dates_say_what_was_late(cranes, clerk):
    """The database records by the real clock, years after everything that happens there."""
    with clock.use(date(2019, 7, 18)):
        at_once = create_record(cranes, CRANE, by=clerk, source="x")
        with action("cranes.create", by=clerk, happened_at=clock.now() - timedelta(days=9)):
            late = insert_record(cranes, {**CRANE, "number": "QZ-002"}, source="x")
        changed = change_record(cranes, at_once, {"kind": "bridge"}, by=clerk, source="x")
        told = [tell_history(cranes, record, ALL_CLASSES) for record in (changed, late)]
    assert [[each.is_late for each in one] for one in told] == [[False, False], [True]]
    assert [each.is_late for each in tell_history(cranes, changed, ALL_CLASSES)] == [True, True]
