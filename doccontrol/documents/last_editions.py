"""Which edition of a document is the last, and which number comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doccontrol.documents.models.editions import Edition
from doccontrol.documents.rules import EditionNumber, next_number

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft


def last_edition(document_id: int | None, *, with_content: bool = False) -> Edition | None:
    """The newest edition that was not revoked: in force, coming, or ended."""
    editions = Edition.objects.standing().filter(document=document_id).newest_first()
    return (editions if with_content else editions.without_content()).first()


def newest_edition(document_id: int | None) -> Edition | None:
    """Revoked or not: no number is given twice, no other text is ever known by it."""
    editions = Edition.objects.filter(document=document_id)
    return editions.without_content().newest_first().first()


def coming_number(draft: Draft) -> EditionNumber:
    """The number under which the draft would be issued."""
    return number_after(newest_edition(draft.pk), draft)


def number_after(newest: Edition | None, draft: Draft) -> EditionNumber:
    return next_number(newest.number if newest else None, reissue=draft.is_reissue)
