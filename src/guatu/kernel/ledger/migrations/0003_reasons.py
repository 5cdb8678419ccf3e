from django.db import migrations

# An action may say why.
REASON = """
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
            'reason', given->'reason', 'request', given->'request', 'session', CASE WHEN given->>'session' <> '' THEN coalesce(
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

CREATE VIEW ledger_action AS
SELECT e.action AS id, e.after->>'verb' AS verb, (e.after->>'actor')::bigint AS actor,
    (e.after->>'happened_at')::timestamptz AS happened_at, (e.after->>'recorded_at')::timestamptz AS recorded_at,
    e.after->>'request' AS request, e.after->>'session' AS session, e.after->>'db_user' AS db_user, e.xact,
    e.after->>'reason' AS reason
FROM ledger_entry e WHERE e.relation = 'ledger_action';
CREATE TRIGGER ledger_write INSTEAD OF INSERT ON ledger_action
    FOR EACH ROW EXECUTE FUNCTION ledger_write_action();
GRANT INSERT ON ledger_action TO PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_lighter_writes")]
    operations = [migrations.RunSQL(REASON, migrations.RunSQL.noop)]
