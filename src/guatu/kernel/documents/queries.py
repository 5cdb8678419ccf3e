"""What can be asked of papers: those of a record, one with its versions, those that say something?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, Subquery
from django.http import Http404

from guatu.kernel.access.classes import readable_classes
from guatu.kernel.documents.grams import Hit, grams_of, hits_in, is_told_by_grams, terms_of
from guatu.kernel.documents.models import Document, DocumentVersion, FileReading, Kept, PaperKind
from guatu.kernel.documents.subjects import documents_seen, label_of, subjects_of

PAGE_SIZE = 20
# Nobody turns more pages; who finds more asks more closely.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a record as a list shows it: its last version, and whether the reader may open it."""

    document: Document
    last: DocumentVersion
    versions: int
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A paper that a search found: the record it belongs to, and where it says what was asked."""

    document: Document
    last: DocumentVersion
    subject: Model | None
    hits: tuple[Hit, ...]


def papers_of(record: Model, rights: Collection[str], *, withdrawn: bool = False) -> list[Paper]:
    """The papers of a record, the newest first, in one question; none for whoever may not see papers.

    A paper that is kept too closely for these rights is listed, not named: that there is one is no secret.
    """
    if "documents.view" not in rights:
        return []
    readable = {each.value for each in readable_classes(rights)}
    versions = DocumentVersion.objects.filter(
        document__subject_model=label_of(type(record)),
        document__subject_id=record.pk,
        document__withdrawn_at__isnull=not withdrawn,
    )
    listed = versions.select_related("document__withdrawn_by", "uploaded_by").order_by(
        "document_id", "number"
    )
    last: dict[int, DocumentVersion] = {version.document_id: version for version in listed}
    newest = sorted(last.values(), key=lambda version: (version.recorded_at, version.pk), reverse=True)
    return [Paper(v.document, v, v.number, v.document.field_class in readable) for v in newest]


def versions_of(document: Document) -> list[DocumentVersion]:
    """The versions of a paper, the newest first."""
    return list(document.versions.select_related("uploaded_by").order_by("-number"))


def version_called(document: Document, number: int) -> DocumentVersion:
    """The version with that number; Http404 where there is none."""
    found = document.versions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def reading_of(version: DocumentVersion) -> FileReading:
    """What was read from the bytes of a version."""
    found = FileReading.objects.defer("text", "grams").filter(sha256=version.sha256).first()
    return found or FileReading(sha256=version.sha256, file_kind=version.file_kind)


class Search:
    """The papers that somebody may open and that say what is asked, newest first; all where nothing is."""

    def __init__(self, user: User, asked: str, *, kind: str = "", kept: str = "", page: int = 1) -> None:
        self.asked = asked.replace("\x00", "").strip()[:200]
        self.terms = terms_of(self.asked)
        self.kind = kind if kind in PaperKind else ""
        self.kept = kept if kept in Kept else ""
        self._user, self._page = user, page

    @property
    def count(self) -> int:
        """How many were found, at most MOST."""
        return min(len(self._keys), MOST)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return len(self._keys) > MOST

    @property
    def pages(self) -> int:
        """How many pages they fill, one at least."""
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def page(self) -> int:
        """The page that is shown, counted from 1."""
        return max(1, min(self._page, self.pages))

    @cached_property
    def found(self) -> list[Found]:
        """Those of the page that is shown."""
        start = (self.page - 1) * PAGE_SIZE
        keys = self._keys[: self.count][start : start + PAGE_SIZE]
        by_key = Document.objects.in_bulk(keys)
        documents = [by_key[key] for key in keys if key in by_key]
        last = _last_versions(documents)
        texts = self._texts([version.sha256 for version in last.values()])
        subjects = subjects_of(documents)
        return [
            Found(
                document,
                last[document.pk],
                subjects.get((document.subject_model, document.subject_id)),
                tuple(hits_in(texts.get(last[document.pk].sha256, ""), self.terms)),
            )
            for document in documents
        ]

    @cached_property
    def _keys(self) -> list[int]:
        found = documents_seen(self._user).filter(withdrawn_at=None)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.kept:
            found = found.filter(field_class=self.kept)
        if self.asked:
            found = found.filter(self._by_title() | self._by_text()) if self.terms else found.none()
        newest = found.order_by("-created_at", "-pk").values_list("pk", flat=True)
        with _by_indexes():
            return list(newest[: MOST + 1])

    def _by_title(self) -> Q:
        said = Q()
        for term in self.terms:
            said &= Q(search_text__contains=term.casefold())
        return said

    def _by_text(self) -> Q:
        # Only what the paper says now: that an older version said it is told by its page.
        newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number")
        readings = FileReading.objects.filter(grams__contains=sorted(set().union(*map(grams_of, self.terms))))
        for term in self.terms:
            if not is_told_by_grams(term):
                readings = readings.filter(text__icontains=term)
        current = DocumentVersion.objects.filter(
            document=OuterRef("pk"), number=Subquery(newest.values("number")[:1])
        )
        return Q(Exists(current.filter(sha256__in=readings.values("sha256"))))

    def _texts(self, hashes: Sequence[str]) -> dict[str, str]:
        if not self.terms:
            return {}
        return dict(FileReading.objects.filter(sha256__in=hashes).values_list("sha256", "text"))


def _last_versions(documents: Iterable[Document]) -> dict[int, DocumentVersion]:
    rows = (
        DocumentVersion.objects.filter(document__in=documents)
        .select_related("uploaded_by")
        .order_by("number")
    )
    return {version.document_id: version for version in rows}


@contextmanager
def _by_indexes() -> Iterator[None]:
    # PostgreSQL counts the pages of a table and not what lies beside it: it takes reading every text through
    # for cheaper than asking the index, which is a hundred times faster.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
