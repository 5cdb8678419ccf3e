"""What must be in the database and beside the pages before the demonstration is served?"""

import os

import django
from django.core.management import call_command

from guatu.site.demo.load import load_demo
from guatu.site.progress import say


def fill() -> None:
    """Brings the tables up to date, loads the demonstration zone, collects scripts and styles."""
    say("bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    load_demo(say)
    say("collecting scripts and styles")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    django.setup()
    fill()
