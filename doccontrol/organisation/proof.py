"""What tells whether a right to sign ended when its history says."""

from __future__ import annotations

from doccontrol.decisions.proof import later_columns_are_in_the_history
from doccontrol.evidence import verifies
from doccontrol.organisation.models.signing_assignments import SigningAssignment

verifies(SigningAssignment)(later_columns_are_in_the_history)
