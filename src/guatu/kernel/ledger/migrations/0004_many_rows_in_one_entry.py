from django.db import migrations

# A statement that writes many rows makes one entry for every so many of them: op is the plural (inserts, updates,
# deletes), key the JSON array of their keys, before and after those of their contents, in one order. Packing what
# is written in bulk would cost more than it saves.
STORED = """
ALTER TABLE ledger_entry ALTER COLUMN before SET STORAGE EXTERNAL, ALTER COLUMN after SET STORAGE EXTERNAL,
    ALTER COLUMN key SET STORAGE EXTERNAL;
"""

# Each row that an entry is about, by itself: of all entries, to be read through; of one, to be looked up.
CHANGES = """
CREATE VIEW ledger_change AS
SELECT e.xact, e.action, e.relation, e.key, e.op, e.before, e.after, e.seq
FROM ledger_entry e WHERE e.op NOT IN ('inserts', 'updates', 'deletes')
UNION ALL
SELECT e.xact, e.action, e.relation, r.key::text, left(e.op, -1), r.before, r.after, e.seq
FROM ledger_entry e, ROWS FROM (
    json_array_elements(e.key::json), json_array_elements(e.before), json_array_elements(e.after)
) r (key, before, after)
WHERE e.op IN ('inserts', 'updates', 'deletes');

CREATE FUNCTION ledger_changes(seq bigint) RETURNS SETOF ledger_change LANGUAGE sql ROWS 1 AS $$
    SELECT * FROM ledger_change c WHERE c.seq = ledger_changes.seq
$$;
"""

# The way from a row to the sealed entries that are about others as well; kept by the sealer.
LOOKING_UP = """
ALTER TABLE ledger_leaf ADD COLUMN about_rows bigint[];
CREATE INDEX ledger_leaf_about_rows ON ledger_leaf USING gin (about_rows) WHERE about_rows IS NOT NULL;

-- The numbers of all rows that an entry about many is about.
CREATE FUNCTION ledger_about_rows(relation text, keys text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY(SELECT ledger_about(relation, key::text) FROM json_array_elements(keys::json) key)
$$;

CREATE OR REPLACE FUNCTION ledger_entries_about(relations text[], keys text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    WITH wanted AS MATERIALIZED (
        SELECT w.relation, w.key, ledger_about(w.relation, w.key) AS about FROM unnest(relations, keys) w (relation, key)
    )
    SELECT l.seq FROM wanted w JOIN ledger_leaf l USING (about)
    UNION
    SELECT l.seq FROM wanted w JOIN ledger_leaf l ON l.about_rows @> ARRAY[w.about]
    UNION
    SELECT c.seq FROM ledger_change c JOIN wanted w USING (relation, key)
    WHERE c.xact >= (SELECT ledger_low_xact()) AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = c.seq)
$$;

CREATE OR REPLACE FUNCTION ledger_removals(relation text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT l.seq FROM ledger_leaf l WHERE l.removed
        AND l.about BETWEEN ledger_about(relation, '0') AND ledger_about(relation, '4294967295')
    UNION
    SELECT e.seq FROM ledger_entry e WHERE e.relation = ledger_removals.relation AND e.op IN ('delete', 'deletes')
        AND e.xact >= (SELECT ledger_low_xact()) AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = e.seq)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_reasons")]
    operations = [migrations.RunSQL(STORED + CHANGES + LOOKING_UP, migrations.RunSQL.noop)]
