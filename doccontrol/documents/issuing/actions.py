"""The only code that writes editions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from doccontrol.documents.drafting.draft_files import as_judged, frozen_name
from doccontrol.documents.drafting.references import references_entered_once
from doccontrol.documents.ending.succession import held, make_room
from doccontrol.documents.issuing.freezing import frozen_content, sha256_of
from doccontrol.documents.issuing.signing import Signer, signers_of
from doccontrol.documents.judging.completeness import check_complete
from doccontrol.documents.judging.workflow import RevisionMovedOn
from doccontrol.documents.last_editions import coming_number
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Attachment, Audience, Citation, Edition, Signature
from doccontrol.documents.rules import EditionNumber
from doccontrol.errors import Refused
from doccontrol.events import EditionChanged, edition_changed
from doccontrol.jobs.outbox import owe
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Unit


def submit(page: ControlledDocument, *, by: Person) -> None:
    """Send the latest draft of ``page`` to its review; a draft that waits already goes on waiting.

    Raises NotReady with what is missing.
    """
    workflow = page.get_workflow()
    if workflow is None:
        raise Refused(_("There is no workflow for controlled documents. Ask the administrator."))
    workflow.start(page, by)


@transaction.atomic
def issue(revision: Revision, *, on: date) -> Edition:
    """Make the approved revision an edition; its predecessor ends the day it comes into force.

    Approved on ``on``; in force from the day the draft names, or ``on`` if it names none.
    Who signed is read from the steps of the workflow (``signers_of``), never handed in.
    Issuing the same revision twice returns the first edition.
    Raises RevisionMovedOn, NotRightlySigned, FourEyes, InForceTooEarly, NotReady (a day that has
    passed is never changed for another), and what ``check_files`` raises.
    Source: Quyết định 19/2014/QĐ-TTg Điều 4.2.a; ISO 9001:2015, 7.5.2 and 7.5.3.2 c).
    """
    document = held(int(revision.object_id))
    done = Edition.objects.filter(page_revision=revision).first()
    if done is not None:
        return done
    if document.latest_revision_id != revision.pk:
        raise RevisionMovedOn
    draft = revision.as_object()
    check_complete(draft, on)
    signers = signers_of(revision, unit=draft.owner_unit_id, kind=draft.kind, on=on)
    approver = signers[-1].person

    in_force_from = draft.in_force_from or on
    make_room(document.pk, starts=in_force_from, on=on)
    number = coming_number(draft)
    edition = _write_edition(draft, revision, number, signers, approver, on, in_force_from)

    with references_entered_once(document):
        revision.publish(user=approver, skip_permission_checks=True)
        _begin_next_draft(document)
    owe("render_pdf", str(edition.pk), edition=edition.pk)
    edition_changed.announce(EditionChanged(edition.pk))
    return edition


def _begin_next_draft(document: ControlledDocument) -> None:
    """The page's own row, from which Wagtail begins the next draft."""
    issued = document.specific_class.objects.get(pk=document.pk)
    issued.begin_next_draft()
    issued.save(clean=False)


def _write_edition(
    draft: ControlledDocument,
    revision: Revision,
    number: EditionNumber,
    signers: Sequence[Signer],
    approver: Person,
    on: date,
    in_force_from: date,
) -> Edition:
    files = as_judged(draft)
    content = frozen_content(
        draft,
        number=number,
        approved_on=on,
        in_force_from=in_force_from,
        signers=signers,
        attachments=[_described(draft.code, *file) for file in files],
    )
    edition = Edition.objects.create(
        document_id=draft.pk,
        kind=draft.kind,
        code=draft.code,
        title=draft.title,
        field=draft.field,
        unit=draft.owner_unit,
        issue_no=number.issue,
        revision_no=number.revision,
        approved_by=approver,
        approved_on=on,
        in_force_from=in_force_from,
        is_public=draft.visibility == ControlledDocument.Visibility.PUBLIC,
        audience=draft.audience,
        basis_reason=content["basis_reason"],
        content=content,
        sha256=sha256_of(content),
        page_revision=revision,
    )
    edition.addressed_units.set(_addressed(draft))
    edition.implements.set(draft.implements.all())
    for signer in signers:
        named = signer.named()
        Signature.objects.create(
            edition=edition,
            role=signer.role,
            person=signer.person,
            name=named.name,
            title=named.title,
            unit=named.unit,
            signed_on=signer.on,
            **signer.signs_as(),
        )
    cited = {(row.text_id, row.clause): row.text for row in draft.legal_basis.all()}
    for (_text, clause), text in cited.items():
        Citation.objects.create(
            edition=edition, text=text, clause=clause, status_at_approval=text.status(on)
        )
    for title, name, data in files:
        _attach(edition, title, name, data)
    return edition


def _addressed(draft: ControlledDocument) -> list[Unit]:
    if draft.audience == Audience.OWNER_UNIT:
        return [draft.owner_unit]
    return list(draft.audience_units.all()) if draft.audience == Audience.UNITS else []


def _described(code: str, title: str, name: str, data: bytes) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "filename": frozen_name(code, name),
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _attach(edition: Edition, title: str, name: str, data: bytes) -> None:
    described = _described(edition.code, title, name, data)
    attachment = Attachment(
        edition=edition,
        title=title,
        filename=described["filename"],
        size=described["size"],
        sha256=described["sha256"],
    )
    suffix = described["filename"].rsplit(".", 1)[-1]
    attachment.file.save(f"{described['sha256']}.{suffix}", ContentFile(data), save=False)
    attachment.save()
