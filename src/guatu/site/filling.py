"""What must be in the database and beside the pages before the demonstration is served?"""

import os
from functools import partial
from pkgutil import resolve_name

import django
from django.core.management import call_command

from guatu.site.folders import VAR
from guatu.site.progress import say

# The last day that was played in the database that is served; written here, read by whoever serves it.
PLAYED = VAR / "played-to"


def fill() -> None:
    """Brings the tables up to date, plays the year to the demonstration's day, collects scripts."""
    say("bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    # Models exist only once Django is set up, so what uses them is looked up by its name.
    seal = partial(resolve_name("guatu.site.ledger_command:seal_quietly"), say)
    resolve_name("guatu.site.demo.load:load_demo")(say, seal)
    seal()
    PLAYED.write_text(resolve_name("guatu.site.demo.year.player:played_to")().isoformat(), "utf-8")
    say("collecting scripts and styles")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    django.setup()
    fill()
