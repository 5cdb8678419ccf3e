from django.db import migrations, models


class Migration(migrations.Migration):
    # A row for each form and day instead of one for each field: a twenty-fifth of the rows.

    dependencies = [
        ("burden", "0001_counts"),
    ]

    operations = [
        migrations.DeleteModel(name="Tally"),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('form', models.CharField(max_length=80, verbose_name='form')),
                ('enterprise_id', models.BigIntegerField(default=0)),
                ('department_id', models.BigIntegerField(default=0)),
                ('by_enterprise', models.BooleanField(verbose_name='typed by an enterprise')),
                ('forms', models.PositiveIntegerField(default=0, verbose_name='handed in')),
                ('typed', models.PositiveIntegerField(default=0, verbose_name='typed')),
                ('prefilled', models.PositiveIntegerField(default=0, verbose_name='filled in before')),
                ('elements', models.JSONField(default=dict, verbose_name='data elements')),
            ],
            options={
                'verbose_name': 'count of typed fields',
                'verbose_name_plural': 'counts of typed fields',
                'ordering': ('day', 'pk'),
                'indexes': [models.Index(fields=['enterprise_id', 'day'], name='tallies_of_an_enterprise')],
                'constraints': [models.UniqueConstraint(fields=('day', 'form', 'enterprise_id', 'department_id', 'by_enterprise'), name='one_tally_a_day'), models.CheckConstraint(condition=models.Q(('by_enterprise', False), models.Q(('department_id', 0), ('enterprise_id__gt', 0)), _connector='OR'), name='an_enterprise_types_for_itself')],
            },
        ),
    ]
