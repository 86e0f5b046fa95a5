"""The end of a text's own time limit and the end of a suspension become events of the register.
A register that is there already gets its rows and their clocks by the evaluation that is owed."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def owe_an_evaluation(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if apps.get_model("doccontrol", "LegalText").objects.exists():
        jobs = apps.get_model("doccontrol", "Job").objects
        jobs.get_or_create(kind="evaluate_clocks", key="all", state="ready")


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0034_ways_of_counting_are_evidence'),
    ]

    operations = [
        migrations.AddField(
            model_name='lawevent',
            name='kind',
            field=models.CharField(choices=[('expiry', 'its own time limit ends'), ('effect', 'takes effect'), ('resumption', 'a suspension ends')], default='effect', max_length=12),
        ),
        migrations.AlterField(
            model_name='clock',
            name='kind',
            field=models.CharField(choices=[('takes_effect', 'takes effect'), ('time_limit_ends', 'its own time limit ends'), ('suspension_ends', 'ends the suspension of'), ('basis', 'Is based on'), ('details', 'Regulates in detail'), ('guides', 'Guides'), ('amends', 'Amends'), ('corrects', 'Corrects'), ('replaces', 'Replaces'), ('repeals', 'Repeals'), ('expires-partly', 'Ends in part'), ('refers', 'Refers to'), ('consolidates', 'Consolidates'), ('interprets', 'Interprets'), ('suspends', 'Suspends'), ('pauses', 'Pauses'), ('announces', 'Announces'), ('related', 'Is related to')], max_length=20, verbose_name='what the law does'),
        ),
        migrations.RunPython(owe_an_evaluation, migrations.RunPython.noop),
    ]
