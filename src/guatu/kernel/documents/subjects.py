"""To which record does a paper belong, and who sees it because he sees the record?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from guatu.base.errors import GuatuError
from guatu.kernel.access import scopes
from guatu.kernel.access.classes import FieldClass, readable_classes
from guatu.kernel.access.rights import rights_of
from guatu.kernel.documents.models import Document


def label_of(model: type[Model]) -> str:
    """How a kind of record is called in the table: "enterprises.enterprise"."""
    return str((model._meta.concrete_model or model)._meta.label_lower)


def model_called(label: str) -> type[Model]:
    """The kind of record of that label; Http404 where nobody declared who sees it."""
    try:
        model: type[Model] = apps.get_model(label)
        scopes.scoping_of(model)
    except (LookupError, ValueError, GuatuError):
        raise Http404(label) from None
    return model


def get_subject(user: User, label: str, pk: int) -> Model:
    """The record, for somebody who may see it; PermissionDenied or Http404 as `scopes.get` says."""
    return scopes.get(user, model_called(label), pk)


def get_document(user: User, pk: int, *, need: str = "documents.view") -> Document:
    """The paper, for somebody who may see its record and reads its class; else 403 or 404."""
    rights = rights_of(user)
    if need not in rights:
        raise PermissionDenied
    document = Document.objects.select_related("created_by", "withdrawn_by").filter(pk=pk).first()
    if document is None:
        raise Http404
    document.subject = get_subject(user, document.subject_model, document.subject_id)
    if FieldClass(document.field_class) not in readable_classes(rights):
        raise PermissionDenied
    return document


def documents_seen(user: User) -> QuerySet[Document]:
    """All papers that the user may open, withdrawn ones as well; none without the right."""
    rights = rights_of(user)
    if "documents.view" not in rights:
        return Document.objects.none()
    readable = [each.value for each in readable_classes(rights)]
    labels = Document.objects.order_by().values_list("subject_model", flat=True).distinct()
    seen = Q(pk__in=())
    for label in labels:
        seen |= _of_records(user, label)
    return Document.objects.filter(seen, field_class__in=readable)


def subjects_of(documents: Iterable[Document]) -> Mapping[tuple[str, int], Model]:
    """The records of these papers, one question for each kind of record."""
    wanted: dict[str, set[int]] = {}
    for document in documents:
        wanted.setdefault(document.subject_model, set()).add(document.subject_id)
    found: dict[tuple[str, int], Model] = {}
    for label, keys in wanted.items():
        rows = apps.get_model(label)._default_manager.in_bulk(list(keys))
        found |= {(label, int(pk)): row for pk, row in rows.items()}
    return found


def _of_records(user: User, label: str) -> Q:
    try:
        rows = scopes.scope(user, model_called(label))
    except (Http404, PermissionDenied):
        return Q(pk__in=())
    return Q(subject_model=label, subject_id__in=rows.order_by().values("pk"))
