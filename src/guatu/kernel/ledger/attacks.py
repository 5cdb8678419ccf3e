"""What would somebody do who owns the machine and wants another past?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from psycopg import Connection, sql

from guatu.base.clock import now
from guatu.kernel.ledger.checkpoints import Notary, open_notary
from guatu.kernel.ledger.context import Action, Origin
from guatu.kernel.ledger.sealing import seal_all
from guatu.kernel.ledger.verification import Finding

Connected = Connection[tuple[object, ...]]

# The drill's own tables, so that there is something to attack in any database.
TABLES = """
CREATE TABLE drill_permit (id bigint PRIMARY KEY, holder text NOT NULL, state text NOT NULL);
CREATE TABLE drill_paper (id bigint PRIMARY KEY, content bytea NOT NULL);
"""
FORGET_TREE = "DELETE FROM ledger_checkpoint; DELETE FROM ledger_node; DELETE FROM ledger_leaf"


CUT = """
DELETE FROM ledger_checkpoint WHERE size > {early};
DELETE FROM ledger_node WHERE (position + 1) << level > {early};
DELETE FROM ledger_entry WHERE seq > (SELECT max(seq) FROM ledger_leaf WHERE position < {early});
DELETE FROM ledger_leaf WHERE position >= {early};
DELETE FROM drill_permit WHERE id > 10;
DELETE FROM drill_paper WHERE id > 10
"""


@dataclass(frozen=True)
class Exchanged:
    """A file in whose place lies another: where the database says its SHA-256, the true one and the other."""

    table: str
    column: str
    true: str
    other: str


class Papers(Protocol):
    """Files that lie in a folder beside the database, which knows their hashes."""

    def hand_in(self, connection: Connected, folder: Path) -> None:
        """Hands one in, as an action."""
        ...

    def check(self, connection: Connected, folder: Path) -> Iterable[Finding]:
        """What is wrong with the files of that database, each hashed again."""
        ...

    def alter(self, folder: Path) -> None:
        """Writes something else into the file."""
        ...

    def exchange(self, folder: Path) -> Exchanged:
        """Puts another file into the folder, rightly kept; the database does not know of it."""
        ...


@dataclass(frozen=True)
class Scene:
    """A copy under attack: `stolen` signs with the true key into a folder that nobody looks at.

    `papers` lie in the folder `files`, a copy as well.
    """

    connection: Connected
    stolen: Notary
    early: int  # the size of the tree at the first of the two checkpoints of the drill's own history
    files: Path
    papers: Papers | None = None

    def run(self, statements: str) -> None:
        """Executes as an owner who has switched the triggers off."""
        self.connection.execute("SET session_replication_role = replica")
        for statement in statements.split(";"):
            if statement.strip():
                self.connection.execute(statement.encode())
        self.connection.execute("SET session_replication_role = origin")

    def seal_anew(self) -> None:
        """Throws the tree away, builds another over what the entries say now, and signs it."""
        self.run(FORGET_TREE)
        seal_all(self.connection, self.stolen)


@dataclass(frozen=True)
class Attack:
    """One attack, and where it is to be found."""

    name: str
    does: Callable[[Scene], None]
    found_alone: bool
    found: bool
    # Made on the copy of the database as it was at the drill's first checkpoint.
    on_older_state: bool = False
    # Made on files beside the database; left out where there are none.
    on_papers: bool = False


@contextmanager
def acting(connection: Connected, verb: str) -> Iterator[None]:
    """Runs the block as one action over a connection that Django knows nothing of."""
    with connection.transaction():
        opened = Action(uuid4(), verb, None, now() - timedelta(hours=1), Origin("drill", "192.0.2.1"))
        connection.execute("SELECT set_config('guatu.action', %s, true)", [opened.as_setting()])
        yield


def write_history(connection: Connected, first: int) -> None:
    """Some ordinary actions on permits and papers."""
    with acting(connection, "drill.grant"):
        connection.execute(
            "INSERT INTO drill_permit SELECT i, 'firm ' || i, 'granted' FROM generate_series(%s::int, %s) i",
            [first, first + 9],
        )
        connection.execute("INSERT INTO drill_paper VALUES (%s, 'the signed permit'::bytea)", [first])
    with acting(connection, "drill.withdraw"):
        connection.execute("UPDATE drill_permit SET state = 'withdrawn' WHERE id = %s", [first + 3])


def _change(scene: Scene) -> None:
    scene.run(
        """UPDATE ledger_entry SET after = '{"state":"granted"}'
        WHERE relation = 'drill_permit' AND op = 'update' AND key = '4'"""
    )


def _change_with_hashes(scene: Scene) -> None:
    _change(scene)
    _rebuild_hashes(scene)


def _rebuild_hashes(scene: Scene) -> None:
    """The tree is made right again, and the old checkpoints are put back beside it: without the key."""
    scene.connection.execute("CREATE TEMP TABLE kept AS SELECT * FROM ledger_checkpoint")
    scene.seal_anew()
    scene.run("DELETE FROM ledger_checkpoint; INSERT INTO ledger_checkpoint SELECT * FROM kept")


def _delete(scene: Scene) -> None:
    scene.run("DELETE FROM ledger_entry WHERE relation = 'drill_permit' AND key = '4' AND op = 'update'")


def _insert(scene: Scene) -> None:
    scene.run(
        """INSERT INTO ledger_entry (seq, xact, action, relation, key, op, before, after)
        OVERRIDING SYSTEM VALUE SELECT -seq, xact, action, relation, key, 'update', '{}', '{"holder":"other"}'
        FROM ledger_entry WHERE relation = 'drill_permit' AND key = '2';
        UPDATE drill_permit SET holder = 'other' WHERE id = 2"""
    )
    _rebuild_hashes(scene)


def _reorder(scene: Scene) -> None:
    scene.run(
        """UPDATE ledger_leaf SET position = 1000000000000 - position WHERE position < 2;
        UPDATE ledger_leaf SET position = position - 999999999999 WHERE position > 999999999990"""
    )


def _cut(scene: Scene) -> None:
    scene.run(CUT.format(early=scene.early))


def _cut_and_go_on(scene: Scene) -> None:
    _cut(scene)
    write_history(scene.connection, 101)
    write_history(scene.connection, 201)
    seal_all(scene.connection, scene.stolen)


def _backdate(scene: Scene) -> None:
    scene.run(
        """UPDATE ledger_entry e SET after = (SELECT json_build_object('verb', a.verb, 'actor', a.actor,
            'happened_at', a.happened_at - interval '30 days',
            'recorded_at', a.recorded_at - interval '30 days', 'request', a.request,
            'session', a.session, 'db_user', a.db_user) FROM ledger_action a WHERE a.id = e.action)
        WHERE relation = 'ledger_action' AND after->>'verb' = 'drill.withdraw'"""
    )


def _backdate_and_sign(scene: Scene) -> None:
    scene.connection.execute("SET timezone = 'UTC'")
    _backdate(scene)
    scene.seal_anew()


def _duplicate(scene: Scene) -> None:
    scene.run(
        """INSERT INTO ledger_entry (xact, action, relation, key, op, before, after)
        SELECT xact, action, relation, key, op, before, after FROM ledger_entry
        WHERE relation = 'drill_permit' AND key = '4' ORDER BY seq"""
    )
    _rebuild_hashes(scene)


def _swap(scene: Scene) -> None:
    """The log of another installation, whole and rightly signed there, in place of this one's."""
    scene.run(
        """DELETE FROM ledger_checkpoint; DELETE FROM ledger_node; DELETE FROM ledger_leaf;
        DELETE FROM ledger_entry WHERE relation <> 'ledger_action' AND seq % 2 = 0"""
    )
    folder = scene.stolen.folder / "elsewhere"
    seal_all(scene.connection, open_notary("elsewhere", folder / "key", folder, scene.stolen.algorithm))


def _stay(scene: Scene) -> None:
    """The older state is the attack."""


def _edit_row(scene: Scene) -> None:
    scene.run("UPDATE drill_permit SET state = 'granted' WHERE id = 4")


def _add_row(scene: Scene) -> None:
    scene.run("INSERT INTO drill_permit VALUES (99, 'a friend', 'granted')")


def _edit_paper(scene: Scene) -> None:
    scene.run("UPDATE drill_paper SET content = 'another permit'::bytea WHERE id = 1")


def _alter_file(scene: Scene) -> None:
    assert scene.papers is not None
    scene.papers.alter(scene.files)


def _exchange_file(scene: Scene) -> Exchanged:
    assert scene.papers is not None
    exchanged = scene.papers.exchange(scene.files)
    say = sql.SQL("UPDATE {table} SET {column} = {other} WHERE {column} = {true}").format(
        table=sql.Identifier(exchanged.table),
        column=sql.Identifier(exchanged.column),
        other=sql.Literal(exchanged.other),
        true=sql.Literal(exchanged.true),
    )
    scene.run(say.as_string(scene.connection))
    return exchanged


def _exchange_row(scene: Scene) -> None:
    _exchange_file(scene)


def _exchange_all(scene: Scene) -> None:
    exchanged = _exchange_file(scene)
    say = sql.SQL("UPDATE ledger_entry SET after = replace(after::text, {}, {})::json WHERE relation = {}")
    scene.run(
        say.format(exchanged.true, exchanged.other, sql.Literal(exchanged.table)).as_string(scene.connection)
    )
    scene.seal_anew()


def _silence(scene: Scene) -> None:
    scene.run("ALTER TABLE drill_permit DISABLE TRIGGER ledger_update")


def _rewrite_all(scene: Scene) -> None:
    _change(scene)
    _edit_row(scene)
    scene.seal_anew()


def _alter_unsealed(scene: Scene) -> None:
    write_history(scene.connection, 301)
    scene.run(
        """UPDATE ledger_entry SET after = '{"state":"granted"}'
        WHERE relation = 'drill_permit' AND op = 'update' AND key = '304';
        UPDATE drill_permit SET state = 'granted' WHERE id = 304"""
    )
    seal_all(scene.connection, scene.stolen)


def _lie(scene: Scene) -> None:
    with acting(scene.connection, "drill.grant"):
        scene.connection.execute("INSERT INTO drill_permit VALUES (400, 'never applied', 'granted')")
    seal_all(scene.connection, scene.stolen)


ATTACKS = (
    Attack("change an entry", _change, found_alone=True, found=True),
    Attack("change an entry and all hashes, without the key", _change_with_hashes, True, True),
    Attack("delete an entry", _delete, True, True),
    Attack("insert an entry with its row, without the key", _insert, True, True),
    Attack("reorder two entries", _reorder, True, True),
    Attack("duplicate entries, without the key", _duplicate, True, True),
    Attack("backdate an action", _backdate, True, True),
    Attack("swap the log for that of another installation", _swap, True, True),
    Attack("edit a row of a table only", _edit_row, True, True),
    Attack("add a row past the triggers", _add_row, True, True),
    Attack("edit a document in the database only", _edit_paper, True, True),
    Attack("edit the file of an attachment only", _alter_file, True, True, on_papers=True),
    Attack("exchange a file, and its hash in the table", _exchange_row, True, True, on_papers=True),
    Attack("switch a trigger off", _silence, True, True),
    Attack("cut the tail, with its rows", _cut, False, True),
    Attack("cut the tail and go on, with the key", _cut_and_go_on, False, True),
    Attack("backdate an action and sign anew, with the key", _backdate_and_sign, False, True),
    Attack("change entry and row and sign anew, with the key", _rewrite_all, False, True),
    Attack(
        "exchange a file, its hash everywhere and sign anew, with the key",
        _exchange_all,
        False,
        True,
        on_papers=True,
    ),
    Attack("restore an old database with its matching log", _stay, False, True, on_older_state=True),
    Attack("alter an entry and its row before they are sealed", _alter_unsealed, False, False),
    Attack("record a lie by an ordinary action", _lie, False, False),
)
