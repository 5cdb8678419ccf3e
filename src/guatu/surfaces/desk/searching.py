"""What in the house bears these words? One search over pages, plan, measures, records, papers and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from guatu.kernel.access.classes import readable_classes
from guatu.kernel.access.models import Department
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.rights import rights_of
from guatu.kernel.access.scopes import scope
from guatu.kernel.documents.queries import Search
from guatu.kernel.measures import registry as measures
from guatu.kernel.registry.declaration import Registry, all_registries
from guatu.kernel.registry.seeing import listed_for
from guatu.kernel.registry.spelling import search_terms, search_text
from guatu.kernel.registry.values import shown
from guatu.plan.models import ItemState, Plan, Target, Task
from guatu.surfaces.desk.templatetags.figures import unit_name

#: So many of a kind are shown; the rest is one link away where a list can show it.
MOST = 6
LONGEST = 80

Item = TypeVar("Item", Target, Task)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what it is called, what tells it from its like, where it is."""

    name: str
    beside: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind; `all_address` shows the rest, where there is a page for that."""

    title: str
    hits: tuple[Hit, ...]
    is_more: bool = False
    all_address: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    name: str | Promise
    route: str
    right: str


PAGES = (
    _Page(later("Wall"), "wall:wall", "wall.view"),
    _Page(later("Plans"), "desk:plans", "plan.view"),
    _Page(later("Figures"), "desk:figures", "figures.view"),
    _Page(later("Import published figures"), "desk:figures_import", "figures.import"),
    _Page(later("Published and collected"), "desk:returns_compared", "figures.view"),
    _Page(later("Returns of enterprises"), "desk:returns", "returns.view"),
    _Page(later("Records"), "desk:registries", "records.view"),
    _Page(later("Visits and inspections"), "desk:visiting", "records.view"),
    _Page(later("Ladder"), "desk:ladder", "records.view"),
    _Page(later("Reporting burden"), "desk:burden", "records.view"),
    _Page(later("Documents"), "desk:documents", "documents.view"),
    _Page(later("People"), "desk:people", "people.view"),
    _Page(later("Health"), "desk:health", "jobs.view"),
    _Page(later("Jobs"), "desk:jobs", "jobs.view"),
)


def find_everywhere(user: User, asked: str) -> tuple[Group, ...]:
    """What the user may see that bears all the words asked for, by kind; nothing where nothing is asked.

    Chinese names are found by their characters, their pinyin or its initials.
    """
    terms = search_terms(asked.replace("\x00", ""))
    if not terms:
        return ()
    rights = frozenset(rights_of(user))
    groups = (group for find in _KINDS for group in find(user, rights, terms) if group.hits)
    return tuple(groups)


def _pages(user: User, rights: frozenset[str], terms: list[str]) -> Iterator[Group]:
    hits = (
        Hit(str(page.name), "", reverse(page.route))
        for page in PAGES
        if page.right in rights and _bears(str(page.name), terms)
    )
    yield _group(_("Pages"), hits)


def _plan_items(user: User, rights: frozenset[str], terms: list[str]) -> Iterator[Group]:
    if "plan.view" not in rights:
        return
    titled = scope(user, Plan).filter(_each(terms, "title")).order_by("-year", "-pk")
    yield _group(
        _("Plans"), (Hit(p.title, str(p.year or ""), reverse("desk:review", args=[p.pk])) for p in titled)
    )
    targets = _standing(scope(user, Target)).filter(_each(terms, "subject", "text"))
    yield _group(_("Targets"), map(_target, targets[: MOST + 1]))
    tasks = _standing(scope(user, Task)).filter(_each(terms, "text"))
    yield _group(_("Tasks"), map(_task, tasks[: MOST + 1]))


def _standing(items: QuerySet[Item]) -> QuerySet[Item]:
    """The accepted ones, of the newest plan first."""
    accepted = items.filter(state=ItemState.ACCEPTED).select_related("plan", "lead")
    return accepted.order_by("-plan__year", "start", "pk")


def _target(target: Target) -> Hit:
    name = target.subject or Truncator(target.text).chars(LONGEST)
    beside = " · ".join(filter(None, (str(target.plan.year or ""), target.lead.name if target.lead else "")))
    return Hit(name, beside, reverse("wall:target", args=[target.pk]))


def _task(task: Task) -> Hit:
    beside = " · ".join(filter(None, (str(task.plan.year or ""), task.lead.name if task.lead else "")))
    address = f"{reverse('desk:review', args=[task.plan_id])}#task-{task.pk}"
    return Hit(Truncator(task.text).chars(LONGEST), beside, address)


def _measures(user: User, rights: frozenset[str], terms: list[str]) -> Iterator[Group]:
    if "figures.view" not in rights:
        return
    english = (get_language() or "").startswith("en")
    hits = (
        Hit(
            each.name_en if english else each.name_zh,
            unit_name(each.display_unit),
            reverse("desk:measure_figures", args=[each.code]),
        )
        for each in measures.all_measures()
        if _bears(" ".join((*each.names, each.name_en, each.code)), terms)
    )
    yield _group(_("Measures"), hits)


def _records(user: User, rights: frozenset[str], terms: list[str]) -> Iterator[Group]:
    for registry in all_registries():
        if registry.view_right in rights and registry.search:
            yield _of_registry(user, rights, registry, terms)


def _of_registry(user: User, rights: frozenset[str], registry: Registry, terms: list[str]) -> Group:
    condition = Q()
    for term in terms:
        condition &= Q(search_text__contains=term)
    readable = readable_classes(rights)
    first, *others = (registry.fields[name] for name in registry.columns)
    links = [info.name for info in (first, *others[:1]) if info.kind == "link"]
    found = listed_for(user, registry).filter(condition).defer("search_text", "provenance")
    found = found.select_related(*links) if links else found
    hits = (
        Hit(
            shown(first, record, readable).text,
            shown(others[0], record, readable).text if others else "",
            reverse("desk:record", args=[registry.slug, record.pk]),
        )
        for record in found[: MOST + 1]
    )
    query = urlencode({"q": " ".join(terms)})
    return _group(registry.title, hits, f"{reverse('desk:records', args=[registry.slug])}?{query}")


def _documents(user: User, rights: frozenset[str], terms: list[str]) -> Iterator[Group]:
    if "documents.view" not in rights:
        return
    asked = " ".join(terms)
    found = Search(user, asked).found
    hits = (
        Hit(
            each.document.title,
            str(each.subject or ""),
            reverse("desk:document", args=[each.document.pk]),
        )
        for each in found
    )
    yield _group(_("Documents"), hits, f"{reverse('desk:documents')}?{urlencode({'q': asked})}")


def _people(user: User, rights: frozenset[str], terms: list[str]) -> Iterator[Group]:
    if "people.view" not in rights:
        return
    people = (
        Hit(person_name(each), each.username, reverse("desk:person", args=[each.pk]))
        for each in scope(user, User).filter(is_active=True)
        if _bears(f"{person_name(each)} {each.username}", terms)
    )
    yield _group(_("People"), people)
    departments = (
        Hit(each.name, "", reverse("desk:department", args=[each.pk]))
        for each in scope(user, Department)
        if _bears(each.name, terms)
    )
    yield _group(_("Departments"), departments)


_Find = Callable[[User, frozenset[str], list[str]], Iterator[Group]]
_KINDS: tuple[_Find, ...] = (_pages, _plan_items, _measures, _records, _documents, _people)


def _group(title: str, hits: Iterable[Hit], all_address: str = "") -> Group:
    found = [hit for _place, hit in zip(range(MOST + 1), hits, strict=False)]
    return Group(title, tuple(found[:MOST]), len(found) > MOST, all_address)


def _each(terms: list[str], *fields: str) -> Q:
    condition = Q()
    for term in terms:
        one = Q()
        for name in fields:
            one |= Q(**{f"{name}__icontains": term})
        condition &= one
    return condition


def _bears(text: str, terms: list[str]) -> bool:
    words = _searchable(text)
    return all(term in words for term in terms)


@lru_cache(maxsize=2_000)
def _searchable(text: str) -> str:
    return search_text((text,))
