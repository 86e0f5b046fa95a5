"""Who wrote and who submitted a draft as rows of our own; two judges; four eyes in the table."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from doccontrol.evidence.hashing import RowHashField


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0012_evidence_knows_itself'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authorship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_number', models.PositiveBigIntegerField()),
                ('what', models.CharField(choices=[('saved', 'saved'), ('submitted', 'submitted')], max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('row_sha256', RowHashField()),
            ],
            options={
                'verbose_name': 'authorship',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DraftRound',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('wagtailcore.workflowstate',),
        ),
        migrations.CreateModel(
            name='DraftWorkflow',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('wagtailcore.workflow',),
        ),
        migrations.AddField(
            model_name='agencysettings',
            name='two_judges',
            field=models.BooleanField(default=True, help_text='Turn off only where the agency is too small: then a director who heads the owner unit may review and approve. Nobody ever judges what they wrote or submitted.', verbose_name='reviewer and approver are two persons'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'reviewed')), fields=('edition',), name='signature_one_review'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('role__in', ['drafted', 'reviewed'])), fields=('edition', 'person'), name='signature_drafter_does_not_review'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('role__in', ['drafted', 'approved'])), fields=('edition', 'person'), name='signature_drafter_does_not_approve'),
        ),
        migrations.AddField(
            model_name='authorship',
            name='document',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='authorship', to='doccontrol.controlleddocument'),
        ),
        migrations.AddField(
            model_name='authorship',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='authorship',
            constraint=models.UniqueConstraint(fields=('document', 'revision_number', 'person', 'what'), name='authorship_once_per_revision'),
        ),
        migrations.AddConstraint(
            model_name='authorship',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['saved', 'submitted'])), name='authorship_is_known'),
        ),
    ]
