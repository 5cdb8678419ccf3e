import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0005_when_it_was_recorded'),
    ]

    operations = [
        migrations.AlterField(
            model_name='economicfact',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='enterprises.enterprise'),
        ),
        migrations.AlterField(
            model_name='listingstep',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listing_steps', to='enterprises.enterprise'),
        ),
        migrations.AlterField(
            model_name='scalespell',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scale_spells', to='enterprises.enterprise'),
        ),
    ]
