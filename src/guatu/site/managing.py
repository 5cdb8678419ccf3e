"""How is a command of Django run on the database of this checkout?"""

from collections.abc import Sequence

from django.core.management import execute_from_command_line


def run(arguments: Sequence[str]) -> int:
    """Passes the words to Django's own command line."""
    execute_from_command_line(["guatu manage", *arguments])
    return 0
