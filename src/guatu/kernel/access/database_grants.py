"""What may each role of the database do? Read from the database after every migration, and set right.

No privilege is left from before: what is granted to the roles of ours and not said here is taken back.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from psycopg import Connection, sql
from psycopg.errors import InsufficientPrivilege

from guatu.kernel.access.database_roles import (
    APP,
    PORTAL,
    ROLES,
    STATISTICS,
    Protection,
    protections,
    vouching_key,
)

Connected = Connection[tuple[object, ...]]
Privileges = Mapping[str, frozenset[str]]

ROWS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
LEDGER = "ledger_"
KEY = "access_vouching_key"
# The ledger is written by triggers with their owner's rights. The sealer adds, and erasing a person deletes.
LEDGER_OF_APP = {
    "ledger_action": frozenset(
        {"SELECT", "INSERT"}
    ),  # a view; inserting writes an action that changed no row
    "ledger_leaf": frozenset({"SELECT", "INSERT"}),
    "ledger_node": frozenset({"SELECT", "INSERT"}),
    "ledger_checkpoint": frozenset({"SELECT", "INSERT"}),
    "ledger_personal": frozenset({"SELECT", "DELETE"}),
}
READ_BY_APP = frozenset({"django_migrations"})

MISSING = (
    "SELECT role FROM unnest(%s::text[]) role WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)"
)
NOT_OURS = """
SELECT role FROM unnest(%s::text[]) role
WHERE NOT pg_has_role(current_user, role, CASE WHEN %s THEN 'SET' ELSE 'MEMBER' END)
"""
RELATIONS = """
SELECT c.relname, c.relkind, c.relrowsecurity,
       EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i' AND d.refobjsubid > 0),
       coalesce((SELECT json_agg(json_build_array(coalesce(r.rolname, 'public'), a.privilege_type))
                 FROM aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee), '[]'),
       coalesce((SELECT json_agg(p.polname) FROM pg_policy p WHERE p.polrelid = c.oid), '[]')
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
  AND pg_has_role(current_user, c.relowner, 'USAGE')
ORDER BY c.relname
"""
HIDDEN_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.proname IN ('ledger_refer', 'ledger_refer_address')
  AND has_function_privilege('public', p.oid, 'EXECUTE')
"""
KEEP_KEY = f"""
INSERT INTO {KEY} (key) VALUES (%s)
ON CONFLICT (id) DO UPDATE SET key = excluded.key WHERE {KEY}.key <> excluded.key
"""  # noqa: S608 - a name of ours

OWN_ROWS = "{column} = (SELECT access_own_enterprise())"
STATISTICS_ROWS = "(SELECT access_for_statistics())"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, view or sequence as it is: its privileges by role, its policies by name."""

    name: str
    kind: str
    secured: bool
    is_identity: bool
    privileges: Privileges
    policies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy: for one role, which rows."""

    role: str
    rows: str

    @property
    def name(self) -> str:
        """A name that is another for another rule, so that a changed one is made anew."""
        return f"guatu_{hashlib.sha256(f'{self.role} {self.rows}'.encode()).hexdigest()[:16]}"


def set_right(connection: Connected) -> bool:
    """Makes the roles, their privileges and the policies as they should be; whether that could be done."""
    with connection.transaction():
        connection.execute(KEEP_KEY, [vouching_key()])
    try:
        with connection.transaction():
            _make_roles(connection)
    except InsufficientPrivilege:
        log.warning("this account may make no roles: the portal and the store of micro-data stay shut")
        return False
    with connection.transaction():
        for relation in _relations(connection):
            _set_privileges(connection, relation, protections().get(relation.name, Protection()))
            _set_rules(connection, relation, protections().get(relation.name, Protection()))
        for (function,) in connection.execute(HIDDEN_FUNCTIONS).fetchall():
            connection.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
    return True


def expected_privileges(relation: Relation, kept: Protection) -> Privileges:
    """What each of our roles should be able to do with a relation."""
    if relation.kind == "S":
        # A number column that Django makes asks for no privilege of its sequence; an older kind does.
        return {APP: frozenset() if relation.is_identity else frozenset({"USAGE", "SELECT"})}
    if relation.name == KEY:
        return {}
    if relation.name.startswith(LEDGER):
        return {APP: LEDGER_OF_APP.get(relation.name, frozenset({"SELECT"}))}
    if relation.name in READ_BY_APP:
        return {APP: frozenset({"SELECT"})}
    house = STATISTICS if kept.apart else APP
    return {house: ROWS, PORTAL: frozenset(kept.portal)}


def expected_rules(kept: Protection) -> frozenset[Rule]:
    """The policies of a table: none where every row is for every role that may read it."""
    rules = []
    if kept.enterprise_column:
        column = sql.Identifier(kept.enterprise_column).as_string()
        rules.append(Rule(PORTAL, OWN_ROWS.format(column=column)))
    if kept.apart:
        rules.append(Rule(STATISTICS, STATISTICS_ROWS))
    elif kept.enterprise_column:
        rules.append(Rule(APP, "true"))
    return frozenset(rules)


def _make_roles(connection: Connected) -> None:
    modern = connection.info.server_version >= 160_000
    for (role,) in connection.execute(MISSING, [list(ROLES)]).fetchall():
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(str(role))))
    options = sql.SQL(" WITH INHERIT FALSE, SET TRUE" if modern else "")
    for (role,) in connection.execute(NOT_OURS, [list(ROLES), modern]).fetchall():
        grant = sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(str(role)))
        connection.execute(sql.Composed([grant, options]))
    has = connection.execute("SELECT pg_has_role(%s, %s, 'USAGE')", [STATISTICS, APP]).fetchone()
    if has != (True,):
        connection.execute(f"GRANT {APP} TO {STATISTICS}")


def _relations(connection: Connected) -> list[Relation]:
    return [
        Relation(
            str(name), _text(kind), bool(secured), bool(identity), _by_role(acl), frozenset(_words(names))
        )
        for name, kind, secured, identity, acl, names in connection.execute(RELATIONS).fetchall()
    ]


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _words(value: object) -> Iterator[str]:
    yield from (str(word) for word in value) if isinstance(value, list) else ()


def _by_role(acl: object) -> Privileges:
    found: dict[str, set[str]] = {}
    for role, privilege in acl if isinstance(acl, list) else ():
        found.setdefault(str(role), set()).add(str(privilege))
    return {role: frozenset(privileges) for role, privileges in found.items()}


def _set_privileges(connection: Connected, relation: Relation, kept: Protection) -> None:
    wanted = expected_privileges(relation, kept)
    what = sql.SQL("SEQUENCE" if relation.kind == "S" else "TABLE")
    named = sql.Identifier(relation.name)
    for role in ("public", *ROLES):
        should, has = wanted.get(role, frozenset()), relation.privileges.get(role, frozenset())
        if should == has:
            continue
        whom = sql.SQL("PUBLIC") if role == "public" else sql.Identifier(role)
        connection.execute(sql.SQL("REVOKE ALL ON {} {} FROM {}").format(what, named, whom))
        if should:
            listed = sql.SQL(", ").join(map(sql.SQL, _sorted(should)))
            connection.execute(sql.SQL("GRANT {} ON {} {} TO {}").format(listed, what, named, whom))


def _sorted(privileges: Iterable[str]) -> list[str]:
    return sorted(privileges)


def _set_rules(connection: Connected, relation: Relation, kept: Protection) -> None:
    wanted = {rule.name: rule for rule in expected_rules(kept)}
    ours = {name for name in relation.policies if name.startswith("guatu_")}
    if ours == set(wanted) and relation.secured == bool(wanted):
        return
    table = sql.Identifier(relation.name)
    for name in sorted(ours - set(wanted)):
        connection.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(name), table))
    for name in sorted(set(wanted) - ours):
        rule = wanted[name]
        make = sql.SQL("CREATE POLICY {} ON {} TO {} USING ({rows}) WITH CHECK ({rows})").format(
            sql.Identifier(name), table, sql.Identifier(rule.role), rows=sql.SQL(rule.rows)
        )
        connection.execute(make)
    if wanted and not relation.secured:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))
    elif ours and not wanted and not relation.policies - ours:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(table))
