from django.db import migrations

# Django's own flush truncates and is not met by these; an application account needs no right to truncate.
ONLY_ADDED = """
CREATE FUNCTION measures_numbers_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'numbers are only added, never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON measures_storedobservation
    FOR EACH STATEMENT EXECUTE FUNCTION measures_numbers_are_only_added();
"""

# When a write was recorded by the zone's clock: by its own columns, by its action. What neither tells (a change
# past an action) was recorded when it is found.
MOMENT = """
CREATE FUNCTION measures_moment(recorded timestamptz, added boolean) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN said <> '' THEN greatest(recorded, (said::json->>'happened_at')::timestamptz)
                WHEN added THEN recorded END
    FROM (SELECT coalesce(current_setting('guatu.action', true), '') AS said) x
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [
        migrations.RunSQL(
            ONLY_ADDED,
            "DROP TRIGGER only_added ON measures_storedobservation; "
            "DROP FUNCTION measures_numbers_are_only_added()",
        ),
        migrations.RunSQL(MOMENT, "DROP FUNCTION measures_moment(timestamptz, boolean)"),
    ]
