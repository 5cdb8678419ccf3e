from django.db import migrations

# Row images keep the type json, not jsonb: it gives back the very text that was hashed.
TABLES = """
CREATE TABLE ledger_action (
    id uuid PRIMARY KEY,
    verb text NOT NULL CHECK (verb ~ '^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+$'),
    actor bigint,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    request text,
    session text,
    db_user text NOT NULL,
    xact bigint NOT NULL
);
CREATE TABLE ledger_entry (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xact bigint NOT NULL,
    action uuid NOT NULL,
    relation text NOT NULL,
    key text NOT NULL,
    op text NOT NULL CHECK (op IN ('found', 'insert', 'update', 'delete')),
    before json,
    after json
);
CREATE INDEX ledger_entry_of_row ON ledger_entry (relation, key);
-- Transactions and pages grow together; a brin costs next to nothing while rows are written.
CREATE INDEX ledger_entry_of_xact ON ledger_entry USING brin (xact) WITH (pages_per_range = 8);
CREATE TABLE ledger_leaf (
    position bigint PRIMARY KEY CHECK (position >= 0),
    seq bigint NOT NULL UNIQUE REFERENCES ledger_entry (seq),
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE TABLE ledger_node (
    level smallint NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, position)
);
CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY CHECK (size > 0),
    note text NOT NULL,
    sealed_at timestamptz NOT NULL,
    low_xact bigint NOT NULL,
    cluster text NOT NULL
);
CREATE TABLE ledger_personal (
    reference text PRIMARY KEY,
    relation text NOT NULL,
    key text NOT NULL,
    field text NOT NULL,
    salt text NOT NULL,
    value text NOT NULL
);
CREATE INDEX ledger_personal_of_row ON ledger_personal (relation, key);
"""

FUNCTIONS = """
CREATE FUNCTION ledger_xact() RETURNS bigint LANGUAGE sql AS
    $$ SELECT pg_current_xact_id()::text::bigint $$;

CREATE FUNCTION ledger_refer(relation text, key text, field text, value text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    salt text := gen_random_uuid()::text;
    reference text := 'ref:' || encode(sha256(convert_to(salt || value, 'UTF8')), 'hex');
BEGIN
    IF value IS NULL OR value = '' THEN
        RETURN value;
    END IF;
    INSERT INTO ledger_personal VALUES (reference, relation, key, field, salt, value);
    RETURN reference;
END
$$;

-- The action that the connection is in. Its row is written with the first row that it changes, so an action
-- that changes nothing leaves nothing.
CREATE FUNCTION ledger_current_action(target text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said text := current_setting('guatu.action', true);
    given jsonb;
    opened bigint;
BEGIN
    IF said IS NULL OR said = '' THEN
        RAISE EXCEPTION 'no action is open in this transaction, so % is not written', target
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'Write inside: with ledger.action("verb.of.it", by=user)';
    END IF;
    given := said::jsonb;
    SELECT a.xact INTO opened FROM ledger_action a WHERE a.id = (given->>'id')::uuid;
    IF NOT FOUND THEN
        INSERT INTO ledger_action (id, verb, actor, happened_at, recorded_at, request, session, db_user, xact)
        VALUES (
            (given->>'id')::uuid, given->>'verb', (given->>'actor')::bigint,
            (given->>'happened_at')::timestamptz, clock_timestamp(), given->>'request',
            ledger_refer('ledger_action', given->>'id', 'session', given->>'session'), session_user, 0
        );
    ELSIF opened <> ledger_xact() THEN
        RAISE EXCEPTION 'action % belongs to another transaction', given->>'id'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN (given->>'id')::uuid;
END
$$;

-- Whoever inserts an action by hand does not choose its recorded-at, its account or its transaction.
CREATE FUNCTION ledger_stamp_action() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.db_user := session_user;
    NEW.xact := ledger_xact();
    RETURN NEW;
END
$$;

CREATE FUNCTION ledger_record_action() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    INSERT INTO ledger_entry (xact, action, relation, key, op, after)
    VALUES (NEW.xact, NEW.id, 'ledger_action', to_json(NEW.id)::text, 'insert', json_build_object(
        'verb', NEW.verb, 'actor', NEW.actor, 'happened_at', NEW.happened_at,
        'recorded_at', NEW.recorded_at, 'request', NEW.request, 'session', NEW.session,
        'db_user', NEW.db_user));
    RETURN NULL;
END
$$;

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to: % is refused', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION ledger_only_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% is written by the triggers of other tables only', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION ledger_record_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM old_rows) THEN
        INSERT INTO ledger_entry (xact, action, relation, key, op)
        SELECT ledger_xact(), ledger_current_action(TG_TABLE_NAME), TG_TABLE_NAME,
               to_json(reference)::text, 'delete'
        FROM old_rows;
    END IF;
    RETURN NULL;
END
$$;

-- The state of a row after all that was said of it: later fields lie over earlier ones.
CREATE AGGREGATE ledger_merge (jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');
"""

TRIGGERS = """
CREATE TRIGGER ledger_stamp BEFORE INSERT ON ledger_action
    FOR EACH ROW EXECUTE FUNCTION ledger_stamp_action();
CREATE TRIGGER ledger_record AFTER INSERT ON ledger_action
    FOR EACH ROW EXECUTE FUNCTION ledger_record_action();
CREATE TRIGGER ledger_only_by_trigger BEFORE INSERT ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_by_trigger();
CREATE TRIGGER ledger_record AFTER DELETE ON ledger_personal
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger_record_erasure();
CREATE TRIGGER ledger_refuse BEFORE UPDATE OR TRUNCATE ON ledger_personal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

APPEND_ONLY = ("ledger_action", "ledger_entry", "ledger_leaf", "ledger_node", "ledger_checkpoint")
REFUSALS = "".join(
    f"CREATE TRIGGER ledger_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();\n"
    for table in APPEND_ONLY
)

UNDO = """
DROP TABLE ledger_personal, ledger_checkpoint, ledger_node, ledger_leaf, ledger_entry, ledger_action;
DROP AGGREGATE ledger_merge (jsonb);
DROP FUNCTION ledger_xact, ledger_refer, ledger_current_action, ledger_stamp_action, ledger_record_action,
    ledger_refuse, ledger_only_by_trigger, ledger_record_erasure;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(TABLES + FUNCTIONS + TRIGGERS + REFUSALS, UNDO)]
