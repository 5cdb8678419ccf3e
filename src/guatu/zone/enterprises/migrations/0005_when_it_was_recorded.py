from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0004_file_of_an_enterprise'),
    ]

    operations = [
        migrations.AddField(
            model_name='inspection',
            name='made_recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='title',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='recorded at'),
        ),
        migrations.AddField(
            model_name='visit',
            name='made_recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
