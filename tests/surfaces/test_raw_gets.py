"""Does every page get its rows through `access.scopes`, where it is asked who is looking?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import guatu.surfaces

SURFACES = Path(guatu.surfaces.__file__).parent
RAW_MANAGERS = {"objects", "_default_manager", "_base_manager"}
RAW_GETS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
RAW_CONNECTIONS = {"connection", "connections"}


def raw_gets(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a module asks for rows past the scopes: line and name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in RAW_MANAGERS | {"raw"}:
            yield node.lineno, node.attr
        elif isinstance(node, ast.Name) and node.id in RAW_GETS:
            yield node.lineno, node.id
        elif isinstance(node, ast.ImportFrom) and node.module in ("django.db", "django.shortcuts"):
            names = {alias.name for alias in node.names} & (RAW_GETS | RAW_CONNECTIONS)
            yield from ((node.lineno, name) for name in sorted(names))


def test_no_surface_asks_for_rows_past_the_scopes():
    found = [
        f"{file.relative_to(SURFACES)}:{line}: {name}"
        for file in sorted(SURFACES.rglob("*.py"))
        for line, name in raw_gets(ast.parse(file.read_text("utf-8")))
    ]
    assert found == []


def test_the_lint_sees_every_way_past_them():
    for line in (
        "Plan.objects.get(pk=1)",
        "rows = model._default_manager.all()",
        "from django.shortcuts import get_object_or_404",
        "from django.db import connection",
        "Plan.objects.raw('SELECT 1')",
    ):
        assert list(raw_gets(ast.parse(line))), line
    assert list(raw_gets(ast.parse("get(request.user, Plan, pk).targets.filter(state='x')"))) == []
