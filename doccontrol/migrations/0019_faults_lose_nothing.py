"""Jobs know who has them; incoming files keep their bytes until a person lets them go."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0018_doors")]

    operations = [
        migrations.AddField(
            "job", "token", models.CharField(blank=True, editable=False, max_length=32)
        ),
        migrations.AddField(
            "job", "revision", models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.AddField(
            "incomingfile",
            "faults",
            models.PositiveSmallIntegerField(default=0, verbose_name="attempts that failed"),
        ),
        migrations.AddField(
            "incomingfile",
            "let_go_at",
            models.DateTimeField(blank=True, null=True, verbose_name="let go at"),
        ),
        migrations.AddField(
            "incomingfile",
            "let_go_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="let go by",
            ),
        ),
        migrations.AlterField(
            "incomingfile",
            "way",
            models.CharField(
                choices=[
                    ("upload", "uploaded"),
                    ("inbox", "from the inbox folder"),
                    ("command", "by command"),
                    ("found", "found on disk"),
                ],
                max_length=10,
                verbose_name="came in",
            ),
        ),
        migrations.AddConstraint(
            "incomingfile",
            models.CheckConstraint(
                condition=models.Q(let_go_at__isnull=True)
                | (models.Q(let_go_by__isnull=False) & models.Q(file="")),
                name="incoming_let_go_by_somebody",
            ),
        ),
    ]
