"""Which invented groups are there, and who looks after which of the larger firms?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from django.contrib.auth.models import User

from guatu.base.happenings import Happening
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import insert_records, update_records
from guatu.kernel.registry.declaration import get_registry
from guatu.zone.enterprises.actions import SLUG
from guatu.zone.enterprises.demo.days import chance, moment
from guatu.zone.enterprises.demo.larger import firms_of, larger
from guatu.zone.enterprises.models import Enterprise, Group, GroupMember

LEADERS = ("zhuren", "fuzhuren")
OFFICERS = ("chanye", "zhaoshang", "caizheng", "guotu", "jianshe", "huanjing", "yingji")
LINKED_ON = date(2019, 3, 11)
CHANGED_ON = date(2019, 6, 3)
UNLINKED_SHARE = 0.05
_GROUPS = (
    ("星野澄远集团", "星野市", 5),
    ("星野岚拓控股集团", "星野市", 4),
    ("星野瀚恒实业集团", "外省（演示）", 3),
)
_REPORT = "企业年报（演示）"
_NOTICE = "联点走访分工通知（演示）"


def caring(count: int) -> Iterator[Happening]:
    """Groups, who looks after which firm, and in June another officer for some."""
    yield Happening(moment(LINKED_ON), "", "groups of firms", partial(_found_groups, count))
    yield Happening(moment(LINKED_ON), "", "who looks after which firm", partial(_assign, linked(count)))
    changed = chance("changed care").sample(linked(count), 30)
    yield Happening(moment(CHANGED_ON), "", "30 firms get another officer", partial(_hand_over, changed))


def linked(count: int) -> tuple[str, ...]:
    """The codes of the larger firms that somebody looks after; nobody thinks of the others."""
    random = chance("care")
    return tuple(uscc for uscc in larger(count) if random.random() >= UNLINKED_SHARE)


def _found_groups(count: int) -> None:
    """Three groups with a few members each; one member was sold from one group to another."""
    random = chance("groups")
    members_of_all = sum(members for _name, _seat, members in _GROUPS)
    chosen = firms_of(random.sample(larger(count), members_of_all))
    with action("enterprises.load_demonstration", by=None):
        values = [
            {"name": name, "seat": seat, "controller": f"{name[2:4]}某（演示）"} for name, seat, _n in _GROUPS
        ]
        registry = get_registry("groups")
        made = insert_records(registry, values, source=_REPORT, as_of=date(2018, 12, 31), demonstration=True)
        groups = [group for group in made if isinstance(group, Group)]
        members = [
            _member(group, chosen.pop(), random.choice((51, 60, 75, 100)))
            for group, (_name, _seat, size) in zip(groups, _GROUPS, strict=True)
            for _number in range(size)
        ]
        sold = members[0]
        members.append(_member(groups[1], sold.enterprise, 70, since=date(2018, 7, 1)))
        sold.until = date(2018, 7, 1)
        GroupMember.objects.bulk_create(members)


def _assign(given: Sequence[str]) -> None:
    people = {user.username: user for user in User.objects.filter(username__in=(*LEADERS, *OFFICERS))}
    changes = [
        (
            firm,
            {
                "linked_leader": people[LEADERS[number % len(LEADERS)]].pk,
                "service_officer": people[OFFICERS[number % len(OFFICERS)]].pk,
            },
        )
        for number, firm in enumerate(firms_of(given))
    ]
    with action("enterprises.load_demonstration", by=None):
        update_records(get_registry(SLUG), changes, source=_NOTICE, as_of=LINKED_ON)


def _hand_over(changed: Sequence[str]) -> None:
    officer = User.objects.get(username="yingji")
    changes = [(firm, {"service_officer": officer.pk}) for firm in firms_of(changed)]
    with action("enterprises.load_demonstration", by=None):
        update_records(get_registry(SLUG), changes, source=_NOTICE, as_of=CHANGED_ON)


def _member(group: Group, firm: Enterprise, share: int, since: date | None = None) -> GroupMember:
    began = since or max(firm.established_on or date(2015, 1, 1), date(2012, 1, 1))
    return GroupMember(
        group=group, enterprise=firm, share=Decimal(share), since=began, source=_REPORT, until=None
    )
