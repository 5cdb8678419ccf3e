"""Which attacks on the ledger are found, and which only with a checkpoint that was kept outside?

The attacker owns the machine: he switches triggers off, writes what he likes, and some have the signing key.
Every attack is made on a copy of its own, and the copy is verified twice, with and without the checkpoints
that somebody else kept before the attack.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.attacks import ATTACKS, TABLES, Attack, Papers, Scene, write_history
from guatu.kernel.ledger.checkpoints import Notary, kept_outside
from guatu.kernel.ledger.sealing import seal_all
from guatu.kernel.ledger.tables import Policy
from guatu.kernel.ledger.triggers import install
from guatu.kernel.ledger.verification import verify

Connected = Connection[tuple[object, ...]]


@dataclass(frozen=True)
class Result:
    """What came of one attack: the codes of what verification found, alone and with outside checkpoints."""

    attack: Attack
    alone: tuple[str, ...]
    with_outside: tuple[str, ...]

    @property
    def as_expected(self) -> bool:
        """Whether it is found exactly where `ATTACKS` says so."""
        return (bool(self.alone), bool(self.with_outside)) == (self.attack.found_alone, self.attack.found)


def drill(
    address: str,
    notary: Notary,
    policy: Policy,
    folder: Path,
    *,
    papers: Papers | None = None,
    attacks: Sequence[Attack] = ATTACKS,
) -> Iterator[Result]:
    """Copies the database at that address and attacks the copies, one after another; drops them afterwards.

    Nobody else may be connected while it is copied. What the drill signs lies in `folder`, never beside the
    true checkpoints, and so do the files of `papers`; without any, the attacks on files are left out.
    """
    own, files = replace(notary, folder=folder / "drill"), folder / "files"
    own.folder.mkdir(parents=True)
    files.mkdir()
    with _copy(address, address) as later, psycopg.connect(later, autocommit=True) as connection:
        early = _begin(connection, own, policy, papers, files)
        connection.close()
        with _copy(address, later) as older:
            with psycopg.connect(later, autocommit=True) as again:
                write_history(again, 11)
                seal_all(again, own)
            kept = [file.read_text("utf-8") for file in kept_outside(own.folder)]
            for number, attack in enumerate(attacks):
                if attack.on_papers and papers is None:
                    continue
                source = older if attack.on_older_state else later
                stolen = replace(notary, folder=folder / str(number))
                stolen.folder.mkdir()
                copied = shutil.copytree(files, stolen.folder / "files")
                with _copy(address, source) as victim, psycopg.connect(victim, autocommit=True) as attacked:
                    attack.does(Scene(attacked, stolen, early, copied, papers))
                    attacked.close()
                    yield _look(victim, attack, stolen, policy, kept, copied, papers)


def _begin(connection: Connected, notary: Notary, policy: Policy, papers: Papers | None, files: Path) -> int:
    """Tables to attack, a first piece of history and a checkpoint over it; returns its size."""
    connection.execute(TABLES)
    install(connection, policy)
    write_history(connection, 1)
    if papers is not None:
        papers.hand_in(connection, files)
    checkpoint = seal_all(connection, notary)
    assert checkpoint is not None
    return checkpoint.size


def _look(
    address: str,
    attack: Attack,
    stolen: Notary,
    policy: Policy,
    kept: Sequence[str],
    files: Path,
    papers: Papers | None,
) -> Result:
    reports = [verify(address, stolen.verifier, outside=notes, policy=policy) for notes in ((), kept)]
    with psycopg.connect(address, autocommit=True) as connection:
        beside = {finding.code for finding in papers.check(connection, files)} if papers else set()
    codes = ({finding.code for finding in report.findings} | beside for report in reports)
    alone, with_outside = (tuple(sorted(each)) for each in codes)
    return Result(attack, alone, with_outside)


@contextmanager
def _copy(maintained_at: str, source: str) -> Iterator[str]:
    """Yields the address of a copy of the database at `source`; drops it at the end."""
    name = f"guatu_drill_{uuid4().hex[:12]}"
    words = {"copy": sql.Identifier(name), "source": sql.Identifier(str(conninfo_to_dict(source)["dbname"]))}
    with psycopg.connect(_at(maintained_at, "postgres"), autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {copy} TEMPLATE {source}").format(**words))
        except psycopg.errors.ObjectInUse as error:
            raise GuatuError(
                "in_use", "Somebody else works on the database; stop the pages first."
            ) from error
        try:
            yield _at(source, name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {copy} WITH (FORCE)").format(**words))


def _at(address: str, database: str) -> str:
    return make_conninfo("", **{**conninfo_to_dict(address), "dbname": database})
