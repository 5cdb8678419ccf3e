"""What stands in a letter that tells of notices, and how is each told of once?

A letter goes into the outbox in the transaction that marks its notices as mailed: killed in between, both are
undone and the next round writes it again. It names things and leads to pages; amounts and persons stay there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from guatu.kernel.ledger.context import action
from guatu.kernel.mail.actions import send
from guatu.kernel.notifying.choosing import hours_of, preference_of, real_moment, site_calendar, ways
from guatu.kernel.notifying.kinds import Kind, Pace, kind_of, sentence_of
from guatu.kernel.notifying.models import Notice
from guatu.kernel.notifying.scheduling import allowed_from
from guatu.kernel.notifying.stopping import off_token


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a letter; `address` is the path of its page, "" for none."""

    text: str
    address: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading, and the address at which letters of its kind are stopped."""

    title: str
    lines: tuple[Line, ...]
    off: str = ""


Composer = Callable[[User], Sequence[Part]]
_composers: dict[str, Composer] = {}


def register_composer(name: str, composer: Composer) -> None:
    """Has a digest end with what the composer knows of the person, in the active language: what waits.

    Called from `AppConfig.ready()` of a surface; it names things and gives paths, and never says an amount.
    """
    _composers[name] = composer


def write_due(at: datetime | None = None) -> int:
    """Writes a letter to everybody who has a notice due at that moment (real, now if not given); how many."""
    moment = at or real_moment()
    due = Notice.objects.filter(mail_at__lte=moment, mailed_at=None)
    people = sorted(set(due.order_by().values_list("person", flat=True)))
    return sum(_write_to(person, moment) for person in people)


def site_address(path: str) -> str:
    """The whole address of a page; "" where nobody said under which name the site is known."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if settings.SITE_ADDRESS and path else ""


def _write_to(number: int, moment: datetime) -> bool:
    with action("notices.mail", by=None):
        # Of two workers the second finds the rows marked, or passes them over.
        rows = Notice.objects.select_for_update(skip_locked=True, of=("self",))
        due = list(rows.filter(person=number, mail_at__lte=moment, mailed_at=None).order_by("kind", "pk"))
        person = User.objects.get(pk=number)
        wanted = _still_wanted(due, person)
        _mark(set(due) - set(wanted), mail_at=None)
        preference = preference_of(number)
        later = allowed_from(moment, hours_of(preference), site_calendar())
        if not wanted or later > moment:  # the person asked for quiet since
            _mark(wanted, mail_at=later)
            return False
        # Ordered to be told together: one letter, however many.
        paces = {kind.code: ways(kind, [number])[number].mail for kind in _kinds_of(wanted)}
        with override(preference.language):
            _send(person, wanted, digest=any(paces[each.kind] is not Pace.NOW for each in wanted))
        _mark(wanted, mailed_at=moment)
        return True


def _still_wanted(due: Sequence[Notice], person: User) -> list[Notice]:
    """Without what was seen in the pages, or is no longer wanted by mail; none where there is no address."""
    if not (person.is_active and person.email):
        return []
    off = {kind.code for kind in _kinds_of(due) if ways(kind, [person.pk])[person.pk].mail is Pace.OFF}
    return [each for each in due if each.seen_at is None and each.kind not in off and kind_of(each.kind)]


def _kinds_of(notices: Sequence[Notice]) -> list[Kind]:
    found = (kind_of(code) for code in sorted({each.kind for each in notices}))
    return [kind for kind in found if kind is not None]


def _mark(notices: Sequence[Notice] | set[Notice], **values: datetime | None) -> None:
    if notices:
        Notice.objects.filter(pk__in=[each.pk for each in notices]).update(**values)


def _send(person: User, notices: Sequence[Notice], *, digest: bool) -> None:
    parts = [_part(person, kind, notices) for kind in _kinds_of(notices)]
    if digest:
        parts += [part for name in sorted(_composers) for part in _composers[name](person) if part.lines]
    told = {
        "parts": parts,
        "all": site_address(reverse("desk:notices")),
        "choices": site_address(reverse("desk:notice_choices")),
    }
    send(
        person.email,
        _subject(notices),
        render_to_string("notifying/letter.txt", told),
        html=render_to_string("notifying/letter.html", told),
        about=f"notices:{person.pk}:{notices[-1].pk}",
    )


def _part(person: User, kind: Kind, notices: Sequence[Notice]) -> Part:
    lines = tuple(
        Line(sentence_of(kind.code, each.params), site_address(each.address), each.times)
        for each in notices
        if each.kind == kind.code
    )
    off = site_address(reverse("desk:notice_off", args=[off_token(person.pk, kind.code)]))
    return Part(str(kind.name), lines, off)


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        return sentence_of(notices[0].kind, notices[0].params)
    count = len(notices)
    return ngettext("%(count)d notice", "%(count)d notices", count) % {"count": count}
