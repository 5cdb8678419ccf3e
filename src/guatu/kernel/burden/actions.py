"""How is what people typed counted? One statement a form, added to the day's count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.db import connection

from guatu.base import clock
from guatu.kernel.access.enterprises import own_enterprise
from guatu.kernel.access.queries import own_department

_ADD = """
INSERT INTO burden_tally AS t
    (day, form, enterprise_id, department_id, by_enterprise, forms, typed, prefilled, elements)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
ON CONFLICT (day, form, enterprise_id, department_id, by_enterprise) DO UPDATE SET
    forms = t.forms + excluded.forms,
    typed = t.typed + excluded.typed,
    prefilled = t.prefilled + excluded.prefilled,
    elements = (
        SELECT coalesce(jsonb_object_agg(element, times), '{}') FROM (
            SELECT element, sum(times::int) AS times FROM (
                SELECT * FROM jsonb_each_text(t.elements)
                UNION ALL SELECT * FROM jsonb_each_text(excluded.elements)
            ) AS said (element, times) GROUP BY element
        ) AS added
    )
"""


def count_typed(
    form: str, element: str, *, by: User | None, enterprise_id: int | None = None, count: int = 1
) -> None:
    """Counts that `by` typed one field of a form so many times, about an enterprise if one is given."""
    _add(form, 0, {element: count}, 0, enterprise_id, by)


def count_form(
    form: str,
    typed: Iterable[str],
    *,
    by: User | None,
    enterprise_id: int | None = None,
    prefilled: Iterable[str] = (),
) -> None:
    """Counts a form that was handed in once: the elements that `by` typed, and those left as offered."""
    _add(form, 1, Counter(typed), len(list(prefilled)), enterprise_id, by)


def _add(
    form: str,
    times: int,
    typed: Mapping[str, int],
    prefilled: int,
    enterprise_id: int | None,
    by: User | None,
) -> None:
    if by is None:
        return  # what the system writes by itself burdens nobody
    own = own_enterprise(by)
    about = own if own is not None else enterprise_id or 0
    department = 0 if own is not None else own_department(by) or 0
    counts = (times, sum(typed.values()), prefilled, json.dumps(typed))
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [clock.today(), form, about, department, own is not None, *counts])
