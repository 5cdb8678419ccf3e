import django.db.models.deletion
from django.db import migrations, models


# The light that was shown is not shown differently later. Django's own flush truncates and is not met by this.
REFUSE = """
CREATE FUNCTION plan_light_turns_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'turns of lights are only added, never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON plan_lightturn
    FOR EACH STATEMENT EXECUTE FUNCTION plan_light_turns_are_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LightTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "light",
                    models.CharField(
                        choices=[
                            ("done", "done"),
                            ("on_track", "on_track"),
                            ("at_risk", "at_risk"),
                            ("behind", "behind"),
                            ("stale", "stale"),
                            ("not_started", "not_started"),
                            ("kept", "kept"),
                            ("broken", "broken"),
                        ],
                        max_length=12,
                        verbose_name="light",
                    ),
                ),
                ("reason_code", models.CharField(max_length=40)),
                ("reason_params", models.JSONField(default=dict)),
                ("day", models.DateField(verbose_name="day")),
                ("judged_at", models.DateTimeField(verbose_name="as of")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="light_turns",
                        to="plan.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="light_turns",
                        to="plan.target",
                        verbose_name="target",
                    ),
                ),
            ],
            options={
                "verbose_name": "turn of a light",
                "verbose_name_plural": "turns of lights",
                "ordering": ("judged_at", "pk"),
                "indexes": [models.Index(fields=["plan", "target", "-judged_at"], name="light_turn_latest")],
                "constraints": [
                    models.UniqueConstraint(fields=("target", "judged_at"), name="light_once_a_moment"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "light__in",
                                [
                                    "done",
                                    "on_track",
                                    "at_risk",
                                    "behind",
                                    "stale",
                                    "not_started",
                                    "kept",
                                    "broken",
                                ],
                            )
                        ),
                        name="light_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER only_added ON plan_lightturn; DROP FUNCTION plan_light_turns_are_only_added()",
        ),
    ]
