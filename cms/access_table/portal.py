"""The site itself: what the public reads, the desk of people of the agency, search."""

from __future__ import annotations

from cms.access_table.groups import EVERYBODY, PEOPLE, Group, row

GROUPS = (
    Group(
        "published",
        "Published pages and editions: the views themselves ask what each reader may read",
        (
            row("wagtail_serve", reads=EVERYBODY),
            row("documents:edition", "documents:pdf", "documents:attachment", reads=EVERYBODY),
            row("documents:comparison", reads=PEOPLE),
            row("wagtaildocs_serve", reads=EVERYBODY, writes=EVERYBODY),
            row("editions_feed", "sitemap", "robots", reads=EVERYBODY, writes=EVERYBODY),
        ),
    ),
    Group(
        "passwords of private pages",
        "No page or file of ours is behind a shared password",
        (
            row("wagtailcore_authenticate_with_password"),
            row("wagtaildocs_authenticate_with_password"),
        ),
    ),
    Group(
        "log-in",
        "One log-in; who is logged in changes only their own password",
        (
            row("login", reads=EVERYBODY, writes=EVERYBODY),
            row("/admin/login/", reads=EVERYBODY, writes=EVERYBODY),
            row("/_util/login/", reads=EVERYBODY, writes=EVERYBODY),
            row("logout", writes=EVERYBODY),
            row("wagtailadmin_logout", writes=PEOPLE),
            row("held_form", reads=PEOPLE, writes=PEOPLE),
            row("password_change", reads=PEOPLE, writes=PEOPLE),
            row("password_change_done", reads=PEOPLE),
            # A link to one's own address; nothing is said of who has an account.
            row("password_reset", "password_reset_confirm", reads=EVERYBODY, writes=EVERYBODY),
            row("password_reset_done", "password_reset_complete", reads=EVERYBODY),
            # Switched off (WAGTAIL_PASSWORD_RESET_ENABLED).
            row("wagtailadmin_password_reset*"),
        ),
    ),
    Group(
        "desk",
        "People of the agency, each their own reading",
        (row("desk", reads=PEOPLE, writes=PEOPLE), row("acknowledge", writes=PEOPLE)),
    ),
    Group(
        "search",
        "Everybody searches what they may read; people of the agency keep searches, each their own",
        (
            row("search", "search_suggestions", reads=EVERYBODY),
            row("saved_searches", reads=PEOPLE),
            row("save_search", writes=PEOPLE),
            row("rename_search", "delete_search", writes=PEOPLE),
        ),
    ),
    Group(
        "machines",
        "Health and the language of the interface",
        (
            row("health", reads=EVERYBODY, writes=EVERYBODY),
            row("set_language", reads=EVERYBODY, writes=EVERYBODY),
        ),
    ),
    Group(
        "closed",
        "Wagtail's own trials of its error pages: of no use to anybody here",
        (row("/admin/failwhale/", "/admin/test404/"),),
    ),
)
