from django.db import migrations

# What was printed is kept as it was printed: the rows are only added. Django's own flush truncates.
REFUSE = """
CREATE FUNCTION reports_printed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'files and numbers of reports are only added, never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON reports_reportfile
    FOR EACH STATEMENT EXECUTE FUNCTION reports_printed_stays();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON reports_reportnumber
    FOR EACH STATEMENT EXECUTE FUNCTION reports_printed_stays();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON reports_templateversion
    FOR EACH STATEMENT EXECUTE FUNCTION reports_printed_stays();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON reports_wording
    FOR EACH STATEMENT EXECUTE FUNCTION reports_printed_stays();
"""
ALLOW = """
DROP TRIGGER only_added ON reports_reportfile;
DROP TRIGGER only_added ON reports_reportnumber;
DROP TRIGGER only_added ON reports_templateversion;
DROP TRIGGER only_added ON reports_wording;
DROP FUNCTION reports_printed_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
