"""Who signs for the agency in which capacity, by which decision; each signature may say it."""

import django.db.models.deletion
from doccontrol.evidence.hashing import RowHashField
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0023_clocks_are_given'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChosenCapacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_number', models.PositiveBigIntegerField(unique=True)),
                ('row_sha256', RowHashField()),
            ],
            options={
                'verbose_name': 'chosen capacity',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SigningAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(choices=[('Q', 'acting head (Q.)'), ('KT', "deputy, in the head's place (KT.)"), ('TL', 'by order of the head (TL.)'), ('TUQ', 'authorised by the head (TUQ.)')], max_length=5, verbose_name='signs as')),
                ('on_behalf_of', models.CharField(blank=True, help_text='As it stands behind KT., TL. or TUQ.: “Giám đốc”. Empty for an acting head.', max_length=100, verbose_name='title of the head')),
                ('title', models.CharField(help_text='“Phó Giám đốc”; of an acting head “Giám đốc”.', max_length=100, verbose_name='title under which the person signs')),
                ('decision_number', models.CharField(help_text='Of the decision, or of the working rules, that gives the right to sign.', max_length=100, verbose_name='number of the decision')),
                ('decided_on', models.DateField(verbose_name='date of the decision')),
                ('held_from', models.DateField(verbose_name='from')),
                ('held_until', models.DateField(blank=True, help_text='The first day without this right.', null=True, verbose_name='until')),
                ('scope', models.TextField(blank=True, help_text='Fields or kinds of documents. An authorisation (TUQ.) must be limited.', verbose_name='what may be signed')),
                ('row_sha256', RowHashField()),
            ],
            options={
                'verbose_name': 'signing assignment',
                'verbose_name_plural': 'signing assignments',
                'ordering': ['person', '-held_from', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='signature',
            name='assigned_from',
            field=models.DateField(blank=True, null=True, verbose_name='from'),
        ),
        migrations.AddField(
            model_name='signature',
            name='assigned_until',
            field=models.DateField(blank=True, null=True, verbose_name='until'),
        ),
        migrations.AddField(
            model_name='signature',
            name='capacity',
            field=models.CharField(blank=True, choices=[('head', 'head of the agency'), ('Q', 'acting head (Q.)'), ('KT', "deputy, in the head's place (KT.)"), ('TL', 'by order of the head (TL.)'), ('TUQ', 'authorised by the head (TUQ.)')], max_length=5, verbose_name='signs as'),
        ),
        migrations.AddField(
            model_name='signature',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='date of the decision'),
        ),
        migrations.AddField(
            model_name='signature',
            name='decision_number',
            field=models.CharField(blank=True, max_length=100, verbose_name='number of the decision'),
        ),
        migrations.AddField(
            model_name='signature',
            name='on_behalf_of',
            field=models.CharField(blank=True, max_length=100, verbose_name='title of the head'),
        ),
        migrations.AddField(
            model_name='unit',
            name='is_leadership',
            field=models.BooleanField(default=False, help_text='The head of this unit is the head of the agency and signs as such.', verbose_name='leadership of the agency'),
        ),
        migrations.AlterField(
            model_name='accountchange',
            name='what',
            field=models.CharField(choices=[('account', 'account opened'), ('details', 'name or address'), ('activity', 'account closed or opened again'), ('password', 'password'), ('link', 'link for the password sent'), ('roles', 'roles'), ('post', 'post'), ('signing', 'right to sign'), ('rights', 'what a role may do'), ('deletion', 'deletion')], max_length=10, verbose_name='what'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(('is_leadership', True), ('valid_until__isnull', True)), fields=('is_leadership',), name='unit_one_leads_the_agency', violation_error_message='Another unit is already the leadership of the agency.'),
        ),
        migrations.AddField(
            model_name='chosencapacity',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signingassignment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signing_assignments', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='chosencapacity',
            name='assignment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='doccontrol.signingassignment'),
        ),
        migrations.AddField(
            model_name='signature',
            name='assignment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='doccontrol.signingassignment', verbose_name='signing assignment'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity__in', ['', 'head']), ('assigned_from__isnull', True), ('assigned_until__isnull', True), ('assignment__isnull', True), ('decided_on__isnull', True), ('decision_number', ''), ('on_behalf_of', '')), models.Q(('assigned_from__isnull', False), ('assignment__isnull', False), ('capacity__in', ['Q', 'KT', 'TL', 'TUQ']), ('decided_on__isnull', False), models.Q(('decision_number', ''), _negated=True)), _connector='OR'), name='signature_capacity_rests_on_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('assigned_from__isnull', True), models.Q(('assigned_from__lte', models.F('signed_on')), ('assigned_until__isnull', True)), models.Q(('assigned_from__lte', models.F('signed_on')), ('assigned_until__gt', models.F('signed_on')), ('assigned_until__isnull', False)), _connector='OR'), name='signature_capacity_holds_on_its_day'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('capacity', ''), ('role', 'approved'), _connector='OR'), name='signature_capacity_is_of_the_approval'),
        ),
        migrations.AddConstraint(
            model_name='signingassignment',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__in', ['Q', 'KT', 'TL', 'TUQ'])), name='signing_assignment_capacity_is_known'),
        ),
        migrations.AddConstraint(
            model_name='signingassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('decision_number', ''), _negated=True)), name='signing_assignment_names_title_and_decision'),
        ),
        migrations.AddConstraint(
            model_name='signingassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity__in', ('KT', 'TL', 'TUQ')), models.Q(('on_behalf_of', ''), _negated=True)), models.Q(('capacity', 'Q'), ('on_behalf_of', '')), _connector='OR'), name='signing_assignment_says_for_whom', violation_error_message='KT., TL. and TUQ. name the title of the head for whom is signed; an acting head (Q.) signs for nobody else.'),
        ),
        migrations.AddConstraint(
            model_name='signingassignment',
            constraint=models.CheckConstraint(condition=models.Q(('held_from__gte', models.F('decided_on'))), name='signing_assignment_begins_after_its_decision', violation_error_message='The right to sign begins on or after its decision.'),
        ),
        migrations.AddConstraint(
            model_name='signingassignment',
            constraint=models.CheckConstraint(condition=models.Q(('held_until__isnull', True), ('held_until__gte', models.F('held_from')), _connector='OR'), name='signing_assignment_ends_after_it_begins', violation_error_message='The right to sign ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='signingassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capacity', 'TUQ'), _negated=True), models.Q(('held_until__isnull', False), models.Q(('scope', ''), _negated=True)), _connector='OR'), name='signing_assignment_authorisation_is_limited', violation_error_message='An authorisation (TUQ.) is limited in time and in what may be signed: write until when, and what (Decree 30/2020/NĐ-CP, Article 13(3)).'),
        ),
        migrations.AddConstraint(
            model_name='signingassignment',
            constraint=models.UniqueConstraint(fields=('person', 'capacity', 'decision_number', 'held_from'), name='signing_assignment_recorded_once', violation_error_message='This assignment is recorded already.'),
        ),
    ]
