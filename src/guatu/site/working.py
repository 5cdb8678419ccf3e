"""What does `guatu work` do? It is the process that works on jobs, beside those that serve pages."""

import argparse
import os
import sys
from collections.abc import Sequence
from pkgutil import resolve_name

import django

from guatu.site.lesser_role import with_lesser_role
from guatu.site.trouble import TroubleError

WORK = (sys.executable, "-m", "guatu.site.working")


def run(arguments: Sequence[str]) -> int:
    """Works on jobs until it is told to stop."""
    argparse.ArgumentParser(prog="guatu work").parse_args(arguments)
    if not os.environ.get("DATABASE_URL"):
        raise TroubleError("DATABASE_URL is not set: postgresql://user:password@host:5432/name")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    os.environ |= with_lesser_role(os.environ)
    django.setup()
    return int(resolve_name("guatu.kernel.jobs.worker:run_worker")())


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
