"""Does everybody whom the demonstration zone names exist in it?"""

from datetime import date

from guatu.kernel.access.rights import Role
from guatu.site.demo import ACCOUNTS
from guatu.site.demo.papers import read_papers
from guatu.site.demo.zone import read_zone
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.statistics.catalogue import load_catalogue

# Accounts of enterprises come with their enterprises.
ROLES = {role.value for role in Role if role is not Role.ENTERPRISE}


def test_every_line_has_a_lead_supporters_and_a_leader_who_exist():
    zone = read_zone()
    offices = {office.code for office in zone.offices}
    leaders = {person.username for person in zone.people if person.leader}
    assert sorted(zone.lines) == list(range(16))
    for line in zone.lines.values():
        assert {line.lead, *line.supporting} <= offices
        assert line.lead not in line.supporting
        assert line.leader in leaders


def test_people_belong_to_departments_and_have_roles():
    zone = read_zone()
    assert {person.department for person in zone.people} <= {office.code for office in zone.offices}
    assert {person.role for person in zone.people} == set(ROLES)
    assert len({person.username for person in zone.people}) == len(zone.people)


def test_leads_of_measures_and_recorders_of_papers_exist():
    zone = read_zone()
    assert set(zone.lead_of_measure) <= {measure.code for measure in load_catalogue()}
    assert set(zone.lead_of_measure.values()) <= {office.code for office in zone.offices}
    supervisors = {person.username for person in zone.people if person.role == Role.SUPERVISION}
    assert {paper.recorded_by for paper in read_papers()} == supervisors


def test_an_account_of_each_role_is_shown():
    roles = {person.username: person.role for person in read_zone().people}
    shown = [account.username for account in ACCOUNTS]
    assert sorted(roles[name] for name in shown if name in roles) == sorted(ROLES)
    representatives = [each.username for each in read_zone().representatives]
    assert [name for name in shown if name not in roles] == representatives


def test_representatives_act_for_enterprises_of_the_demonstration():
    made = {values["uscc"]: values for values in make_enterprises(1000, date(2019, 2, 28))}
    for each in read_zone().representatives:
        values = made[each.uscc]
        assert (values["name"], values["status"]) == (each.enterprise, "in_business")
        assert values["scale"] != "below"
