"""How does what everybody may take along come to be a file with a proof?"""

from __future__ import annotations

import hashlib

from guatu.base import clock
from guatu.kernel.ledger.context import action, coming_from
from guatu.kernel.registry.declaration import Registry
from guatu.kernel.registry.models import PublicFile
from guatu.kernel.registry.publishing import public_table, table_schema


def publish_file(registry: Registry) -> PublicFile | None:
    """Keeps what the registry shows everybody as its newest file; None where the newest says the same.

    The system does it, not a person: the proof that goes out with the file names who acted, and from where.
    """
    with coming_from("", ""), action(f"{registry.slug}.publish_file", by=None):
        content, rows = public_table(registry)
        sha256 = hashlib.sha256(content).hexdigest()
        files = PublicFile.objects.filter(registry=registry.slug).order_by("-number")
        newest = files.defer("content").select_for_update().first()
        if newest is not None and newest.sha256 == sha256:
            return None
        return PublicFile.objects.create(
            registry=registry.slug,
            number=newest.number + 1 if newest else 1,
            content=content,
            sha256=sha256,
            schema=table_schema(registry),
            rows=rows,
            made_at=clock.now(),
        )
