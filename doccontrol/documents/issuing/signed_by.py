"""Until which day a right to sign was made use of: it does not end before that."""

from __future__ import annotations

from datetime import date

from doccontrol.documents.models.editions import Signature
from doccontrol.extension_points import AssignmentUse, assignment_uses


def last_signed(assignment: int) -> date | None:
    days = Signature.objects.filter(assignment=assignment).order_by("-signed_on")
    return days.values_list("signed_on", flat=True).first()


assignment_uses.register(AssignmentUse("signatures", 100, last_signed))
