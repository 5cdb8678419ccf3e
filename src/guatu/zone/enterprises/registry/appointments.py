"""How are visits, inspections and their budgets listed, found, imported?"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import Filter, Part, Registry, Section, register
from guatu.zone.enterprises.actions import (
    INSPECTIONS,
    VISITS,
    change_inspection,
    change_visit,
    keep_when_made,
    plan_inspection,
    plan_visit,
    raise_question,
)
from guatu.zone.enterprises.checks import check_appointment
from guatu.zone.enterprises.models import ContactBudget, Inspection, Visit, VisitTask
from guatu.zone.enterprises.panels import APPOINTMENT_PANELS

_STATES = {
    "planned": "计划 已计划 待走访 待检查",
    "made": "已走访 已检查 完成 已完成",
    "cancelled": "取消 已取消",
}
_GROUNDS = {
    "plan": "年度计划 计划 计划检查",
    "complaint": "举报 投诉举报",
    "transferred": "转办 转办交办",
    "monitoring": "监测 数据监测",
    "recheck": "复查",
    "accident": "事故 事故调查",
}


def _words(table: dict[str, str]) -> Callable[[str], str]:
    known = {word: value for value, words in table.items() for word in words.split()}
    return lambda text: known.get(text.strip(), text)


def _exceptions() -> Filter:
    choices = (("yes", _("over the budget, with a reason")), ("no", _("within the budget")))
    return Filter(
        "exception",
        _("budget"),
        lambda: choices,
        lambda chosen: ~Q(exception_reason="") if chosen == "yes" else Q(exception_reason=""),
    )


VISIT_REGISTRY = register(
    Registry(
        slug=VISITS,
        model=Visit,
        note=_("Who of the zone visited which enterprise, and what became of its questions."),
        columns=("number", "enterprise", "state", "planned_on", "made_on", "visitor", "topic"),
        search=("number", "topic", "enterprise_name"),
        form=(
            Section(_("Plan"), ("enterprise", "topic", "visitor", "others", "planned_on", "number")),
            Section(_("What came of it"), ("state", "made_on", "findings")),
            Section(_("Over the budget"), ("exception_reason",)),
        ),
        import_keys=("number",),
        filters=("state", "planned_on", "visitor", _exceptions()),
        order="-planned_on",
        classes={"findings": FieldClass.COMMERCIAL, "visitor": FieldClass.INTERNAL},
        tidy={"state": _words(_STATES)},
        heads={
            "number": "走访编号 编号",
            "enterprise": "企业 企业名称 走访企业 统一社会信用代码",
            "state": "状态 走访状态",
            "planned_on": "计划日期 计划走访日期",
            "made_on": "走访日期 实际走访日期",
            "visitor": "走访人 走访领导",
            "others": "陪同人员 同行人员",
            "topic": "走访主题 主题",
            "findings": "走访情况 情况",
            "exception_reason": "超次理由 超限理由",
        },
        parts=(
            Part(
                "questions",
                _("Questions of the enterprise"),
                VisitTask,
                "visit",
                ("question", "department", "person", "due", "done_on", "answer"),
                typed=("question", "department", "person", "due"),
                add=raise_question,
            ),
        ),
        panels=APPOINTMENT_PANELS,
        edit_right="visits.edit",
        check=check_appointment,
        before_write=keep_when_made,
        create=plan_visit,
        change=change_visit,
    )
)

INSPECTION_REGISTRY = register(
    Registry(
        slug=INSPECTIONS,
        model=Inspection,
        note=_("Every inspection of an enterprise, its ground and its result; planned ones have a budget."),
        columns=("number", "enterprise", "body", "matter", "ground", "state", "planned_on", "made_on"),
        search=("number", "matter", "body", "enterprise_name"),
        form=(
            Section(_("Plan"), ("enterprise", "body", "matter", "basis", "ground", "planned_on", "number")),
            Section(_("What came of it"), ("state", "made_on", "officers", "notice", "result")),
            Section(_("Over the budget"), ("exception_reason",)),
        ),
        import_keys=("number",),
        filters=("state", "ground", "planned_on", _exceptions()),
        order="-planned_on",
        classes={"result": FieldClass.COMMERCIAL, "officers": FieldClass.INTERNAL},
        tidy={"state": _words(_STATES), "ground": _words(_GROUNDS)},
        heads={
            "number": "检查编号 编号",
            "enterprise": "企业 企业名称 检查对象 统一社会信用代码",
            "body": "检查主体 检查单位 承办机构",
            "matter": "检查事项 事项名称 检查内容",
            "basis": "检查依据 依据",
            "ground": "检查类型 触发",
            "state": "状态 检查状态",
            "planned_on": "计划日期 计划检查日期",
            "made_on": "检查日期 实际检查日期",
            "officers": "检查人员 执法人员",
            "notice": "通知书编号 检查通知书",
            "result": "检查结果 结果",
            "exception_reason": "超次理由 超限理由",
        },
        panels=APPOINTMENT_PANELS,
        edit_right="visits.edit",
        check=check_appointment,
        before_write=keep_when_made,
        create=plan_inspection,
        change=change_inspection,
    )
)

BUDGET_REGISTRY = register(
    Registry(
        slug="contact-budgets",
        model=ContactBudget,
        note=_("How often the zone may come to one enterprise. The paper that says so is the source."),
        columns=("code", "coming", "most", "span", "each_body", "since"),
        search=("code",),
        form=("code", "coming", "most", "span", "each_body", "since"),
        import_keys=("code",),
        filters=("coming",),
        order="-since",
        heads={
            "code": "编码",
            "coming": "类别",
            "most": "上限 次数上限",
            "span": "周期",
            "each_body": "按单位计",
            "since": "施行日期 起始日期",
        },
    )
)
