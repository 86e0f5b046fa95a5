"""Why a text cannot be called registered by mistake, in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.triage.models import Triage


class NotYoursToTakeOut(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only those who decide about new texts may say that one was registered by mistake.")
        )


class NamedByDocuments(Refused):
    """A document that states it as its basis would state a text that there never was."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(
            _(
                "These documents or their drafts state this text: %(codes)s. Issue an edition "
                "without it, and take it out of the drafts first; or correct what the register "
                "says of the text, if the text exists."
            )
            % {"codes": ", ".join(codes)}
        )


class NotRelevantStands(Refused):
    """What two persons say of the same text is not undone in passing."""

    def __init__(self, triage: Triage) -> None:
        waits = _(
            "%(person)s proposed on %(day)s that this text is not relevant, and nobody has "
            "answered. Answer that proposal or take it back first."
        )
        stands = _(
            "%(person)s proposed on %(day)s that this text is not relevant, and it was approved. "
            "Re-open that decision first."
        )
        super().__init__(
            (waits if triage.is_waiting else stands)
            % {"person": triage.proposed_by, "day": f"{triage.proposed_on:%d/%m/%Y}"}
        )
