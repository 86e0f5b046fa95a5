"""Which address of the administration does what to which page, asked before its view runs.

The permissions would turn the person away as well, with Wagtail's general words and often after
half of the work; here the answer is the rule's own sentence, and nothing has been written.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from doccontrol.access import signed_in_person
from doccontrol.documents.doors.page_rules import (
    Action,
    refusal,
)
from doccontrol.errors import Refused

API_VIEW, BULK_VIEW = "wagtailadmin_api:pages:action", "wagtail_bulk_action"
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

    Strangers are left to the log-in: they are told nothing about a page. Any other address is let
    through without a query.
    """
    match = request.resolver_match
    action = _action_of(match) if match else None
    if match is None or action is None:
        return None
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    person, today = signed_in_person(request), timezone.localdate()
    for page in Page.objects.filter(pk__in=_keys(request, match)):
        refused = refusal(action, page, person, today)
        if refused is not None:
            return refused
    return None


def _action_of(match: ResolverMatch) -> Action | None:
    if match.namespaces == ["wagtailadmin_pages"]:
        return ONE_PAGE[match.url_name][1] if match.url_name in ONE_PAGE else None
    if match.view_name == API_VIEW:
        return API.get(match.kwargs["action_name"])
    if match.view_name == BULK_VIEW and match.kwargs["model_name"] == "page":
        return BULK.get(match.kwargs["action"])
    return None


def _keys(request: HttpRequest, match: ResolverMatch) -> Any:
    """The page of the address; of a bulk action the pages that Wagtail would take, those ticked or
    all of a list."""
    if match.view_name == API_VIEW:
        return [match.kwargs["pk"]]
    if match.view_name != BULK_VIEW:
        return [match.kwargs[ONE_PAGE[match.url_name or ""][0]]]
    keys: Any = request.GET.getlist("id")
    if "all" in keys:
        view = bulk_action_registry.get_bulk_action_class(
            "wagtailcore", "page", match.kwargs["action"]
        )
        keys = view(request, Page).get_all_objects_in_listing_query(request.GET.get("childOf"))
    return [key for key in keys if str(key).isdecimal()]
