import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_public_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pins",
                        to="registry.savedview",
                    ),
                ),
            ],
            options={
                "verbose_name": "pinned list",
                "verbose_name_plural": "pinned lists",
                "ordering": ("place", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PinCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(verbose_name="count")),
                (
                    "pin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="registry.pin"
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a pinned list",
                "verbose_name_plural": "counts of pinned lists",
            },
        ),
        migrations.AddConstraint(
            model_name="pin",
            constraint=models.UniqueConstraint(fields=("person", "view"), name="one_pin_a_view"),
        ),
        migrations.AddConstraint(
            model_name="pincount",
            constraint=models.UniqueConstraint(fields=("pin", "day"), name="one_count_a_day"),
        ),
    ]
