"""What the index owes after a change: an outbox row in the transaction of the change, no more."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from doccontrol.documents.models.editions import Attachment
from doccontrol.events import EditionChanged, LegalTextChanged, edition_changed, legal_text_changed
from doccontrol.jobs.outbox import owe
from doccontrol.jobs.owing_many import owe_each
from doccontrol.organisation.models.units import Unit
from doccontrol.register.models.issuers import Issuer, LegalType
from search.index import attachment_texts


@edition_changed.listen
def owe_edition(happened: EditionChanged) -> None:
    owe("index_edition", str(happened.edition), edition=happened.edition)


@legal_text_changed.listen
def owe_laws(happened: LegalTextChanged) -> None:
    owe_each("index_law", {str(text): {"text": text} for text in sorted(happened.shown_otherwise)})


@receiver(post_save, sender=Attachment, dispatch_uid="search")
def owe_reading(sender: Any, instance: Attachment, **_: Any) -> None:
    attachment_texts.owe_reading([instance.edition_id])


# Names that stand in the index of other rows. A new one stands in none yet.


@receiver(post_save, sender=Unit, dispatch_uid="search")
def owe_unit(sender: Any, instance: Unit, created: bool, **_: Any) -> None:
    if not created:
        owe("index_unit", str(instance.pk), unit=instance.pk)


@receiver(post_save, sender=LegalType, dispatch_uid="search")
def owe_type(sender: Any, instance: LegalType, created: bool, **_: Any) -> None:
    if not created:
        owe("index_laws_of", f"type:{instance.pk}", type=instance.pk)


@receiver(post_save, sender=Issuer, dispatch_uid="search")
def owe_issuer(sender: Any, instance: Issuer, created: bool, **_: Any) -> None:
    if not created:
        owe("index_laws_of", f"issuer:{instance.pk}", issuer=instance.pk)
