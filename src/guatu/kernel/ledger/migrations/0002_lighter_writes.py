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

-- The action that the connection is in, written down with the first row that it changes. Called by triggers of
-- the ledger only: the guard of ledger_entry refuses anybody else. What one account does from one address on one
-- day has one reference to the address.
CREATE FUNCTION ledger_open_action(target text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    said text := current_setting('guatu.action', true);
    act uuid;
BEGIN
    IF said = current_setting('guatu.opened', true) AND said <> '' THEN
        SELECT e.action INTO act FROM ledger_entry e WHERE e.relation = 'ledger_action'
            AND e.action = (said::json->>'id')::uuid AND e.xact = ledger_xact();
        IF FOUND THEN
            RETURN act;
        END IF;
    END IF;
    -- The next statement of the transaction is told that the action is open; it looks up whether that is true.
    INSERT INTO ledger_entry (xact, action, relation, key, op, after)
    SELECT ledger_xact(), (given->>'id')::uuid, 'ledger_action', (given->'id')::text, 'insert',
        json_build_object(
            'verb', given->'verb', 'actor', given->'actor',
            'happened_at', (given->>'happened_at')::timestamptz, 'recorded_at', clock_timestamp(),
            'request', given->'request', 'session', CASE WHEN given->>'session' <> '' THEN coalesce(
                (SELECT p.reference FROM ledger_personal p
                 WHERE p.relation = 'ledger_action' AND p.key = (given->'actor')::text
                    AND p.field = 'session ' || current_date AND p.value = given->>'session' LIMIT 1),
                ledger_refer('ledger_action', (given->'actor')::text, 'session ' || current_date,
                    given->>'session')) END,
            'db_user', session_user)
    FROM (SELECT nullif(said, '')::jsonb AS given OFFSET 0) x
    WHERE given->>'verb' ~ '^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+$'
    RETURNING action, set_config('guatu.opened', said, true) INTO act;
    IF act IS NULL THEN
        IF said <> '' THEN
            RAISE EXCEPTION '"%" is not the name of an action, so % is not written', said::json->>'verb', target
                USING ERRCODE = 'insufficient_privilege', HINT = 'Name it like plan.publish';
        END IF;
        RAISE EXCEPTION 'no action is open in this transaction, so % is not written', target
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'Write inside: with ledger.action("verb.of_it", by=user)';
    END IF;
    RETURN act;
END
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

VIEW = """
CREATE VIEW ledger_action AS
SELECT e.action AS id, e.after->>'verb' AS verb, (e.after->>'actor')::bigint AS actor,
    (e.after->>'happened_at')::timestamptz AS happened_at, (e.after->>'recorded_at')::timestamptz AS recorded_at,
    e.after->>'request' AS request, e.after->>'session' AS session, e.after->>'db_user' AS db_user, e.xact
FROM ledger_entry e WHERE e.relation = 'ledger_action';
CREATE TRIGGER ledger_write INSTEAD OF INSERT ON ledger_action
    FOR EACH ROW EXECUTE FUNCTION ledger_write_action();
GRANT INSERT ON ledger_action TO PUBLIC;
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
    operations = [migrations.RunSQL(DROPPED + ENTRIES + FUNCTIONS + ABOUT + LOOKING_UP + VIEW, migrations.RunSQL.noop)]
