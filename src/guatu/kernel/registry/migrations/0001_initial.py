import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Every registry searches by the trigrams of its search texts.
        TrigramExtension(),
        migrations.CreateModel(
            name="RecordImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("registry", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("content", models.BinaryField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=120, verbose_name="source")),
                ("as_of", models.DateField(verbose_name="as of")),
                ("demonstration", models.BooleanField(default=False, verbose_name="demonstration data")),
                ("state", models.CharField(choices=[("previewed", "previewed"), ("applied", "applied"), ("undone", "undone")], default="previewed", max_length=10, verbose_name="state")),
                ("rows", models.JSONField(default=list, verbose_name="rows")),
                ("problems", models.JSONField(default=list, verbose_name="problems")),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
                ("changes", models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="changes")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="applied at")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone at")),
                ("applied_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("undone_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "import of records",
                "verbose_name_plural": "imports of records",
                "indexes": [models.Index(fields=["registry", "-created_at"], name="imports_of_a_registry")],
                "constraints": [models.CheckConstraint(condition=models.Q(models.Q(("applied_at", None), ("state", "previewed")), models.Q(("applied_at__isnull", False), ("state", "applied")), models.Q(("applied_at__isnull", False), ("state", "undone"), ("undone_at__isnull", False)), _connector="OR"), name="a_record_import_says_when")],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("registry", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=2000)),
                ("for_all", models.BooleanField(default=False, verbose_name="shown to everybody")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("created_by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ("name", "pk"),
                "constraints": [models.UniqueConstraint(fields=("registry", "created_by", "name"), name="one_saved_view_a_name")],
            },
        ),
    ]
