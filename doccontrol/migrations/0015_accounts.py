"""Accounts that guard themselves, and a log of their changes."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from doccontrol.evidence.hashing import RowHashField


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0014_who_wrote_before'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='person',
            options={'base_manager_name': 'objects', 'verbose_name': 'person', 'verbose_name_plural': 'people'},
        ),
        migrations.AlterModelManagers(
            name='person',
            managers=[
            ],
        ),
        migrations.AddField(
            model_name='person',
            name='must_change_password',
            field=models.BooleanField(default=False, editable=False, verbose_name='must change the password at the next log-in'),
        ),
        migrations.AddField(
            model_name='person',
            name='session_seed',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.CreateModel(
            name='AccountChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_sha256', RowHashField()),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('what', models.CharField(choices=[('account', 'account opened'), ('details', 'name or address'), ('activity', 'account closed or opened again'), ('password', 'password'), ('link', 'link for the password sent'), ('roles', 'roles'), ('post', 'post'), ('rights', 'what a role may do'), ('deletion', 'deletion')], max_length=10, verbose_name='what')),
                ('actor', models.CharField(choices=[('person', 'a person'), ('server', 'the server (command line)'), ('stranger', 'somebody not logged in')], max_length=10, verbose_name='kind of actor')),
                ('by_name', models.CharField(blank=True, max_length=320, verbose_name='name of who did it')),
                ('about_name', models.CharField(max_length=320, verbose_name='name of whom it is about')),
                ('before', models.JSONField(default=dict, verbose_name='before')),
                ('after', models.JSONField(default=dict, verbose_name='after')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('refused', models.TextField(blank=True, verbose_name='refused because')),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account_changes', to=settings.AUTH_USER_MODEL, verbose_name='about')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'change of an account',
                'verbose_name_plural': 'changes of accounts',
                'ordering': ['-pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['about', 'what'], name='account_change_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('actor', 'person'), ('by__isnull', False)), models.Q(models.Q(('actor', 'person'), _negated=True), ('by__isnull', True)), _connector='OR'), name='account_change_names_its_person')],
            },
        ),
    ]
