import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_vouching'),
        ('enterprises', '0003_economic_facts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('provenance', models.JSONField(default=dict, editable=False, verbose_name='sources')),
                ('demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration data')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('changed_at', models.DateTimeField(editable=False, verbose_name='changed at')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('coming', models.CharField(choices=[('visit', 'visit'), ('inspection', 'inspection')], max_length=12, verbose_name='what is counted')),
                ('most', models.PositiveSmallIntegerField(verbose_name='at most')),
                ('span', models.CharField(choices=[('quarter', 'quarter'), ('year', 'year')], max_length=8, verbose_name='in each')),
                ('each_body', models.BooleanField(default=False, verbose_name='of the same body')),
                ('since', models.DateField(verbose_name='since')),
            ],
            options={
                'verbose_name': 'budget of visits',
                'verbose_name_plural': 'budgets of visits',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('provenance', models.JSONField(default=dict, editable=False, verbose_name='sources')),
                ('demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration data')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('changed_at', models.DateTimeField(editable=False, verbose_name='changed at')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name of the group')),
                ('controller', models.CharField(blank=True, max_length=120, verbose_name='actual controller')),
                ('seat', models.CharField(blank=True, max_length=120, verbose_name='seat')),
            ],
            options={
                'verbose_name': 'group of companies',
                'verbose_name_plural': 'groups of companies',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='share of the group')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
            ],
            options={
                'verbose_name': 'member of a group',
                'verbose_name_plural': 'members of groups',
                'ordering': ('-since', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('provenance', models.JSONField(default=dict, editable=False, verbose_name='sources')),
                ('demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration data')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('changed_at', models.DateTimeField(editable=False, verbose_name='changed at')),
                ('number', models.CharField(blank=True, max_length=30, unique=True, verbose_name='number')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('made', 'made'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('planned_on', models.DateField(verbose_name='planned for')),
                ('made_on', models.DateField(blank=True, null=True, verbose_name='made on')),
                ('exception_reason', models.CharField(blank=True, max_length=300, verbose_name='why over the budget')),
                ('body', models.CharField(max_length=120, verbose_name='inspecting body')),
                ('matter', models.CharField(max_length=200, verbose_name='matter')),
                ('basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('ground', models.CharField(choices=[('plan', 'yearly plan'), ('complaint', 'complaint'), ('transferred', 'transferred clue'), ('monitoring', 'found by monitoring'), ('recheck', 're-check'), ('accident', 'accident')], default='plan', max_length=12, verbose_name='ground')),
                ('officers', models.CharField(blank=True, max_length=200, verbose_name='officers with their numbers')),
                ('notice', models.CharField(blank=True, max_length=60, verbose_name='number of the notice')),
                ('result', models.CharField(blank=True, max_length=300, verbose_name='result')),
            ],
            options={
                'verbose_name': 'inspection',
                'verbose_name_plural': 'inspections',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ListingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('reserve', 'in reserve'), ('restructured', 'turned into a company by shares'), ('tutoring', 'tutoring filed'), ('tutored', 'tutoring accepted'), ('applied', 'application accepted'), ('inquiry', 'answering inquiries'), ('committee', 'before the listing committee'), ('registered', 'registered'), ('listed', 'listed')], max_length=14, verbose_name='stage')),
                ('reached_on', models.DateField(verbose_name='reached on')),
                ('board', models.CharField(blank=True, max_length=60, verbose_name='stock exchange')),
                ('obstacle', models.CharField(blank=True, max_length=200, verbose_name='what stands in the way')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
            ],
            options={
                'verbose_name': 'step towards the stock exchange',
                'verbose_name_plural': 'steps towards the stock exchange',
                'ordering': ('-reached_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ScaleSpell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale', models.CharField(choices=[('industry', 'industry above scale'), ('trade', 'trade or catering above limit'), ('service', 'services above scale'), ('construction', 'construction with qualification')], max_length=12, verbose_name='statistical scale')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('left_source', models.CharField(blank=True, max_length=120, verbose_name='source of the leaving')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('left_recorded_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'time above scale',
                'verbose_name_plural': 'times above scale',
                'ordering': ('-since', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search_text', models.TextField(blank=True, default='', editable=False)),
                ('provenance', models.JSONField(default=dict, editable=False, verbose_name='sources')),
                ('demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration data')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('changed_at', models.DateTimeField(editable=False, verbose_name='changed at')),
                ('number', models.CharField(blank=True, max_length=30, unique=True, verbose_name='number')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('made', 'made'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('planned_on', models.DateField(verbose_name='planned for')),
                ('made_on', models.DateField(blank=True, null=True, verbose_name='made on')),
                ('exception_reason', models.CharField(blank=True, max_length=300, verbose_name='why over the budget')),
                ('others', models.CharField(blank=True, max_length=200, verbose_name='with')),
                ('topic', models.CharField(max_length=200, verbose_name='what about')),
                ('findings', models.TextField(blank=True, verbose_name='what was said')),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VisitTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=300, verbose_name='question')),
                ('due', models.DateField(verbose_name='due on')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='what was done')),
            ],
            options={
                'verbose_name': 'question of a visit',
                'verbose_name_plural': 'questions of visits',
                'ordering': ('due', 'pk'),
            },
        ),
        migrations.RemoveField(
            model_name='enterprise',
            name='group',
        ),
        migrations.AddField(
            model_name='enterprise',
            name='care_before',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='who looked after it before'),
        ),
        migrations.AddField(
            model_name='enterprise',
            name='latitude',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='latitude'),
        ),
        migrations.AddField(
            model_name='enterprise',
            name='longitude',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='longitude'),
        ),
        migrations.AddConstraint(
            model_name='enterprise',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='a_place_is_a_place', violation_error_message='A place has a longitude and a latitude, in degrees.'),
        ),
        migrations.AddIndex(
            model_name='contactbudget',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='contactbudget_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='group',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='group_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddField(
            model_name='groupmember',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='enterprises.enterprise', verbose_name='enterprise'),
        ),
        migrations.AddField(
            model_name='groupmember',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='enterprises.group'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='enterprises.enterprise', verbose_name='enterprise'),
        ),
        migrations.AddField(
            model_name='listingstep',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listing_steps', to='enterprises.enterprise'),
        ),
        migrations.AddField(
            model_name='scalespell',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scale_spells', to='enterprises.enterprise'),
        ),
        migrations.AddField(
            model_name='visit',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='enterprises.enterprise', verbose_name='enterprise'),
        ),
        migrations.AddField(
            model_name='visit',
            name='visitor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who visits'),
        ),
        migrations.AddField(
            model_name='visittask',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='visittask',
            name='done_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='visittask',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who settles it'),
        ),
        migrations.AddField(
            model_name='visittask',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='enterprises.visit'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='a_member_leaves_after_it_came'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.CheckConstraint(condition=models.Q(('share', None), ('share__range', (0, 100)), _connector='OR'), name='a_share_of_a_group_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('enterprise',), name='an_enterprise_is_in_one_group'),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='inspection_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(fields=['enterprise', 'planned_on'], name='inspections_by_enterprise'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_on__isnull', False), ('state', 'made')), models.Q(models.Q(('state', 'made'), _negated=True), ('made_on', None)), _connector='OR'), name='inspection_made_on_a_day', violation_error_message='What was made has its day, and only that.'),
        ),
        migrations.AddConstraint(
            model_name='listingstep',
            constraint=models.UniqueConstraint(fields=('enterprise', 'stage'), name='a_stage_is_reached_once'),
        ),
        migrations.AddConstraint(
            model_name='scalespell',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_recorded_at', None), ('until', None)), models.Q(('left_recorded_at__isnull', False), ('until__gt', models.F('since'))), _connector='OR'), name='above_scale_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='scalespell',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('enterprise',), name='an_enterprise_is_above_scale_once'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='visit_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['enterprise', 'planned_on'], name='visits_by_enterprise'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_on__isnull', False), ('state', 'made')), models.Q(models.Q(('state', 'made'), _negated=True), ('made_on', None)), _connector='OR'), name='visit_made_on_a_day', violation_error_message='What was made has its day, and only that.'),
        ),
        migrations.AddConstraint(
            model_name='visittask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('done_on', None)), models.Q(('done_on__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='what_is_done_says_how'),
        ),
    ]
