"""What stands between legal texts, and how a text stands on a given day. No queries, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from doccontrol.lawtext.relation_kinds import ENDINGS, INTERRUPTIONS, RelationKind


class TextStatus(models.TextChoices):
    """Derived from dates for one day; stored only as an override somebody gave a reason for."""

    NOT_YET = "not-yet", _("Not yet in force")
    IN_FORCE = "in-force", _("In force")
    PARTLY = "partly-expired", _("Partly expired")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    UNKNOWN = "unknown", _("Status unknown")


class EventKind(models.TextChoices):
    """What happens on the day of a law event. Of several on one day an end of the text itself
    names it before what begins, and what begins before the end of a suspension."""

    EXPIRY = "expiry", _("its own time limit ends")
    EFFECT = "effect", _("takes effect")
    RESUMPTION = "resumption", _("a suspension ends")


class Resolver(models.TextChoices):
    """Who tied a relation to its target: a guess by the number alone may be taken back."""

    MACHINE = "machine", _("its number")
    PERSON = "person", _("a person")


PARTIAL_CHANGES = frozenset({RelationKind.AMENDS, RelationKind.EXPIRES_PARTLY})
# Kinds that only name the target: of an organic law there are thousands.
MENTIONS = frozenset({RelationKind.BASIS, RelationKind.REFERS, RelationKind.RELATED})

# Kinds that change what a procedure must say. Consolidation, correction, reference, basis,
# interpretation and announcement change no norm (Luật 64/2025/QH15, Điều 65; Nghị định
# 78/2025/NĐ-CP, Điều 9), so they start no three-month clock.
STARTS_A_CLOCK = (
    ENDINGS | INTERRUPTIONS | PARTIAL_CHANGES | {RelationKind.GUIDES, RelationKind.DETAILS}
)


@dataclass(frozen=True, slots=True)
class Effect:
    """One incoming relation, reduced to what decides a status.

    ``on`` is the first day it acts, None when not known. ``until`` is the first day it acts no
    more, given only for a suspension with an announced end. ``whole`` is read by ``is_whole``.
    """

    kind: RelationKind
    on: date | None
    whole: bool
    until: date | None = None

    def acts(self, on: date) -> bool:
        """Whether it acts on the day; never, when its date is not known."""
        return self.on is not None and self.on <= on and (self.until is None or on < self.until)


def status_on(
    *,
    effective: date | None,
    expires: date | None,
    incoming: Iterable[Effect],
    on: date,
    override: TextStatus | None = None,
) -> TextStatus:
    """How a legal text stands on the day ``on``.

    Decided in this order:

    1. ``override``, which a person gave with a reason, wins over everything.
    2. Expired: from ``expires``, the first day *without* force (the period is half-open), or from
       the first day of a whole replacement or repeal. Also when the effect date is not known, and
       when the text was ended before it began. (Luật 64/2025/QH15, Điều 57 khoản 1.)
    3. Unknown: no effect date. It is stated in the text and never computed (Điều 53).
    4. Not yet in force: before ``effective``, which is itself the first day in force.
    5. Suspended: a suspension of the whole text acts, from its first day until the day of
       resumption, which is in force again; without that day it goes on (Điều 56).
    6. Partly expired: a part was amended, replaced, repealed or ended (Điều 57 khoản 1 counts the
       amended part as expired), or a part is suspended: the reader must be warned that not every
       provision binds, and no closer word exists.
    7. In force.

    A relation whose date is not known changes nothing: unknown is not guessed. A parent's expiry
    is no relation of this text, so it never flips it; that is a question for a person (Điều 57
    khoản 2 as amended by Luật 87/2025/QH15).
    """
    if override is not None:
        return override
    acting = [effect for effect in incoming if effect.acts(on)]
    ended = expires is not None and expires <= on
    if ended or any(effect.whole and effect.kind in ENDINGS for effect in acting):
        return TextStatus.EXPIRED
    if effective is None:
        return TextStatus.UNKNOWN
    if on < effective:
        return TextStatus.NOT_YET
    if any(effect.whole and effect.kind in INTERRUPTIONS for effect in acting):
        return TextStatus.SUSPENDED
    if any(effect.kind in ENDINGS | INTERRUPTIONS | PARTIAL_CHANGES for effect in acting):
        return TextStatus.PARTLY
    return TextStatus.IN_FORCE
