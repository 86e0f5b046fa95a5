"""A draft as it would read if it were issued: for its authors and those who judge it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from doccontrol.documents.drafting import draft_files
from doccontrol.documents.issuing.freezing import frozen_content
from doccontrol.documents.last_editions import coming_number
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.reading import banners
from doccontrol.documents.reading.edition_page import EditionPage, FileRow, basis_rows, cleaned
from doccontrol.documents.rules import EditionNumber
from doccontrol.register.models.texts import LegalText


def preview(
    draft: ControlledDocument, today: date, content: dict[str, Any] | None = None
) -> EditionPage:
    """The unsaved or saved ``draft`` with the number it would get, in force from the day it names.

    Nobody has signed it and nothing of it is frozen, so there is no PDF and no hash but those of
    its files, by which they are opened. ``content``: its ``draft_content``, if that is at hand.
    """
    number = coming_number(draft)
    content = content or draft_content(draft, number, today)
    rows = list(draft.legal_basis.all())
    basis = LegalText.every.with_type().with_effects().filter(pk__in=[r.text_id for r in rows])
    texts = {text.pk: text for text in basis}
    return EditionPage(
        content=cleaned(content),
        number=str(number),
        on=today,
        state="draft",
        state_label=_("Draft"),
        basis=basis_rows(
            content["legal_basis"], [(texts[row.text_id], row.clause) for row in rows], today
        ),
        banners=[banners.draft()],
        files=[
            FileRow(
                named.title,
                draft_files.name_of(named.file),
                _size(named.file),
                url=draft_files.url_of(draft, named.sha256),
                sha256=named.sha256,
            )
            for named in draft.files_to_freeze()
            if named.file
        ],
    )


def draft_content(draft: ControlledDocument, number: EditionNumber, today: date) -> dict[str, Any]:
    """What would be frozen if the draft were issued today, but for approval and signatures."""
    return frozen_content(
        draft,
        number=number,
        approved_on=None,
        in_force_from=draft.in_force_from or today,
        signers=[],
        attachments=[
            {
                "code": draft.code,
                "title": named.title,
                "filename": draft_files.frozen_name(draft.code, named.file.name),
                "size": _size(named.file),
                "sha256": named.sha256,
            }
            for named in draft.files_to_freeze()
            if named.file
        ],
    )


def _size(file: object) -> int:
    """0 for a file that is not there: a preview must not fail for it."""
    try:
        return int(file.size)  # type: ignore[attr-defined]
    except (FileNotFoundError, ValueError):
        return 0
