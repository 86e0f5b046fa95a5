"""An address with something behind it for each pattern of the resolver.

A new pattern whose parts are not known here fails with KeyError: name the row of ``World`` that
stands behind it.
"""

from __future__ import annotations

import re
from typing import Any

from cms.access_table.addresses import Address
from cms.access_table.visitors import Visitor
from tests.access.world import World

# What an address calls its parts, and the row of the world that stands for it.
ROWS = {
    "page_id": "draft",
    "page_pk": "draft",
    "page_to_move_id": "draft",
    "parent_page_id": "shelf",
    "destination_id": "shelf",
    "revision_id": "revision",
    "task_id": "task",
    "workflow_pk": "workflow",
    "decision_pk": "decision",
    "edition_pk": "edition",
    "document_id": "document",
    "doc_id": "document",
    "image_id": "image",
    "collection_id": "collection",
    "child": "child",
    "parent": "text",
    "attachment": "attachment",
}
# The row called ``pk``, by the beginning of the view's name; the longest that fits.
KEYS = {
    "wagtailadmin_api:pages:": "draft",
    "wagtailadmin_api:documents:": "document",
    "wagtailadmin_api:images:": "image",
    "wagtailadmin_collections:": "collection",
    "wagtailadmin_workflows:": "workflow",
    "wagtailadmin_workflows:edit_task": "task",
    "wagtailadmin_workflows:disable_task": "task",
    "wagtailadmin_workflows:enable_task": "task",
    "wagtailsettings:": "site",
    "wagtailsites:": "site",
    "wagtailusers_users:": "person",
    "wagtailusers_groups:": "group",
    "wagtaildocs_chooser:": "document",
    "wagtailimages_chooser:": "image",
    "background_job_retry": "job",
    "clocks:": "clock",
    "decisions:": "decision",
    "document_editions:": "issued",
    "draft_file": "form",
    "judging:": "judged",
    "drafts:": "draft",
    "drafts:discard": "amended",
    "triage:": "file",
    "incoming:": "file",
    "incoming:refused": "refused",
    "incoming:read_again": "refused",
    "incoming:let_go": "refused",
    "synonyms:": "synonym",
    "legal_texts:": "text",
    "legal_text_chooser:": "text",
    "legal_relations:": "relation",
    "issuers:": "issuer",
    "legal_types:": "type",
    "units:": "kept_unit",
    "posts:": "post",
    "signing_assignments:": "signing_assignment",
    "holidays:": "holiday",
    "acknowledge": "edition",
    "rename_search": "saved",
    "delete_search": "saved",
}
# Parts that are words.
WORDS: dict[str, Any] = {
    "content_type_app_name": "doccontrol",
    "content_type_model_name": "procedure",
    "app_label": "doccontrol",
    "app_name": "doccontrol",
    "model_name": "procedure",
    "action_name": "approve",
    "action": "delete",
    "filter_spec": "max-100x100",
    "session_id": 1,
    "page_view_restriction_id": 1,
    "restriction_id": 1,
    "kind": "decision",
    "uidb64": "MQ",
    "token": "set-password",
    "number": "01-00",
    "year": 2031,
}
WORDS_OF = {
    "wagtailsettings:edit": {"model_name": "agencysettings"},
    "wagtailsettings:preview_on_edit": {"model_name": "agencysettings"},
    "wagtailadmin_workflows:add_task": {"model_name": "headreviewtask"},
    "wagtailadmin_api:pages:action": {"action_name": "copy"},
    "wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page"},
    "incoming:page": {"number": 1},
}
_JUDGED = {
    "page_id": "judged",
    "task_state_id": "judged_step",
    "task_id": "judged_task",
    "workflow_state_id": "judged_workflow",
}
ROWS_OF = {
    "wagtailadmin_pages:workflow_action": _JUDGED,
    "wagtailadmin_pages:collect_workflow_action_data": _JUDGED,
    "wagtailadmin_pages:confirm_workflow_cancellation": _JUDGED,
    "wagtailadmin_pages:workflow_preview": _JUDGED,
    "wagtailadmin_pages:workflow_history_detail": _JUDGED,
    "wagtailadmin_editing_sessions:ping": {"object_id": "draft"},
    "wagtaildocs:create_multiple_from_uploaded_document": {"uploaded_file_id": "upload"},
    "wagtaildocs:delete_upload_multiple": {"uploaded_file_id": "upload"},
    "wagtailimages:create_multiple_from_uploaded_image": {"uploaded_file_id": "picture"},
    "wagtailimages:delete_upload_multiple": {"uploaded_file_id": "picture"},
}
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def url_of(address: Address, world: World, visitor: Visitor) -> str:
    """Raises KeyError for a part that nothing here stands for."""
    if (spelt := _spelt(address, world)) is not None:
        return spelt
    path = PART.sub(lambda part: str(_value(address, part[1], world, visitor)), address.path)
    return path.replace("/^", "/") + _query(address, world)


def _value(address: Address, part: str, world: World, visitor: Visitor) -> Any:
    if part in (words := WORDS_OF.get(address.name, {})):
        return words[part]
    if name := ROWS_OF.get(address.name, {}).get(part):
        return world.row(name, visitor).pk
    if part == "slug":
        row = "form_edition" if address.name == "documents:attachment" else "edition"
        return world.rows[row].document.slug
    if part == "batch":
        return world.batch
    if part == "sha256":
        return world.rows["form"].file_sha256
    if part == "version":
        return world.version_of(_key(address))
    return WORDS[part] if part in WORDS else world.row(_row(address, part), visitor).pk


def _row(address: Address, part: str) -> str:
    return _key(address) if part == "pk" else ROWS[part]


def _key(address: Address) -> str:
    fitting = [name for name in KEYS if address.name.startswith(name)]
    if not fitting:
        raise KeyError(f"pk of {address.name}")
    return KEYS[max(fitting, key=len)]


def _query(address: Address, world: World) -> str:
    """Addresses that say in their query what they are about."""
    if address.name.endswith(":compare"):
        version = world.version_of(_key(address))
        return f"?left={version}&right={version}"
    asked = {
        "wagtailadmin_api:pages:find": "issued",
        "wagtailadmin_api:documents:find": "document",
        "wagtailadmin_api:images:find": "image",
        "wagtail_bulk_action": "draft",
    }
    name = asked.get(address.name)
    return f"?id={world.rows[name].pk}" if name else ""


def _spelt(address: Address, world: World) -> str | None:
    """Addresses that are regular expressions."""
    draft, document = world.rows["draft"], world.rows["document"]
    spelt = {
        "wagtailadmin_pages:revisions_compare": (
            f"/admin/pages/{draft.pk}/revisions/compare/earliest...latest/"
        ),
        "wagtaildocs_serve": f"/tep-tai-lieu/{document.pk}/{document.filename}",
        "wagtail_serve": f"/quy-trinh/{world.rows['issued'].slug}/",
        "/admin/^.*/$": "/admin/khong-co/",
    }
    return spelt.get(address.name or address.path)
