"""Why a clock is not given, taken back or reminded of."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.organisation.models.people import Person


class MayNotGive(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only the secretary, the director or the head of the owner unit gives a clock.")
        )


class MayNotReceive(Refused):
    def __init__(self, person: Person) -> None:
        super().__init__(
            _("%(person)s does not draft for this unit today. Choose another person.")
            % {"person": person}
        )


class DayIsPast(Refused):
    def __init__(self, day: date) -> None:
        super().__init__(
            _("%(day)s is past. Choose today or a later day.") % {"day": f"{day:%d/%m/%Y}"}
        )


class NotGiven(Refused):
    def __init__(self) -> None:
        super().__init__(_("This clock is given to nobody."))


class RemindedToday(Refused):
    def __init__(self, person: Person) -> None:
        super().__init__(
            _("%(person)s was already reminded of this clock today.") % {"person": person}
        )


class NoAddress(Refused):
    def __init__(self, person: Person) -> None:
        super().__init__(
            _("%(person)s has no e-mail address: nothing was sent. Tell them in another way.")
            % {"person": person}
        )
