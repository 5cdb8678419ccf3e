"""What do the words after a verb name: which file, which account?"""

from pathlib import Path

from django.contrib.auth.models import User

from guatu.site.trouble import TroubleError


def read_content(file: Path) -> bytes:
    """Returns the bytes of the file; raises TroubleError where they cannot be had."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise TroubleError(f"{file} cannot be read: {error.strerror}.") from error


def find_account(name: str | None) -> User | None:
    """Returns the account of that name, None where none is asked for; raises TroubleError for a stranger."""
    if name is None:
        return None
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise TroubleError(f"There is no account {name}.")
    return found
