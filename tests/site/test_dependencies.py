"""Does the product use only what it asks for? The tools of its developers are not on a user's machine."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OWN = {"guatu"}


def imports_of(node: ast.AST) -> Iterator[str]:
    """The top names that a module imports when it runs; what only a type checker sees is left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            yield child.module.partition(".")[0]
        yield from imports_of(child)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_of_the_product_is_in_its_requirements():
    listed = (REPOSITORY / "requirements.txt").read_text("utf-8")
    required = {canonical(name) for name in re.findall(r"^([\w.-]+)==", listed, re.MULTILINE)}
    distributions = packages_distributions()
    missing = []
    for file in sorted((REPOSITORY / "src").rglob("*.py")):
        for name in set(imports_of(ast.parse(file.read_text("utf-8")))) - OWN - sys.stdlib_module_names:
            if not required & {canonical(found) for found in distributions.get(name, ())}:
                missing.append(f"{file.relative_to(REPOSITORY)}: {name}")
    assert missing == []
