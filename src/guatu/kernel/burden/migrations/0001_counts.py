from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('form', models.CharField(max_length=80, verbose_name='form')),
                ('element', models.CharField(blank=True, max_length=80, verbose_name='data element')),
                ('enterprise_id', models.BigIntegerField(default=0)),
                ('department_id', models.BigIntegerField(default=0)),
                ('by_enterprise', models.BooleanField(verbose_name='typed by an enterprise')),
                ('typed', models.PositiveIntegerField(default=0, verbose_name='typed')),
                ('prefilled', models.PositiveIntegerField(default=0, verbose_name='filled in before')),
            ],
            options={
                'verbose_name': 'count of typed fields',
                'verbose_name_plural': 'counts of typed fields',
                'ordering': ('day', 'pk'),
                'indexes': [models.Index(fields=['enterprise_id', 'day'], name='tallies_of_an_enterprise')],
                'constraints': [models.UniqueConstraint(fields=('day', 'form', 'element', 'enterprise_id', 'department_id', 'by_enterprise'), name='one_tally_a_day'), models.CheckConstraint(condition=models.Q(('by_enterprise', False), models.Q(('department_id', 0), ('enterprise_id__gt', 0)), _connector='OR'), name='an_enterprise_types_for_itself')],
            },
        ),
    ]
