"""What the tests of the plan share: people, departments, a small plan in our own words."""

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from guatu.kernel.access.models import Department
from guatu.plan.actions.importing import import_document

SMALL_PLAN = """星野经开区2019年工作计划

2019年园区主要预期目标:实现技工贸总收入3908亿元,规模工业总产值2550亿元,现代服务业及其他收入1358亿元;实现财政总收入187亿元,其中工商税收155亿元;实际到位外资7亿美元。

(一)狠抓产业培育

1.发展智能制造。组织50家以上企业开展水平评估,新增规模以上工业企业20家以上。启动星河智慧城市示范项目建设,6月底前完成园区规划编制。

2.优化营商环境。完善一站式服务机制,压缩审批时间,引进星野大数据研究院。
"""


@pytest.fixture(autouse=True)
def english():
    """Tests read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def reviewer(db):
    return User.objects.create_user("li", first_name="Li", password=None)


@pytest.fixture
def colleague(db):
    return User.objects.create_user("wang", first_name="Wang", password=None)


@pytest.fixture
def departments(db):
    names = (("industry", "产业局"), ("finance", "财政局"), ("investment", "招商局"))
    return [
        Department.objects.create(code=code, name_zh=name, order=n) for n, (code, name) in enumerate(names)
    ]


@pytest.fixture
def plan(reviewer):
    return import_document(name="plan.txt", content=SMALL_PLAN.encode(), by=reviewer)
