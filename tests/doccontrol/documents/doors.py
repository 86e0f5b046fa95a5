"""Every way in which Wagtail writes a page, as the request that a browser would send."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

Door = Callable[[Client, Any, Any], Any]


def _page(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def _edit(**extra: str) -> Door:
    def send(client: Client, target: Any, world: Any) -> Any:
        data = world.form_of(target) | {"title": "Tên bị đổi"} | extra
        return client.post(_page("edit", target.pk), data)

    return send


def _autosave(client: Client, target: Any, world: Any) -> Any:
    data = world.form_of(target) | {"title": "Tên bị đổi"}
    return client.post(_page("edit", target.pk), data, headers={"accept": "application/json"})


def _revert(client: Client, target: Any, world: Any) -> Any:
    revision = target.revisions.order_by("pk").first()
    if revision is None:
        return client.post(_page("edit", target.pk), {})
    return client.post(_page("revisions_revert", target.pk, revision.pk), world.form_of(target))


def _post(name: str, **data: str) -> Door:
    return lambda client, target, world: client.post(_page(name, target.pk), data)


def _move(client: Client, target: Any, world: Any) -> Any:
    return client.post(_page("move_confirm", target.pk, world.elsewhere(target).pk))


def _position(client: Client, target: Any, world: Any) -> Any:
    return client.post(_page("set_page_position", target.pk) + "?position=0")


def _copy(**extra: str) -> Door:
    def send(client: Client, target: Any, world: Any) -> Any:
        parent = target.get_parent()
        data = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": str(parent.pk)}
        return client.post(_page("copy", target.pk), data | extra)

    return send


def _privacy(client: Client, target: Any, world: Any) -> Any:
    return client.post(_page("set_privacy", target.pk), {"restriction_type": "login"})


def _add(client: Client, target: Any, world: Any) -> Any:
    """A form of the person's own unit below a document, a procedure on a shelf."""
    kind = world.kind_below(target)
    place = reverse("wagtailadmin_pages:add", args=[kind[0], kind[1], target.pk])
    return client.post(place, world.new_form(kind, client))


def _bulk(action: str, **data: str) -> Door:
    def send(client: Client, target: Any, world: Any) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        if action == "move":
            data["chooser"] = str(world.elsewhere(target).pk)
        return client.post(f"{address}?id={target.pk}&next=/admin/", data)

    return send


def _api(action: str) -> Door:
    def send(client: Client, target: Any, world: Any) -> Any:
        data: dict[str, Any] = {"recursive": True, "locale": "vi"}
        if action == "move":
            data["destination_page_id"] = world.elsewhere(target).pk
            data["position"] = "last-child"
        if action == "revert_to_page_revision":
            first = target.revisions.order_by("pk").first()
            data["revision_id"] = first.pk if first else 0
        return client.post(
            reverse("wagtailadmin_api:pages:action", args=[target.pk, action]),
            json.dumps(data),
            content_type="application/json",
            headers={"accept": "application/json"},
        )

    return send


EDITING = {
    "edit": _edit(),
    "autosave": _autosave,
    "schedule": _edit(go_live_at="2030-01-01 08:00", expire_at="2030-02-01 08:00"),
    "publish in the editor": _edit(**{"action-publish": "1"}),
    "revert": _revert,
}
MOVING = {"move": _move, "move in bulk": _bulk("move"), "move by the API": _api("move")}
DELETING = {
    "delete": _post("delete"),
    "delete in bulk": _bulk("delete"),
    "delete by the API": _api("delete"),
}
PUBLISHING = {
    "publish in bulk": _bulk("publish"),
    "publish in bulk with what is below": _bulk("publish", include_descendants="on"),
    "publish by the API": _api("publish"),
}
UNPUBLISHING = {
    "unpublish": _post("unpublish"),
    "unpublish with what is below": _post("unpublish", include_descendants="on"),
    "unpublish in bulk": _bulk("unpublish"),
    "unpublish in bulk with what is below": _bulk("unpublish", include_descendants="on"),
    "unpublish by the API": _api("unpublish"),
}
COPYING = {
    "copy": _copy(),
    "copy with what is below": _copy(copy_subpages="on", publish_copies="on"),
    "alias": _copy(alias="on", copy_subpages="on"),
    "copy by the API": _api("copy"),
    "alias by the API": _api("create_alias"),
    "translate by the API": _api("copy_for_translation"),
}
OTHER = {
    "reorder": _position,
    "convert an alias": _post("convert_alias"),
    "convert an alias by the API": _api("convert_alias"),
    "privacy": _privacy,
    "revert by the API": _api("revert_to_page_revision"),
}
ADDING = {"add": _add}
DOORS: dict[str, Door] = {
    **EDITING, **MOVING, **DELETING, **PUBLISHING, **UNPUBLISHING, **COPYING, **OTHER, **ADDING,
}  # fmt: skip
