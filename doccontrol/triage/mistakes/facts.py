"""What would follow if a text were found to be registered by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from doccontrol.clocks.models import Clock
from doccontrol.register.models.texts import LegalText

# Of what a text may have by the hundred.
MOST = 30


def mistake_facts(text: LegalText, on: date) -> dict[str, Any]:
    """The open clocks that close, what the text does and what is done to it, its files."""
    clocks = Clock.objects.filter(event__acting=text).open(on)
    acts_on, acted_on_by = text.acts_on.all(), text.acted_on_by.all()
    return {
        "text": text,
        "url": reverse("legal_texts:inspect", args=[text.pk]),
        "clocks": clocks.with_subject().order_by("document__code", "pk")[:MOST],
        "clock_count": clocks.count(),
        "acts_on": acts_on.select_related("target__type")[:MOST],
        "act_count": acts_on.count(),
        "acted_on_by": acted_on_by.select_related("acting__type")[:MOST],
        "acted_count": acted_on_by.count(),
        "files": text.files.defer("reading").newest_first(),
        "most": MOST,
    }
