"""Documents in force from the start, for tests that are about something else.

The rows are those that drafting, the workflow and ``issue`` leave (``test_builders`` compares
them), written at a quarter of the price: nothing is published by Wagtail, nothing is judged. What
it is to draft, review, approve and issue is tested by those who go that way.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from cms.demonstration.judging import judge
from doccontrol.asked_once import answers_hold
from doccontrol.documents.issuing import actions
from doccontrol.documents.issuing.signing import Signer, signers_of
from doccontrol.documents.rules import EditionNumber
from doccontrol.events import EditionChanged, edition_changed
from doccontrol.jobs.outbox import owe
from doccontrol.models import ControlledDocument, Edition, Person, Procedure, Signature

WRITTEN_BY_PUBLISHING = [
    "live",
    "live_revision",
    "latest_revision",
    "latest_revision_created_at",
    "first_published_at",
    "last_published_at",
    "has_unpublished_changes",
]
# What a draft says of the edition it is to become; the page's own row begins empty again.
OF_ONE_EDITION = ("is_reissue", "in_force_from", "basis_reason", "changes", "implements")


def issue_at_once(
    page: Procedure,
    parent: Page,
    *,
    author: Person,
    reviewer: Person,
    approver: Person,
    on: date,
    **draft: Any,
) -> Edition:
    """``page`` was never saved; ``draft`` are its values of ``OF_ONE_EDITION``."""
    parent.add_child(instance=page)
    for name, value in draft.items():
        setattr(page, name, value)
    revision = _revision(page, author)
    judge(revision, submitted=(author, on), reviewed=(reviewer, on), approved=(approver, on))
    signers = [
        Signer(Signature.Role.DRAFTED, author, on),
        Signer(Signature.Role.REVIEWED, reviewer, on),
        Signer(Signature.Role.APPROVED, approver, on),
    ]
    edition = _write(page, revision, signers, on)
    _publish(page, revision, approver)
    _tell(edition)
    return edition


def issue_draft_at_once(
    page: ControlledDocument, *, author: Person, reviewer: Person, approver: Person, on: date
) -> Edition:
    """``page`` was saved before, stands as it is to be issued, and has no edition yet."""
    revision = _revision(page, author)
    judge(revision, submitted=(author, on), reviewed=(reviewer, on), approved=(approver, on))
    signers = signers_of(revision, unit=page.owner_unit_id, kind=page.kind, on=on)
    edition = _write(page, revision, signers, on)
    _publish(page, revision, approver)
    page.begin_next_draft()
    page.refresh_from_db(fields=WRITTEN_BY_PUBLISHING)
    page.draft_title = page.title
    page.save(clean=False)
    _tell(edition)
    return edition


def _revision(page: ControlledDocument, author: Person) -> Revision:
    return Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=author,
        content=page.serializable_data(),
        object_str=str(page),
    )


def _write(
    page: ControlledDocument, revision: Revision, signers: list[Signer], on: date
) -> Edition:
    starts = max(page.in_force_from or on, on)
    with answers_hold():
        return actions._write_edition(
            page, revision, EditionNumber(1, 0), signers, signers[-1].person, on, starts
        )


def _tell(edition: Edition) -> None:
    owe("render_pdf", str(edition.pk), edition=edition.pk)
    edition_changed.announce(EditionChanged(edition.pk))


def _publish(page: ControlledDocument, revision: Revision, by: Person) -> None:
    now = timezone.now()
    Page.objects.filter(pk=page.pk).update(
        live=True,
        live_revision=revision,
        latest_revision=revision,
        latest_revision_created_at=revision.created_at,
        first_published_at=now,
        last_published_at=now,
        has_unpublished_changes=False,
    )
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                page=page,
                content_type_id=page.content_type_id,
                label=page.get_admin_display_title(),
                user=by,
                revision=revision,
                action="wagtail.publish",
                timestamp=now,
                content_changed=True,
            )
        ]
    )
