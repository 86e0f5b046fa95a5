"""A draft as the judgements about it see it: the page type asks them, so they do not name it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from doccontrol.documents.section_types import Section


class DraftFile(NamedTuple):
    """``sha256`` is that of the bytes with which the draft was saved."""

    title: str
    file: Any
    sha256: str


class Draft(Protocol):
    """``models.controlled.ControlledDocument`` with what is asked of it."""

    @property
    def pk(self) -> Any: ...
    @property
    def owner_unit_id(self) -> int: ...
    @property
    def in_force_from(self) -> date | None: ...
    @property
    def basis_reason(self) -> str: ...
    @property
    def legal_basis(self) -> Any: ...
    @property
    def changes(self) -> Any: ...
    @property
    def implements(self) -> Any: ...
    @property
    def current_workflow_task(self) -> Any: ...

    def permissions_for_user(self, user: Any) -> Any: ...

    def frozen_sections(self, on: date) -> list[Section]: ...

    def files_to_freeze(self) -> list[DraftFile]: ...
