"""The only code that writes editions and withdrawals."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from doccontrol.documents.edition_models import (
    Attachment,
    Audience,
    Citation,
    Edition,
    Signature,
    Withdrawal,
)
from doccontrol.documents.freezing import frozen_content, sha256_of
from doccontrol.documents.models import ControlledDocument
from doccontrol.documents.rules import EditionNumber, next_number
from doccontrol.documents.signing import Signer
from doccontrol.documents.workflow import FourEyes, RevisionMovedOn, check_ready
from doccontrol.errors import Refused
from doccontrol.events import edition_changed
from doccontrol.organisation.models import Person, Unit
from doccontrol.organisation.people import name_on
from doccontrol.outbox import owe


class InForceTooEarly(Refused):
    def __init__(self, latest: Edition) -> None:
        super().__init__(
            _(
                "Edition %(number)s is in force from %(day)s: a new edition must begin on a later "
                "day. Change “in force from” and submit again."
            )
            % {"number": latest.number, "day": f"{latest.in_force_from:%d/%m/%Y}"}
        )


class NothingInForce(Refused):
    def __init__(self) -> None:
        super().__init__(_("This document has no edition that could be withdrawn."))


def submit(page: ControlledDocument, *, by: Person) -> None:
    """Send the latest draft of ``page`` to its review. Raises NotReady with what is missing."""
    workflow = page.get_workflow()
    if workflow is None:
        raise Refused(_("There is no workflow for controlled documents. Ask the administrator."))
    workflow.start(page, by)


@transaction.atomic
def issue(revision: Revision, *, signers: Sequence[Signer], on: date) -> Edition:
    """Make the approved revision an edition; its predecessor ends the day it comes into force.

    Approved on ``on``; in force from the day the draft names, or ``on`` if that is empty or past.
    Issuing the same revision twice returns the first edition.
    Raises RevisionMovedOn, FourEyes, InForceTooEarly, NotReady.
    Source: Quyết định 19/2014/QĐ-TTg Điều 4.2.a; ISO 9001:2015, 7.5.2 and 7.5.3.2 c).
    """
    document = ControlledDocument.objects.select_for_update().get(pk=revision.object_id)
    done = Edition.objects.filter(page_revision=revision).first()
    if done is not None:
        return done
    if document.latest_revision_id != revision.pk:
        raise RevisionMovedOn
    approver = _check_four_eyes(signers)
    draft = revision.as_object()
    check_ready(draft, on)

    latest = document.editions.newest_first().first()
    in_force_from = max(draft.in_force_from or on, on)
    if latest is not None and latest.in_force_from >= in_force_from:
        raise InForceTooEarly(latest)
    if latest is not None and latest.ends_on is None:
        end_edition(latest, on=in_force_from)
    number = next_number(latest.number if latest else None, reissue=draft.is_reissue)
    edition = _write_edition(draft, revision, number, signers, approver, on, in_force_from)

    revision.publish(user=approver, skip_permission_checks=True)
    _begin_next_draft(document)
    owe("render_pdf", str(edition.pk), edition=edition.pk)
    edition_changed.send(sender=Edition, edition=edition)
    return edition


def _begin_next_draft(document: ControlledDocument) -> None:
    """The page's own row, from which Wagtail begins the next draft."""
    issued = document.specific_class.objects.get(pk=document.pk)
    issued.begin_next_draft()
    issued.save(clean=False)


def _check_four_eyes(signers: Sequence[Signer]) -> Person:
    """The approver. Raises FourEyes if there is not exactly one, or the approver or the reviewer
    is also an author."""
    people = {role: {s.person for s in signers if s.role == role} for role in Signature.Role}
    approved = people[Signature.Role.APPROVED]
    judging = approved | people[Signature.Role.REVIEWED]
    if len(approved) != 1 or judging & people[Signature.Role.DRAFTED]:
        raise FourEyes
    return next(iter(approved))


def _write_edition(
    draft: ControlledDocument,
    revision: Revision,
    number: EditionNumber,
    signers: Sequence[Signer],
    approver: Person,
    on: date,
    in_force_from: date,
) -> Edition:
    files = [(title, file.name, _read(file)) for title, file in draft.files_to_freeze() if file]
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
        named = name_on(signer.person, signer.on)
        Signature.objects.create(
            edition=edition,
            role=signer.role,
            person=signer.person,
            name=named.name,
            title=named.title,
            unit=named.unit,
            signed_on=signer.on,
        )
    for row in draft.legal_basis.all():
        Citation.objects.get_or_create(
            edition=edition,
            text=row.text,
            clause=row.clause,
            defaults={"status_at_approval": row.text.status(on)},
        )
    for title, name, data in files:
        _attach(edition, title, name, data)
    return edition


def _addressed(draft: ControlledDocument) -> list[Unit]:
    if draft.audience == Audience.OWNER_UNIT:
        return [draft.owner_unit]
    return list(draft.audience_units.all()) if draft.audience == Audience.UNITS else []


def _read(file: Any) -> bytes:
    with file.open("rb") as opened:
        return bytes(opened.read())


def _described(code: str, title: str, name: str, data: bytes) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "filename": _filename(code, name),
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _filename(code: str, name: str) -> str:
    """Named by its code, whatever the author's file was called."""
    return f"{code.replace('/', '-')}.{name.rsplit('.', 1)[-1].lower()}"


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


def end_edition(edition: Edition, *, on: date) -> None:
    """Set the day on which an open-ended edition ends: the one thing that happens to it later.

    Compare-and-set: an edition that already has an end keeps it.
    """
    QuerySet(Edition).filter(pk=edition.pk, ends_on__isnull=True).update(ends_on=on)
    edition.ends_on = on
    edition_changed.send(sender=Edition, edition=edition)


@transaction.atomic
def propose_withdrawal(
    document: ControlledDocument, *, reason: str, takes_effect_on: date, by: Person, on: date
) -> Withdrawal:
    """Ask to take the document out of use; a second person approves. Asking twice changes nothing.

    Raises NothingInForce; Refused without a reason or for a day before ``on``.
    """
    if not reason.strip():
        raise Refused(_("Say why the document is withdrawn."))
    if takes_effect_on < on:
        raise Refused(_("A document cannot be withdrawn for a day that has passed."))
    locked = ControlledDocument.objects.select_for_update().get(pk=document.pk)
    if not locked.editions.filter(ends_on__isnull=True).exists():
        raise NothingInForce
    withdrawal, _created = Withdrawal.objects.get_or_create(
        document=locked,
        defaults={
            "reason": reason.strip(),
            "takes_effect_on": takes_effect_on,
            "proposed_by": by,
            "proposed_on": on,
        },
    )
    return withdrawal


@transaction.atomic
def approve_withdrawal(withdrawal: Withdrawal, *, by: Person, on: date) -> Withdrawal:
    """End the edition in force on the day asked for, or ``on`` if that has passed.

    Raises FourEyes for the person who asked. Approving twice changes nothing.
    """
    ControlledDocument.objects.select_for_update().get(pk=withdrawal.document_id)
    current = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if current.approved_on is not None:
        return current
    if current.proposed_by_id == by.pk:
        raise FourEyes
    edition = current.document.editions.filter(ends_on__isnull=True).first()
    if edition is None:
        raise NothingInForce
    ends_on = max(current.takes_effect_on, on)
    if ends_on <= edition.in_force_from:
        raise InForceTooEarly(edition)
    end_edition(edition, on=ends_on)
    current.takes_effect_on = ends_on
    current.approved_by, current.approved_on = by, on
    current.save(update_fields=["takes_effect_on", "approved_by", "approved_on"])
    return current
