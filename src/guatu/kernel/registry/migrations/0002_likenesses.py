import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("registry", models.CharField(max_length=60)),
                ("one", models.BigIntegerField()),
                ("other", models.BigIntegerField()),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("score", models.PositiveSmallIntegerField(verbose_name="likeness")),
                ("found_at", models.DateTimeField(verbose_name="found at")),
                ("verdict", models.CharField(choices=[("open", "to decide"), ("different", "two different ones"), ("same", "one and the same")], default="open", max_length=10, verbose_name="decision")),
                ("duplicate", models.BigIntegerField(null=True, verbose_name="duplicate")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
                "indexes": [models.Index(fields=["registry", "verdict", "-score", "id"], name="likenesses_to_decide")],
                "constraints": [
                    models.UniqueConstraint(fields=("registry", "one", "other"), name="one_likeness_a_pair"),
                    models.UniqueConstraint(fields=("registry", "duplicate"), name="a_duplicate_points_to_one"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="a_likeness_has_an_order"),
                    models.CheckConstraint(condition=models.Q(models.Q(("duplicate", None), models.Q(("verdict", "same"), _negated=True)), models.Q(("duplicate__isnull", False), ("verdict", "same"), models.Q(("duplicate", models.F("one")), ("duplicate", models.F("other")), _connector="OR")), _connector="OR"), name="only_the_same_has_a_duplicate"),
                    models.CheckConstraint(condition=models.Q(models.Q(("decided_at", None), ("verdict", "open")), models.Q(models.Q(("verdict", "open"), _negated=True), ("decided_at__isnull", False)), _connector="OR"), name="a_decided_likeness_says_when"),
                ],
            },
        ),
    ]
