"""Where are the checkout, the things built from it, and the things that must survive?"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = Path(os.environ.get("GUATU_HOME") or PACKAGE.parent.parent)
BUILD = CHECKOUT / "build"
VAR = Path(os.environ.get("GUATU_VAR") or CHECKOUT / "var")


def keep_secret(file: Path, value: str) -> str:
    """Returns what the file holds; writes the value first, readable by its owner only, where it is absent."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("utf-8").strip() or _replace_secret(file, value)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(value)
    return value


def _replace_secret(file: Path, value: str) -> str:
    # An empty file is what a power cut leaves between creation and writing.
    file.unlink()
    return keep_secret(file, value)
