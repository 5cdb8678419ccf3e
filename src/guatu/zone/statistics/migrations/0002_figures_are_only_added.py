from django.db import migrations

# Django's own flush truncates and is not met by these; an application account needs no right to truncate.
PROTECTED = ("statistics_sourcedocument", "statistics_publishedfigure")

CREATE_FUNCTION = """
CREATE FUNCTION statistics_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added, never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def create_trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION statistics_only_added()"
    )


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION statistics_only_added()"),
        *[
            migrations.RunSQL(create_trigger(table), f"DROP TRIGGER only_added ON {table}")
            for table in PROTECTED
        ],
    ]
