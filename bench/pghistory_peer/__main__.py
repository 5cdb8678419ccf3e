"""`python -m bench.pghistory_peer URL` makes its tables and triggers in the database at that address."""

import sys

import django
import pgtrigger
from django.conf import settings
from django.core.management import call_command

from guatu.site.database_url import read_database_url

settings.configure(
    DATABASES={"default": read_database_url(sys.argv[1])},
    INSTALLED_APPS=["django.contrib.contenttypes", "pgtrigger", "pghistory", "bench.pghistory_peer"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()
call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
for model, trigger in pgtrigger.registered():
    trigger.install(model)
