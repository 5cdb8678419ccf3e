"""What is done for the registries after the answer was given, and every night?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guatu.base.errors import GuatuError
from guatu.kernel.jobs.declaration import Every, job
from guatu.kernel.registry.actions import look_for_duplicates, publish_file
from guatu.kernel.registry.actions.duplicates import LOOK
from guatu.kernel.registry.declaration import all_registries, get_registry


@job(LOOK, _("Looks which records of a registry may be one"))
def look_again(slug: str) -> None:
    """Looks through one registry; a registry that is no more has nothing to look through."""
    try:
        registry = get_registry(slug)
    except GuatuError:
        return
    look_for_duplicates(registry, by=None)


@job("registry.look_everywhere", _("Looks which records may be one, everywhere"), every=Every(day_at="02:40"))
def look_everywhere() -> None:
    """Looks through all registries: what trades write by themselves is compared at night."""
    for registry in all_registries():
        look_for_duplicates(registry, by=None)


@job("registry.publish", _("Makes the files that everybody may take along"), every=Every(day_at="05:10"))
def publish_files() -> None:
    """Makes a new file of each public registry that says something else than its newest."""
    for registry in all_registries():
        if registry.public is not None:
            publish_file(registry)
