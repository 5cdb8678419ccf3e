"""Which firms of the demonstration zone file returns, who checks them, and to what do they sum?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User

from guatu.base.happenings import Happening
from guatu.base.periods import Period
from guatu.kernel.directory import Entity
from guatu.site.demo.papers import Paper, read_papers
from guatu.site.demo.second_half import papers_of_second_half
from guatu.zone.enterprises.demo import made_entities
from guatu.zone.enterprises.models import Enterprise, EnterpriseAccount
from guatu.zone.statistics.returns.demo import Candidate, Published, Sources, returns_of_the_year

OFFICER = "tongji"
SERIES: Mapping[str, tuple[str, Decimal]] = {
    "规模以上工业总产值": ("industrial_output_large", Decimal(100_000)),
    "现代服务业及其他收入": ("modern_services_other_income", Decimal(100_000)),
    "全社会固定资产投资": ("fixed_asset_investment", Decimal(10_000)),
}
"""What the returns sum to: the published name, its measure, and how many units of the return one 亿元 is."""
ESTIMATED: Mapping[tuple[str, tuple[int, int]], Decimal] = {
    ("现代服务业及其他收入", (2019, 12)): Decimal("2.2"),
}
"""What the bureau adds to what firms reported, in 亿元: an estimate of firms that do not report."""
_FOUNDED_BEFORE = date(2018, 12, 1)


def returns_of_the_zone() -> Iterator[Happening]:
    """All returns of the year, with the list of those that report."""
    return returns_of_the_year(Sources(_candidates, told_series, _officer, _accounts))


def told_series() -> Mapping[str, Published]:
    """What was published in the end of each period: what the firms' books sum to."""
    level: dict[str, dict[tuple[int, int], int]] = {code: {} for code, _size in SERIES.values()}
    base: dict[str, dict[tuple[int, int], int]] = {code: {} for code, _size in SERIES.values()}
    for paper in (*read_papers(), *papers_of_second_half()):
        for row in _rows(paper):
            if row["指标"] in SERIES:
                code, size = SERIES[row["指标"]]
                period = Period.parse(row["时期"])
                at = period.year, period.last_month
                estimated = ESTIMATED.get((row["指标"], at), Decimal(0))
                level[code][at] = int((Decimal(row["数值"]) - estimated) * size)
                base[code][at] = int(Decimal(row["可比基数"]) * size)
    return {code: Published(level[code], base[code]) for code in level}


def _rows(paper: Paper) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(io.StringIO(paper.content.decode("utf-8-sig"))))


def _candidates() -> Sequence[Candidate]:
    """The companies of the zone as they were listed first, whatever became of them since."""
    keys = dict(Enterprise.objects.filter(demonstration=True).values_list("uscc", "pk"))
    return [
        Candidate(
            Entity(keys[uscc], uscc, str(each["name"]), str(each["industry"]), str(each["status"]), scale),
            founded,
        )
        for each in made_entities()
        if (uscc := str(each["uscc"])) in keys
        if (scale := str(each["scale"] or ""))
        if each["kind"] == "company"
        if isinstance(founded := each["established_on"], date) and founded < _FOUNDED_BEFORE
    ]


def _officer() -> User:
    return User.objects.get(username=OFFICER)


def _accounts() -> Mapping[int, User]:
    return {
        account.enterprise_id: account.user for account in EnterpriseAccount.objects.select_related("user")
    }
