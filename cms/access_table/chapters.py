"""The screens of our chapters in the administration, and of those who keep the agency."""

from __future__ import annotations

from cms.access_table.groups import (
    ADMINISTRATOR,
    AUTHORS,
    INSPECTORS,
    OVERSEERS,
    PEOPLE,
    REGISTER_KEEPERS,
    SECRETARY,
    WITH_EVIDENCE,
    Group,
    Row,
    row,
)
from cms.access_table.visitors import Visitor, Visitors

PROPOSERS = SECRETARY | {Visitor.HEAD}
DECIDERS = SECRETARY | {Visitor.APPROVER}


def records(name: str, *, readers: Visitors, keepers: Visitors) -> tuple[Row, ...]:
    """The screens of one kind of record (``base_admin``): nobody deletes or copies one."""
    return (
        row(f"{name}:index", f"{name}:index_results", f"{name}:inspect", reads=readers),
        row(f"{name}:history", f"{name}:compare", reads=readers),
        row(f"{name}:add", f"{name}:edit", f"{name}:restore", reads=keepers, writes=keepers),
    )


GROUPS = (
    Group(
        "clocks",
        "Staff and heads see those of their units; what may be done with this clock the action "
        "decides",
        (
            row("clocks:index", "clocks:results", reads=PEOPLE),
            row("clocks:clock", reads=PEOPLE, writes=PEOPLE),
            row("clocks:give", reads=PEOPLE, writes=PEOPLE),
            row("clocks:draft", "clocks:take_back", "clocks:remind", writes=PEOPLE),
            row("clocks:propose", writes=PROPOSERS),
            row("clocks:propose_together", reads=PROPOSERS, writes=PROPOSERS),
            row("clocks:approve", "clocks:refuse", writes=DECIDERS),
        ),
    ),
    Group(
        "drafts",
        "Whoever writes them; which draft, the document's own rule decides",
        (
            row("drafts:submit", "drafts:discard", reads=AUTHORS, writes=AUTHORS),
            # Asks whose it is when it is pressed; who has nothing to take back is led to the draft.
            row("drafts:take_back", reads=PEOPLE, writes=PEOPLE),
        ),
    ),
    Group(
        "decisions of two persons",
        "Seen by all but plain staff; who may propose or answer this one the action decides",
        (
            row("decisions:index", "decisions:decision", "decisions:batch", reads=OVERSEERS),
            row("decisions:approve", "decisions:approve_batch", reads=OVERSEERS, writes=OVERSEERS),
            row("decisions:refuse", "decisions:refuse_batch", writes=OVERSEERS),
            row("decisions:take_back", "decisions:reopen", writes=OVERSEERS),
            row("decisions:take_back_batch", writes=OVERSEERS),
            row("document_editions:document", reads=OVERSEERS),
            row("document_editions:withdraw", "document_editions:revoke", writes=OVERSEERS),
        ),
    ),
    Group(
        "new texts",
        "Seen by all but plain staff; the working group hands files in, the secretary decides",
        (
            row("old_incoming", "incoming:index", "incoming:results", reads=OVERSEERS),
            row("incoming:*", reads=OVERSEERS, writes=OVERSEERS),
            row("incoming:upload", writes=REGISTER_KEEPERS),
            # What is refused is read again or deleted by the secretary alone.
            row("incoming:refused", reads=SECRETARY),
            row("incoming:read_again", "incoming:let_go", writes=SECRETARY),
            row("triage:index", "triage:file", reads=OVERSEERS, writes=OVERSEERS),
            row("triage:decide", "triage:set_aside", writes=SECRETARY),
            row("triage:mistake", reads=SECRETARY, writes=SECRETARY),
            row("child_questions:index", reads=OVERSEERS, writes=OVERSEERS),
            row("child_questions:answer", reads=SECRETARY, writes=SECRETARY),
        ),
    ),
    Group(
        "legal register",
        "Everybody of the agency reads it; secretary and working group keep it",
        (
            *records("legal_texts", readers=PEOPLE, keepers=REGISTER_KEEPERS),
            *records("legal_relations", readers=PEOPLE, keepers=REGISTER_KEEPERS),
            *records("issuers", readers=PEOPLE, keepers=REGISTER_KEEPERS),
            *records("legal_types", readers=PEOPLE, keepers=REGISTER_KEEPERS),
            row("legal_relations:remove", reads=SECRETARY, writes=SECRETARY),
            row("legal_text_chooser:*", reads=PEOPLE),
        ),
    ),
    Group(
        "organisation",
        "Units, posts and holidays: kept by the secretary, seen by who inspects",
        (
            *records("units", readers=INSPECTORS, keepers=SECRETARY),
            *records("posts", readers=INSPECTORS, keepers=SECRETARY),
            *records("holidays", readers=INSPECTORS, keepers=SECRETARY),
            row("announce_days", reads=SECRETARY, writes=SECRETARY),
            # Ended, never restored: what was signed by one names it.
            row(
                "signing_assignments:index",
                "signing_assignments:index_results",
                "signing_assignments:inspect",
                "signing_assignments:history",
                "signing_assignments:compare",
                reads=INSPECTORS,
            ),
            row(
                "signing_assignments:add",
                "signing_assignments:edit",
                reads=SECRETARY,
                writes=SECRETARY,
            ),
        ),
    ),
    Group(
        "settings of the agency",
        "Kept by the secretary",
        (
            row("wagtailsettings:edit", reads=SECRETARY, writes=SECRETARY),
            row("counting", reads=SECRETARY, writes=SECRETARY),
            # They have no preview.
            row("wagtailsettings:preview_on_edit"),
        ),
    ),
    Group(
        "words of search",
        "Synonyms and what was asked",
        (
            *records("synonyms", readers=SECRETARY, keepers=SECRETARY),
            row("asked_questions*", reads=SECRETARY | {Visitor.AUDITOR}),
        ),
    ),
    Group(
        "reports",
        "Evidence and background jobs: not for heads and plain staff; the auditor only looks",
        (
            row("acknowledgements_report*", reads=WITH_EVIDENCE),
            row("master_list*", reads=PEOPLE),
            row("background_jobs*", reads=WITH_EVIDENCE),
            row("background_job_retry", writes=REGISTER_KEEPERS),
        ),
    ),
    Group(
        "people",
        "Accounts: the secretary's and the administrator's; nobody is deleted",
        (
            row("wagtailusers_users:*", reads=SECRETARY),
            row(
                "wagtailusers_users:add",
                "wagtailusers_users:edit",
                reads=SECRETARY,
                writes=SECRETARY,
            ),
            row("wagtailusers_users:delete"),
            row("account_changes*", reads=SECRETARY | {Visitor.AUDITOR}),
        ),
    ),
    Group(
        "groups and sites",
        "The administrator's",
        (
            # Deleting is asked for and refused where the group is one of the six roles.
            row("wagtailusers_groups:*", "wagtailsites:*", reads=ADMINISTRATOR),
            row(
                "wagtailusers_groups:add",
                "wagtailusers_groups:edit",
                reads=ADMINISTRATOR,
                writes=ADMINISTRATOR,
            ),
            row(
                "wagtailsites:add",
                "wagtailsites:edit",
                "wagtailsites:delete",
                "wagtailsites:copy",
                reads=ADMINISTRATOR,
                writes=ADMINISTRATOR,
            ),
            # There are no snippets.
            row("wagtailsnippets:index"),
        ),
    ),
)
