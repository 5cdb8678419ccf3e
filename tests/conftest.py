"""What every test may use: the folder of shared source texts, where it lies beside the repository."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed plan, the corpus and the gold annotations; skips where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "seed").is_dir():
        pytest.skip("the source texts (../shared) are not beside this checkout")
    return folder
