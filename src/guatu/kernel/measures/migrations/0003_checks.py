import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_numbers_are_only_added")]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="checked at")),
                ("measures", models.PositiveIntegerField(verbose_name="measures")),
                ("numbers", models.PositiveIntegerField(verbose_name="numbers")),
                ("differences", models.JSONField(default=list, verbose_name="differences")),
            ],
            options={
                "ordering": ("-checked_at", "-pk"),
                "verbose_name": "check of numbers",
                "verbose_name_plural": "checks of numbers",
            },
        ),
    ]
