"""A text that was registered by mistake leaves the register, and comes back as it was.

The row stays, because evidence points at it; nothing finds, offers or counts it
(``RegisteredTexts``), its number is free, and what others do to it dangles again. What it did
itself is set aside whole. Who decides so is a matter of a chapter above; here is only what the
register does about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import reversion
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.history import recorded
from doccontrol.register.deriving.after_changes import after_change
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import Resolver

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

DAYS = ("on", "until")
FACTS = ("kind", "target_id", "target_number", "resolved_by", "scope", "is_whole", "source")

SetAside = dict[str, Any]


class RegisteredAgain(Refused):
    """The number was free, and somebody registered the right text."""

    def __init__(self, text: LegalText) -> None:
        super().__init__(
            _(
                "%(text)s has been registered again since, and one text cannot be registered "
                "twice. If the new registration is the wrong one, say so of it first."
            )
            % {"text": text}
        )


def take_out(text: LegalText, *, by: Person | None, reason: str, on: date) -> SetAside:
    """Returns what ``bring_back`` needs, as JSON: what the text did, who named it, its files."""
    with recorded(by, reason):
        current = LegalText.objects.select_for_update().get(pk=text.pk)
        own = list(current.acts_on.select_related("target").order_by("pk"))
        naming = list(current.acted_on_by.select_related("acting").order_by("pk"))
        aside: SetAside = {
            "relations": [_as_json(relation) for relation in own],
            "named_by": [[relation.pk, relation.resolved_by] for relation in naming],
            "files": sorted(current.files.values_list("pk", flat=True)),
        }
        current.acts_on.all().delete()
        for relation in naming:
            relation.target, relation.resolved_by = None, ""
            relation.save(update_fields=["target", "resolved_by"])
        current.files.update(text=None)
        current.mistaken_on = on
        current.save(update_fields=["mistaken_on"])
        _after(current, own, naming)
    text.mistaken_on = on
    return aside


def bring_back(
    text: LegalText, aside: Mapping[str, Any], *, by: Person | None, reason: str
) -> None:
    """As it was: but for what a person has decided otherwise since, of a relation that found
    another target or a file that is another text's. Raises RegisteredAgain."""
    with recorded(by, reason):
        current = LegalText.every.select_for_update().get(pk=text.pk)
        check_bringing_back(current)
        current.mistaken_on = None
        current.save(update_fields=["mistaken_on"])
        own = [_from_json(current, row) for row in aside["relations"]]
        for relation in own:
            relation.save(force_insert=True)
        naming = _aimed_again(current, dict(aside["named_by"]))
        IncomingFile.objects.filter(pk__in=aside["files"], text=None).update(text=current)
        _after(current, own, naming)
    text.mistaken_on = None


def check_bringing_back(text: LegalText) -> None:
    same = LegalText.objects.filter(number=text.number, issuer=text.issuer, issued=text.issued)
    again = same.with_type().first()
    if again is not None:
        raise RegisteredAgain(again)


def _after(text: LegalText, own: Iterable[LegalRelation], naming: Iterable[LegalRelation]) -> None:
    """The chains of whoever named it are other ones now."""
    reversion.add_to_revision(text)
    targets = [relation.target for relation in own if relation.target is not None]
    numbers = {relation.target_number for relation in own}
    acting = [relation.acting for relation in naming]
    after_change([text, *acting], acted_on=targets, numbers=numbers)


def _as_json(relation: LegalRelation) -> dict[str, Any]:
    days = {name: day.isoformat() for name in DAYS if (day := getattr(relation, name))}
    return {"pk": relation.pk, **days} | {name: getattr(relation, name) for name in FACTS}


def _from_json(acting: LegalText, row: Mapping[str, Any]) -> LegalRelation:
    """Its target may have left the register meanwhile: then only the number is known."""
    days = {name: date.fromisoformat(row[name]) for name in DAYS if name in row}
    relation = LegalRelation(pk=row["pk"], acting=acting, **days)
    for name in FACTS:
        setattr(relation, name, row[name])
    if not LegalText.objects.filter(pk=row["target_id"]).exists():
        relation.target, relation.resolved_by = None, ""
    return relation


def _aimed_again(text: LegalText, resolved_by: Mapping[int, str]) -> list[LegalRelation]:
    """The relations that named it: a person's choice of another target stands."""
    rows = LegalRelation.objects.filter(pk__in=resolved_by, target_number=text.number)
    free = rows.exclude(resolved_by=Resolver.PERSON).exclude(acting=text)
    naming = list(free.select_related("acting"))
    for relation in naming:
        relation.target, relation.resolved_by = text, resolved_by[relation.pk]
        relation.save(update_fields=["target", "resolved_by"])
    return naming
