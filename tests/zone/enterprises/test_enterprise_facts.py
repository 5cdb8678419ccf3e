"""Is what is known of a firm's economy only added, used while it is authorised, and told to other trades?"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel import directory
from guatu.kernel.directory import AuthorisedCopy, KnownValue
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.actions import keep_copies, keep_values
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import EconomicFact
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2018)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=clock.ZONE_TIME)


@pytest.fixture
def firms():
    with clock.use(at("2019-03-01")):
        values = make_enterprises(20, date(2019, 2, 28))
        return insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))


def revenue(amount: str, source: str = "企业授权") -> KnownValue:
    return KnownValue("main_revenue", YEAR, Decimal(amount), "万元", source, date(2019, 3, 31))


def copy(firm, amount: str, until: date = date(2020, 3, 31)) -> AuthorisedCopy:
    return AuthorisedCopy(firm.pk, revenue(amount), "入规培育", until)


def test_the_same_again_adds_nothing_and_a_correction_stands_beside_it(firms):
    with clock.use(at("2019-04-10")):
        assert len(keep_copies([copy(firms[0], "1850")], by=None)) == 1
        assert keep_copies([copy(firms[0], "1850")], by=None) == []
    with clock.use(at("2019-05-10")):
        keep_copies([copy(firms[0], "1920.5")], by=None)
        (told,) = directory.known_values([firms[0].pk], ["main_revenue"], YEAR)
    assert told == (firms[0].pk, revenue("1920.5"))
    assert [fact.amount for fact in firms[0].facts.all()] == [Decimal("1920.5"), Decimal(1850)]
    assert firms[0].facts.first().quantity == Quantity(Decimal(19_205_000), unit("CNY"))


def test_one_list_that_says_a_thing_twice_adds_it_once(firms):
    assert len(keep_copies([copy(firms[0], "1850"), copy(firms[0], "1850")], by=None)) == 1


def test_an_authorisation_that_ran_out_ends_the_use(firms):
    with clock.use(at("2019-04-10")):
        keep_copies([copy(firms[0], "1850", until=date(2019, 6, 30))], by=None)
        keep_values([(firms[0].pk, revenue("1800", "税务局"))], by=None)
    with clock.use(at("2019-06-30")):
        assert len(directory.known_values([firms[0].pk], ["main_revenue"], YEAR)) == 2
    with clock.use(at("2019-07-01")):
        (left,) = directory.known_values([firms[0].pk], ["main_revenue"], YEAR)
    assert left[1].source == "税务局"


def test_an_authorisation_without_scope_or_end_is_refused_by_the_database(firms):
    with clock.use(at("2019-04-10")):
        keep_copies([copy(firms[0], "1850")], by=None)
    for changes in ({"scope": ""}, {"allowed_until": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EconomicFact.objects.update(**changes)


def test_the_directory_tells_enterprises_by_key_number_and_scale(firms):
    everybody = directory.entities()
    assert [entity.id for entity in everybody] == sorted(firm.pk for firm in firms)
    first = directory.entity(firms[0].pk)
    assert first == everybody[0]
    assert (first.name, first.uscc, first.division) == (firms[0].name, firms[0].uscc, firms[0].industry[:3])
    assert directory.entities(usccs=[firms[1].uscc]) == [everybody[1]]
    below = {entity.id for entity in directory.entities(scales=["below"])}
    assert below == {firm.pk for firm in firms if firm.scale == "below"}
    assert directory.entities(ids=[firms[0].pk], scales=[]) == []
