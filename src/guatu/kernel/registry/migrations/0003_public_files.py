from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_likenesses")]

    operations = [
        migrations.CreateModel(
            name="PublicFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("registry", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("content", models.BinaryField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64)),
                ("schema", models.JSONField(verbose_name="schema")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
            ],
            options={
                "verbose_name": "public file",
                "verbose_name_plural": "public files",
                "constraints": [models.UniqueConstraint(fields=("registry", "number"), name="one_public_file_a_number")],
            },
        ),
    ]
