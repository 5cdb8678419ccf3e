"""A worker process that knows the jobs of the tests too."""

import sys

import django
from django.conf import settings

if __name__ == "__main__":
    settings.LANGUAGE_CODE = "en"  # what a test reads
    django.setup()
    import tests.kernel.jobs.trial_jobs  # noqa: F401 - declares them
    from guatu.kernel.jobs import declaration
    from guatu.kernel.jobs.worker import run_worker

    # Sealed by each test with a key of its own, the ledger of their common database would be none.
    del declaration._declared["ledger.seal"]
    sys.exit(run_worker())
