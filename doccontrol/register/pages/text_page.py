"""The page of one legal text: its facts, its life, what it does, and what rests on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin.utils import unquote
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import HeaderButton

from doccontrol.extension_points import text_acts, text_page_sections
from doccontrol.register.deriving.status_query import with_status
from doccontrol.register.implementing.questions import questions_on_page
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.texts import LegalText
from doccontrol.register.note_doubts import NoteDoubt, note_doubt, tells_of_a_change
from doccontrol.register.pages.listings import CHECK_HOLDS
from doccontrol.register.pages.timeline import timeline
from doccontrol.register.rules import MENTIONS, TextStatus

# Of what a popular text has by the thousand: a page for reading shows so many.
MOST = 100


class LegalTextInspectView(InspectView):
    """Read-only; relations are added and corrected on pages of their own."""

    def get_object(self, queryset: Any = None) -> LegalText:
        """Also of a text that was registered by mistake: what named it leads here."""
        every = LegalText.every.with_type()
        self.object: LegalText = get_object_or_404(every, pk=unquote(str(self.pk)))
        return self.object

    @property
    def is_registered(self) -> bool:
        return self.object.mistaken_on is None

    def get_page_title(self) -> str:
        return str(self.object)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        on = timezone.localdate()
        incoming = self.object.acted_on_by.select_related("acting__type")
        mentions = incoming.filter(kind__in=MENTIONS)
        return super().get_context_data(
            text=self.object,
            on=on,
            status=TextStatus(status_of(self.object, on)),
            note_doubt=note_doubt_of(self.object),
            is_old=self.object.as_at is None or self.object.as_at < on - CHECK_HOLDS,
            timeline=timeline(
                self.object,
                applied=self.object.applied_from.all(),
                incoming=[*incoming.exclude(kind__in=MENTIONS), *mentions.order_by("-pk")[:MOST]],
            ),
            mentions=mentions.count(),
            acts_on=self.object.acts_on.select_related("target__type", "acting"),
            most=MOST,
            sections=[
                {"template": section.template, "shown": section.context(self.object, on)}
                for section in text_page_sections
            ],
            **questions_on_page(self.object, on),
            may_answer=self._may("doccontrol.add_childanswer"),
            files=self._files(),
            may_change=self.is_registered and self.user_has_permission("change"),
            may_relate=self._may("doccontrol.add_legalrelation"),
            may_correct=self._may("doccontrol.change_legalrelation"),
            may_take_back=self._may("doccontrol.delete_legalrelation"),
            history_url=reverse("legal_texts:history", args=[self.object.pk]),
            **context,
        )

    def get_edit_url(self) -> str | None:
        url: str | None = super().get_edit_url() if self.is_registered else None
        return url

    def _may(self, permission: str) -> bool:
        return self.is_registered and self.request.user.has_perm(permission)

    def _files(self) -> list[IncomingFile]:
        """The files of the text, for those who may have them."""
        if not self.request.user.has_perm("doccontrol.view_incomingfile"):
            return []
        return list(self.object.files.defer("reading").newest_first())

    @property
    def header_buttons(self) -> list[HeaderButton]:
        edit = self.get_edit_url()
        buttons = [HeaderButton(_("Correct"), url=edit, icon_name="edit")] if edit else []
        acts = ((act.label(self.object), act.url(self.object, self.request)) for act in text_acts)
        return buttons + [HeaderButton(label, url=url) for label, url in acts if url]


def note_doubt_of(text: LegalText) -> NoteDoubt | None:
    """Queries only where the note tells of a change."""
    if not tells_of_a_change(text.note):
        return None
    acting = set(
        text.acted_on_by.exclude(kind__in=MENTIONS).values_list("acting__number", flat=True)
    )
    targets = set(text.acts_on.values_list("target_number", flat=True))
    return note_doubt(text.note, text.number, acting | targets, is_acted_on=bool(acting))


def status_of(text: LegalText, on: date) -> str:
    """As ``text.status(on)``; of a popular text only the relations that count are read."""
    texts = with_status(LegalText.every.filter(pk=text.pk), on)
    return texts.order_by().values_list("status_on_day", flat=True).get()  # type: ignore[misc]
