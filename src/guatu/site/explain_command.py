"""What does `guatu explain MODEL` do: says what was made from the declaration of a registry."""

import argparse
from collections.abc import Sequence

from guatu.base.errors import GuatuError
from guatu.kernel.registry.declaration import Registry, all_registries
from guatu.kernel.registry.explain import explain


def run(arguments: Sequence[str]) -> int:
    """Prints pages, columns, filters, keys and classes of a registry; without a name, which there are."""
    parser = argparse.ArgumentParser(prog="guatu explain")
    parser.add_argument("model", nargs="?", metavar="MODEL", help="a registry or its model, as enterprises")
    wanted = parser.parse_args(arguments).model
    if wanted is None:
        for registry in all_registries():
            print(f"{registry.slug:20} {registry.title}")
        return 0
    print("\n".join(explain(_find(wanted))))
    return 0


def _find(name: str) -> Registry:
    plain = name.casefold()
    for registry in all_registries():
        meta = registry.model._meta
        if plain in (registry.slug, meta.model_name, meta.label_lower):
            return registry
    known = ", ".join(registry.slug for registry in all_registries()) or "none"
    raise GuatuError("unknown_registry", f"there is no registry {name}; there are: {known}")
