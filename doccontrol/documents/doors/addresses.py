"""Which address of the administration does what to which page, asked before its view runs.

The permissions would turn the person away as well, with Wagtail's general words and often after
half of the work; here the answer is the rule's own sentence, and nothing has been written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from doccontrol.documents.doors.rules import Action, refusal
from doccontrol.errors import Refused

ONE_PAGE = {
    "add": ("parent_page_id", Action.ADD),
    "add_subpage": ("parent_page_id", Action.ADD),
    "edit": ("page_id", Action.EDIT),
    "revisions_revert": ("page_id", Action.EDIT),
    "revisions_unschedule": ("page_id", Action.PUBLISH),
    "unpublish": ("page_id", Action.UNPUBLISH),
    "move": ("page_to_move_id", Action.MOVE),
    "move_confirm": ("page_to_move_id", Action.MOVE),
    "copy": ("page_id", Action.COPY),
    "convert_alias": ("page_id", Action.COPY),
    "delete": ("page_id", Action.DELETE),
    "set_privacy": ("page_id", Action.RESTRICT),
}
API = {
    "convert_alias": Action.COPY,
    "copy": Action.COPY,
    "copy_for_translation": Action.TRANSLATE,
    "create_alias": Action.COPY,
    "delete": Action.DELETE,
    "move": Action.MOVE,
    "publish": Action.PUBLISH,
    "revert_to_page_revision": Action.REVERT,
    "unpublish": Action.UNPUBLISH,
}
BULK = {
    "delete": Action.DELETE,
    "move": Action.MOVE,
    "publish": Action.PUBLISH,
    "unpublish": Action.UNPUBLISH,
}


def refusal_at(request: HttpRequest) -> Refused | None:
    """The refusal of what ``request`` asks for, whichever page of a bulk action it is of.

    Strangers are left to the log-in: they are told nothing about a page.
    """
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    today = timezone.localdate()
    for action, pages in _asked(request):
        for page in pages:
            refused = refusal(action, page, request.user, today)
            if refused is not None:
                return refused
    return None


def _asked(request: HttpRequest) -> Iterator[tuple[Action, Any]]:
    match = request.resolver_match
    if match is None:
        return
    if match.namespaces == ["wagtailadmin_pages"] and match.url_name in ONE_PAGE:
        keyword, action = ONE_PAGE[match.url_name]
        yield action, _pages([match.kwargs[keyword]])
    elif match.view_name == "wagtailadmin_api:pages:action" and match.kwargs["action_name"] in API:
        yield API[match.kwargs["action_name"]], _pages([match.kwargs["pk"]])
    elif match.view_name == "wagtail_bulk_action" and _is_of_pages(match.kwargs):
        yield BULK[match.kwargs["action"]], _selected(request, match.kwargs)


def _pages(keys: Any) -> Any:
    return Page.objects.filter(pk__in=keys)


def _is_of_pages(kwargs: dict[str, Any]) -> bool:
    of_pages = (kwargs["app_label"], kwargs["model_name"]) == ("wagtailcore", "page")
    return of_pages and kwargs["action"] in BULK


def _selected(request: HttpRequest, kwargs: dict[str, Any]) -> Any:
    """The pages that Wagtail would take: those ticked, or all of a list."""
    keys: Any = request.GET.getlist("id")
    if "all" in keys:
        view = bulk_action_registry.get_bulk_action_class("wagtailcore", "page", kwargs["action"])
        keys = view(request, Page).get_all_objects_in_listing_query(request.GET.get("childOf"))
    return _pages([key for key in keys if str(key).isdecimal()])
