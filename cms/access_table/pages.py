"""Wagtail's screens of pages, workflows, files and pictures."""

from __future__ import annotations

from cms.access_table.groups import ADMINISTRATOR, AUTHORS, EVERYBODY, PEOPLE, SECRETARY, Group, row
from cms.access_table.visitors import Visitor

# Who may delete a draft: whoever wrote it, and the secretary.
OF_THE_DRAFT = SECRETARY | {Visitor.STAFF}
JUDGES = frozenset({Visitor.HEAD, Visitor.APPROVER})  # each at their step

PAGES = "wagtailadmin_pages:"
FLOWS = "wagtailadmin_workflows:"
COLLECTIONS = "wagtailadmin_collections:"
REPORTS = "wagtailadmin_reports:"

GROUPS = (
    Group(
        "administration",
        "Whoever may enter the administration at all; each their own account",
        (
            row("wagtailadmin_home", "administration", reads=PEOPLE),
            row("account", "wagtailadmin_account", reads=PEOPLE, writes=PEOPLE),
            row("wagtailadmin_dismissibles", reads=PEOPLE, PATCH=PEOPLE),
            row("wagtailadmin_editing_sessions:ping", writes=AUTHORS),
            row("wagtailadmin_editing_sessions:release", writes=PEOPLE),
            row("wagtailadmin_sprite", reads=EVERYBODY, writes=EVERYBODY),
            row("wagtailadmin_javascript_catalog", reads=EVERYBODY),
            # What the administration does not know.
            row("/admin/^.*/$"),
        ),
    ),
    Group(
        "pages, looked at",
        "Drafts and their history are for those who draft; the auditor reads editions",
        (
            row("wagtailadmin_explore*", reads=AUTHORS),
            row(f"{PAGES}type_use*", f"{PAGES}usage", f"{PAGES}search*", reads=AUTHORS),
            row(f"{PAGES}view_draft", reads=AUTHORS, writes=AUTHORS),
            row(f"{PAGES}revisions_index", reads=PEOPLE, writes=PEOPLE),
            row(f"{PAGES}revisions_view", f"{PAGES}revisions_compare", reads=AUTHORS),
            row(f"{PAGES}history*", f"{PAGES}workflow_history*", reads=AUTHORS),
            # The file of a draft, for who writes, judges or oversees it.
            row("draft_file", reads=PEOPLE),
        ),
    ),
    Group(
        "pages, written",
        "Authors below the shelves, whatever their unit; nothing is published but by approval",
        (
            row(f"{PAGES}add", f"{PAGES}edit", reads=AUTHORS, writes=AUTHORS),
            row(f"{PAGES}add_subpage", reads=AUTHORS),
            row(f"{PAGES}preview_on_*", reads=AUTHORS, writes=AUTHORS, DELETE=AUTHORS),
            row(f"{PAGES}revisions_revert", reads=AUTHORS, writes=AUTHORS),
            row(f"{PAGES}delete", reads=OF_THE_DRAFT, writes=OF_THE_DRAFT),
            row(f"{PAGES}move", reads=AUTHORS, writes=AUTHORS),
            # Wagtail draws the question for anybody and asks the right when it is answered.
            row(f"{PAGES}move_confirm", reads=PEOPLE, writes=AUTHORS),
            row(f"{PAGES}choose_parent", reads=PEOPLE, writes=PEOPLE),
        ),
    ),
    Group(
        "pages, kept",
        "What changes the site and not a text; a document's own field says who reads it",
        (
            row(f"{PAGES}set_privacy", f"{PAGES}revisions_unschedule"),
            row(f"{PAGES}set_page_position", writes=SECRETARY),
            row(f"{PAGES}lock", f"{PAGES}unlock", writes=ADMINISTRATOR),
        ),
    ),
    Group(
        "pages, closed",
        "Copies, aliases and unpublishing would put a text before readers without an approval",
        (row(f"{PAGES}copy", f"{PAGES}convert_alias", f"{PAGES}unpublish"),),
    ),
    Group(
        "judging",
        "The step's own judge, administrators not implied; cancelling asks its right when pressed",
        (
            row("judging:screen", "judging:full_text", "judging:course", reads=PEOPLE),
            # Each asks whose turn it is when it is pressed, and says so.
            row("judging:review", "judging:send_back", writes=PEOPLE),
            row("judging:approve", reads=PEOPLE, writes=PEOPLE),
            row(f"{PAGES}workflow_action", reads=JUDGES, writes=JUDGES),
            row(f"{PAGES}collect_workflow_action_data", reads=JUDGES, writes=JUDGES),
            row(f"{PAGES}workflow_preview", reads=JUDGES),
            row(f"{PAGES}confirm_workflow_cancellation", reads=PEOPLE, writes=PEOPLE),
        ),
    ),
    Group(
        "bulk actions",
        "Deleting drafts: for whoever may delete each of them, as on one page",
        (row("wagtail_bulk_action", reads=OF_THE_DRAFT, writes=OF_THE_DRAFT),),
    ),
    Group(
        "choosers",
        "Wagtail's dialogues of the editor: they write nothing",
        (
            row("wagtailadmin_choose_page", "wagtailadmin_choose_page_child", reads=PEOPLE),
            row("wagtailadmin_choose_page_search", reads=PEOPLE),
            row("wagtailadmin_choose_page_chosen_multiple", reads=PEOPLE),
            row("wagtailadmin_choose_page_*", reads=PEOPLE, writes=PEOPLE),
            row("wagtailadmin_tag_autocomplete", reads=PEOPLE, writes=PEOPLE),
            # Nothing here has tags of a model, nor blocks that are previewed alone.
            row("wagtailadmin_tag_model_autocomplete", "wagtailadmin_block_preview"),
        ),
    ),
    Group(
        "interface of the administration",
        "Lists for Wagtail's own screens; each shows what the person may see",
        (
            row("wagtailadmin_api:pages:*", reads=AUTHORS),
            row("wagtailadmin_api:pages:listing", reads=PEOPLE),
            row("wagtailadmin_api:pages:action"),
            row("wagtailadmin_api:documents:*", "wagtailadmin_api:images:*", reads=PEOPLE),
        ),
    ),
    Group(
        "workflows",
        "The way of a draft is the administrator's; the dialogue to choose a task shows names only",
        (
            row(f"{FLOWS}*", reads=ADMINISTRATOR, writes=ADMINISTRATOR),
            row(f"{FLOWS}index*", f"{FLOWS}usage*", f"{FLOWS}task_index*", reads=ADMINISTRATOR),
            row(f"{FLOWS}enable", f"{FLOWS}enable_task", f"{FLOWS}remove", writes=ADMINISTRATOR),
            row(f"{FLOWS}task_chooser", f"{FLOWS}task_chooser_results", reads=PEOPLE),
            # A bad request for whoever may make no task.
            row(f"{FLOWS}task_chooser_create", reads=PEOPLE, writes=PEOPLE),
            row(f"{FLOWS}task_chosen", reads=PEOPLE, writes=PEOPLE),
        ),
    ),
    Group(
        "reports of Wagtail",
        "Of pages, for those who draft; the history of the site shows what the person may see",
        (
            row(f"{REPORTS}*", reads=AUTHORS),
            row(f"{REPORTS}locked_pages*", reads=ADMINISTRATOR),
            row(f"{REPORTS}site_history*", reads=PEOPLE),
        ),
    ),
    Group(
        "files and pictures of Wagtail",
        "The agency's files belong to documents: Wagtail's own store is the administrator's",
        (
            row("wagtaildocs:*", "wagtailimages:*", reads=ADMINISTRATOR, writes=ADMINISTRATOR),
            row("wagtaildocs:index*", "wagtaildocs:document_usage", reads=ADMINISTRATOR),
            row("wagtailimages:index*", "wagtailimages:image_usage", reads=ADMINISTRATOR),
            row("wagtaildocs:edit_multiple", "wagtaildocs:delete_*", writes=ADMINISTRATOR),
            row("wagtaildocs:create_multiple_*", writes=ADMINISTRATOR),
            row("wagtailimages:edit_multiple", "wagtailimages:delete_*", writes=ADMINISTRATOR),
            row("wagtailimages:create_multiple_*", writes=ADMINISTRATOR),
            # No pictures are served under signed addresses.
            row("wagtailimages:url_generator*"),
            row("wagtaildocs_chooser:*", "wagtailimages_chooser:*", reads=PEOPLE),
            row("wagtaildocs_chooser:chosen", "wagtailimages_chooser:chosen", reads=ADMINISTRATOR),
            row(
                "wagtaildocs_chooser:create",
                "wagtailimages_chooser:create",
                "wagtailimages_chooser:select_format",
                reads=ADMINISTRATOR,
                writes=ADMINISTRATOR,
            ),
            row(f"{COLLECTIONS}*", reads=ADMINISTRATOR, writes=ADMINISTRATOR),
            row(f"{COLLECTIONS}index", reads=ADMINISTRATOR),
        ),
    ),
)
