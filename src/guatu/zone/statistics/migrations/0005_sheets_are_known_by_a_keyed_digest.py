from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statistics", "0004_released_sums")]

    operations = [
        migrations.AddField(
            model_name="returnimport",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64, verbose_name="keyed digest"),
        ),
    ]
