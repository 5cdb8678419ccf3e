"""Which verbs has `guatu`, and what runs for each? Nothing is imported before its verb is asked for."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pkgutil import resolve_name

from guatu.base.errors import GuatuError
from guatu.site.trouble import TroubleError

FOUND_NO_VERB = 2
INTERRUPTED = 130


@dataclass(frozen=True)
class Verb:
    """One thing that `guatu` does: a function from the remaining words to an exit status."""

    words: tuple[str, ...]
    runs: str
    says: str
    # Whether it needs Django and a database that answers; one is started for its time where none runs.
    on_database: bool = False


VERBS = (
    Verb(
        ("read",), "guatu.site.reading_command:run", "read a plan and print its targets, tasks and projects"
    ),
    Verb(
        ("plan",), "guatu.site.plan_command:run", "import a plan for review, or check one", on_database=True
    ),
    Verb(
        ("figures", "import"), "guatu.site.figures_import:run", "import published figures", on_database=True
    ),
    Verb(
        ("ledger",),
        "guatu.site.ledger_command:run",
        "seal, verify, prove, export or attack the ledger",
        on_database=True,
    ),
    Verb(
        ("measures",),
        "guatu.site.measures_command:run",
        "check stored numbers against their records, or form them anew",
        on_database=True,
    ),
    Verb(("explain",), "guatu.site.explain_command:run", "say what a registry consists of", on_database=True),
    Verb(("report",), "guatu.site.report_command:run", "make a report as Word, pdf or csv", on_database=True),
    Verb(("burden",), "guatu.site.burden_command:run", "say what people are asked to type", on_database=True),
    Verb(
        ("wall",),
        "guatu.site.wall_command:run",
        "keep the wall as one file, or set it on paper",
        on_database=True,
    ),
    Verb(("account",), "guatu.site.account_command:run", "open or help an account", on_database=True),
    Verb(("health",), "guatu.site.health_command:run", "say whether all is in order", on_database=True),
    Verb(
        ("backup",),
        "guatu.site.backup.backup_command:run",
        "write everything into one file",
        on_database=True,
    ),
    Verb(("restore",), "guatu.site.backup.restore_command:run", "bring a backup back", on_database=True),
    Verb(("demo",), "guatu.site.demonstration:run", "serve the demonstration zone on this machine"),
    Verb(("play",), "guatu.site.play_command:run", "play the demonstration's year on", on_database=True),
    Verb(
        ("serve",),
        "guatu.site.serving:run",
        "serve pages and changes and work on jobs (DATABASE_URL must be set)",
    ),
    Verb(
        ("live",),
        "guatu.site.serving:run_live",
        "serve the stream of changes alone (DATABASE_URL must be set)",
    ),
    Verb(("work",), "guatu.site.working:run", "work on jobs alone (DATABASE_URL must be set)"),
    Verb(("messages",), "guatu.site.translations:run", "gather the texts that people see for translation"),
    Verb(("manage",), "guatu.site.managing:run", "run a command of Django", on_database=True),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the verb that the words name; prints the verbs where they name none. Returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verb = _find_verb(words)
    if verb is None:
        return _print_verbs(words)
    try:
        with _database_for(verb):
            return int(resolve_name(verb.runs)(words[len(verb.words) :]))
    except (TroubleError, GuatuError) as trouble:
        print(f"guatu: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _find_verb(words: Sequence[str]) -> Verb | None:
    return next((verb for verb in VERBS if tuple(words[: len(verb.words)]) == verb.words), None)


def _print_verbs(words: Sequence[str]) -> int:
    asked = not words or words[0] in ("help", "-h", "--help")
    stream = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"guatu: there is no verb {words[0]!r}. There are:", file=stream)
    for verb in VERBS:
        print(f"guatu {' '.join(verb.words):15} {verb.says}", file=stream)
    return 0 if asked else FOUND_NO_VERB


@contextmanager
def _database_for(verb: Verb) -> Iterator[None]:
    if not verb.on_database:
        yield
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    with resolve_name("guatu.site.postgres.borrowing:database")() as borrowed:
        os.environ |= borrowed
        resolve_name("django:setup")()
        resolve_name("django.utils.translation:activate")(_language())
        yield


def _language() -> str:
    spoken = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "zh-hans" if spoken.startswith("zh") else "en"


if __name__ == "__main__":
    raise SystemExit(main())
