"""How authors find a legal text: by number or subject, with or without marks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from doccontrol.register.models.texts import LegalText
from doccontrol.register.pages.listings import (
    listed_texts,
    plain_columns,
    status_column,
    with_words,
)

MOST_OF_SUBJECT = 120


class FindTextForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Number, subject or issuer"),
        required=False,
        help_text=_("With or without marks: 19/2014 or bao hiem."),
    )

    def filter(self, objects: Any) -> Any:
        if words := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, words
            return with_words(objects, words)
        return objects


class _ChooseText:
    """Shared by the dialogue and by its results alone."""

    filter_form_class = FindTextForm
    per_page = 15

    def get_object_list(self) -> QuerySet[LegalText]:
        return listed_texts(timezone.localdate())

    @property
    def columns(self) -> list[BaseColumn]:
        number = self.title_column  # type: ignore[attr-defined]
        number.label, number.accessor = pgettext_lazy("legal text", "Number"), "number_raw"
        return [number, *plain_columns(), status_column()]


class ChooseTextView(_ChooseText, ChooseView):
    pass


class ChooseTextResultsView(_ChooseText, ChooseResultsView):
    pass


def in_words(text: LegalText) -> str:
    """A text as it stands in a list of bases: what it is, what about, and whether it binds."""
    subject = Truncator(text.subject).chars(MOST_OF_SUBJECT)
    status = text.status(timezone.localdate()).label
    return f"{text} – {subject} ({status})" if subject else f"{text} ({status})"


class TextChooser(BaseChooser):
    def get_display_title(self, instance: LegalText) -> str:
        return in_words(instance)


class TextChosenView(ChosenView):
    def get_display_title(self, instance: LegalText) -> str:
        return in_words(instance)


class LegalTextChooserViewSet(ChooserViewSet):
    model = LegalText
    icon = "doc-full"
    choose_one_text = _("Choose a legal text")
    choose_another_text = _("Choose another legal text")
    edit_item_text = _("Edit this legal text")
    choose_view_class = ChooseTextView
    choose_results_view_class = ChooseTextResultsView
    chosen_view_class = TextChosenView
    base_widget_class = TextChooser

    def get_urlpatterns(self) -> list[URLPattern]:
        """A text is registered on its own page, with a reason; here one is only chosen."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


legal_text_chooser = LegalTextChooserViewSet("legal_text_chooser")
