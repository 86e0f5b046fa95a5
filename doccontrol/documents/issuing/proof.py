"""What tells whether an edition, its signatures and its files are as they were issued.

The frozen content is known by its hash, and nearly every column says again what stands in it; what
does not stand there was taken from the approved revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from doccontrol.documents.ending.models import Revocation
from doccontrol.documents.ending.succession import expected_ends
from doccontrol.documents.issuing.freezing import sha256_of, sha256_of_file
from doccontrol.documents.models.editions import Attachment, Audience, Edition, FrozenPdf, Signature
from doccontrol.evidence import Difference, verifies
from doccontrol.evidence.verifying import differs, is_as_written

# Columns of an edition that stand in its content under the same name.
SAID_TWICE = (
    "kind",
    "code",
    "title",
    "field",
    "issue_no",
    "revision_no",
    "approved_on",
    "in_force_from",
    "basis_reason",
)
FROZEN_OF_A_FILE = ("title", "filename", "size", "sha256")
# Columns of a signature, each with its name in the content.
FROZEN_OF_A_SIGNATURE = {
    "role": "role",
    "name": "name",
    "title": "title",
    "unit": "unit",
    "signed_on": "on",
}
# And those that are frozen only where there is something to say.
FROZEN_OF_A_CAPACITY = (
    "capacity",
    "on_behalf_of",
    "decision_number",
    "decided_on",
    "assigned_from",
    "assigned_until",
)


def _compared(
    row: Any, frozen: Mapping[str, Any], columns: Mapping[str, str]
) -> Iterator[Difference]:
    for column, name in columns.items():
        if name in frozen and _plain(getattr(row, column)) != _plain(frozen[name]):
            yield differs(
                row,
                column,
                _("The edition was issued with “%(frozen)s”; stored is “%(stored)s”.")
                % {"frozen": frozen[name], "stored": getattr(row, column)},
            )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@verifies(Edition)
def content_has_its_hash(editions: Sequence[Edition]) -> Iterator[Difference]:
    for edition in editions:
        sha256 = sha256_of(edition.content)
        if sha256 == edition.sha256:
            continue
        column = "sha256" if is_as_written(edition, sha256=sha256) else "content"
        yield differs(
            edition, column, _("The content does not have the fingerprint it was issued under.")
        )


@verifies(Edition)
def columns_say_what_was_frozen(editions: Sequence[Edition]) -> Iterator[Difference]:
    columns = {name: name for name in SAID_TWICE}
    for edition in editions:
        yield from _compared(edition, edition.content, columns)


@verifies(Edition)
def edition_was_taken_from_its_revision(editions: Sequence[Edition]) -> Iterator[Difference]:
    """What the content does not hold, and that the revision is still the one that was approved."""
    prefetch_related_objects(
        editions, "page_revision", "addressed_units", "implements", "citations"
    )
    for edition in editions:
        draft = edition.page_revision.content
        if edition.page_revision.object_id != str(edition.document_id):
            yield differs(
                edition, "document_id", _("The approved revision is of another document.")
            )
        for column, stored, approved in _from_the_draft(edition, draft):
            if stored != approved:
                yield differs(
                    edition,
                    column,
                    _("The approved revision says “%(approved)s”; stored is “%(stored)s”.")
                    % {"approved": approved, "stored": stored},
                )


def _from_the_draft(edition: Edition, draft: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Column, what is stored, what was approved; nothing for what the revision does not tell."""
    for name in ("code", "title", "field"):
        if name in draft and name in edition.content:
            yield "page_revision_id", edition.content[name], draft[name]
    if "owner_unit" in draft:
        yield "unit_id", edition.unit_id, draft["owner_unit"]
    if "visibility" in draft:
        yield "is_public", edition.is_public, draft["visibility"] == "public"
    if "audience" in draft:
        yield "audience", edition.audience, draft["audience"]
        units = sorted(unit.pk for unit in edition.addressed_units.all())
        yield "addressed_units", units, _addressed(draft)
    if "implements" in draft:
        events = sorted(event.pk for event in edition.implements.all())
        yield "implements", events, sorted(draft["implements"])
    if "legal_basis" in draft:
        cited = sorted((citation.text_id, citation.clause) for citation in edition.citations.all())
        basis = {(row["text"], row["clause"]) for row in draft["legal_basis"]}
        yield "citations", cited, sorted(basis)


def _addressed(draft: Mapping[str, Any]) -> list[int]:
    if draft["audience"] == Audience.OWNER_UNIT:
        return [draft["owner_unit"]]
    return sorted(draft["audience_units"]) if draft["audience"] == Audience.UNITS else []


@verifies(Edition)
def signatures_and_files_are_those_frozen(editions: Sequence[Edition]) -> Iterator[Difference]:
    prefetch_related_objects(editions, "signatures", "attachments")
    for edition in editions:
        content, signatures = edition.content, list(edition.signatures.all())
        yield from _in_order(edition, "signatures", signatures, FROZEN_OF_A_SIGNATURE)
        yield from _capacities(signatures, content.get("signatures", []))
        files = {name: name for name in FROZEN_OF_A_FILE}
        yield from _in_order(edition, "attachments", list(edition.attachments.all()), files)
        approving = [
            signature for signature in signatures if signature.role == Signature.Role.APPROVED
        ]
        if "signatures" in content and [signature.person_id for signature in approving] != [
            edition.approved_by_id
        ]:
            yield differs(edition, "approved_by_id", _("The approval is signed by somebody else."))


def _capacities(
    signatures: Sequence[Signature], frozen: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    """Where nothing was frozen, the column is as it is before anything is written there."""
    fields = (Signature._meta.get_field(name) for name in FROZEN_OF_A_CAPACITY)
    nothing = {field.name: field.get_default() for field in fields}  # type: ignore[union-attr]
    columns = {name: name for name in FROZEN_OF_A_CAPACITY}
    for row, frozen_signature in zip(signatures, frozen, strict=False):
        yield from _compared(row, nothing | dict(frozen_signature), columns)


def _in_order(
    edition: Edition, what: str, rows: Sequence[Any], columns: Mapping[str, str]
) -> Iterator[Difference]:
    frozen = edition.content.get(what, [])
    if len(rows) != len(frozen):
        counts = {"frozen": len(frozen), "stored": len(rows)}
        why = _("The edition was issued with %(frozen)d of them; stored are %(stored)d.") % counts
        yield differs(edition, what, why)
        return
    for row, frozen_row in zip(rows, frozen, strict=True):
        yield from _compared(row, frozen_row, columns)


@verifies(Edition)
def editions_end_when_they_must(editions: Sequence[Edition]) -> Iterator[Difference]:
    expected = expected_ends({edition.document_id for edition in editions})
    revoked = set(
        Revocation.objects.standing()
        .filter(edition__in=editions)
        .values_list("edition", "approved_on")
    )
    for edition in editions:
        if edition.ends_on != expected[edition.pk]:
            yield differs(
                edition,
                "ends_on",
                _("By its successors and its withdrawal it ends on: %(day)s")
                % {"day": expected[edition.pk] or "—"},
            )
        is_known = edition.revoked_on is None or (edition.pk, edition.revoked_on) in revoked
        if not is_known or (edition.revoked_on is None and edition.pk in dict(revoked)):
            yield differs(edition, "revoked_on", _("Its revocation says another day, or none."))


@verifies(Attachment)
@verifies(FrozenPdf)
def files_have_their_hash(rows: Sequence[Attachment | FrozenPdf]) -> Iterator[Difference]:
    """One file at a time."""
    for row in rows:
        try:
            sha256, size = sha256_of_file(row.file), row.file.size
        except (OSError, ValueError) as error:
            yield differs(row, "file", _("The file cannot be read: %(error)s") % {"error": error})
            continue
        if sha256 != row.sha256:
            column = "sha256" if is_as_written(row, sha256=sha256) else "file"
            yield differs(
                row, column, _("The file does not have the fingerprint it was kept under.")
            )
        elif size != row.size:
            yield differs(row, "size", _("The file has another length."))
