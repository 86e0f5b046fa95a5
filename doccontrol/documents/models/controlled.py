"""Controlled documents as Wagtail pages: where authors draft. Readers are served editions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page

from doccontrol.document_kinds import FORM, PROCEDURE, kind_of
from doccontrol.documents.doors.guarded import Guarded
from doccontrol.documents.drafting import panels
from doccontrol.documents.drafting.basis_panel import BasisFindingsPanel
from doccontrol.documents.drafting.codes import (
    MOST_EXAMPLES,
    address_of,
    is_fit,
    misfit,
    next_code,
    stem_of,
)
from doccontrol.documents.drafting.draft_form import DraftForm
from doccontrol.documents.drafting.rows import RowOfPage
from doccontrol.documents.judging.judged_draft import JudgedDraft
from doccontrol.documents.models.answers import PageSide, answer
from doccontrol.documents.models.editions import Audience, Edition, EditionQuerySet
from doccontrol.documents.refusals import IssuedIsNotDeleted
from doccontrol.documents.richtext.column import RichText
from doccontrol.documents.richtext.typed_words import TypedWords

if TYPE_CHECKING:
    from doccontrol.documents.drafting.checklist import DaysOfSteps, Need
    from doccontrol.documents.drafting.draft import DraftFile
    from doccontrol.documents.section_types import Section

RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "superscript", "subscript"]


def text_field(label: Any, **options: Any) -> RichText:
    return RichText(label, blank=True, features=RICH_TEXT, **options)


class ControlledDocument(Guarded, JudgedDraft, TypedWords, Page):
    """The identity of a document and its current draft; what binds people are its editions.

    Below each ControlledDocument row there is exactly one row of a page type that says which
    sections the document has (``frozen_sections``).
    """

    kind: ClassVar[str] = ""

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
    # Not inside the transaction of each save: the worker does it (search.keeping.draft_pages).
    search_auto_update = False

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

    basis_reason = models.TextField(
        _("reason for an ended legal basis"),
        blank=True,
        help_text=_(
            "Needed only if a listed text is no longer in force: why does the document still rest "
            "on it? The reason is frozen with the edition."
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
            heading=_("Identity of the document"),
        ),
    ]
    change_panels = [
        panels.DraftHeadPanel(),
        panels.WaitingForPanel(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_reissue"), FieldPanel("in_force_from")]),
                InlinePanel("changes", label=_("change"), heading=_("What changes")),
                panels.EventChoicePanel("implements"),
            ],
            heading=_("This edition"),
        ),
    ]
    basis_panels = [
        InlinePanel("legal_basis", label=_("legal basis"), heading=_("Legal basis")),
        BasisFindingsPanel(heading=_("What the text cites")),
        FieldPanel("basis_reason"),
    ]
    content_panels = change_panels + identity_panels
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    base_form_class = DraftForm
    is_creatable = False
    show_in_menus_default = False

    class Meta:
        verbose_name = _("controlled document")
        verbose_name_plural = _("controlled documents")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    # What the draft is

    def begin_next_draft(self) -> None:
        """Empty what described the last edition, so that nobody repeats it unawares. Done to the
        page's own row when it is issued: Wagtail begins the next draft from that row, whichever
        class it holds."""
        self.is_reissue, self.in_force_from, self.basis_reason = False, None, ""
        for relation in ("changes", "implements"):  # modelcluster takes a list, which types deny
            setattr(self, relation, [])

    def frozen_sections(self, on: date) -> list[Section]:
        """The numbered sections of the document as plain values, as of ``on``."""
        return []

    def forms_in_force(self, on: date) -> EditionQuerySet:
        """Editions of the forms below this document that are in force on ``on``."""
        below = Edition.objects.in_force(on).filter(
            kind=FORM.key, document__path__startswith=self.path
        )
        return below.without_content().order_by("code")

    def files_to_freeze(self) -> list[DraftFile]:
        return []  # each file that belongs to the edition

    def needs(self) -> list[Need]:
        return []  # what such a document must have before it can be submitted

    def days_of_steps(self) -> DaysOfSteps | None:
        return None  # for a document without steps

    # What holds for every draft

    def full_clean(self, *args: Any, **options: Any) -> None:
        self._take_address_from_code()
        super().full_clean(*args, **options)

    def minimal_clean(self) -> None:
        """What Wagtail checks of an unfinished draft."""
        self._take_address_from_code()
        super().minimal_clean()

    def _take_address_from_code(self) -> None:
        """Before Wagtail makes one of the title: codes are short and unique. An address made of
        the code follows it until the first edition; from then on both stay."""
        taken: str = self.slug  # type: ignore[has-type]  # set here and by Wagtail
        due = address_of(self.code)
        if self.code and taken != due and (not taken or self._is_made_of_its_code(taken)):
            self.slug = due

    def _is_made_of_its_code(self, slug: str) -> bool:
        """Of the code as it is stored, before this saving, and with no edition yet."""
        stored = ControlledDocument.objects.filter(pk=self.pk, editions__isnull=True)
        return slug in {address_of(code) for code in stored.values_list("code", flat=True)}

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
        kind = kind_of(self.kind)
        if kind is not None and not is_fit(kind, self.code):
            errors["code"] = misfit(kind, self._code_examples())
        alike = ControlledDocument.objects.exclude(pk=self.pk).filter(slug=self.slug)
        if self.slug and alike.exists():
            errors["code"] = ValidationError(
                _("This code cannot be told from %(code)s in an address. Choose another."),
                params={"code": alike[0].code},
            )
        issued = Edition.objects.without_content().filter(document_id=self.pk or 0).first()
        if issued is not None and issued.code != self.code:
            errors["code"] = ValidationError(
                _("An issued document keeps its code: %(code)s."), params={"code": issued.code}
            )

    def code_example(self) -> str:
        kind = kind_of(self.kind)
        return kind.code_example if kind else ""

    def _code_examples(self) -> Iterator[str]:
        """The next code of the unit, the usual one, and what the agency gave such documents."""
        if self.kind == PROCEDURE.key and self.owner_unit_id:
            taken = ControlledDocument.objects.values_list("code", flat=True)
            yield next_code(PROCEDURE, stem_of(PROCEDURE, self.owner_unit.code), taken)
        yield self.code_example()
        issued = Edition.objects.filter(kind=self.kind).order_by("-pk")
        yield from issued.values_list("code", flat=True)[:MOST_EXAMPLES]

    # The only way to readers is the workflow

    def save(self, *args: Any, **options: Any) -> Any:
        """Live if and only if what is live was issued (``doors.floor``)."""
        self._take_address_from_code()
        return super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Raises Refused once there is an edition: evidence outlives its page's usefulness."""
        if Edition.objects.filter(document_id=self.pk).exists():
            raise IssuedIsNotDeleted
        return super().delete(*args, **options)

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Readers get the edition in force on the day, never the page's own fields."""
        return answer(PageSide.EDITION, request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        return answer(PageSide.DRAFT, request, self)


class ChangeNote(RowOfPage, Orderable):
    """One row of the revision table: where, and what (domain §3.2)."""

    page = ParentalKey(ControlledDocument, on_delete=models.CASCADE, related_name="changes")
    place = models.CharField(_("page or part"), max_length=200)
    description = models.TextField(_("description of the change"))

    panels = [FieldPanel("place"), FieldPanel("description")]


class LegalBasis(RowOfPage, Orderable):
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
