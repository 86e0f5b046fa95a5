"""Wagtail's screens of people, as ours: no copying, no deleting, no password of another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet

from doccontrol.errors import Refused
from doccontrol.organisation.accounts.passwords import owe_link
from doccontrol.organisation.accounts.people_forms import PersonCreationForm, PersonEditForm
from doccontrol.organisation.accounts.six_roles import PeopleFilterSet
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post

LINK_URL = "wagtailusers_users:password_link"


class _KeepsWhatWasTyped:
    """A refusal stands in the form, beside what was typed."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except Refused as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class PeopleIndexView(IndexView):
    """With the units in which people hold posts today, and their roles."""

    page_title = gettext_lazy("People")
    add_item_label = gettext_lazy("Add a person")

    def get_base_queryset(self) -> Any:
        held = Post.objects.held(timezone.localdate()).select_related("unit")
        posts = Prefetch("posts", queryset=held, to_attr="held_posts")
        return super().get_base_queryset().prefetch_related(posts, "groups")

    @cached_property
    def columns(self) -> list[Column]:
        boxes, name, login, _level, *others = super().columns
        units = Column("units", accessor=_units_of, label=gettext_lazy("Unit"))
        roles = Column("roles", accessor=_roles_of, label=gettext_lazy("Role"))
        return [boxes, name, units, roles, login, *others]


def _units_of(person: Any) -> str:
    return ", ".join(f"{post.unit}: {post.title}" for post in person.held_posts)


def _roles_of(person: Any) -> str:
    names = sorted(group.name for group in person.groups.all())
    return "; ".join([*([_("Administrator")] if person.is_superuser else []), *names])


class PersonCreateView(_KeepsWhatWasTyped, CreateView):
    def form_invalid(self, form: Any) -> HttpResponse:
        form.instance.pk = None  # the number of a row that was rolled back
        return super().form_invalid(form)


class PersonEditView(_KeepsWhatWasTyped, EditView):
    def get_delete_url(self) -> None:
        return None

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        own = sorted(self.object.groups.values_list("name", flat=True))
        return super().get_context_data(own_roles=own if self.editing_self else None, **context)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.object.is_active:
            return []
        return [
            HeaderButton(
                _("Send a link for the password"),
                url=reverse(LINK_URL, args=[self.object.pk]),
                icon_name="mail",
            )
        ]


class PasswordLinkView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks once more, then has the link sent. It is shown to nobody."""

    model = Person
    permission_required = "change"
    template_name = "doccontrol/organisation/admin/password_link.html"
    page_title = gettext_lazy("Send a link for the password")
    header_icon = "mail"
    _show_breadcrumbs = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(Person, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        people = {"url": reverse("wagtailusers_users:index"), "label": _("People")}
        person = reverse("wagtailusers_users:edit", args=[self.person.pk])
        return [
            *self.breadcrumbs_items,
            people,
            {"url": person, "label": str(self.person)},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        owe_link(self.person)
        messages.success(request, _("The link is on its way to %s.") % self.person.email)
        return redirect("wagtailusers_users:index")


class PersonDeleteView(DeleteView):
    """Whoever left is made inactive: what they signed keeps its name."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class PeopleViewSet(UserViewSet):
    copy_view_enabled = False
    filterset_class = PeopleFilterSet
    create_template_name = "doccontrol/organisation/admin/person_create.html"
    edit_template_name = "doccontrol/organisation/admin/person_edit.html"
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"delete_url_name": None}

    @property
    def password_link_view(self) -> Any:
        return self.construct_view(PasswordLinkView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("password-link/<int:pk>/", self.password_link_view, name="password_link"),
        ]


def link_button(user: Person, request_user: Person) -> list[Button]:
    """Hook register_user_listing_buttons."""
    if not user.is_active:
        return []
    url = reverse(LINK_URL, args=[user.pk])
    return [Button(_("Send a link for the password"), url, icon_name="mail", priority=40)]
