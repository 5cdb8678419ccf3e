"""What do divisions and firms add to a released sum, and who sees the firms?"""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from return_firms import output_values
from test_return_traces import CODE, FEBRUARY, OTHERS, at_the_end, many, released, verify

from guatu.base import clock
from guatu.kernel.access.models import Reading
from guatu.zone.statistics.returns.actions import release_sums
from guatu.zone.statistics.returns.contributing import firms_behind, reported_whole

__all__ = ["many", "released"]
pytestmark = pytest.mark.django_db


def test_divisions_are_those_that_were_released(released):
    whole = reported_whole(CODE, at_the_end())
    assert (whole.period, whole.counted, whole.asked) == (FEBRUARY, 9, 11)
    assert [part.name for part in whole.divisions] == ["C39", "C34", "C26"]
    assert sum(part.amount.base for part in whole.divisions) == whole.amount.base
    assert sum(part.before.base for part in whole.divisions) == whole.before.base


def test_the_published_measure_leads_to_the_same_sum(released):
    assert reported_whole("industrial_output_large", at_the_end()) == reported_whole(CODE, at_the_end())
    assert reported_whole("fiscal_revenue_total", at_the_end()) is None


def test_before_the_release_there_is_none(released):
    assert reported_whole(CODE, clock.end_of(date(2019, 3, 1))) is None


def test_masked_divisions_are_left_out(many, people):
    with clock.use(date(2019, 3, 12)):
        for n, firm in enumerate(many.firms[:7]):
            verify(firm, people, output_values(12_000 + 100 * n))
        release = release_sums("industrial_output", FEBRUARY, by=people.officer)
    masked = {code for code, amount in release.divisions["output"].items() if amount is None}
    assert masked
    assert not masked & {part.name for part in reported_whole(CODE, at_the_end()).divisions}


def test_an_officer_sees_firms_by_what_they_moved_and_that_is_written_down(released, people):
    whole = reported_whole(CODE, at_the_end())
    firms = firms_behind(whole, by=people.officer)
    assert len(firms) == 9
    moves = [abs(firm.amount.amount - firm.before.amount) for firm in firms]
    assert moves == sorted(moves, reverse=True)
    assert firms[0].amount.amount == Decimal(12_800)
    assert sum(firm.amount.base for firm in firms) == whole.amount.base
    assert Reading.objects.get().person_id == people.officer.pk


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_a_firm(released, people, role):
    whole = reported_whole(CODE, at_the_end())
    with pytest.raises(PermissionDenied):
        firms_behind(whole, by=people.others[role])
    assert not Reading.objects.exists()
