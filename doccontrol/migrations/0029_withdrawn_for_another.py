"""A withdrawal may name the document that takes the place of the one withdrawn."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0028_ways_of_counting'),
    ]

    operations = [
        migrations.AddField(
            model_name='withdrawal',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='doccontrol.controlleddocument', verbose_name='replaced by'),
        ),
    ]
