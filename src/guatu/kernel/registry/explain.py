"""What was made from the declaration of a registry, in words?"""

from __future__ import annotations

from collections.abc import Iterator

from guatu.kernel.registry.declaration import Filter, Registry


def explain(registry: Registry) -> Iterator[str]:
    """The lines that `guatu explain` prints: pages, columns, filters, keys, classes, what is replaced."""
    meta = registry.model._meta
    yield f"{registry.slug}: {registry.title} ({meta.label}, table {meta.db_table})"
    yield f"  rights    {registry.view_right} to see, {registry.edit_right} to write"
    yield from _pages(registry)
    yield f"  list      {', '.join(registry.columns)}; ordered by {registry.order or registry.columns[0]}"
    names = (declared.name if isinstance(declared, Filter) else declared for declared in registry.filters)
    yield f"  filters   {', '.join(names) or 'none'}"
    yield f"  totals    {', '.join(registry.totals) or 'the count alone'}"
    yield f"  search    {', '.join(registry.search)}; Chinese also by pinyin and its initials"
    yield f"  import    updates by {', then '.join(registry.import_keys)}"
    yield f"  likeness  {_or_none((*registry.near, *registry.near_places, *registry.near_codes))}"
    yield f"  parts     {_or_none(tuple(part.name for part in registry.parts))}"
    yield f"  panels    {_or_none(tuple(panel.name for panel in registry.panels))}"
    yield f"  map       {', '.join(registry.map.fields) if registry.map else 'none'}"
    yield f"  public    {_or_none(registry.public.columns if registry.public else ())}"
    yield from _fields(registry)
    yield f"  replaced  {_or_none(tuple(_replaced(registry)))}"


def _pages(registry: Registry) -> Iterator[str]:
    base = f"/registries/{registry.slug}/"
    yield f"  pages     {base}  {base}<key>  {base}new  {base}<key>/change  {base}<key>/history"
    yield f"            {base}imports/new  {base}imports/<key>  {base}export.xlsx  {base}export.csv"
    if registry.near:
        yield f"            {base}duplicates"
    if registry.map:
        yield f"            {base}map  {base}map.json"
    if registry.public:
        public = f"/open/{registry.slug}/"
        yield f"            {public}  {public}<key>  {public}files/<key>.csv, for everybody"


def _fields(registry: Registry) -> Iterator[str]:
    for section in registry.sections:
        yield f"  section   {section.title or '(one)'}"
        for name in section.fields:
            info = registry.fields[name]
            marks = [info.kind, info.field_class.value, *([info.unit] if info.unit else [])]
            needed = ", required" if info.required else ""
            heads = " | ".join(dict.fromkeys(info.heads))
            yield f"            {name:24} {', '.join(marks)}{needed}  [{heads}]"


def _replaced(registry: Registry) -> Iterator[str]:
    for name in ("check", "near_text", "before_write", "create", "change", "timeline"):
        piece = getattr(registry, name)
        if piece is not None:
            yield f"{name} by {piece.__module__}.{piece.__qualname__}"


def _or_none(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
