"""The kinds of controlled documents, each with its sections."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Orderable

from doccontrol.document_kinds import FORM, GENERAL, GENERAL_KINDS, POLICY, PROCEDURE
from doccontrol.documents import sections
from doccontrol.documents.drafting import checklist
from doccontrol.documents.drafting.checklist import DaysOfSteps, Need
from doccontrol.documents.drafting.days_input import DaysInput
from doccontrol.documents.drafting.draft import DraftFile
from doccontrol.documents.drafting.draft_files import hash_of
from doccontrol.documents.drafting.file_input import DraftFileInput
from doccontrol.documents.drafting.panels import DaysOfStepsPanel, FormsPanel
from doccontrol.documents.drafting.rows import RowOfPage
from doccontrol.documents.models.controlled import (
    ChangeNote,
    ControlledDocument,
    LegalBasis,
    text_field,
)
from doccontrol.documents.section_types import Section
from doccontrol.documents.uploads import validate_office_file

__all__ = [
    "ChangeNote",
    "ControlledDocument",
    "DocumentSection",
    "Form",
    "GeneralDocument",
    "LegalBasis",
    "Procedure",
    "ProcedureStep",
    "QualityPolicy",
    "RecordKept",
]


class Procedure(ControlledDocument):
    """A procedure: the seven standard sections. Section 5 holds the parts that make an
    administrative procedure (Nghị định 63/2010/NĐ-CP Điều 8.2) and the table of steps."""

    kind = PROCEDURE.key

    purpose = text_field(_("1. Purpose"))
    scope = text_field(_("2. Scope"))
    references = text_field(_("3. Reference documents"))
    definitions = text_field(_("4. Definitions and abbreviations"))
    dossier = text_field(_("components of the dossier"))
    dossier_sets = models.CharField(_("number of dossiers"), max_length=300, blank=True)
    time_limit = models.CharField(_("time limit"), max_length=500, blank=True)
    time_limit_days = models.DecimalField(
        _("time limit in working days"),
        max_digits=7,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("The durations of the steps must add up to it."),
    )
    handling_body = text_field(_("handling body"))
    applicants = text_field(_("who may apply"))
    submission = text_field(_("how to submit and receive"))
    fees = text_field(_("fees"))
    requirements = text_field(_("requirements and conditions"))
    result = text_field(_("result"))
    legal_note = text_field(_("note on the legal basis"))
    # What a procedure need not have, if it says so.
    is_without_basis = models.BooleanField(_("legal basis: not applicable"), default=False)
    is_without_time_limit = models.BooleanField(_("time limit: not applicable"), default=False)
    is_without_records = models.BooleanField(_("records kept: not applicable"), default=False)

    content_panels = [
        *ControlledDocument.content_panels,
        *ControlledDocument.basis_panels,
        FieldPanel("is_without_basis"),
        *(FieldPanel(name) for name in ("purpose", "scope", "references", "definitions")),
        MultiFieldPanel(
            [
                FieldPanel("dossier"),
                FieldRowPanel(
                    [
                        FieldPanel("dossier_sets"),
                        FieldPanel("time_limit"),
                        FieldPanel("time_limit_days", widget=DaysInput),
                    ]
                ),
                FieldPanel("is_without_time_limit"),
                *(
                    FieldPanel(name)
                    for name in (
                        "handling_body",
                        "applicants",
                        "submission",
                        "fees",
                        "requirements",
                        "result",
                        "legal_note",
                    )
                ),
            ],
            heading=_("5. Content"),
        ),
        InlinePanel(
            "steps",
            label=_("step"),
            heading=_("5. Content: steps of the work"),
            classname="compact-rows compact-steps",
        ),
        DaysOfStepsPanel(),
        FormsPanel(heading=_("6. Forms")),
        InlinePanel(
            "records",
            label=_("record"),
            heading=_("7. Records kept"),
            classname="compact-rows compact-records",
        ),
        FieldPanel("is_without_records"),
    ]
    parent_page_types = ["cms.DocumentIndexPage"]
    subpage_types = ["doccontrol.Form"]

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")

    def needs(self) -> list[Need]:
        return checklist.needs_of_procedure(self)

    def days_of_steps(self) -> DaysOfSteps:
        return checklist.days_of_steps(self)

    def frozen_sections(self, on: date) -> list[Section]:
        forms = self.forms_in_force(on)
        if self.visibility == self.Visibility.PUBLIC:
            forms = forms.public()  # what is frozen here is read by everybody
        return sections.of_procedure(self, forms)


class ProcedureStep(RowOfPage, Orderable):
    page = ParentalKey(Procedure, on_delete=models.CASCADE, related_name="steps")
    content = models.TextField(_("content of the work"))
    responsible = models.CharField(_("responsible"), max_length=200)
    # An hour of a working day is 0,125.
    duration = models.DecimalField(
        _("working days"),
        max_digits=7,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    form = models.CharField(_("form or result"), max_length=300, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("content"),
                FieldPanel("responsible", widget=AdminAutoHeightTextInput),
                FieldPanel("duration", widget=DaysInput),
                FieldPanel("form", widget=AdminAutoHeightTextInput),
            ]
        )
    ]


class RecordKept(RowOfPage, Orderable):
    page = ParentalKey(Procedure, on_delete=models.CASCADE, related_name="records")
    title = models.CharField(_("record"), max_length=300)
    place = models.CharField(_("kept at"), max_length=200)
    period = models.CharField(_("kept for"), max_length=100)

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("place"), FieldPanel("period")])]


class DocumentSection(RowOfPage, Orderable):
    """One section of a document without a fixed outline."""

    page = ParentalKey(ControlledDocument, on_delete=models.CASCADE, related_name="free_sections")
    heading = models.CharField(_("heading"), max_length=255)
    body = text_field(_("text"))

    panels = [FieldPanel("heading"), FieldPanel("body")]


class QualityPolicy(ControlledDocument):
    """*Chính sách chất lượng* (ISO 9001:2015, 5.2)."""

    kind = POLICY.key
    content_panels = [
        *ControlledDocument.content_panels,
        InlinePanel("free_sections", label=_("section"), heading=_("Sections")),
        *ControlledDocument.basis_panels,
    ]
    parent_page_types = ["cms.DocumentIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("quality policy")
        verbose_name_plural = _("quality policies")

    def needs(self) -> list[Need]:
        return checklist.needs_of_free_document(self)

    def frozen_sections(self, on: date) -> list[Section]:
        return sections.of_free_document(self)


class GeneralDocument(ControlledDocument):
    """A document of the system itself: a manual, objectives, a list (``GENERAL_KINDS``)."""

    kind = GENERAL.key

    general_kind = models.CharField(
        _("kind"), max_length=12, choices=[(kind.key, kind.label) for kind in GENERAL_KINDS]
    )

    content_panels = [
        *ControlledDocument.content_panels,
        FieldPanel("general_kind"),
        InlinePanel("free_sections", label=_("section"), heading=_("Sections")),
        FormsPanel(heading=_("Forms")),
        *ControlledDocument.basis_panels,
    ]
    parent_page_types = ["cms.DocumentIndexPage"]
    subpage_types = ["doccontrol.Form"]

    class Meta:
        verbose_name = _("system document")
        verbose_name_plural = _("system documents")

    def needs(self) -> list[Need]:
        return checklist.needs_of_free_document(self)

    def code_example(self) -> str:
        examples = {kind.key: kind.code_example for kind in GENERAL_KINDS}
        return examples.get(self.general_kind) or super().code_example()

    def frozen_sections(self, on: date) -> list[Section]:
        return sections.of_free_document(self)


class Form(ControlledDocument):
    """A form (*biểu mẫu*): hangs under its document, has a file and editions of its own."""

    kind = FORM.key

    file = models.FileField(
        _("file"),
        upload_to="drafts/",
        max_length=255,
        validators=[validate_office_file],
        help_text=_("DOCX, XLSX, ODT, ODS or PDF."),
    )
    # Of the bytes with which the draft was saved: it goes with each revision.
    file_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    guidance = text_field(_("how to fill it in"))

    content_panels = [
        *ControlledDocument.content_panels,
        FieldPanel("file", widget=DraftFileInput),
        FieldPanel("guidance"),
        *ControlledDocument.basis_panels,
    ]
    parent_page_types = ["doccontrol.Procedure", "doccontrol.GeneralDocument"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def frozen_sections(self, on: date) -> list[Section]:
        return sections.of_form(self)

    def files_to_freeze(self) -> list[DraftFile]:
        return [DraftFile(self.title, self.file, self.file_sha256)]

    def serializable_data(self) -> dict[str, Any]:
        """What a revision keeps: the hash of the file with the file."""
        self._record_file()
        return super().serializable_data()  # type: ignore[no-any-return]

    def save(self, *args: Any, **options: Any) -> Any:
        self._record_file()
        return super().save(*args, **options)

    def _record_file(self) -> None:
        """Once for each upload; a file that is in storage already keeps what was recorded."""
        is_new = not getattr(self.file, "_committed", True)
        if self.file and (is_new or not self.file_sha256):
            self.file_sha256 = hash_of(self.file)
