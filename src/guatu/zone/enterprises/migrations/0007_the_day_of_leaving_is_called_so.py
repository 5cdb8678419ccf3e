from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0006_keep_what_hangs_on_it")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name=called),
        )
        for model, called in (
            ("enterpriseaccount", "closed on"),
            ("groupmember", "left on"),
            ("scalespell", "left on"),
        )
    ]
