"""What a reader sees of an edition on a day, as plain values for the templates.

A fixed number of queries, however many editions, laws and forms a document has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Attachment, Citation, Edition
from doccontrol.documents.reading.banners import Banner, banners
from doccontrol.documents.richtext.safe_html import readable
from doccontrol.documents.rules import EditionState
from doccontrol.extension_points import document_notes
from doccontrol.jobs.outbox import Job
from doccontrol.organisation.models.people import Person
from doccontrol.register.models.texts import LegalText, LegalTextQuerySet
from doccontrol.register.rules import TextStatus


class PdfState(models.TextChoices):
    READY = "ready"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One law as the edition names it, with its status on the day shown."""

    number: str
    type: str
    subject: str
    issuer: str
    issued: str | None
    clause: str
    status: str
    status_label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    number: str
    url: str
    state: str
    state_label: str
    in_force_from: date
    ends_on: date | None
    is_this: bool


@dataclass(frozen=True, slots=True)
class FileRow:
    title: str
    filename: str
    size: int
    url: str = ""
    code: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class EditionPage:
    """Everything on the page of an edition. ``content`` is frozen content whose rich text has
    been cleaned: only this may be drawn."""

    content: dict[str, Any]
    number: str
    on: date
    state: str
    state_label: str
    basis: list[BasisRow]
    edition: Edition | None = None
    banners: list[Banner] = field(default_factory=list)
    archive: list[ArchiveRow] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    forms: list[FileRow] = field(default_factory=list)
    pdf: PdfState = PdfState.WAITING
    pdf_url: str = ""
    notes: list[dict[str, Any]] = field(default_factory=list)


def edition_page(edition: Edition, *, reader: Any, on: date, today: date) -> EditionPage:
    """The edition as ``reader`` may see it, with laws and forms as they stand on ``on``.

    ``edition`` comes with its document; whether the reader may read it has been decided. The
    state is that of ``today``: a page opened for a past day still says what is in force now.
    """
    editions = readable_editions(edition.document, reader)
    forms = _forms(edition.document, reader, on)
    models.prefetch_related_objects([edition, *forms], "attachments")
    state = edition.state(today)
    known = reader is not None and reader.is_authenticated
    return EditionPage(
        content=cleaned(edition.content),
        number=str(edition.number),
        on=on,
        state=str(state.value),
        state_label=str(state.label),
        basis=basis_rows(edition.content.get("legal_basis") or [], _cited(edition), on),
        edition=edition,
        banners=banners(edition, editions, on=on, today=today),
        archive=archive_rows(editions, today, this=edition),
        files=_files([edition]),
        forms=_files(forms),
        pdf=pdf_state(edition),
        pdf_url=edition_url(edition, "pdf"),
        notes=_notes(edition, reader, today) if known else [],
    )


def readable_editions(document: ControlledDocument, reader: Any) -> list[Edition]:
    """Newest first, without their content."""
    issued = Edition.objects.filter(document=document).readable_by(reader)
    editions = list(issued.without_content().newest_first())
    for edition in editions:
        edition.document = document
    return editions


def edition_url(edition: Edition, what: str = "edition", **more: Any) -> str:
    """The address of the edition itself, which stays whatever comes into force later."""
    return reverse(
        f"documents:{what}",
        kwargs={"slug": edition.document.slug, "number": edition.number.slug} | more,
    )


def cleaned(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the rich text of all sections cleaned at once."""
    texts: list[str] = []
    _collect(content.get("sections") or [], texts)
    safe = iter(readable(texts))
    return dict(content) | {"sections": _with(content.get("sections") or [], safe)}


def _collect(sections: Sequence[Mapping[str, Any]], texts: list[str]) -> None:
    for section in sections:
        texts.append(section.get("html") or "")
        _collect(section.get("parts") or [], texts)


def _with(sections: Sequence[Mapping[str, Any]], safe: Iterable[SafeString]) -> list[Any]:
    return [
        dict(section) | {"html": next(iter(safe)), "parts": _with(section.get("parts") or [], safe)}
        for section in sections
    ]


def _cited(edition: Edition) -> list[tuple[LegalText, str]]:
    citations = Citation.objects.filter(edition=edition).order_by("pk")
    cited = [
        (row.text, row.clause) for row in citations.select_related("text__type", "text__issuer")
    ]
    models.prefetch_related_objects([text for text, _clause in cited], LegalTextQuerySet.effects())
    return cited


def basis_rows(
    frozen: Sequence[Mapping[str, Any]], cited: Sequence[tuple[LegalText, str]], on: date
) -> list[BasisRow]:
    """The laws in the frozen words, each with the status of its text on ``on``.

    A number corrected in the register since the freezing no longer matches: then the place does,
    unless the same clause was cited twice. What cannot be told is "status unknown".
    """
    by_number = {(text.number_raw, clause): text for text, clause in cited}
    rows = []
    for place, row in enumerate(frozen):
        text = by_number.get((row["number"], row.get("clause") or ""))
        if text is None and len(frozen) == len(cited):
            text = cited[place][0]
        status, label = _standing(text, on)
        rows.append(
            BasisRow(
                **{name: row.get(name) or "" for name in ("type", "subject", "issuer", "clause")},
                number=row["number"],
                issued=row.get("issued"),
                status=str(status.value),
                status_label=label,
                url=text.source_link if text else "",
            )
        )
    return rows


def _standing(text: LegalText | None, on: date) -> tuple[TextStatus, str]:
    """A text that was registered by mistake stands in no way; an ended edition may cite one."""
    if text is not None and text.mistaken_on is not None:
        return TextStatus.UNKNOWN, _("registered by mistake")
    status = text.status(on) if text else TextStatus.UNKNOWN
    return status, str(status.label)


def archive_rows(
    editions: Sequence[Edition], today: date, *, this: Edition | None = None
) -> list[ArchiveRow]:
    rows = []
    for edition in editions:
        state: EditionState = edition.state(today)
        rows.append(
            ArchiveRow(
                number=str(edition.number),
                url=edition_url(edition),
                state=str(state.value),
                state_label=str(state.label),
                in_force_from=edition.in_force_from,
                ends_on=edition.ends_on,
                is_this=this is not None and edition.pk == this.pk,
            )
        )
    return rows


def _forms(document: ControlledDocument, reader: Any, on: date) -> list[Edition]:
    forms = document.forms_in_force(on).exclude(document=document).readable_by(reader)
    return list(forms.select_related("document"))


def _files(editions: Sequence[Edition]) -> list[FileRow]:
    return [_file(file, edition) for edition in editions for file in edition.attachments.all()]


def _file(attachment: Attachment, edition: Edition) -> FileRow:
    return FileRow(
        title=attachment.title,
        filename=attachment.filename,
        size=attachment.size,
        url=edition_url(edition, "attachment", attachment=attachment.pk),
        code=edition.code,
    )


def pdf_state(edition: Edition) -> PdfState:
    """Failed only when the worker has given up and nobody has asked it to try again."""
    if getattr(edition, "pdf", None) is not None:
        return PdfState.READY
    jobs = Job.objects.filter(kind="render_pdf", key=str(edition.pk)).order_by("-pk")
    last = jobs.values_list("state", flat=True).first()
    return PdfState.FAILED if last == Job.State.FAILED else PdfState.WAITING


def _notes(edition: Edition, person: Person, today: date) -> list[dict[str, Any]]:
    """What other chapters tell people of the agency beside the edition."""
    notes = ((note.template, note.context(edition, person, today)) for note in document_notes)
    return [{"template": template, "shown": shown} for template, shown in notes if shown]
