"""Does every page get its rows through `access.scopes`, where it is asked who is looking?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import guatu.surfaces

SURFACES = Path(guatu.surfaces.__file__).parent
RAW_MANAGERS = {"objects", "_default_manager", "_base_manager"}
RAW_GETS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
# Reviewed: what asks past the scopes all the same, and why that shows nothing to anybody.
EXCEPTIONS = {
    "api/actions.py": "makes and revokes the reader's own key, found through a scope by the page",
    "api/authentication.py": "asks whose key it is before anybody is known",
    "api/repeats.py": "answers that the API gave to this very caller, by account and key",
    "desk/jobs.py": "counts the pinned lists at night, each through the scope of its person",
    "desk/morning/house_rows.py": "narrows people and leaves, found through a scope, to where they work",
    "desk/morning/marking.py": "makes the reader's own mark",
    "desk/views/registries/forms.py": "finds the record that an editor names whole in a link",
    "portal/views/returns.py": "proves an entry of a return that was found in the enterprise's own role",
}
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


def files_with_raw_gets() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in sorted(SURFACES.rglob("*.py")):
        for line, name in raw_gets(ast.parse(file.read_text("utf-8"))):
            found.setdefault(file.relative_to(SURFACES).as_posix(), []).append(f"{line}: {name}")
    return found


def test_no_surface_asks_for_rows_past_the_scopes():
    found = files_with_raw_gets()
    assert {file: lines for file, lines in found.items() if file not in EXCEPTIONS} == {}
    assert set(EXCEPTIONS) - set(found) == set(), "these ask past the scopes no more"


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
