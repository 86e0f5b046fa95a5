"""What makes a legal text one and the same, as the database holds it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Numbers of provinces and of individual acts repeat between agencies and years.
ONCE_PER_IDENTITY = [
    models.UniqueConstraint(
        fields=["number", "issuer", "issued"],
        name="text_once_per_number_issuer_day",
        violation_error_message=_("This text is already registered."),
    ),
    # NULL is never equal to NULL: without these a text of unknown issuer or day
    # could be registered twice.
    models.UniqueConstraint(
        fields=["number", "issuer"],
        condition=Q(issued__isnull=True, issuer__isnull=False),
        name="text_once_without_day",
    ),
    models.UniqueConstraint(
        fields=["number", "issued"],
        condition=Q(issuer__isnull=True, issued__isnull=False),
        name="text_once_without_issuer",
    ),
    models.UniqueConstraint(
        fields=["number"],
        condition=Q(issued__isnull=True, issuer__isnull=True),
        name="text_once_without_both",
    ),
]
