"""What stands beside a proposal to end an edition, or one that touches its document."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from doccontrol.documents.models.editions import Citation, Edition
from doccontrol.register.models.texts import LegalText


def ending_facts(edition: Edition, on: date) -> dict[str, Any]:
    """The edition, where it is read, and the laws it cites with their status on ``on``."""
    texts = LegalText.every.with_type().with_effects()
    cited = Citation.objects.filter(edition=edition.pk).order_by("pk")
    rows = cited.prefetch_related(Prefetch("text", queryset=texts))
    address = [edition.document.slug, edition.number.slug]
    return {
        "edition": edition,
        "state": edition.state(on),
        "url": reverse("documents:edition", args=address),
        "citations": [(row.text, row.clause, row.text.status(on)) for row in rows],
    }
