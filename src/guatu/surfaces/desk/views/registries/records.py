"""How is one record shown, each field with its source and age, and how is one created and changed?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.classes import FieldClass, readable_classes
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.rights import rights_of
from guatu.kernel.burden.actions import count_form
from guatu.kernel.registry.actions import change_record, create_record
from guatu.kernel.registry.declaration import Event, FieldInfo, Part, Registry, Values, kind_of, model_field
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.seeing import rows_of
from guatu.kernel.registry.telling import tell_of_cells, tell_of_records
from guatu.kernel.registry.values import Shown, shown
from guatu.surfaces.desk.views.registries.duplicates import standing_of
from guatu.surfaces.desk.views.registries.forms import RecordForm, make_form
from guatu.surfaces.desk.views.registries.opening import opened, readable, record_or_404, replaceable
from guatu.surfaces.desk.views.registries.tabs import FILE, page_of, panels_for

OLD_AFTER_DAYS = 365


@dataclass(frozen=True, slots=True)
class FileField:
    """A field in the file of a record: what it says, from whom and as of when."""

    info: FieldInfo
    shown: Shown
    source: str
    as_of: date | None
    is_as_usual: bool

    @property
    def is_old(self) -> bool:
        """Whether it is known as of more than a year ago, and may be something else by now."""
        return is_old(self.as_of)


@dataclass(frozen=True, slots=True)
class PartTable:
    """The rows that hang on a record, as a table."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[tuple[FieldInfo, Shown], ...]], ...]
    can_add: bool
    can_remove: bool


@needs("records.view")
@require_safe
@replaceable("detail")
def show_record(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The file of one record: its sections, its parts, its timeline."""
    registry = opened(request, slug)
    rights = rights_of(request.user)
    classes = readable_classes(rights)
    record = record_or_404(request, registry, pk)
    sections = file_of(registry, record, classes)
    panels = panels_for(registry, rights, in_file=True)
    parts = [part_table(part, record, classes) for part in registry.parts]
    cells = ((each.info, each.shown) for _title, fields in sections for each in fields)
    hanging = [(part.model, table.rows) for part, table in zip(registry.parts, parts, strict=True)]
    tell_of_cells(request.user, (registry.model, [(record.pk, cells)]), *hanging)
    context = {
        **page_of(request, registry, record, FILE),
        "standing": standing_of(request, registry, record),
        "sections": sections,
        "usual_is_old": is_old(record.source_of("")[1]),
        "masked": sum(each.shown.state == "masked" for _title, fields in sections for each in fields),
        "parts": parts,
        "panels": [(panel, panel.context(record, reader(request))) for panel in panels],
        "events": _events(registry, record),
    }
    return render(request, "desk/registries/record.html", context)


@needs("records.view")
@require_safe
def show_panel(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """A tab of the trade's own beside the file."""
    registry = opened(request, slug)
    record = record_or_404(request, registry, pk)
    panels = panels_for(registry, rights_of(request.user), in_file=False)
    panel = next((each for each in panels if each.name == name), None)
    if panel is None:
        raise Http404
    own = panel.context(record, reader(request))
    context = {**own, **page_of(request, registry, record, name), "panel": panel}
    return render(request, "desk/registries/panel.html", context)


@needs("records.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@replaceable("form")
def new_record(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a record that is not there yet; its address may offer values."""
    registry = opened(request, slug, to_write=True)
    form = make_form(registry, readable(request), request.POST or None, offered=request.GET.dict())
    if form.is_bound and form.is_valid():
        try:
            record = create_record(
                registry, form.values, by=reader(request), source=form.source, as_of=form.as_of
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            _count_typed(registry, record, form.values, reader(request))
            messages.success(request, _("Recorded: %(name)s") % {"name": record})
            return redirect("desk:record", slug, record.pk)
    return _form_page(request, registry, form, None)


@needs("records.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@replaceable("form")
def edit_record(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form of a record with what is on record."""
    registry = opened(request, slug, to_write=True)
    record = record_or_404(request, registry, pk)
    name, classes = str(record), readable(request)
    tell_of_records(request.user, registry, [record], registry.fields, classes)
    form = make_form(registry, classes, request.POST or None, record)
    if form.is_bound and form.is_valid():
        try:
            change_record(
                registry,
                record,
                form.changed_values,
                by=reader(request),
                source=form.source,
                as_of=form.as_of,
                seen=_moment(request.POST.get("seen", "")),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            _count_typed(registry, record, form.changed_values, reader(request))
            messages.success(request, _("Saved."))
            return redirect("desk:record", slug, pk)
    return _form_page(request, registry, form, record, name)


def _count_typed(registry: Registry, record: Record, values: Values, by: User) -> None:
    """Counts what somebody typed into the form of a registry, for the enterprise of the record."""
    typed = [name for name, value in values.items() if value not in (None, "")]
    count_form(registry.slug, typed, by=by, enterprise_id=getattr(record, "enterprise_id", None))


def is_old(as_of: date | None) -> bool:
    """Whether what is known as of that day may be something else by now."""
    return as_of is not None and (clock.today() - as_of).days > OLD_AFTER_DAYS


def file_of(
    registry: Registry, record: Record, classes: frozenset[FieldClass]
) -> list[tuple[str, list[FileField]]]:
    """The sections of a record's file with their fields."""
    return [
        (str(section.title), [_file_field(registry.fields[name], record, classes) for name in section.fields])
        for section in registry.sections
    ]


def part_table(part: Part, record: Record, classes: frozenset[FieldClass]) -> PartTable:
    """The rows of a part of a record."""
    infos = [_part_info(part, name) for name in part.fields]
    may_write = {part.classes.get(name, FieldClass.OPEN) for name in part.typed} <= classes
    return PartTable(
        part.name,
        str(part.title),
        tuple(info.label for info in infos),
        tuple(
            (row.pk, tuple((info, shown(info, row, classes)) for info in infos))
            for row in rows_of(part, record)
        ),
        may_write and part.add is not None,
        may_write and part.remove is not None,
    )


def _events(registry: Registry, record: Record) -> list[Event]:
    told = registry.timeline(record) if registry.timeline else ()
    return sorted(told, key=lambda event: event.on, reverse=True)


def _part_info(part: Part, name: str) -> FieldInfo:
    found: models.Field[object, object] = model_field(part.model, name)
    return FieldInfo(name, found, kind_of(found), part.classes.get(name, FieldClass.OPEN), "", ())


def _file_field(info: FieldInfo, record: Record, classes: frozenset[FieldClass]) -> FileField:
    source, as_of = record.source_of(info.name)
    usual = (source, as_of) == record.source_of("")
    return FileField(info, shown(info, record, classes), source, as_of, usual)


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _form_page(
    request: HttpRequest, registry: Registry, form: RecordForm, record: Record | None, name: str = ""
) -> HttpResponse:
    context = {
        "registry": registry,
        "form": form,
        "record": record,
        "name": name,
        "seen": request.POST.get("seen") or (record.changed_at.isoformat() if record else ""),
        "today": clock.today(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/registries/form.html", context, status=status)
