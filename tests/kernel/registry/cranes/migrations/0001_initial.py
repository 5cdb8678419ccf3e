from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [
        migrations.CreateModel(
            "Crane",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("search_text", models.TextField(default="")),
                ("provenance", models.JSONField(default=dict)),
                ("demonstration", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("name", models.CharField(max_length=80)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(max_length=10)),
                ("lifts_t", models.DecimalField(max_digits=8, decimal_places=2, null=True)),
                ("inspected_on", models.DateField(null=True)),
                ("keeper_phone", models.CharField(max_length=20)),
                ("longitude", models.DecimalField(max_digits=9, decimal_places=6, null=True)),
                ("latitude", models.DecimalField(max_digits=9, decimal_places=6, null=True)),
            ],
            {"indexes": [GinIndex(fields=["search_text"], name="crane_search", opclasses=["gin_trgm_ops"])]},
        )
    ]
