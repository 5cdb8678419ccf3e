"""Which records stand in a list, in which order and columns, on which page, and what do they add up to?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import FieldInfo, Registry
from guatu.kernel.registry.filters import Filtered, ShownFilter, read_filters
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.spelling import folded, search_terms
from guatu.kernel.registry.values import Shown, shown

PAGE_SIZES = (50, 100, 200)
NEAREST = 5
_LAST_PAGE = 10_000
_NOT_KEPT = ("page", "view", "saved")


@dataclass(frozen=True, slots=True)
class Line:
    """A record in a list: its key and its cells in the order of the columns."""

    pk: int
    cells: tuple[tuple[FieldInfo, Shown], ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum at the foot of the table, over all records of the list, not of the page alone."""

    info: FieldInfo
    text: str


class Listing:
    """A list as an address asks for it (`given`) of the records that the reader sees, in the classes read."""

    def __init__(
        self,
        registry: Registry,
        seen: QuerySet[Record],
        given: Mapping[str, str],
        readable: frozenset[FieldClass],
    ) -> None:
        self.registry = registry
        self.seen = seen
        self.given = {name: value for name, value in given.items() if value}
        self.readable = readable
        self.asked = self.given.get("q", "").strip()[:200]
        self._filtered: Filtered = read_filters(registry, self.given, readable)

    @property
    def filters(self) -> list[ShownFilter]:
        """The filters with what is chosen."""
        return self._filtered.filters

    @property
    def complaints(self) -> list[str]:
        """What of the address could not be understood."""
        return self._filtered.complaints

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves records out."""
        return bool(self.asked) or any(each.in_words for each in self.filters)

    @cached_property
    def columns(self) -> tuple[FieldInfo, ...]:
        """The columns that are shown; the first, by which a record is opened, always is."""
        first, *_others = self.registry.columns
        wanted = (
            self.given.get("columns", "").split(",") if "columns" in self.given else self.registry.columns
        )
        names = dict.fromkeys((first, *(name for name in wanted if name in self.registry.fields)))
        return tuple(self.registry.fields[name] for name in names)

    @property
    def sort(self) -> str:
        """The field that orders the list, with - for downward."""
        asked = self.given.get("sort", "")
        info = self.registry.fields.get(asked.removeprefix("-"))
        if info is not None and info.field_class in self.readable:
            return asked
        return self.registry.order or self.registry.columns[0]

    @property
    def page_size(self) -> int:
        """How many records stand on a page."""
        asked = self.given.get("size", "")
        return int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]

    @cached_property
    def records(self) -> QuerySet[Record]:
        """All records of the list, in its order."""
        found = self.seen.filter(self._filtered.condition & self._searched())
        return found.order_by(self._order(), "pk")

    @cached_property
    def _figures(self) -> Mapping[str, object]:
        # One query for the count and all sums.
        sums = {f"sum_{name}": Sum(name) for name in self._summed}
        return self.records.order_by().aggregate(count=Count("pk"), **sums)

    @cached_property
    def _summed(self) -> tuple[str, ...]:
        return tuple(info.name for info in self.columns if info.name in self.registry.totals)

    @property
    def count(self) -> int:
        """How many records the list has."""
        return int(str(self._figures["count"]))

    @cached_property
    def totals(self) -> dict[str, Total]:
        """The sums of the columns that have one."""
        found: dict[str, Total] = {}
        for name in self._summed:
            amount = self._figures[f"sum_{name}"]
            text = "" if amount is None else f"{Decimal(str(amount)).normalize():,f}"
            found[name] = Total(self.registry.fields[name], text)
        return found

    @property
    def pages(self) -> int:
        """How many pages the list has, one at least."""
        return max(1, -(-self.count // self.page_size))

    @cached_property
    def page(self) -> int:
        """The page that is shown, counted from 1; beyond the last it is the last."""
        asked = self.given.get("page", "")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
        return max(1, min(number, self.pages, _LAST_PAGE))

    @cached_property
    def lines(self) -> list[Line]:
        """The records of the page that is shown."""
        start = (self.page - 1) * self.page_size
        return [self.line_of(record) for record in self.fetch(start, start + self.page_size)]

    def fetch(self, start: int, stop: int | None) -> Sequence[Record]:
        """Records of the list by their place, with what their columns point to."""
        links = [info.name for info in self.columns if info.kind == "link"]
        records = self.records.defer("search_text", "provenance")
        return list((records.select_related(*links) if links else records)[start:stop])

    def line_of(self, record: Record) -> Line:
        """The record with its cells."""
        return Line(record.pk, tuple((info, shown(info, record, self.readable)) for info in self.columns))

    def nearest(self) -> list[tuple[int, str]]:
        """The records that a search without a hit may have meant, the likeliest first."""
        if not self.asked:
            return []
        likeness = TrigramWordSimilarity(folded(self.asked), "search_text")
        found = self.seen.annotate(likeness=likeness).filter(likeness__gt=0.3)
        first = self.registry.fields[self.registry.columns[0]]
        near = found.order_by("-likeness", "pk").defer("provenance")[:NEAREST]
        return [(record.pk, shown(first, record, self.readable).text) for record in near]

    def address(self, **changes: str | int | None) -> str:
        """The query of this list with changes (None takes one away); back on the first page unless said."""
        kept = {name: value for name, value in self.given.items() if name not in _NOT_KEPT}
        for name, value in changes.items():
            if value in (None, ""):
                kept.pop(name, None)
            else:
                kept[name] = str(value)
        return "?" + urlencode(kept)

    def in_words(self) -> str:
        """What the list leaves out nothing but: its search and filters in a line."""
        said = [_("search “%(asked)s”") % {"asked": self.asked}] if self.asked else []
        return " · ".join([*said, *(f"{f.label}: {f.in_words}" for f in self.filters if f.in_words)])

    def _searched(self) -> Q:
        condition = Q()
        for term in search_terms(self.asked):
            condition &= Q(search_text__contains=term)
        return condition

    def _order(self) -> OrderBy:
        name = F(self.sort.removeprefix("-"))
        return name.desc(nulls_last=True) if self.sort.startswith("-") else name.asc(nulls_last=True)
