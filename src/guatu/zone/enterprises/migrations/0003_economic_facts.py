import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0002_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='EconomicFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('element', models.CharField(max_length=60, verbose_name='data element')),
                ('period', models.CharField(max_length=12, verbose_name='period')),
                ('period_end', models.DateField(editable=False, verbose_name='end of the period')),
                ('amount', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='amount')),
                ('unit', models.CharField(max_length=40, verbose_name='unit')),
                ('origin', models.CharField(choices=[('authorised', 'authorised by the enterprise'), ('authority', 'another authority')], max_length=10, verbose_name='origin')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('scope', models.CharField(blank=True, max_length=200, verbose_name='authorised for')),
                ('allowed_until', models.DateField(blank=True, null=True, verbose_name='authorised until')),
                ('demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration data')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='enterprises.enterprise')),
            ],
            options={
                'verbose_name': 'economic fact',
                'verbose_name_plural': 'economic facts',
                'ordering': ('-period_end', 'element', '-recorded_at', '-pk'),
                'indexes': [models.Index(fields=['element', 'period_end', 'enterprise'], name='facts_of_an_element')],
                'constraints': [models.CheckConstraint(condition=models.Q(('origin', 'authority'), models.Q(('allowed_until__isnull', False), models.Q(('scope', ''), _negated=True)), _connector='OR'), name='an_authorisation_has_a_scope_and_an_end')],
            },
        ),
    ]
