"""What an edition says, as plain values, and the hash by which it is known."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from doccontrol.documents.drafting.basis import ended_basis
from doccontrol.documents.last_editions import last_edition
from doccontrol.documents.models.editions import Attachment, Edition, FrozenPdf
from doccontrol.documents.refusals import ContentChanged
from doccontrol.documents.rules import EditionNumber
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.register.rules import EventKind
from doccontrol.typed.characters import all_without_controls

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft
    from doccontrol.documents.issuing.signing import Signer

logger = logging.getLogger(__name__)
SCHEMA = 1
FIRST_ISSUE = ("Toàn bộ tài liệu", "Ban hành lần đầu")


def sha256_of(content: dict[str, Any]) -> str:
    """The hash of the content in one spelling: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_content(edition: Edition) -> None:
    """Raises ContentChanged, and logs it, if the content is not what was approved."""
    if sha256_of(edition.content) != edition.sha256:
        logger.error("%s (%s): the content does not have its hash", edition, edition.pk)
        raise ContentChanged(edition)


def check_file(row: Attachment | FrozenPdf) -> None:
    """Raises ContentChanged, and logs it, if storage does not hold the file's bytes any more;
    FileNotFoundError if it has lost the file."""
    if sha256_of_file(row.file) != row.sha256:
        logger.error("%s: the file %s does not have its hash", row, row.file.name)
        raise ContentChanged(row)


def sha256_of_file(file: Any) -> str:
    """Of the bytes in storage, read piece by piece. Raises FileNotFoundError."""
    digest = hashlib.sha256()
    with file.storage.open(file.name, "rb") as opened:
        for piece in opened.chunks():
            digest.update(piece)
    return digest.hexdigest()


def frozen_content(
    draft: Draft,
    *,
    number: EditionNumber,
    approved_on: date | None,
    in_force_from: date,
    signers: Iterable[Signer],
    attachments: list[dict[str, Any]],
) -> dict[str, Any]:
    """Everything that the edition will say for ever (schema 1); also used to preview a draft."""
    agency = AgencySettings.load_default()
    content = {
        "schema": SCHEMA,
        "kind": draft.kind,
        "agency": {
            "name": agency.name,
            "superior_body": agency.superior_body,
            "place": agency.place,
            "standard": agency.standard_name,
        },
        "code": draft.code,
        "title": draft.title,
        "owner_unit": {"code": draft.owner_unit.code, "name": draft.owner_unit.name},
        "field": draft.field,
        "issue_no": number.issue,
        "revision_no": number.revision,
        "approved_on": approved_on.isoformat() if approved_on else None,
        "in_force_from": in_force_from.isoformat(),
        "signatures": [_signature(signer) for signer in signers],
        "revisions": _revisions(draft, number, approved_on),
        "legal_basis": _legal_basis(draft),
        "basis_reason": _basis_reason(draft, approved_on or in_force_from),
        "implements": [_event(event) for event in draft.implements.all()],
        "sections": draft.frozen_sections(in_force_from),
        "attachments": attachments,
    }
    # Laws and names may have been registered before texts were cleaned at the door.
    cleaned: dict[str, Any] = all_without_controls(content)
    return cleaned


def _signature(signer: Signer) -> dict[str, str]:
    """With the capacity, where one is recorded, and the decision on which that rests."""
    named = signer.named()
    signs_as = signer.signs_as()
    signs_as.pop("assignment_id", None)
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in signs_as.items()
        if value
    }
    return {
        "role": str(signer.role.value),
        "name": named.name,
        "title": named.title,
        "unit": named.unit,
        "on": signer.on.isoformat(),
    } | facts


def _revisions(
    draft: Draft, number: EditionNumber, approved_on: date | None
) -> list[dict[str, Any]]:
    """The rows of earlier editions as they were frozen, then this edition's own.
    Raises ContentChanged: what was forged goes into no later edition."""
    last = last_edition(draft.pk, with_content=True)
    if last:
        check_content(last)
    earlier = list(last.content["revisions"]) if last else []
    notes = [(note.place, note.description) for note in draft.changes.all()]
    if last is None and not notes:
        notes = [FIRST_ISSUE]
    own = [
        {
            "issue_no": number.issue,
            "revision_no": number.revision,
            "approved_on": approved_on.isoformat() if approved_on else None,
            "place": place,
            "description": description,
        }
        for place, description in notes
    ]
    return earlier + own


def _legal_basis(draft: Draft) -> list[dict[str, Any]]:
    """Its laws are read at once, however many they are."""
    rows = list(draft.legal_basis.all())
    prefetch_related_objects(rows, "text__type", "text__issuer")
    return [_basis(row) for row in rows]


def _basis(row: Any) -> dict[str, Any]:
    text = row.text
    return {
        "number": text.number_raw,
        "type": text.type.name,
        "subject": text.subject,
        "issuer": text.issuer.name if text.issuer else "",
        "issued": text.issued.isoformat() if text.issued else None,
        "clause": row.clause,
    }


def _basis_reason(draft: Draft, on: date) -> str:
    """ "" where nothing had ended: then there was nothing to give a reason for."""
    return draft.basis_reason.strip() if ended_basis(draft, on) else ""


def _event(event: Any) -> dict[str, Any]:
    return {
        "type": event.acting.type.name,
        "number": event.acting.number_raw,
        "date": event.on.isoformat() if event.on else None,
        "provisions": event.provisions,
        # Of what begins nothing more is said: editions of before say it in these words.
        **({} if event.kind == EventKind.EFFECT else {"kind": event.kind}),
    }
