"""Is every test that the threat model names really there?"""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PAGE = (REPOSITORY / "docs" / "threat-model.md").read_text("utf-8")


def test_every_test_that_is_named_exists():
    there = "\n".join(file.read_text("utf-8") for file in (REPOSITORY / "tests").rglob("test_*.py"))
    named = set(re.findall(r"::(test_\w+)", PAGE))
    assert len(named) > 25
    assert [name for name in sorted(named) if f"def {name}(" not in there] == []


def test_every_file_and_folder_that_is_named_exists():
    files = {file.name for file in (REPOSITORY / "tests").rglob("test_*.py")}
    assert set(re.findall(r"\b(test_\w+\.py)", PAGE)) <= files
    for path in re.findall(r"`((?:tests|docs)/[\w/.-]+)`", PAGE):
        assert (REPOSITORY / path).exists(), path
