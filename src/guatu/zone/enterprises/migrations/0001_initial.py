import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("registry", "0001_initial"),  # pg_trgm
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enterprise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('provenance', models.JSONField(default=dict, editable=False, verbose_name='sources')),
                ('demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration data')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('changed_at', models.DateTimeField(editable=False, verbose_name='changed at')),
                ('name', models.CharField(max_length=120, verbose_name='name of the enterprise')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('former_names', models.JSONField(blank=True, default=list, editable=False, verbose_name='former names')),
                ('uscc', models.CharField(blank=True, max_length=18, null=True, unique=True, verbose_name='unified social credit code')),
                ('old_number', models.CharField(blank=True, max_length=15, null=True, unique=True, verbose_name='registration number')),
                ('kind', models.CharField(choices=[('company', 'company'), ('branch', 'branch'), ('sole_trader', 'sole trader'), ('cooperative', "farmers' cooperative"), ('other', 'other')], default='company', max_length=12, verbose_name='kind of entity')),
                ('status', models.CharField(choices=[('in_business', 'in business'), ('revoked', 'licence revoked'), ('cancelled', 'cancelled'), ('moved_out', 'moved out')], default='in_business', max_length=12, verbose_name='status')),
                ('established_on', models.DateField(blank=True, null=True, verbose_name='established on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('closed_recorded_at', models.DateTimeField(editable=False, null=True)),
                ('legal_representative', models.CharField(blank=True, max_length=60, verbose_name='legal representative')),
                ('registered_capital', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='registered capital')),
                ('capital_currency', models.CharField(choices=[('CNY', 'yuan'), ('USD', 'US dollar'), ('HKD', 'Hong Kong dollar'), ('EUR', 'euro'), ('JPY', 'yen')], default='CNY', max_length=3, verbose_name='currency of the capital')),
                ('registered_address', models.CharField(blank=True, max_length=200, verbose_name='registered address')),
                ('actual_address', models.CharField(blank=True, max_length=200, verbose_name='actual address')),
                ('industry', models.CharField(blank=True, max_length=8, verbose_name='industry')),
                ('industry_edition', models.CharField(choices=[('2011', '2011'), ('2017', '2017')], default='2017', max_length=4, verbose_name='edition of GB/T 4754')),
                ('further_industries', models.CharField(blank=True, max_length=120, verbose_name='further industries')),
                ('scale', models.CharField(blank=True, choices=[('industry', 'industry above scale'), ('trade', 'trade or catering above limit'), ('service', 'services above scale'), ('construction', 'construction with qualification'), ('below', 'below scale')], max_length=12, verbose_name='statistical scale')),
                ('customs_code', models.CharField(blank=True, max_length=10, verbose_name='customs code')),
                ('group', models.CharField(blank=True, max_length=120, verbose_name='group of companies')),
                ('controller', models.CharField(blank=True, max_length=120, verbose_name='actual controller')),
                ('foreign_share', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='foreign share')),
                ('employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='people employed')),
                ('linked_leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='leader in charge of contact')),
                ('service_officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='service officer')),
            ],
            options={
                'verbose_name': 'enterprise',
                'verbose_name_plural': 'enterprises',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='contact')),
                ('post', models.CharField(blank=True, max_length=60, verbose_name='post')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='enterprises.enterprise')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Title',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='title')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='certificate number')),
                ('issuer', models.CharField(blank=True, max_length=120, verbose_name='issued by')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='titles', to='enterprises.enterprise')),
            ],
            options={
                'verbose_name': 'title',
                'verbose_name_plural': 'titles',
                'ordering': ('-valid_from', 'pk'),
            },
        ),
        migrations.AddIndex(
            model_name='enterprise',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='enterprise_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='enterprise',
            index=models.Index(fields=['name', 'id'], name='enterprises_by_name'),
        ),
        migrations.AddIndex(
            model_name='enterprise',
            index=models.Index(models.OrderBy(models.F('established_on'), descending=True, nulls_last=True), models.F('id'), name='enterprises_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='enterprise',
            constraint=models.CheckConstraint(condition=models.Q(('uscc__isnull', False), ('old_number__isnull', False), _connector='OR'), name='an_enterprise_has_a_number', violation_error_message='Give the unified social credit code, or the old number.'),
        ),
        migrations.AddConstraint(
            model_name='enterprise',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('established_on', None), ('closed_on__gte', models.F('established_on')), _connector='OR'), name='an_enterprise_closes_after_it_began', violation_error_message='It cannot be closed before it was established.'),
        ),
        migrations.AddConstraint(
            model_name='enterprise',
            constraint=models.CheckConstraint(condition=models.Q(('foreign_share', None), ('foreign_share__range', (0, 100)), _connector='OR'), name='a_foreign_share_is_a_share', violation_error_message='The foreign share lies between 0 and 100 %.'),
        ),
        migrations.AddConstraint(
            model_name='title',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='a_title_ends_after_it_began'),
        ),
    ]
