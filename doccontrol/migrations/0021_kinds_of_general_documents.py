"""Objectives, plans, appendices, lists and record books among the system's own documents. An
agency that never changed the pattern of their codes may number them from now on."""

import doccontrol.organisation.code_patterns
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE = r"(STCL|QC|HD)-[\w.-]*\d{2}"
SINCE = (
    r"STCL-[\w.-]*\d{2}|QC-[\w.-]*\d{2}|HD-[\w.-]*\d{2}|MTCL(-[\w.-]+)?"
    r"|KH-[\w.-]*\d{2}|PL-[\w.-]*\d{2}|DM-[\w.-]*\d{2}|S-[\w.-]*\d{2}"
)


def widen_what_nobody_changed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    settings = apps.get_model("doccontrol", "AgencySettings").objects
    settings.filter(general_code_pattern=BEFORE).update(general_code_pattern=SINCE)


def narrow_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    settings = apps.get_model("doccontrol", "AgencySettings").objects
    settings.filter(general_code_pattern=SINCE).update(general_code_pattern=BEFORE)


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0020_who_resolved'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='generaldocument',
            options={'verbose_name': 'system document', 'verbose_name_plural': 'system documents'},
        ),
        migrations.AlterField(
            model_name='agencysettings',
            name='general_code_pattern',
            field=models.CharField(default=SINCE, max_length=200, validators=[doccontrol.organisation.code_patterns.validate_pattern], verbose_name='pattern of system document codes'),
        ),
        migrations.AlterField(
            model_name='generaldocument',
            name='general_kind',
            field=models.CharField(choices=[('manual', 'manual'), ('regulation', 'regulation'), ('instruction', 'instruction'), ('objectives', 'quality objectives'), ('plan', 'plan'), ('appendix', 'appendix'), ('list', 'master list'), ('book', 'record book')], max_length=12, verbose_name='kind'),
        ),
        migrations.RunPython(widen_what_nobody_changed, narrow_again),
    ]
