"""Files that came in: kept once by their bytes, with what was read of them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.pdftext.pages import FileKind, TextSource
from doccontrol.pdftext.refusals import DOUBTFUL, FAULT


class IncomingFileQuerySet(models.QuerySet["IncomingFile"]):
    def waiting(self) -> Self:
        return self.filter(state__in=[IncomingFile.State.WAITING, IncomingFile.State.READING])

    def unread(self) -> Self:
        """Kept, but this machine could not read them when they came (no OCR)."""
        return self.filter(state=IncomingFile.State.UNREAD)

    def with_a_fault_of_ours(self) -> Self:
        """Kept, and to be read as soon as what failed on this machine is mended."""
        return self.filter(refusal=FAULT)

    def may_fare_better(self) -> Self:
        """Refused because reading asked for too much: other limits, or a quieter machine, may read
        them. Their bytes are still here."""
        return self.filter(state=IncomingFile.State.REFUSED, refusal__in=DOUBTFUL).exclude(file="")

    def for_triage(self) -> Self:
        """Read, and nobody has yet said what they are."""
        return self.filter(state=IncomingFile.State.READ, decided_on__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")


class IncomingFile(models.Model):
    """One file, identified by its bytes: the same bytes again are the same row.

    The original is never altered. ``reading`` is what was read, in the form of ``read_text
    --json``; what a person confirms goes into the register, never back into this row.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READING = "reading", _("being read")
        READ = "read", _("read")
        UNREAD = "unread", _("not readable yet")
        REFUSED = "refused", _("refused")

    class Way(models.TextChoices):
        UPLOAD = "upload", _("uploaded")
        INBOX = "inbox", _("from the inbox folder")
        COMMAND = "command", _("by command")
        ON_DISK = "found", _("found on disk")

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    # Empty where the bytes are not here: too large to be kept, or a person has let them go.
    file = models.FileField(upload_to="incoming/", max_length=255, blank=True)
    # When it was decided what it is; null while that waits for somebody.
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    searchable = models.FileField(upload_to="incoming/", max_length=255, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        blank=True,
        choices=[(kind.value, kind.value) for kind in FileKind],
    )
    way = models.CharField(_("came in"), max_length=10, choices=Way.choices)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("received by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    # A code of ``pdftext.refusals``: why refused, or what is missing to read it.
    refusal = models.CharField(_("reason"), max_length=40, blank=True)
    # Attempts at reading it, since it came in or was last read, that ended in no answer.
    faults = models.PositiveSmallIntegerField(_("attempts that failed"), default=0)
    let_go_at = models.DateTimeField(_("let go at"), null=True, blank=True)
    let_go_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("let go by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    page_count = models.PositiveIntegerField(_("pages"), default=0)
    pages_read = models.PositiveIntegerField(_("pages read"), default=0)
    reading = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    text = models.ForeignKey(
        "doccontrol.LegalText",
        verbose_name=_("legal text"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="files",
    )

    objects = IncomingFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming file")
        verbose_name_plural = _("incoming files")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "received_at"], name="incoming_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "unread"]) | ~Q(refusal=""),
                name="incoming_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(read_at__isnull=False),
                name="incoming_read_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") | ~Q(file=""), name="incoming_kept_unless_refused"
            ),
            models.CheckConstraint(
                condition=Q(let_go_at__isnull=True) | (Q(let_go_by__isnull=False) & Q(file="")),
                name="incoming_let_go_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IncomingPage(models.Model):
    """The text of one page; ``words`` as [start, end, [x0, y0, x1, y1], confidence] rows where the
    page was recognised, empty where the file itself can be asked again."""

    file = models.ForeignKey(IncomingFile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    source = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in TextSource]
    )
    words = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("page of an incoming file")
        verbose_name_plural = _("pages of incoming files")
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="incoming_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"
