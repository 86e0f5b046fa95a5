"""Why an edition is not ended, or no new one may begin, in words that say what to do."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from doccontrol.documents.models.editions import Edition
from doccontrol.errors import Refused


class InForceTooEarly(Refused):
    """A new edition would begin before, or on the day of, its predecessor."""

    def __init__(self, latest: Edition, on: date) -> None:
        coming = _(
            "Edition %(number)s is approved and comes into force on %(day)s: a new edition must "
            "begin on a later day. Change “in force from” and submit again, or have edition "
            "%(number)s revoked first."
        )
        in_force = _(
            "Edition %(number)s is in force from %(day)s: a new edition must begin on a later "
            "day. Change “in force from” and submit again."
        )
        super().__init__(
            (coming if latest.in_force_from > on else in_force)
            % {"number": latest.number, "day": f"{latest.in_force_from:%d/%m/%Y}"}
        )


class NothingInForce(Refused):
    def __init__(self) -> None:
        super().__init__(_("This document has no edition that could be withdrawn."))


class AlreadyWithdrawn(Refused):
    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _("Edition %(number)s already ends on %(day)s.")
            % {"number": edition.number, "day": f"{edition.ends_on:%d/%m/%Y}"}
        )


class WithdrawalDayPassed(Refused):
    def __init__(self) -> None:
        super().__init__(_("A document cannot be withdrawn for a day that has passed."))


class ComesIntoForceLater(Refused):
    """The day asked for lies before the last edition begins."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _(
                "Edition %(number)s is approved and comes into force on %(day)s. Withdraw the "
                "document from a later day, or have edition %(number)s revoked first."
            )
            % {"number": edition.number, "day": f"{edition.in_force_from:%d/%m/%Y}"}
        )


class WithdrawalOvertaken(Refused):
    """Since it was proposed, another edition has followed."""

    def __init__(self, named: Edition, last: Edition) -> None:
        super().__init__(
            _(
                "This withdrawal names edition %(named)s, but %(last)s has been approved since. "
                "Refuse it or take it back, and propose the withdrawal anew."
            )
            % {"named": named.number, "last": last.number}
        )


class WithdrawalIsPast(Refused):
    """The document has been out of use: that is not undone for days that have passed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The document has been withdrawn, or another edition has followed: this can no "
                "longer be undone. To bring the document back, issue a new edition."
            )
        )


class ReplacedByItself(Refused):
    def __init__(self) -> None:
        super().__init__(_("A document is not replaced by itself: revise it instead."))


class ReplacementNotInForce(Refused):
    """On the day of the withdrawal nothing would be in the place."""

    def __init__(self, document: object, day: date) -> None:
        super().__init__(
            _(
                "%(document)s is not in force on %(day)s, so it cannot replace this document. "
                "Choose another document or a later day, or leave the replacement empty."
            )
            % {"document": document, "day": f"{day:%d/%m/%Y}"}
        )


class RevokedTooLate(Refused):
    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _(
                "Edition %(number)s came into force on %(day)s and can no longer be revoked. Issue "
                "a new edition, or withdraw the document."
            )
            % {"number": edition.number, "day": f"{edition.in_force_from:%d/%m/%Y}"}
        )


class AlreadyRevoked(Refused):
    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _("Edition %(number)s was revoked on %(day)s.")
            % {"number": edition.number, "day": f"{edition.revoked_on:%d/%m/%Y}"}
        )


class NotYoursToEnd(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Only the secretary or the head of the owner unit may propose to withdraw a "
                "document; to revoke an edition, an approver too."
            )
        )
