from django.db import migrations

# A connection says for whom it asks in a setting, and settings can be set by whoever can slip SQL in. So the
# setting carries a sum over a key that only this function can read, and the number of the connection.
FUNCTIONS = """
CREATE TABLE access_vouching_key (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    key bytea NOT NULL CHECK (length(key) = 32)
);

CREATE FUNCTION access_vouched(kind text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said text := current_setting('guatu.' || kind, true);
    whom text := split_part(said, '.', 1);
    secret bytea := (SELECT key FROM access_vouching_key);
    message bytea := convert_to(kind || ':' || whom || ':' || pg_backend_pid(), 'UTF8');
BEGIN
    IF said IS NULL OR said = '' THEN
        RETURN NULL;
    END IF;
    IF split_part(said, '.', 2) IS DISTINCT FROM
            encode(sha256(secret || sha256(secret || message)), 'hex') THEN
        RAISE EXCEPTION 'nobody vouches for the % of this connection', kind
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN whom;
END
$$;

CREATE FUNCTION access_own_enterprise() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = public, pg_temp AS
    $$ SELECT access_vouched('enterprise')::bigint $$;

CREATE FUNCTION access_for_statistics() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = public, pg_temp AS
    $$ SELECT access_vouched('statistics') IS NOT NULL $$;
"""

UNDO = """
DROP FUNCTION access_for_statistics, access_own_enterprise;
DROP FUNCTION access_vouched;
DROP TABLE access_vouching_key;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
