"""How does a row that hangs on a record (a contact, a title) come and go?"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.base.errors import Refused
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.registry.declaration import Part, Registry
from guatu.kernel.registry.seeing import rows_of
from guatu.surfaces.desk.views.registries.forms import form_field
from guatu.surfaces.desk.views.registries.opening import opened, readable, record_or_404


@needs("records.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def add_row(request: HttpRequest, slug: str, pk: int, part: str) -> HttpResponse:
    """The form of a row; a post adds it and goes back to the record."""
    registry = opened(request, slug, to_write=True)
    record, found = record_or_404(request, registry, pk), _part(request, registry, part)
    if found.add is None:
        raise Http404
    form = _form(found, request)
    if form.is_bound and form.is_valid():
        try:
            found.add(record, by=reader(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:record", slug, pk)
    context = {"registry": registry, "record": record, "part": found, "form": form}
    return render(request, "desk/registries/part.html", context, status=422 if form.is_bound else 200)


@needs("records.edit")
@require_POST
def remove_row(request: HttpRequest, slug: str, pk: int, part: str, row: int) -> HttpResponse:
    """Takes a row of the record away."""
    registry = opened(request, slug, to_write=True)
    record, found = record_or_404(request, registry, pk), _part(request, registry, part)
    if found.remove is None:
        raise Http404
    gone = rows_of(found, record).filter(pk=row).first()
    if gone is None:
        raise Http404
    found.remove(gone, by=reader(request))
    messages.success(request, _("Removed."))
    return redirect("desk:record", slug, pk)


def _part(request: HttpRequest, registry: Registry, name: str) -> Part:
    found = next((part for part in registry.parts if part.name == name), None)
    if found is None:
        raise Http404
    if not {found.classes.get(each, FieldClass.OPEN) for each in found.typed} <= readable(request):
        raise PermissionDenied(_("Your account may not read these fields, so it cannot write them."))
    return found


def _form(part: Part, request: HttpRequest) -> forms.ModelForm[models.Model]:
    made = forms.modelform_factory(part.model, fields=list(part.typed), formfield_callback=form_field)
    return made(request.POST or None, use_required_attribute=False)
