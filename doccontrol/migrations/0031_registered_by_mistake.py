"""A text may be found to have been registered by mistake: its number is free then."""

import django.db.models.deletion
from doccontrol.evidence.hashing import RowHashField
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0030_english_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisteredByMistake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('proposed_on', models.DateField(verbose_name='proposed on')),
                ('is_one_persons', models.BooleanField(default=False, editable=False)),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                ('refused_on', models.DateField(blank=True, null=True, verbose_name='refused on')),
                ('refusal_reason', models.TextField(blank=True, verbose_name='reason for refusing')),
                ('taken_back_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                ('reopened_on', models.DateField(blank=True, editable=False, null=True, verbose_name='re-opened on')),
                ('batch', models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                ('set_aside', models.JSONField(editable=False, null=True)),
                ('row_sha256', RowHashField()),
            ],
            options={
                'verbose_name': 'text registered by mistake',
                'verbose_name_plural': 'texts registered by mistake',
                'ordering': ['-pk'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.RemoveConstraint(
            model_name='legaltext',
            name='text_once_per_number_issuer_day',
        ),
        migrations.RemoveConstraint(
            model_name='legaltext',
            name='text_once_without_day',
        ),
        migrations.RemoveConstraint(
            model_name='legaltext',
            name='text_once_without_issuer',
        ),
        migrations.RemoveConstraint(
            model_name='legaltext',
            name='text_once_without_both',
        ),
        migrations.AddField(
            model_name='legaltext',
            name='mistaken_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='legaltext',
            index=models.Index(condition=models.Q(('mistaken_on__isnull', False)), fields=['mistaken_on'], name='text_mistaken'),
        ),
        migrations.AddConstraint(
            model_name='legaltext',
            constraint=models.UniqueConstraint(condition=models.Q(('mistaken_on__isnull', True)), fields=('number', 'issuer', 'issued'), name='text_once_per_number_issuer_day', violation_error_message='This text is already registered.'),
        ),
        migrations.AddConstraint(
            model_name='legaltext',
            constraint=models.UniqueConstraint(condition=models.Q(('mistaken_on__isnull', True), ('issued__isnull', True), ('issuer__isnull', False)), fields=('number', 'issuer'), name='text_once_without_day'),
        ),
        migrations.AddConstraint(
            model_name='legaltext',
            constraint=models.UniqueConstraint(condition=models.Q(('mistaken_on__isnull', True), ('issued__isnull', False), ('issuer__isnull', True)), fields=('number', 'issued'), name='text_once_without_issuer'),
        ),
        migrations.AddConstraint(
            model_name='legaltext',
            constraint=models.UniqueConstraint(condition=models.Q(('mistaken_on__isnull', True), ('issued__isnull', True), ('issuer__isnull', True)), fields=('number',), name='text_once_without_both'),
        ),
        migrations.AddField(
            model_name='registeredbymistake',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registeredbymistake',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddField(
            model_name='registeredbymistake',
            name='refused_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registeredbymistake',
            name='reopens',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='doccontrol.registeredbymistake', verbose_name='re-opens'),
        ),
        migrations.AddField(
            model_name='registeredbymistake',
            name='text',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mistakes', to='doccontrol.legaltext', verbose_name='legal text'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='registeredbymistake_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', True), ('approved_on__isnull', True)), models.Q(('approved_by__isnull', False), ('approved_on__isnull', False)), _connector='OR'), name='registeredbymistake_approval_has_person_and_date'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refused_by__isnull', True), ('refused_on__isnull', True)), models.Q(('refused_by__isnull', False), ('refused_on__isnull', False), models.Q(('refusal_reason', ''), _negated=True)), _connector='OR'), name='registeredbymistake_refusal_has_person_date_reason'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_on__isnull', True), ('refused_on__isnull', True)), models.Q(('approved_on__isnull', True), ('taken_back_on__isnull', True)), models.Q(('refused_on__isnull', True), ('taken_back_on__isnull', True)), _connector='OR'), name='registeredbymistake_has_one_answer'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.CheckConstraint(condition=models.Q(('is_one_persons', False), models.Q(('approved_on__isnull', True), ('refused_on__isnull', True), ('taken_back_on__isnull', True)), _connector='OR'), name='registeredbymistake_of_one_person_has_no_answer'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), models.Q(('refused_by__isnull', True), models.Q(('refused_by', models.F('proposed_by')), _negated=True), _connector='OR')), name='registeredbymistake_needs_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.CheckConstraint(condition=models.Q(('reopened_on__isnull', True), ('approved_on__isnull', False), ('is_one_persons', True), _connector='OR'), name='registeredbymistake_reopened_was_granted'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.UniqueConstraint(condition=models.Q(('refused_on__isnull', True), ('reopens__isnull', False), ('taken_back_on__isnull', True)), fields=('reopens',), name='registeredbymistake_reopened_once'),
        ),
        migrations.AddConstraint(
            model_name='registeredbymistake',
            constraint=models.UniqueConstraint(condition=models.Q(('refused_on__isnull', True), ('reopened_on__isnull', True), ('reopens__isnull', True), ('taken_back_on__isnull', True)), fields=('text',), name='mistake_once_per_text'),
        ),
    ]
