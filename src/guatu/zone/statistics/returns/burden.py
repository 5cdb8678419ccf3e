"""Which fields of returns do people have to type, and how is what they typed counted?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guatu.kernel.burden.actions import count_form
from guatu.kernel.burden.forms import declare_form
from guatu.zone.statistics.returns.forms import Form, all_forms

BODY = _("statistics bureau")


def declare_forms() -> None:
    """Makes known what each form asks in its latest version: the items that nothing else gives."""
    for form in {form.code: form for form in all_forms()}.values():
        declare_form(
            name_of(form),
            [item.element for item in form.items if not item.prefill],
            title=lazy(lambda form=form: form.name(get_language() or ""), str)(),
            asked_by=BODY,
            reason=lazy(lambda form=form: form.source(get_language() or ""), str)(),
            since=form.valid_from,
            expires=form.valid_to,
        )


def name_of(form: Form) -> str:
    """Under which name the burden meter knows the form."""
    return f"returns.{form.code}"


def count_filing(
    form: Form, typed: Iterable[str], origins: Mapping[str, str], *, by: User | None, enterprise_id: int
) -> None:
    """Counts a return that was filed: the items that were typed, and those left as they were filled in."""
    count_form(
        name_of(form),
        [form.item_of[item].element for item in typed if item in form.item_of],
        by=by,
        enterprise_id=enterprise_id,
        prefilled=[form.item_of[item].element for item in origins if item in form.item_of],
    )
