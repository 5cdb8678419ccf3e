import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_readings_and_viewings"),
        ("plan", "0002_light_turn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssignmentAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("returned", "returned"),
                            ("asked", "asked again"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.department",
                        verbose_name="lead department",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="plan.target",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="plan.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to an assignment",
                "verbose_name_plural": "answers to assignments",
                "ordering": ("-at", "-pk"),
                "indexes": [
                    models.Index(fields=["target", "department", "-at"], name="answers_of_a_target"),
                    models.Index(fields=["task", "department", "-at"], name="answers_of_a_task"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("target", None), ("task", None), _connector="XOR"),
                        name="an_answer_is_to_one_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("said__in", ["accepted", "returned", "asked"])),
                        name="an_answer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("said", "accepted"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_returned_assignment_says_why",
                    ),
                ],
            },
        ),
    ]
