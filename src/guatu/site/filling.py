"""What must be in the database and beside the pages before the demonstration is served?"""

import os
from pkgutil import resolve_name

import django
from django.core.management import call_command

from guatu.site.progress import say


def fill() -> None:
    """Brings the tables up to date, loads the demonstration zone, collects scripts and styles."""
    say("bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    # Models exist only once Django is set up, so what uses them is looked up by its name.
    resolve_name("guatu.site.demo.load:load_demo")(say)
    say("sealing the ledger")
    resolve_name("guatu.site.ledger_command:seal_quietly")(say)
    say("collecting scripts and styles")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    django.setup()
    fill()
