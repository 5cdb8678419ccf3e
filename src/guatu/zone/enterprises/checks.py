"""What is wrong with the record of an enterprise, beyond what each field says by itself?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from guatu.kernel.registry.problems import Problem
from guatu.zone.enterprises.rules.industries import is_industry
from guatu.zone.enterprises.rules.uscc import (
    ALPHABET,
    Fault,
    find_fault,
    is_registration_number,
    organisation_fits,
)

CLOSED = frozenset({"cancelled", "moved_out", "revoked"})

_FAULTS = {
    Fault.LENGTH: gettext_noop("A unified social credit code has 18 characters; “%(value)s” has %(length)s."),
    Fault.CHARACTER: gettext_noop(
        "“%(value)s” has a character that no code has (%(wrong)s). I, O, S, V and Z are never used: 1, 0, 5?"
    ),
    Fault.AUTHORITY: gettext_noop("No authority registers codes that begin with “%(wrong)s”."),
    Fault.CHECK: gettext_noop(
        "The check character of “%(value)s” does not fit: one character is wrong. Compare with the licence."
    ),
}
_INNER = gettext_noop("The organisation code within “%(value)s” has another check character. Compare it.")
_OLD_NUMBER = gettext_noop("A registration number has 15 digits; “%(value)s” has not.")
_INDUSTRY = gettext_noop("“%(value)s” is no industry of GB/T 4754. Write its letter and digits, as C3511.")
_CUSTOMS = gettext_noop("A customs code has 10 characters; “%(value)s” has %(length)s.")
_FUTURE = gettext_noop("“%(value)s” has not come yet.")
_BEFORE = gettext_noop("It was closed before it was established on %(day)s.")
_NO_END = gettext_noop(
    "The status says that it is closed; the day is missing, so it still counts in the stock."
)
_END = gettext_noop("A day of closing is given, but the status says that it is in business.")
_SHARE = gettext_noop("“%(value)s” is no share: it lies between 0 and 100.")
_HALF_A_PLACE = gettext_noop("A place has both a longitude and a latitude.")
_ABROAD = gettext_noop("“%(value)s” lies outside of China (73 to 136 E, 3 to 54 N). Are the two swapped?")
_NOT_MADE = gettext_noop("A day on which it was made is given, but the state says otherwise.")
_NO_DAY_MADE = gettext_noop("It is said to have been made: give the day.")
_LONGITUDES, _LATITUDES = (Decimal(73), Decimal(136)), (Decimal(3), Decimal(54))


def check_enterprise(values: Mapping[str, object], today: date) -> Iterator[Problem]:
    """What is wrong with these values; notes are reasons to look, errors keep a row out."""
    yield from _check_numbers(values)
    yield from _check_days(values, today)
    yield from _check_place(values)
    industry = str(values.get("industry") or "")
    if industry and not is_industry(industry):
        yield Problem("industry", _INDUSTRY, {"value": industry})
    share = values.get("foreign_share")
    if share is not None and not 0 <= Decimal(str(share)) <= 100:
        yield Problem("foreign_share", _SHARE, {"value": str(share)})


def check_appointment(values: Mapping[str, object], today: date) -> Iterator[Problem]:
    """What is wrong with a visit or an inspection: what was made has a day that has come."""
    made_on, is_made = values.get("made_on"), values.get("state") == "made"
    if is_made and made_on is None:
        yield Problem("made_on", _NO_DAY_MADE)
    elif made_on is not None and not is_made:
        yield Problem("state", _NOT_MADE)
    if isinstance(made_on, date) and made_on > today:
        yield Problem("made_on", _FUTURE, {"value": made_on.isoformat()})


def _check_place(values: Mapping[str, object]) -> Iterator[Problem]:
    place = {name: values.get(name) for name in ("longitude", "latitude")}
    given = [name for name, degrees in place.items() if degrees is not None]
    if len(given) == 1:
        yield Problem(given[0], _HALF_A_PLACE)
    for name, (least, most) in (("longitude", _LONGITUDES), ("latitude", _LATITUDES)):
        degrees = place[name]
        if degrees is not None and not least <= Decimal(str(degrees)) <= most:
            yield Problem(name, _ABROAD, {"value": str(degrees)})


def _check_numbers(values: Mapping[str, object]) -> Iterator[Problem]:
    code = str(values.get("uscc") or "")
    fault = find_fault(code) if code else None
    if fault is not None:
        yield Problem("uscc", _FAULTS[fault], _fault_words(code, fault))
    elif code and not organisation_fits(code):
        yield Problem("uscc", _INNER, {"value": code}, "note")
    number = str(values.get("old_number") or "")
    if number and not is_registration_number(number):
        yield Problem("old_number", _OLD_NUMBER, {"value": number})
    customs = str(values.get("customs_code") or "")
    if customs and len(customs) != 10:
        yield Problem("customs_code", _CUSTOMS, {"value": customs, "length": str(len(customs))})


def _fault_words(code: str, fault: Fault) -> dict[str, str]:
    if fault is Fault.AUTHORITY:
        return {"value": code, "wrong": code[0]}
    if fault is Fault.CHARACTER:
        wrong = [c for c in code if c not in ALPHABET] or [c for c in code[2:8] if not c.isdigit()]
        return {"value": code, "wrong": " ".join(dict.fromkeys(wrong))}
    return {"value": code, "length": str(len(code))}


def _check_days(values: Mapping[str, object], today: date) -> Iterator[Problem]:
    began, ended = values.get("established_on"), values.get("closed_on")
    for name, day in (("established_on", began), ("closed_on", ended)):
        if isinstance(day, date) and day > today:
            yield Problem(name, _FUTURE, {"value": day.isoformat()})
    if isinstance(began, date) and isinstance(ended, date) and ended < began:
        yield Problem("closed_on", _BEFORE, {"day": began.isoformat()})
    closed = values.get("status") in CLOSED
    if closed and ended is None:
        yield Problem("closed_on", _NO_END, {}, "note")
    if ended is not None and values.get("status") == "in_business":
        yield Problem("status", _END, {}, "note")
