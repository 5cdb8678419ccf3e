"""How is a return written: its form, its lock against others, its findings?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.notices import announce
from guatu.zone.statistics.returns.asking import Beside, Outside, beside, outside, version_for
from guatu.zone.statistics.returns.forms import Form
from guatu.zone.statistics.returns.models import Content, Return, ReturnForm, StoredFinding
from guatu.zone.statistics.returns.rules.terms import Finding

TOPIC = "returns"


def form_row(form: Form) -> ReturnForm:
    """The version of the form as the database keeps it, kept now if it is new.

    GuatuError `form_changed` when the file says something else under the same version: a version that returns
    were begun with never changes, a new one is made instead.
    """
    row, _is_new = ReturnForm.objects.get_or_create(
        code=form.code,
        version=form.version,
        defaults={
            "name_zh": form.name_zh,
            "name_en": form.name_en,
            "valid_from": form.valid_from,
            "definition": form.definition,
        },
    )
    if row.definition != form.definition:
        raise GuatuError("form_changed", f"{row} was changed; make a new version of it instead")
    return row


def locked(return_: Return, version: int | None = None) -> Return:
    """The row as it is now, held until the end of the transaction; Refused when somebody wrote it meanwhile.

    `version` is what the one who acts has seen; None for actions that do not depend on it.
    """
    row = Return.objects.select_for_update(of=("self",)).select_related("form").get(pk=return_.pk)
    if version is not None and row.version != version:
        raise Refused(
            "changed_meanwhile",
            _("Somebody else changed this return meanwhile. Load it again and repeat your change."),
        )
    return row


def written(row: Return, content: Content) -> Return:
    """The row with that content and the next version, stored; open pages are told."""
    row.content = content
    row.version += 1
    row.save()
    announce(TOPIC)
    return row


def outside_of(return_: Return) -> Outside:
    """What is known of its enterprise outside of the store."""
    key = return_.enterprise_id
    form = version_for(return_.form_code, return_.reported_period)
    return outside(form, return_.reported_period, [key])[key]


def known_beside(row: Return, known: Outside) -> Beside:
    """What is known beside this one return."""
    key = row.enterprise_id
    return beside(row.form.form, row.reported_period, {key: known}, row.subject)[key]


def content_of(row: Return) -> Content:
    """A copy of the content, to be changed and written."""
    return cast("Content", dict(row.content))


def stored(findings: Sequence[Finding]) -> list[StoredFinding]:
    """The findings for the database; their remarks are kept beside."""
    return [
        {"code": f.code, "kind": f.kind, "severity": f.severity, "item": f.item, "params": dict(f.params)}
        for f in findings
    ]
