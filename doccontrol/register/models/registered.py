"""Which texts the register has."""

from __future__ import annotations

from typing import Any

from django.db import models


class RegisteredTexts(models.Manager[Any]):
    """What is offered, counted and found. A text that was registered by mistake is none of it."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(mistaken_on__isnull=True)
