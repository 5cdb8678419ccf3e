import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # Brings the trigrams.
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_model", models.CharField(max_length=100, verbose_name="kind of record")),
                ("subject_id", models.BigIntegerField(verbose_name="record")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "licence or certificate"),
                            ("application", "application"),
                            ("approval", "approval or reply"),
                            ("contract", "contract or agreement"),
                            ("report", "report"),
                            ("minutes", "minutes"),
                            ("statement", "statement or sheet"),
                            ("evidence", "supporting paper"),
                            ("photo", "photo of the site"),
                            ("drawing", "drawing"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "field_class",
                    models.CharField(
                        choices=[("open", "open"), ("internal", "internal"), ("personal", "personal"), ("commercial", "business secret"), ("restricted", "restricted")],
                        default="internal",
                        max_length=12,
                        verbose_name="how closely it is kept",
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                ("withdrawal_reason", models.CharField(blank=True, max_length=300, verbose_name="reason of the withdrawal")),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("withdrawn_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("file_kind", models.CharField(max_length=8, verbose_name="kind of file")),
                ("pages", models.PositiveIntegerField(null=True, verbose_name="pages")),
                ("warnings", models.JSONField(default=list, verbose_name="warnings")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what is new")),
                ("happened_at", models.DateTimeField(verbose_name="happened at")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="documents.document")),
                ("uploaded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "version of a document",
                "verbose_name_plural": "versions of documents",
            },
        ),
        migrations.CreateModel(
            name="FileReading",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("file_kind", models.CharField(max_length=8)),
                ("sizes", models.JSONField(default=list)),
                ("state", models.CharField(choices=[("waiting", "not read yet"), ("read", "read"), ("no_text", "no text in it"), ("failed", "could not be read")], default="waiting", max_length=8)),
                ("text", models.TextField(blank=True, default="")),
                ("grams", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
            ],
            options={
                "verbose_name": "reading of a file",
                "verbose_name_plural": "readings of files",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="files_by_their_text")],
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["subject_model", "subject_id"], name="documents_of_a_record"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["-created_at"], name="documents_newest"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_text"], name="documents_by_title", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawal_reason", ""), ("withdrawn_at", None)), models.Q(("withdrawn_at__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)), _connector="OR"
                ),
                name="a_withdrawal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="one_version_a_number"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="versions_count_from_one"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="a_sha256_is_one"),
        ),
    ]
