"""How does a document become a plan to review?"""

from __future__ import annotations

import hashlib
import re

from django.contrib.auth.models import User

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.plan.actions.rows import create_items, reading_notes
from guatu.plan.actions.sums import create_identities
from guatu.plan.models import Amendment, Change, Plan, PlanDocument, Standing
from guatu.plan.reading import UnreadableDocument, read
from guatu.plan.reading import model as reading_model
from guatu.plan.wording import unreadable_sentence

# PostgreSQL keeps neither NUL nor lone surrogates; one character for one, so that offsets stay right.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def import_document(*, name: str, content: bytes, by: User | None, demonstration: bool = False) -> Plan:
    """Reads a document and makes its plan, in review; a document that was handed in before gives its plan.

    Refused with a sentence when the document has no text to read.
    """
    existing = find_imported(content)
    if existing:
        return existing
    reading = read_document(content)
    with action("plan.import_document", by=by):
        document, is_new = store_document(name, content, reading, by)
        if not is_new:
            return plan_of_document(document)
        return _create_plan(document, reading, by, demonstration)


def find_imported(content: bytes) -> Plan | None:
    """The plan that was made from, or amended by, exactly these bytes."""
    document = PlanDocument.objects.filter(sha256=digest(content)).first()
    return plan_of_document(document) if document else None


def plan_of_document(document: PlanDocument) -> Plan:
    """The plan that a document is, was, or is offered as the text of."""
    current = Plan.objects.filter(document=document).first()
    if current:
        return current
    amendments = Amendment.objects.filter(document=document) | Amendment.objects.filter(old_document=document)
    return amendments.select_related("plan").latest("created_at").plan


def read_document(content: bytes) -> reading_model.Plan:
    """What the reader says to a document; refused with its sentence when there is nothing to read."""
    try:
        return read(content)
    except UnreadableDocument as unreadable:
        sentence = unreadable_sentence(unreadable.code, unreadable.sentence)
        raise Refused(unreadable.code, sentence) from unreadable


def store_document(
    name: str, content: bytes, reading: reading_model.Plan, by: User | None
) -> tuple[PlanDocument, bool]:
    """The stored document, and whether it is new here."""
    return PlanDocument.objects.get_or_create(
        sha256=digest(content),
        defaults={
            "name": storable_text(name)[:255],
            "content": content,
            "content_type": content_type_of(content),
            "text": storable_text(reading.text),
            "text_sha256": reading.text_sha256,
            "uploaded_by": by,
            "uploaded_at": now(),
        },
    )


def digest(content: bytes) -> str:
    """The SHA-256 by which a document is known again."""
    return hashlib.sha256(content).hexdigest()


def storable_text(text: str) -> str:
    """The text with a replacement character for each that the database cannot keep."""
    return _UNSTORABLE.sub("�", text)


def content_type_of(content: bytes) -> str:
    """What sort of file it is, by its content; its name is not asked."""
    if content.startswith(b"%PDF"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return "text/html" if b"<html" in content[:2000].lower() else "text/plain"


def _create_plan(
    document: PlanDocument, reading: reading_model.Plan, by: User | None, demonstration: bool
) -> Plan:
    moment = now()
    plan = Plan.objects.create(
        title=storable_text(reading.title)[:300] or document.name,
        year=reading.year,
        document=document,
        reading=reading_notes(reading),
        demonstration=demonstration,
        created_by=by,
        created_at=moment,
    )
    create_items(plan, reading)
    create_identities(plan)
    Change.objects.create(
        plan=plan,
        number=plan.version,
        verb="import",
        summary={"what": document.name},
        by=by,
        at=moment,
        standing=Standing.SETTLED,
    )
    return plan
