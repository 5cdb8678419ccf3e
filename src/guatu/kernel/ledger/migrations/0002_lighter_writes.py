from django.db import migrations

# Of an action there is one entry and nothing else; that its id is used once is seen to by an index. The way from a
# row to its entries is kept with the leaves, where the sealer pays for it and not who writes.
DROPPED = """
DROP TABLE ledger_action;
DROP INDEX ledger_personal_of_row;
DROP FUNCTION ledger_stamp_action, ledger_record_action, ledger_current_action;
ALTER TABLE ledger_leaf DROP CONSTRAINT ledger_leaf_seq_fkey;
"""

# The number is the last column because columns are computed in their order: the entry of an action, which is
# written when the first row asks for it, comes before that row's own. Only triggers write here, so that what they
# write is tried by no constraint: each would be compiled anew for every statement.
ENTRIES = """
ALTER TABLE ledger_entry RENAME TO ledger_entry_before;
CREATE TABLE ledger_entry (
    xact bigint NOT NULL,
    action uuid NOT NULL,
    relation text NOT NULL,
    key text NOT NULL,
    op text NOT NULL,
    before json,
    after json,
    seq bigint GENERATED ALWAYS AS IDENTITY
);
INSERT INTO ledger_entry OVERRIDING SYSTEM VALUE
SELECT xact, action, relation, key, op, before, after, seq FROM ledger_entry_before ORDER BY seq;
SELECT setval(pg_get_serial_sequence('ledger_entry', 'seq'), max(seq)) FROM ledger_entry;
DROP TABLE ledger_entry_before;
ALTER TABLE ledger_entry ADD PRIMARY KEY (seq);
CREATE UNIQUE INDEX an_action_is_of_one_transaction ON ledger_entry (action) WHERE relation = 'ledger_action';
-- Transactions and pages grow together; a brin costs next to nothing while rows are written.
CREATE INDEX ledger_entry_of_xact ON ledger_entry USING brin (xact)
    WITH (pages_per_range = 8, autosummarize = on);
CREATE INDEX ledger_personal_of_row ON ledger_personal (relation, key, field);
CREATE TRIGGER ledger_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION ledger_only_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written by the triggers of other tables only', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
-- A number for a row: rows of a table lie together, and those with numbers for keys in their order.
CREATE FUNCTION ledger_about(relation text, key text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (('x' || substr(md5(relation), 1, 8))::bit(32)::bigint << 32) | (4294967295 &
        CASE WHEN key ~ '^[0-9]{1,18}$' THEN key::bigint
             ELSE ('x' || substr(md5(key), 1, 8))::bit(32)::bigint END)
$$;

-- With INSERT INTO ledger_action DEFAULT VALUES an action that changes no row is written down all the same.
CREATE FUNCTION ledger_write_action() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF NEW.id IS NOT NULL THEN
        RAISE EXCEPTION 'an action is not written by hand: say it in guatu.action'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM ledger_open_action(TG_TABLE_NAME);
    RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION ledger_record_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    IF EXISTS (SELECT FROM old_rows) THEN
        INSERT INTO ledger_entry (xact, action, relation, key, op)
        SELECT ledger_xact(), a.act, TG_TABLE_NAME, to_json(o.reference)::text, 'delete'
        FROM (SELECT ledger_open_action(TG_TABLE_NAME) AS act OFFSET 0) a, old_rows o;
    END IF;
    RETURN NULL;
END
$$;
"""

LOOKING_UP = """
-- No entry of a transaction before this one waits to be sealed; in another cluster, as after a restore from a
-- dump, transactions have other numbers.
CREATE FUNCTION ledger_low_xact() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT c.low_xact FROM ledger_checkpoint c
        WHERE c.size = (SELECT max(size) FROM ledger_checkpoint)
            AND c.cluster = (SELECT system_identifier::text FROM pg_control_system())), 0)
$$;

-- The numbers of all entries about these rows, sealed or waiting.
CREATE FUNCTION ledger_entries_about(relations text[], keys text[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT l.seq FROM unnest(relations, keys) w (relation, key)
    JOIN ledger_leaf l ON l.about = ledger_about(w.relation, w.key)
    UNION ALL
    SELECT e.seq FROM ledger_entry e JOIN unnest(relations, keys) w (relation, key) USING (relation, key)
    WHERE e.xact >= ledger_low_xact() AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = e.seq)
$$;

-- The numbers of all entries that removed a row of that table.
CREATE FUNCTION ledger_removals(relation text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT l.seq FROM ledger_leaf l WHERE l.removed
        AND l.about BETWEEN ledger_about(relation, '0') AND ledger_about(relation, '4294967295')
    UNION ALL
    SELECT e.seq FROM ledger_entry e WHERE e.relation = ledger_removals.relation AND e.op = 'delete'
        AND e.xact >= ledger_low_xact() AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = e.seq)
$$;
"""

GUARD = """
CREATE TRIGGER ledger_only_by_trigger BEFORE INSERT ON ledger_entry
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_only_by_trigger();
"""

ABOUT = """
ALTER TABLE ledger_leaf ADD COLUMN about bigint, ADD COLUMN removed boolean;
ALTER TABLE ledger_leaf DISABLE TRIGGER ledger_refuse;
UPDATE ledger_leaf l SET about = ledger_about(e.relation, e.key), removed = e.op = 'delete'
FROM ledger_entry e WHERE e.seq = l.seq;
ALTER TABLE ledger_leaf ENABLE TRIGGER ledger_refuse;
CREATE INDEX ledger_leaf_about ON ledger_leaf (about);
CREATE INDEX ledger_leaf_removed ON ledger_leaf (about) WHERE removed;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(DROPPED + ENTRIES + FUNCTIONS + ABOUT + LOOKING_UP + GUARD, migrations.RunSQL.noop)]
