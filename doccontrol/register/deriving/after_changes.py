"""What follows from every change of the register: relations find their targets, events
are derived again, and the chapters above are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import reversion
from django.db.models import Count, Min

from doccontrol.events import LegalTextChanged, legal_text_changed
from doccontrol.register.deriving.acted_days import derive_acted_days
from doccontrol.register.deriving.endings import dependent_on
from doccontrol.register.deriving.law_events import derive_events
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import Resolver

LIST_SIZE = 500


def after_change(
    texts: Iterable[LegalText],
    *,
    acted_on: Iterable[LegalText] = (),
    numbers: Collection[str] = (),
) -> None:
    """What a change of these texts, or of what they do, owes. Inside its transaction and its
    history entry.

    ``acted_on`` are texts to which something is done, or no more: others are told of them too, but
    no event and no chain begins with being acted on; only whether a time limit or a suspension
    still ends something hangs on it. ``numbers`` are looked for anew besides those
    of the texts: relations that name them have lost their target.
    """
    texts, acted_on = list(texts), list(acted_on)
    for relation in resolve_dangling({*numbers, *(text.number for text in texts)}):
        reversion.add_to_revision(relation)
        acted_on += [relation.target] if relation.target else []
    touched = {text.pk: text for text in [*texts, *acted_on]}
    derive_acted_days(touched.values())
    own = {text.pk for text in texts}
    texts += [text for text in dependent_on(touched) if text.pk not in own]
    derive_events(texts)
    announce(texts, acted_on=acted_on)


def announce(
    texts: Iterable[LegalText], *, acted_on: Iterable[LegalText] = (), in_bulk: bool = False
) -> None:
    """Let the chapters above know; see ``LegalTextChanged``."""
    changed = frozenset(text.pk for text in texts)
    further = frozenset(text.pk for text in acted_on) - changed
    legal_text_changed.announce(LegalTextChanged(changed, further, in_bulk))


def resolve_dangling(numbers: Collection[str]) -> list[LegalRelation]:
    """Point relations that knew only a number of ``numbers`` at the text, where there is just one.

    Returns the relations changed. Which of several texts of a number is meant is for a person.
    """
    changed: list[LegalRelation] = []
    for chunk in _slices(sorted(numbers)):
        single = dict(
            LegalText.objects.filter(number__in=chunk)
            .order_by()
            .values("number")
            .annotate(texts=Count("pk"), only=Min("pk"))
            .filter(texts=1)
            .values_list("number", "only")
        )
        for relation in LegalRelation.objects.dangling().filter(target_number__in=list(single)):
            key = single[relation.target_number]
            if key != relation.acting_id:  # a text that names itself is left for a person to see
                relation.target_id = key
                relation.resolved_by = Resolver.MACHINE
                changed.append(relation)
    LegalRelation.objects.bulk_update(changed, ["target", "resolved_by"], batch_size=LIST_SIZE)
    return changed


def _slices(values: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(values), LIST_SIZE):
        yield values[start : start + LIST_SIZE]
