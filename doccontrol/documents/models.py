"""Controlled documents as Wagtail pages: where authors draft. Readers are served editions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, Workflow

from doccontrol.documents import sections
from doccontrol.documents.edition_models import Audience, Edition, EditionQuerySet
from doccontrol.documents.panels import EventChoicePanel, WaitingForPanel
from doccontrol.documents.uploads import validate_office_file
from doccontrol.errors import Refused
from doccontrol.folding import fold
from doccontrol.organisation.models import AgencySettings

if TYPE_CHECKING:
    from doccontrol.documents.sections import Section

RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "superscript", "subscript"]


class NotThroughTheWorkflow(Refused):
    """A controlled document reaches readers only through its approval."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A controlled document is published only by its approval, and leaves only by its "
                "withdrawal. The draft is saved: submit it for review instead."
            )
        )


class IssuedIsNotDeleted(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("What was issued is not deleted. Withdraw the document: its editions remain.")
        )


def text_field(label: Any, **options: Any) -> RichTextField:
    return RichTextField(label, blank=True, features=RICH_TEXT, **options)


class ControlledDocument(Page):
    """The identity of a document and its current draft; what binds people are its editions.

    Below each ControlledDocument row there is exactly one row of a page type that says which
    sections the document has (``frozen_sections``).
    """

    kind: ClassVar[str] = ""
    code_setting: ClassVar[str] = ""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everybody")
        STAFF = "staff", _("staff")

    code = models.CharField(_("code"), max_length=40, unique=True)
    owner_unit = models.ForeignKey(
        "doccontrol.Unit",
        verbose_name=_("owner unit"),
        on_delete=models.PROTECT,
        related_name="documents",
    )
    field = models.CharField(_("field"), max_length=100, blank=True)
    review_months = models.PositiveSmallIntegerField(
        _("review interval in months"), default=12, validators=[MinValueValidator(1)]
    )
    visibility = models.CharField(
        _("readable by"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    audience = models.CharField(
        _("must be read by"), max_length=10, choices=Audience.choices, default=Audience.ALL_STAFF
    )
    audience_units = ParentalManyToManyField(
        "doccontrol.Unit", verbose_name=_("chosen units"), blank=True, related_name="+"
    )
    # What this draft will change: frozen with the edition, empty when the next draft begins.
    is_reissue = models.BooleanField(
        _("full re-issue"),
        default=False,
        help_text=_("The issue number rises by one and the revision returns to 00."),
    )
    in_force_from = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Empty: the day of approval. May be later, never earlier."),
    )
    implements = ParentalManyToManyField(
        "doccontrol.LawEvent",
        verbose_name=_("implements"),
        blank=True,
        related_name="+",
        help_text=_(
            "The changes of law that this edition puts into practice. Only these clocks are closed."
        ),
    )

    identity_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("owner_unit")]),
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("field"), FieldPanel("review_months")]),
                FieldRowPanel([FieldPanel("visibility"), FieldPanel("audience")]),
                FieldPanel("audience_units"),
            ],
            heading=_("Document"),
        ),
    ]
    change_panels = [
        WaitingForPanel(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_reissue"), FieldPanel("in_force_from")]),
                InlinePanel("changes", label=_("change"), heading=_("What changes")),
                EventChoicePanel("implements"),
            ],
            heading=_("This edition"),
        ),
    ]
    basis_panels = [
        InlinePanel("legal_basis", label=_("legal basis"), heading=_("Legal basis")),
    ]
    content_panels = change_panels + identity_panels
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    is_creatable = False
    show_in_menus_default = False

    class Meta:
        verbose_name = _("controlled document")
        verbose_name_plural = _("controlled documents")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    # What the draft is

    def begin_next_draft(self) -> None:
        """Empty what described the last edition, so that nobody repeats it unawares."""
        self.is_reissue, self.in_force_from = False, None
        self.changes = []
        self.implements = []

    def get_latest_revision_as_object(self) -> ControlledDocument:
        latest = super().get_latest_revision_as_object()
        if latest.live and not latest.has_unpublished_changes:
            latest.begin_next_draft()
        return latest

    def frozen_sections(self, on: date) -> list[Section]:
        """The numbered sections of the document as plain values, as of ``on``."""
        return []

    def forms_in_force(self, on: date) -> EditionQuerySet:
        """Editions of the forms below this document that are in force on ``on``."""
        below = Edition.objects.in_force(on).filter(
            kind="form", document__path__startswith=self.path
        )
        return below.without_content().order_by("code")

    def files_to_freeze(self) -> list[Any]:
        """(title, file) of each file that belongs to the edition."""
        return []

    # What holds for every draft

    def full_clean(self, *args: Any, **options: Any) -> None:
        if not self.slug and self.code:
            self.slug = slugify(fold(self.code).replace("/", "-").replace(".", "-"))
        super().full_clean(*args, **options)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, ValidationError] = {}
        if self.code:
            self._check_code(errors)
        if self.audience == Audience.UNITS and not self.audience_units.all():
            errors["audience_units"] = ValidationError(_("Choose the units that must read it."))
        if errors:
            raise ValidationError(errors)

    def _check_code(self, errors: dict[str, ValidationError]) -> None:
        pattern = (
            getattr(AgencySettings.load_default(), self.code_setting, "")
            if self.code_setting
            else ""
        )
        if pattern and not re.fullmatch(pattern, self.code):
            errors["code"] = ValidationError(
                _("This code does not fit the agency's pattern %(pattern)s."),
                params={"pattern": pattern},
            )
        issued = Edition.objects.filter(document_id=self.pk).first() if self.pk else None
        if issued is not None and issued.code != self.code:
            errors["code"] = ValidationError(
                _("An issued document keeps its code: %(code)s."), params={"code": issued.code}
            )

    # The only way to readers is the workflow

    def get_workflow(self) -> Workflow | None:
        """Every controlled document goes through the one workflow, wherever it stands."""
        return Workflow.objects.filter(
            active=True, workflow_tasks__task__content_type__model="approvaltask"
        ).first()

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def save(self, *args: Any, **options: Any) -> Any:
        """Live if and only if what is live was issued as an edition, whoever asks and however.

        Wagtail publishes by many ways (button, bulk action, schedule, API): all end here.
        Raises NotThroughTheWorkflow.
        """
        issued = Edition.objects.filter(document_id=self.pk) if self.pk else Edition.objects.none()
        if self.live:
            allowed = issued.filter(page_revision=self.live_revision_id).exists()
        else:
            allowed = not issued.exists()
        if not allowed:
            raise NotThroughTheWorkflow
        return super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Raises Refused once there is an edition: evidence outlives its page's usefulness."""
        if Edition.objects.filter(document_id=self.pk).exists():
            raise IssuedIsNotDeleted
        return super().delete(*args, **options)

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Readers get the edition in force on the day, never the page's own fields."""
        from doccontrol.documents.views import document_page

        return document_page(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from doccontrol.documents.views import draft_preview

        return draft_preview(request, self)


class ChangeNote(Orderable):
    """One row of the revision table: where, and what (domain §3.2)."""

    page = ParentalKey(ControlledDocument, on_delete=models.CASCADE, related_name="changes")
    place = models.CharField(_("page or part"), max_length=200)
    description = models.TextField(_("description of the change"))

    panels = [FieldPanel("place"), FieldPanel("description")]


class LegalBasis(Orderable):
    """A registered text on which the document rests, with the clause cited."""

    page = ParentalKey(ControlledDocument, on_delete=models.CASCADE, related_name="legal_basis")
    text = models.ForeignKey(
        "doccontrol.LegalText",
        verbose_name=_("legal text"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    clause = models.CharField(_("clause"), max_length=300, blank=True)

    panels = [FieldPanel("text"), FieldPanel("clause")]


class Procedure(ControlledDocument):
    """A procedure: the seven standard sections (domain §3.3); section 5 holds the parts that make an
    administrative procedure (Nghị định 63/2010/NĐ-CP Điều 8.2) and the table of steps."""

    kind = "procedure"
    code_setting = "procedure_code_pattern"

    purpose = text_field(_("1. Purpose"))
    scope = text_field(_("2. Scope"))
    references = text_field(_("3. Reference documents"))
    definitions = text_field(_("4. Definitions and abbreviations"))
    dossier = text_field(_("components of the dossier"))
    dossier_sets = models.CharField(_("number of dossiers"), max_length=100, blank=True)
    time_limit = models.CharField(_("time limit"), max_length=300, blank=True)
    time_limit_days = models.DecimalField(
        _("time limit in working days"),
        max_digits=6,
        decimal_places=2,
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

    content_panels = [
        *ControlledDocument.content_panels,
        *(FieldPanel(name) for name in ("purpose", "scope", "references", "definitions")),
        MultiFieldPanel(
            [
                FieldPanel("dossier"),
                FieldRowPanel(
                    [
                        FieldPanel("dossier_sets"),
                        FieldPanel("time_limit"),
                        FieldPanel("time_limit_days"),
                    ]
                ),
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
        *ControlledDocument.basis_panels,
        InlinePanel("steps", label=_("step"), heading=_("5. Steps of the work")),
        InlinePanel("records", label=_("record"), heading=_("7. Records kept")),
    ]
    parent_page_types = ["cms.DocumentIndexPage"]
    subpage_types = ["doccontrol.Form"]

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")

    def clean(self) -> None:
        super().clean()
        steps = [step.duration for step in self.steps.all() if step.duration is not None]
        if self.time_limit_days is not None and steps and sum(steps) != self.time_limit_days:
            raise ValidationError(
                {
                    "time_limit_days": ValidationError(
                        _("The steps add up to %(steps)s working days, not %(limit)s."),
                        params={
                            "steps": sections.days(sum(steps)),
                            "limit": sections.days(self.time_limit_days),
                        },
                    )
                }
            )

    def frozen_sections(self, on: date) -> list[Section]:
        return sections.of_procedure(self, self.forms_in_force(on))


class ProcedureStep(Orderable):
    page = ParentalKey(Procedure, on_delete=models.CASCADE, related_name="steps")
    content = models.TextField(_("content of the work"))
    responsible = models.CharField(_("responsible"), max_length=200)
    duration = models.DecimalField(
        _("working days"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    form = models.CharField(_("form or result"), max_length=300, blank=True)

    panels = [
        FieldPanel("content"),
        FieldRowPanel([FieldPanel("responsible"), FieldPanel("duration"), FieldPanel("form")]),
    ]


class RecordKept(Orderable):
    page = ParentalKey(Procedure, on_delete=models.CASCADE, related_name="records")
    title = models.CharField(_("record"), max_length=300)
    place = models.CharField(_("kept at"), max_length=200)
    period = models.CharField(_("kept for"), max_length=100)

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("place"), FieldPanel("period")])]


class DocumentSection(Orderable):
    """One section of a document without a fixed outline."""

    page = ParentalKey(ControlledDocument, on_delete=models.CASCADE, related_name="free_sections")
    heading = models.CharField(_("heading"), max_length=255)
    body = text_field(_("text"))

    panels = [FieldPanel("heading"), FieldPanel("body")]


class QualityPolicy(ControlledDocument):
    """*Chính sách chất lượng* (ISO 9001:2015, 5.2)."""

    kind = "policy"
    code_setting = "policy_code_pattern"
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

    def frozen_sections(self, on: date) -> list[Section]:
        return sections.of_free_document(self)


class GeneralDocument(ControlledDocument):
    """A manual, a regulation or a work instruction."""

    kind = "general"
    code_setting = "general_code_pattern"

    class Kind(models.TextChoices):
        MANUAL = "manual", _("manual")
        REGULATION = "regulation", _("regulation")
        INSTRUCTION = "instruction", _("instruction")

    general_kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)

    content_panels = [
        *ControlledDocument.content_panels,
        FieldPanel("general_kind"),
        InlinePanel("free_sections", label=_("section"), heading=_("Sections")),
        *ControlledDocument.basis_panels,
    ]
    parent_page_types = ["cms.DocumentIndexPage"]
    subpage_types = ["doccontrol.Form"]

    class Meta:
        verbose_name = _("manual, regulation or instruction")
        verbose_name_plural = _("manuals, regulations and instructions")

    def frozen_sections(self, on: date) -> list[Section]:
        return sections.of_free_document(self)


class Form(ControlledDocument):
    """A form (*biểu mẫu*): hangs under its document, has a file and editions of its own."""

    kind = "form"
    code_setting = "form_code_pattern"

    file = models.FileField(
        _("file"),
        upload_to="drafts/",
        max_length=255,
        validators=[validate_office_file],
        help_text=_("DOCX, XLSX, ODT, ODS or PDF."),
    )
    guidance = text_field(_("how to fill it in"))

    content_panels = [
        *ControlledDocument.content_panels,
        FieldPanel("file"),
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

    def files_to_freeze(self) -> list[Any]:
        return [(self.title, self.file)]
