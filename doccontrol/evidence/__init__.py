"""Rows that prove something: written once, never changed or deleted (ISO 9001:2015, 7.5.3.2).

``rows`` refuses in the ORM, ``triggers`` in the database, ``verifying`` finds what was changed
where the triggers were not there. A chapter that has evidence derives its tables from ``Evidence``
and has all three by that; what it can compare besides, it registers with ``verifies``.
"""

from doccontrol.evidence.rows import Evidence, EvidenceIsFixed, EvidenceQuerySet, ProtectedRow
from doccontrol.evidence.rules import EvidenceRule
from doccontrol.evidence.verifying import Difference, verifies

__all__ = [
    "Difference",
    "Evidence",
    "EvidenceIsFixed",
    "EvidenceQuerySet",
    "EvidenceRule",
    "ProtectedRow",
    "verifies",
]
