"""Admin screens of records: every save has a reason and leaves one history entry; no record is
deleted or copied; any two entries can be compared, and an earlier one restored.

Wagtail's own views save outside django-reversion and would leave no entry.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from reversion.models import Version
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from doccontrol.errors import Refused
from doccontrol.history import FieldPair, compare, recorded, versions_of

REASON = "reason_for_change"
ENTRIES_PER_PAGE = 30


class ReasonForm(forms.Form):
    """Why something is done that has no other fields."""

    reason_for_change = forms.CharField(
        label=gettext_lazy("Reason for the change"), widget=forms.Textarea(attrs={"rows": 2})
    )


class RecordedCreateView(CreateView):
    records: RecordedViewSet | None = None

    def save_instance(self) -> Model:
        assert self.records is not None  # noqa: S101  the viewset sets it
        with transaction.atomic():
            saved = self.records.add(self.form, by=self.request.user)
            self.effects = self.records.effects(saved)
        return saved

    def get_success_message(self, instance: Model) -> str:
        return " ".join([str(super().get_success_message(instance)), *self.effects])


class RecordedEditView(EditView):
    records: RecordedViewSet | None = None

    def get_form_class(self) -> type[forms.BaseModelForm]:
        """The form, with the reason as its last field."""
        base = super().get_form_class()
        return type(base.__name__, (base,), {REASON: ReasonForm.base_fields[REASON]})

    def form_valid(self, form: forms.BaseModelForm) -> HttpResponse:
        # A refusal stands in the form, so that nothing typed is lost.
        try:
            return super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self) -> Model:
        assert self.records is not None  # noqa: S101  the viewset sets it
        reason = self.form.cleaned_data[REASON]
        with transaction.atomic():
            saved = self.records.change(self.form, by=self.request.user, reason=reason)
            self.effects = self.records.effects(saved)
        return saved

    def get_success_message(self) -> str:
        return " ".join([str(super().get_success_message()), *self.effects])


class RecordView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one record, beside Wagtail's own."""

    records: RecordedViewSet | None = None
    model: type[Model] | None = None
    header_icon = "history"
    index_url_name = ""
    inspect_url_name = ""
    _show_breadcrumbs = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.record = get_object_or_404(self.get_rows(), pk=kwargs["pk"])

    def get_rows(self) -> Any:
        assert self.model is not None  # noqa: S101  the viewset sets it
        return self.model._default_manager

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        plural = capfirst(str(self.record._meta.verbose_name_plural))
        page = reverse(self.inspect_url_name, args=[self.record.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": page, "label": str(self.record)},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.record, **context)


class PastView(RecordView):
    """Of every record, also of one that its lists do not show any more."""

    any_permission_required = ["add", "change", "view"]

    def get_rows(self) -> Any:
        assert self.model is not None  # noqa: S101  the viewset sets it
        return self.model._base_manager


class HistoryView(PastView):
    template_name = "doccontrol/record_history.html"
    page_title = gettext_lazy("History of the record")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Each entry with the one before it, to compare with; ``reaches`` looks one further."""
        assert self.records is not None  # noqa: S101  the viewset sets it
        paginator = Paginator(versions_of(self.record), ENTRIES_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        following = list(page.paginator.object_list[page.start_index() : page.end_index() + 1])
        entries = [
            (entry, following[place] if place < len(following) else None)
            for place, entry in enumerate(page.object_list)
        ]
        return super().get_context_data(
            entries=entries,
            page_obj=page,
            compare_url=reverse(self.records.get_url_name("compare"), args=[self.record.pk]),
            restore_url_name=self.records.get_url_name("restore"),
            may_restore=self.records.may_restore(self.record)
            and self.user_has_permission("change"),
            **context,
        )


class CompareView(PastView):
    template_name = "doccontrol/record_compare.html"
    page_title = gettext_lazy("Two entries compared")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        versions = versions_of(self.record)
        left, right = (
            get_object_or_404(versions, pk=_number(self.request.GET.get(side)))
            for side in ("left", "right")
        )
        assert self.records is not None  # noqa: S101  the viewset sets it
        pairs = self.records.pairs(left, right)
        return super().get_context_data(left=left, right=right, pairs=pairs, **context)


class ReasonView(RecordView, ABC):
    """Something that is done to a record at once, with a reason."""

    template_name = "doccontrol/record_reason.html"
    button_label: Any = ""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("form", ReasonForm())
        return super().get_context_data(button_label=self.button_label, **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                return self.carry_out(form.cleaned_data[REASON])
            except (Refused, ValidationError) as error:
                words = error.messages if isinstance(error, ValidationError) else str(error)
                form.add_error(None, words)
        return self.render_to_response(self.get_context_data(form=form))

    @abstractmethod
    def carry_out(self, reason: str) -> HttpResponse:
        """Raises Refused or ValidationError, whose words are shown in the form."""


class RestoreView(ReasonView):
    permission_required = "change"
    page_title = gettext_lazy("Restore an earlier entry")
    button_label = gettext_lazy("Restore this entry")

    @cached_property
    def version(self) -> Version:
        return get_object_or_404(versions_of(self.record), pk=self.kwargs["version"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        earlier = self.version  # first: of a record without history there is none to restore
        newest = versions_of(self.record)[0]
        assert self.records is not None  # noqa: S101  the viewset sets it
        pairs = self.records.pairs(newest, earlier)
        return super().get_context_data(left=newest, right=earlier, pairs=pairs, **context)

    def carry_out(self, reason: str) -> HttpResponse:
        assert self.records is not None  # noqa: S101  the viewset sets it
        with transaction.atomic():
            self.records.restore(self.record, self.version, by=self.request.user, reason=reason)
            effects = self.records.effects(self.record)
        words = [_("The earlier entry was restored."), *effects]
        messages.success(self.request, " ".join(words))
        return redirect(self.inspect_url_name, self.record.pk)


class RecordedViewSet(ModelViewSet):
    """Screens of one kind of record. A chapter whose record has actions overrides the three verbs
    below; a plain record is saved as its form says."""

    add_view_class = RecordedCreateView
    edit_view_class = RecordedEditView
    history_view_class = HistoryView
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    restore_enabled = True  # off where rows are evidence

    def add(self, form: forms.BaseModelForm, *, by: Any) -> Model:
        with recorded(by, _("Registered in the admin")):
            return form.save()  # type: ignore[no-any-return]

    def change(self, form: forms.BaseModelForm, *, by: Any, reason: str) -> Model:
        with recorded(by, reason):
            return form.save()  # type: ignore[no-any-return]

    def restore(self, record: Any, version: Version, *, by: Any, reason: str) -> None:
        """Write the entry's own columns back; derived columns are left alone. Raises
        ValidationError where the old facts no longer hold together."""
        fields: list[Field] = [
            field for field in record._meta.fields if field.editable and not field.primary_key
        ]
        for field in fields:
            if field.attname in version.field_dict:
                setattr(record, field.attname, version.field_dict[field.attname])
        record.full_clean()
        with recorded(by, reason):
            record.save()
            for field in record._meta.many_to_many:
                if field.name in version.field_dict:
                    getattr(record, field.name).set(version.field_dict[field.name])

    def may_restore(self, record: Any) -> bool:
        return self.restore_enabled

    def effects(self, record: Any) -> list[str]:
        """What a change just written brings about elsewhere, in sentences; before it is
        committed."""
        return []

    def pairs(self, left: Version, right: Version) -> list[FieldPair]:
        """Two history entries, field by field."""
        return compare(self.model, left, right)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        closed = {"delete_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**closed, records=self, **kwargs)

    @property
    def history_view(self) -> Any:
        return self.construct_view(self.history_view_class)

    def get_urlpatterns(self) -> list[URLPattern]:
        closed = {"delete", "usage", "history_results"}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in closed]
        return [
            *kept,
            path("history/<int:pk>/compare/", self.construct_view(CompareView), name="compare"),
            path(
                "history/<int:pk>/restore/<int:version>/",
                self.construct_view(RestoreView),
                name="restore",
            ),
        ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
