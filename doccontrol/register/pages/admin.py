"""The register in the Wagtail admin: texts, relations, issuers and types of text."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from reversion.models import Version
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup

from doccontrol.base_admin import (
    ReasonView,
    RecordedCreateView,
    RecordedEditView,
    RecordedViewSet,
)
from doccontrol.extension_points import change_effects
from doccontrol.history import FieldPair
from doccontrol.organisation.models.people import Person
from doccontrol.register.actions import (
    add_relation,
    correct_relation,
    correct_text,
    register_text,
    remove_relation,
)
from doccontrol.register.implementing.admin import ChildQuestions
from doccontrol.register.intake.admin import incoming
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.pages.applied_days import applied_in, in_lines
from doccontrol.register.pages.choosers import legal_text_chooser
from doccontrol.register.pages.forms import LegalRelationForm, LegalTextForm
from doccontrol.register.pages.listings import (
    LegalRelationFilterSet,
    LegalTextFilterSet,
    TextColumn,
    day_of,
    listed_texts,
    plain_columns,
    status_column,
    with_words,
)
from doccontrol.register.pages.text_page import LegalTextInspectView

REGISTERED = gettext_lazy("Registered in the admin")


class LegalTextIndexView(IndexView):
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[LegalText]:
        return listed_texts(timezone.localdate())

    def search_queryset(self, queryset: Any) -> Any:
        return with_words(queryset, self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        # Without a choice of the reader's the order of ``listed_texts`` stands.
        return super().order_queryset(queryset) if self.is_explicitly_ordered else queryset

    @cached_property
    def columns(self) -> list[BaseColumn]:
        number = self._get_title_column_class(TitleColumn)(
            "number_raw",
            label=pgettext_lazy("legal text", "Number"),
            sort_key="sort_key",
            get_url=self.get_inspect_url,
        )
        return [
            number,
            *plain_columns(),
            TextColumn("issuer", label=gettext_lazy("Issuer")),
            TextColumn(
                "issued", accessor=day_of("issued"), label=gettext_lazy("Issued"), sort_key="issued"
            ),
            TextColumn(
                "effective",
                accessor=day_of("effective"),
                label=gettext_lazy("Effective"),
                sort_key="effective",
            ),
            status_column(),
        ]


class LegalTextViewSet(RecordedViewSet):
    model = LegalText
    name = "legal_texts"
    icon = "doc-full"
    menu_label = gettext_lazy("Legal texts")
    index_view_class = LegalTextIndexView
    inspect_view_class = LegalTextInspectView
    inspect_template_name = "doccontrol/register/text_inspect.html"
    filterset_class = LegalTextFilterSet
    list_per_page = 20

    def get_form_class(self, for_update: bool = False) -> type[LegalTextForm]:
        return LegalTextForm

    def add(self, form: Any, *, by: Any) -> LegalText:
        return register_text(**form.facts(), by=by, reason=str(REGISTERED))

    def change(self, form: Any, *, by: Any, reason: str) -> LegalText:
        return correct_text(form.instance, by=by, reason=reason, changes=form.facts())

    def restore(self, record: Any, version: Version, *, by: Any, reason: str) -> None:
        """Through the action, so that number, search words and events are derived again."""
        old = version.field_dict
        plain = set(LegalTextForm.Meta.fields) - {"number_raw", "applied_from", "co_issuers"}
        changes = {
            name: record._meta.get_field(name).to_python(old[name]) for name in plain if name in old
        }
        for name, model in (("type", LegalType), ("issuer", Issuer), ("checked_by", None)):
            model = model or record._meta.get_field(name).related_model
            changes[name] = model.objects.filter(pk=old[f"{name}_id"]).first()
        changes["number"] = old["number_raw"]
        changes["co_issuers"] = list(Issuer.objects.filter(pk__in=old.get("co_issuers", [])))
        changes["applied_from"] = applied_in(version)
        correct_text(record, by=by, reason=reason, changes=changes)

    def may_restore(self, record: Any) -> bool:
        return record.mistaken_on is None

    def effects(self, record: Any) -> list[str]:
        return effects_of([record.pk])

    def pairs(self, left: Version, right: Version) -> list[FieldPair]:
        """With the days that a text has beside its own: clocks run from them too."""
        days = [in_lines(applied_in(version)) for version in (left, right)]
        return [*super().pairs(left, right), FieldPair(_("Application dates"), *days)]


def effects_of(texts: Collection[int]) -> list[str]:
    """What a change of these texts, not committed yet, brings about today."""
    on = timezone.localdate()
    return [sentence for effect in change_effects for sentence in effect.sentences(texts, on)]


class _BackToActingText:
    """After a relation, its acting text's page."""

    def get_success_url(self) -> str:
        acting = self.object.acting_id  # type: ignore[attr-defined]
        return reverse(legal_texts.get_url_name("inspect"), args=[acting])


class RelationCreateView(_BackToActingText, RecordedCreateView):
    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("acting", "")
        return {"acting": int(chosen)} if chosen.isdecimal() else {}


class RelationEditView(_BackToActingText, RecordedEditView):
    pass


class RemoveRelationView(ReasonView):
    permission_required = "delete"
    page_title = gettext_lazy("Remove a relation")
    button_label = gettext_lazy("Take back this relation")
    header_icon = "bin"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        question = _("The relation “%(relation)s” was registered by mistake?")
        return super().get_context_data(question=question % {"relation": self.record}, **context)

    def carry_out(self, reason: str) -> HttpResponse:
        relation, person = cast(LegalRelation, self.record), cast(Person, self.request.user)
        with transaction.atomic():
            remove_relation(relation, by=person, reason=reason)
            effects = effects_of([relation.acting_id])
        messages.success(self.request, " ".join([_("The relation was taken back."), *effects]))
        return redirect(legal_texts.get_url_name("inspect"), relation.acting_id)


class LegalRelationIndexView(IndexView):
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[LegalRelation]:
        return LegalRelation.objects.select_related("acting__type", "target__type")

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        texts = with_words(LegalText.objects.order_by(), self.search_query).values("pk")
        return queryset.filter(acting__in=texts) | queryset.filter(target__in=texts)


class LegalRelationViewSet(RecordedViewSet):
    model = LegalRelation
    name = "legal_relations"
    icon = "link"
    menu_label = gettext_lazy("Relations of texts")
    index_view_class = LegalRelationIndexView
    add_view_class = RelationCreateView
    edit_view_class = RelationEditView
    filterset_class = LegalRelationFilterSet
    list_display = ["acting", "kind", "target_number", "on", "scope"]
    inspect_view_fields = [
        "acting", "kind", "target", "target_number", "on", "until", "scope", "is_whole", "source",
    ]  # fmt: skip

    def get_form_class(self, for_update: bool = False) -> type[LegalRelationForm]:
        return LegalRelationForm

    def add(self, form: Any, *, by: Any) -> LegalRelation:
        return add_relation(
            form.cleaned_data["acting"], **form.facts(), by=by, reason=str(REGISTERED)
        )

    def change(self, form: Any, *, by: Any, reason: str) -> LegalRelation:
        return correct_relation(form.instance, by=by, reason=reason, changes=form.facts())

    def restore(self, record: Any, version: Version, *, by: Any, reason: str) -> None:
        old = version.field_dict
        changes = {
            name: old[name] for name in ("kind", "target_number", "on", "until", "scope", "source")
        }
        changes["target"] = LegalText.objects.filter(pk=old["target_id"]).first()
        correct_relation(record, by=by, reason=reason, changes=changes)

    def effects(self, record: Any) -> list[str]:
        return effects_of([record.acting_id])

    def get_urlpatterns(self) -> list[URLPattern]:
        remove = self.construct_view(RemoveRelationView)
        return [*super().get_urlpatterns(), path("remove/<int:pk>/", remove, name="remove")]


class IssuerViewSet(RecordedViewSet):
    model = Issuer
    name = "issuers"
    icon = "group"
    menu_label = gettext_lazy("Issuers")
    list_display = ["name", "valid_from", "valid_until"]
    search_fields = ["name"]
    search_backend_name = None
    form_fields = ["name", "abbreviations", "valid_from", "valid_until", "successors"]
    inspect_view_fields = form_fields


class LegalTypeViewSet(RecordedViewSet):
    model = LegalType
    name = "legal_types"
    icon = "tag"
    menu_label = gettext_lazy("Types of text")
    list_display = [
        "name",
        "abbreviation",
        "rank",
        BooleanColumn("is_normative", label=gettext_lazy("Normative legal text")),
    ]
    form_fields = ["name", "abbreviation", "rank", "is_normative"]
    inspect_view_fields = form_fields


legal_texts = LegalTextViewSet()
legal_relations = LegalRelationViewSet()


class RegisterGroup(ViewSetGroup):
    menu_label = gettext_lazy("Legal register")
    menu_icon = "folder-open-inverse"
    menu_order = 210
    items = (
        legal_texts,
        legal_relations,
        ChildQuestions(),
        IssuerViewSet(),
        LegalTypeViewSet(),
    )


register_group = RegisterGroup()


def viewsets() -> list[Any]:
    """For the hook ``register_admin_viewset``."""
    return [register_group, legal_text_chooser, incoming]
