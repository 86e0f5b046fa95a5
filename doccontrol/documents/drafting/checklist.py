"""What each kind of document needs before it can be submitted: judgements of one draft.

The editor shows them from the start, the submission holds them. Saving a draft asks none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext_lazy as _

from doccontrol.documents.richtext.plain_text import text_of
from doccontrol.documents.sections import days

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

ROWS = frozenset({"changes", "legal_basis", "steps", "records", "free_sections"})


@dataclass(frozen=True, slots=True)
class Need:
    """``key`` names the field or the rows that meet it; the editor leads to their ``place``."""

    key: str
    label: StrPromise
    is_met: bool

    @property
    def place(self) -> str:
        """An id that Wagtail gives to the rows, or to the label of the field."""
        return f"id_{self.key}-FORMS" if self.key in ROWS else f"id_{self.key}-label"


@dataclass(frozen=True, slots=True)
class DaysOfSteps:
    """What the steps of a procedure take together, beside its time limit."""

    total: Decimal
    limit: Decimal | None
    are_given: bool

    @property
    def total_text(self) -> str:
        return days(self.total)

    @property
    def limit_text(self) -> str:
        return days(self.limit)

    @property
    def agree(self) -> bool:
        """Where either says nothing, there is nothing to compare."""
        return self.limit is None or not self.are_given or self.total == self.limit


class FreeDraft(Protocol):
    @property
    def free_sections(self) -> Any: ...


class ProcedureDraft(Protocol):
    """``models.kinds.Procedure``; ``is_without_…`` states that there is none."""

    purpose: Any
    scope: Any
    legal_note: Any
    time_limit: Any
    time_limit_days: Any
    is_without_basis: Any
    is_without_time_limit: Any
    is_without_records: Any

    @property
    def legal_basis(self) -> Any: ...
    @property
    def steps(self) -> Any: ...
    @property
    def records(self) -> Any: ...


def unmet(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.is_met]


def needs_of_procedure(draft: ProcedureDraft) -> list[Need]:
    """Nghị định 63/2010/NĐ-CP Điều 8.2; ISO 9001:2015, 4.4.1."""
    basis = draft.legal_basis.all() or _says(draft.legal_note) or draft.is_without_basis
    has_limit = draft.time_limit.strip() or draft.time_limit_days is not None
    steps = [step for step in draft.steps.all() if step.content.strip()]
    return [
        Need("purpose", _("Purpose"), _says(draft.purpose)),
        Need("scope", _("Scope"), _says(draft.scope)),
        Need("legal_basis", _("Legal basis"), bool(basis)),
        Need("time_limit", _("Time limit"), bool(has_limit or draft.is_without_time_limit)),
        Need("steps", _("At least one step of the work"), bool(steps)),
        Need("records", _("Records kept"), bool(draft.records.all() or draft.is_without_records)),
    ]


def needs_of_free_document(draft: FreeDraft) -> list[Need]:
    written = [row for row in draft.free_sections.all() if row.heading.strip() and _says(row.body)]
    return [Need("free_sections", _("At least one section with its text"), bool(written))]


def days_of_steps(draft: ProcedureDraft) -> DaysOfSteps:
    given = [step.duration for step in draft.steps.all() if step.duration is not None]
    return DaysOfSteps(sum(given, Decimal(0)), draft.time_limit_days, bool(given))


def _says(html: str) -> bool:
    return bool(text_of(html).strip())
