"""What the index owes after a change: an outbox row in the transaction of the change, no more."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from doccontrol.documents.edition_models import Edition
from doccontrol.events import edition_changed, legal_text_changed
from doccontrol.outbox import owe
from doccontrol.register.models import LegalText


@receiver(edition_changed, dispatch_uid="search")
def owe_edition(sender: Any, edition: Edition, **_: Any) -> None:
    owe("index_edition", str(edition.pk), edition=edition.pk)


@receiver(legal_text_changed, dispatch_uid="search")
def owe_law(sender: Any, text: LegalText, **_: Any) -> None:
    owe("index_law", str(text.pk), text=text.pk)
