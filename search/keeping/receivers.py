"""What the index owes after a change: an outbox row in the transaction of the change, no more."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from doccontrol.documents.models.editions import Attachment, Edition
from doccontrol.events import edition_changed, legal_text_changed
from doccontrol.organisation.models.units import Unit
from doccontrol.outbox import owe
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalText
from search.index import attachment_texts


@receiver(edition_changed, dispatch_uid="search")
def owe_edition(sender: Any, edition: Edition, **_: Any) -> None:
    owe("index_edition", str(edition.pk), edition=edition.pk)


@receiver(legal_text_changed, dispatch_uid="search")
def owe_law(sender: Any, text: LegalText, **_: Any) -> None:
    owe("index_law", str(text.pk), text=text.pk)


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
