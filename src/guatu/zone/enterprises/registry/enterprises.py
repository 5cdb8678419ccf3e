"""How are enterprises listed, found, imported, shown as a file?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.models import in_language
from guatu.kernel.registry.declaration import (
    Event,
    Filter,
    MapLayer,
    Part,
    Public,
    Registry,
    Section,
    register,
)
from guatu.kernel.registry.models import Record
from guatu.zone.enterprises.actions import (
    SLUG,
    add_contact,
    add_title,
    change_enterprise,
    enter_scale,
    keep_what_was,
    reach_stage,
    record_enterprise,
    remove_contact,
    remove_title,
)
from guatu.zone.enterprises.checks import check_enterprise
from guatu.zone.enterprises.models import Contact, Enterprise, ListingStep, ScaleSpell, Title
from guatu.zone.enterprises.panels import PANELS, further_events
from guatu.zone.enterprises.rules.industries import industry_in_words, sections, tidy_industry
from guatu.zone.enterprises.rules.names import core_name
from guatu.zone.enterprises.rules.uscc import organisation_of, tidy_code

# How registers write what we keep as one word.
_KINDS = {
    "company": "公司 企业 内资企业 外资企业 私营企业 有限责任公司 股份有限公司 有限公司 股份公司",
    "branch": "分支机构 分公司",
    "sole_trader": "个体 个体户 个体工商户",
    "cooperative": "合作社 农民专业合作社",
    "other": "其他",
}
_STATUSES = {
    "in_business": "存续 在业 在营 开业 正常 在营(开业) 存续(在营、开业、在册) 登记",
    "revoked": "吊销 吊销未注销 吊销,未注销",
    "cancelled": "注销 吊销并注销 已注销",
    "moved_out": "迁出 已迁出",
}
_SCALES = {
    "industry": "规上 规上工业 规模以上工业",
    "trade": "限上 限上商贸 限额以上批零住餐",
    "service": "规上服务业 规模以上服务业",
    "construction": "资质建筑业 有资质建筑业",
    "below": "规下 限下 规限下",
}
_CURRENCIES = {
    "CNY": "人民币 元 人民币元 万元",
    "USD": "美元",
    "HKD": "港元 港币",
    "EUR": "欧元",
    "JPY": "日元",
}


def _words(table: Mapping[str, str]) -> Callable[[str], str]:
    known = {word: value for value, words in table.items() for word in words.split()}

    def tidy(text: str) -> str:
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        return known.get(plain, text)

    return tidy


def _sections() -> Iterator[tuple[str, str]]:
    for letter, found in sections().items():
        yield letter, f"{letter} {in_language(found.name_zh, found.name_en)}"


def _events(record: Record) -> Iterator[Event]:
    assert isinstance(record, Enterprise)
    if record.established_on:
        yield Event(record.established_on, _("established"))
    for name, until in record.former_names:
        yield Event(date.fromisoformat(until), _("renamed"), str(name))
    for title in record.titles.all():
        yield Event(title.valid_from, title.name, title.number)
    yield from further_events(record)
    if record.closed_on:
        yield Event(record.closed_on, str(record.get_status_display()))


_IDENTITY = ("name", "name_en", "uscc", "old_number", "kind", "status", "established_on", "closed_on")
_LAW = ("legal_representative", "registered_capital", "capital_currency", "customs_code")
_TRADE = ("industry", "industry_edition", "further_industries", "scale", "employees")

ENTERPRISES = register(
    Registry(
        slug=SLUG,
        model=Enterprise,
        note=_("One enterprise, one file: every field with its source and the day as of which it is known."),
        columns=(
            "name",
            "uscc",
            "status",
            "kind",
            "industry",
            "scale",
            "established_on",
            "registered_capital",
        ),
        search=("name", "uscc", "old_number", "name_en", "names_before"),
        form=(
            Section(_("Identity"), (*_IDENTITY, *_LAW)),
            Section(_("Industry and size"), _TRADE),
            Section(_("Places"), ("registered_address", "actual_address", "longitude", "latitude")),
            Section(_("Ownership"), ("controller", "foreign_share")),
            Section(_("Who looks after it"), ("linked_leader", "service_officer")),
        ),
        import_keys=("uscc", "old_number"),
        filters=(
            "status",
            "kind",
            Filter("section", _("section of industry"), _sections, lambda v: Q(industry__startswith=v)),
            "scale",
            "established_on",
            "registered_capital",
            "service_officer",
        ),
        order="-established_on",
        near=("name",),
        near_text=core_name,
        near_places=("registered_address", "actual_address"),
        near_codes={"uscc": organisation_of, "old_number": str},
        classes={
            "legal_representative": FieldClass.PERSONAL,
            "controller": FieldClass.COMMERCIAL,
            "employees": FieldClass.INTERNAL,
            "linked_leader": FieldClass.INTERNAL,
            "service_officer": FieldClass.INTERNAL,
        },
        units={"registered_capital": "万元", "foreign_share": "%", "employees": "人"},
        tidy={
            "uscc": tidy_code,
            "old_number": tidy_code,
            "customs_code": tidy_code,
            "industry": tidy_industry,
            "kind": _words(_KINDS),
            "status": _words(_STATUSES),
            "scale": _words(_SCALES),
            "capital_currency": _words(_CURRENCIES),
        },
        reads={"industry": industry_in_words},
        heads={
            "name": "企业名称 名称 市场主体名称 单位名称 单位详细名称 字号名称",
            "name_en": "英文名称",
            "uscc": "统一社会信用代码 信用代码 社会信用代码 统一代码",
            "old_number": "注册号 工商注册号 登记注册号",
            "kind": "市场主体类型 主体类型 企业类型 类型",
            "status": "登记状态 经营状态 状态 企业状态",
            "established_on": "成立日期 注册日期 设立日期 开业日期",
            "closed_on": "注销日期 注销吊销日期 迁出日期",
            "legal_representative": "法定代表人 法人代表 负责人 经营者 法定代表人姓名",
            "registered_capital": "注册资本 注册资金 资金数额",
            "capital_currency": "注册资本币种 币种",
            "registered_address": "住所 注册地址 经营场所 住所地址",
            "actual_address": "实际地址 实际经营地址 生产地址",
            "longitude": "经度",
            "latitude": "纬度",
            "industry": "行业代码 行业 行业门类 国民经济行业",
            "industry_edition": "行业代码版本",
            "further_industries": "其他行业",
            "scale": "统计规模 规模 规上限上",
            "customs_code": "海关编码 海关代码 海关注册编码",
            "controller": "实际控制人",
            "foreign_share": "外资比例 外资占比",
            "employees": "从业人数 从业人员 职工人数",
            "linked_leader": "联点领导 联系领导",
            "service_officer": "服务专员 联络员",
        },
        parts=(
            Part(
                "contacts",
                _("Contacts"),
                Contact,
                "enterprise",
                ("name", "post", "phone", "email", "source", "as_of"),
                dict.fromkeys(("name", "phone", "email"), FieldClass.PERSONAL),
                typed=("name", "post", "phone", "email", "source"),
                add=add_contact,
                remove=remove_contact,
            ),
            Part(
                "titles",
                _("Titles"),
                Title,
                "enterprise",
                ("name", "number", "issuer", "valid_from", "valid_to", "source"),
                typed=("name", "number", "issuer", "valid_from", "valid_to", "source"),
                add=add_title,
                remove=remove_title,
            ),
            Part(
                "scale",
                _("Times above scale"),
                ScaleSpell,
                "enterprise",
                ("scale", "since", "until", "source"),
                typed=("scale", "since", "source"),
                add=enter_scale,
            ),
            Part(
                "listing",
                _("Steps towards the stock exchange"),
                ListingStep,
                "enterprise",
                ("stage", "reached_on", "board", "obstacle", "source"),
                typed=("stage", "reached_on", "board", "obstacle", "source"),
                add=reach_stage,
            ),
        ),
        panels=PANELS,
        map=MapLayer("longitude", "latitude"),
        public=Public(
            ("name", "uscc", "status", "kind", "established_on"),
            note=_("What the public register of market entities shows as well."),
        ),
        check=check_enterprise,
        before_write=keep_what_was,
        create=record_enterprise,
        change=change_enterprise,
        timeline=_events,
    )
)
