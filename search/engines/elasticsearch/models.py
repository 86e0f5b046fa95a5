"""Who writes to the cluster."""

from __future__ import annotations

from django.db import models


class IndexWriter(models.Model):
    """One row for each name that is written to; whoever holds it in an open transaction may write
    (``lock``). ``holder``: who held it last."""

    name = models.CharField(max_length=200, primary_key=True)
    holder = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
