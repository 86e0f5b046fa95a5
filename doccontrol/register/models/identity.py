"""What makes a legal text one and the same, as the database holds it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What was registered by mistake keeps no number from a right registration.
IS_REGISTERED, IS_MISTAKE = Q(mistaken_on__isnull=True), Q(mistaken_on__isnull=False)
# Numbers of provinces and of individual acts repeat between agencies and years.
ONCE_PER_IDENTITY = [
    models.UniqueConstraint(
        fields=["number", "issuer", "issued"],
        condition=IS_REGISTERED,
        name="text_once_per_number_issuer_day",
        violation_error_message=_("This text is already registered."),
    ),
    # NULL is never equal to NULL: without these a text of unknown issuer or day
    # could be registered twice.
    models.UniqueConstraint(
        fields=["number", "issuer"],
        condition=IS_REGISTERED & Q(issued__isnull=True, issuer__isnull=False),
        name="text_once_without_day",
    ),
    models.UniqueConstraint(
        fields=["number", "issued"],
        condition=IS_REGISTERED & Q(issuer__isnull=True, issued__isnull=False),
        name="text_once_without_issuer",
    ),
    models.UniqueConstraint(
        fields=["number"],
        condition=IS_REGISTERED & Q(issued__isnull=True, issuer__isnull=True),
        name="text_once_without_both",
    ),
]
