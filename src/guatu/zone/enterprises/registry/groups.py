"""How are groups of companies listed, found, imported?"""

from django.utils.translation import gettext_lazy as _

from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import Part, Registry, register
from guatu.zone.enterprises.actions import join_group, take_out
from guatu.zone.enterprises.models import Group, GroupMember
from guatu.zone.enterprises.rules.names import core_name

GROUP_REGISTRY = register(
    Registry(
        slug="groups",
        model=Group,
        note=_("Companies under one controller, with the days of their belonging."),
        columns=("name", "seat", "controller"),
        search=("name",),
        form=("name", "seat", "controller"),
        import_keys=("name",),
        near=("name",),
        near_text=core_name,
        classes={"controller": FieldClass.COMMERCIAL},
        heads={"name": "集团名称 集团", "seat": "所在地 总部所在地", "controller": "实际控制人"},
        parts=(
            Part(
                "members",
                _("Members"),
                GroupMember,
                "group",
                ("enterprise", "share", "since", "until", "source"),
                typed=("enterprise", "share", "since", "source"),
                add=join_group,
                remove=take_out,
            ),
        ),
    )
)
