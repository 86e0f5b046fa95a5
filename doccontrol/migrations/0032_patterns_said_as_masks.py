"""Patterns are written as masks; what is kept of them stays, and is read as a mask where one says it."""

import doccontrol.organisation.code_patterns
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0031_registered_by_mistake'),
    ]

    operations = [
        migrations.AlterField(
            model_name='agencysettings',
            name='procedure_code_pattern',
            field=models.CharField(default='QT-[\\w.]+-\\d{2}', max_length=200, validators=[doccontrol.organisation.code_patterns.validate_pattern], verbose_name='pattern of procedure codes'),
        ),
    ]
