"""What do `guatu ledger seal`, `verify`, `prove`, `export`, `erase-person` and `drill` do?"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import Connection
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from guatu.base.errors import GuatuError
from guatu.kernel.documents.files import check_files
from guatu.kernel.ledger.checkpoints import Notary, kept_outside
from guatu.kernel.ledger.drill import drill
from guatu.kernel.ledger.erasing import Row, erase_person, rows_of_account
from guatu.kernel.ledger.export import export_ledger
from guatu.kernel.ledger.installation import own_address, own_connection, own_notary
from guatu.kernel.ledger.proofs import note_at, prove_entry, prove_growth
from guatu.kernel.ledger.sealing import last_checkpoint, seal
from guatu.kernel.ledger.verification import verify
from guatu.site.drilled_papers import DrilledPapers
from guatu.site.ledger_policy import POLICY

NOT_WHOLE = 1


def run(arguments: Sequence[str]) -> int:
    """Runs the verb; returns 0, or 1 where the ledger is not whole or an attack went unnoticed."""
    wanted = _parser().parse_args(arguments)
    call_command("migrate", interactive=False, verbosity=0)
    return cast("Callable[[argparse.Namespace], int]", wanted.run)(wanted)


def seal_quietly(say: Callable[[str], None]) -> None:
    """Seals what is new; what stands against it is said and stops nothing else."""
    try:
        seal()
    except GuatuError as trouble:
        say(f"the ledger was not sealed: {trouble}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu ledger")
    verbs = parser.add_subparsers(required=True, metavar="seal|verify|prove|export|erase-person|drill")
    verbs.add_parser("seal", help="put new entries into the tree and sign").set_defaults(run=_seal)
    verifying = verbs.add_parser("verify", help="hash all entries anew, compare checkpoints, rows, files")
    verifying.add_argument(
        "--checkpoint", type=Path, action="append", default=[], help="one kept elsewhere, beside the folder's"
    )
    verifying.set_defaults(run=_verify)
    proving = verbs.add_parser("prove", help="print a proof for verify_ledger.py")
    proving.add_argument("entry", type=int, nargs="?", metavar="ENTRY", help="the number of an entry")
    proving.add_argument(
        "--from", dest="old", metavar="CHECKPOINT", help="or that a checkpoint (its file or its size)"
    )
    proving.add_argument(
        "--to", dest="new", metavar="CHECKPOINT", help="is continued by this one; the newest, if not given"
    )
    proving.set_defaults(run=_prove)
    exporting = verbs.add_parser("export", help="write all sealed entries for verify_ledger.py")
    exporting.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")
    exporting.set_defaults(run=_export)
    erasing = verbs.add_parser("erase-person", help="forget somebody's personal data; all proofs stay")
    erasing.add_argument("whose", metavar="USER|TABLE:KEY", help="an account by its name, or one row")
    erasing.add_argument("--reason", required=True, help="the law, or the request of whom; it is kept")
    erasing.add_argument("--by", metavar="USER", help="the account that acts; the system if not given")
    erasing.set_defaults(run=_erase_person)
    verbs.add_parser("drill", help="attack copies of the database; say what is found").set_defaults(
        run=_drill
    )
    return parser


def _seal(wanted: argparse.Namespace) -> int:
    sealed, notary = seal(), own_notary()
    with own_connection() as own:
        newest = sealed or last_checkpoint(own, notary)
    if newest is None:
        print("There is nothing to seal yet.")
    else:
        words = "Sealed" if sealed else "Nothing new; sealed before"
        print(f"{words}: {newest.size} entries, {newest.sealed_at}")
        print(f"The checkpoint is in {notary.folder}; give it to somebody who does not run this machine.")
    return 0


def _verify(wanted: argparse.Namespace) -> int:
    notary = own_notary()
    files = [*kept_outside(notary.folder), *wanted.checkpoint]
    notes = [file.read_text("utf-8") for file in files]
    report = verify(own_address(), notary.verifier, outside=notes, policy=POLICY)
    found = [*report.findings, *check_files()]
    for finding in found:
        print(f"{finding.code:15} {finding.sentence}")
    print(
        f"{report.entries} entries in the tree, {report.unsealed} wait to be sealed; {report.checkpoints} "
        f"checkpoints in the database, {report.outside} outside."
    )
    print("The ledger is NOT whole." if found else "The ledger is whole.")
    return NOT_WHOLE if found else 0


def _prove(wanted: argparse.Namespace) -> int:
    notary = own_notary()
    with own_connection() as own:
        if wanted.old:
            new = wanted.new or str(_newest_size(own, notary))
            proof = prove_growth(own, notary, _note(own, wanted.old), _note(own, new))
        else:
            proof = prove_entry(own, notary, wanted.entry or 0)
    print(proof, end="")
    return 0


def _note(own: Connection[tuple[object, ...]], named: str) -> str:
    return note_at(own, int(named)) if named.isdigit() else Path(named).read_text("utf-8")


def _newest_size(own: Connection[tuple[object, ...]], notary: Notary) -> int:
    newest = last_checkpoint(own, notary)
    return newest.size if newest else 0


def _export(wanted: argparse.Namespace) -> int:
    with own_connection() as own:
        checkpoint = export_ledger(own, own_notary(), wanted.folder)
    print(f"{checkpoint.size} entries, sealed {checkpoint.sealed_at}: {wanted.folder}")
    print(f"To check them: python3 verify_ledger.py export {wanted.folder} --checkpoint ONE_KEPT_BEFORE")
    return 0


def _erase_person(wanted: argparse.Namespace) -> int:
    by = _account(wanted.by) if wanted.by else None
    table, _, key = wanted.whose.partition(":")
    rows = [Row(table, key)] if key else rows_of_account(_account(wanted.whose))
    erased = erase_person(rows, reason=wanted.reason, by=by)
    print(f"Forgotten: {erased.forgotten} values. The entries and all proofs are as they were.")
    for place in erased.still_found:
        print(f"One of them still stands in {place.rows} rows of {place.table}, in {place.column}.")
    print("Backups and exports made before hold them until they are deleted.")
    return 0


def _account(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise GuatuError("no_such_account", f"There is no account {name}.")
    return found


def _drill(wanted: argparse.Namespace) -> int:
    address, notary = own_address(), own_notary()
    for each in connections.all():
        each.close()
        if isinstance(each, DatabaseWrapper):
            each.close_pool()
    table = Table(
        "attack", "alone", "with a checkpoint kept outside", title="Is it found?", title_justify="left"
    )
    as_expected = True
    with tempfile.TemporaryDirectory(prefix="guatu-drill-") as folder:
        for result in drill(address, notary, POLICY, Path(folder), papers=DrilledPapers()):
            as_expected &= result.as_expected
            table.add_row(escape(result.attack.name), _words(result.alone), _words(result.with_outside))
    Console().print(table)
    print("Nobody can find out by computing: what was altered before it was sealed, and what was never true.")
    return 0 if as_expected else NOT_WHOLE


def _words(codes: Sequence[str]) -> str:
    return f"[green]found[/green] {', '.join(codes)}" if codes else "[red]not found[/red]"
