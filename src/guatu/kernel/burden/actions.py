"""How is what people typed counted? One statement a form, added to the day's count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.contrib.auth.models import User
from django.db import connection

from guatu.base import clock
from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.access.queries import own_department

HANDED_IN = ""
"""The element under which a form itself is counted."""

_ADD = """
INSERT INTO burden_tally (day, form, element, enterprise_id, department_id, by_enterprise, typed, prefilled)
SELECT %(day)s, %(form)s, f.element, %(enterprise)s, %(department)s, %(by_enterprise)s, f.typed, f.prefilled
FROM unnest(%(elements)s::text[], %(typed)s::int[], %(prefilled)s::int[]) AS f (element, typed, prefilled)
ON CONFLICT (day, form, element, enterprise_id, department_id, by_enterprise)
DO UPDATE SET typed = burden_tally.typed + excluded.typed,
              prefilled = burden_tally.prefilled + excluded.prefilled
"""


def count_typed(
    form: str, element: str, *, by: User | None, enterprise_id: int | None = None, count: int = 1
) -> None:
    """Counts that `by` typed one field of a form so many times, about an enterprise if one is given."""
    _add(form, {element: (count, 0)}, enterprise_id, by)


def count_form(
    form: str,
    typed: Iterable[str],
    *,
    by: User | None,
    enterprise_id: int | None = None,
    prefilled: Iterable[str] = (),
) -> None:
    """Counts a form that was handed in once: the elements that `by` typed, and those left as offered."""
    counts = dict.fromkeys(prefilled, (0, 1)) | dict.fromkeys(typed, (1, 0))
    _add(form, counts | {HANDED_IN: (1, 0)}, enterprise_id, by)


def _add(
    form: str, counts: Mapping[str, tuple[int, int]], enterprise_id: int | None, by: User | None
) -> None:
    if by is None:
        return  # what the system writes by itself burdens nobody
    own = own_enterprise(by)
    # In one order, so that two people of one firm never wait for each other's rows crosswise.
    elements = sorted(counts)
    values: dict[str, str | int | bool | date | list[str] | list[int]] = {
        "day": clock.today(),
        "form": form,
        "enterprise": (own or enterprise_id) or 0,
        "department": 0 if own else own_department(by) or 0,
        "by_enterprise": own is not None,
        "elements": elements,
        "typed": [counts[element][0] for element in elements],
        "prefilled": [counts[element][1] for element in elements],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values)
