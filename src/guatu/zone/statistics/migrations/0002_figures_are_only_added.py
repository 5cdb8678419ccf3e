from django.db import migrations

# Django's own flush truncates and is not met by these; an application account needs no right to truncate.
REFUSE_FIGURES = """
CREATE FUNCTION statistics_figures_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'published figures are only added, never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON statistics_publishedfigure
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_figures_are_only_added();
"""

# Before its first figure a document may still be described differently or thrown away; its bytes never change.
REFUSE_DOCUMENTS = """
CREATE FUNCTION statistics_documents_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM statistics_publishedfigure WHERE document_id = OLD.id) THEN
        RAISE EXCEPTION 'a document that figures came from is kept as it is'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.content IS DISTINCT FROM OLD.content OR NEW.sha256 IS DISTINCT FROM OLD.sha256 THEN
        RAISE EXCEPTION 'the bytes of a source document never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON statistics_sourcedocument
    FOR EACH ROW EXECUTE FUNCTION statistics_documents_are_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial")]

    operations = [
        migrations.RunSQL(
            REFUSE_FIGURES,
            "DROP TRIGGER only_added ON statistics_publishedfigure; "
            "DROP FUNCTION statistics_figures_are_only_added()",
        ),
        migrations.RunSQL(
            REFUSE_DOCUMENTS,
            "DROP TRIGGER kept ON statistics_sourcedocument; DROP FUNCTION statistics_documents_are_kept()",
        ),
    ]
