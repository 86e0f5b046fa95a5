"""Who may do what, written out: a permission more or less is a decision, not an accident."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from doccontrol.organisation.accounts.roles import Role, has_role
from tests.make import make_person

pytestmark = pytest.mark.django_db

LOOK_REGISTER = {"view_legaltext", "view_legalrelation", "view_issuer", "view_legaltype"}
KEEP_REGISTER = LOOK_REGISTER | {
    f"{verb}_{model}"
    for verb in ("add", "change")
    for model in ("legaltext", "legalrelation", "issuer", "legaltype")
}
LOOK_ORGANISATION = {"view_unit", "view_post", "view_signingassignment", "view_holiday"}
KEEP_ORGANISATION = LOOK_ORGANISATION | {
    f"{verb}_{model}"
    for verb in ("add", "change")
    for model in ("unit", "post", "signingassignment", "holiday")
}
LOOK_EVIDENCE = {
    "view_clock",
    "view_decision",
    "view_edition",
    "view_acknowledgement",
    "view_job",
    "view_withdrawal",
    "view_revocation",
}
LOOK_TRIAGE = {"view_incomingfile", "view_triage", "view_linkeddocument", "view_childanswer"}
KEEP_TRIAGE = LOOK_TRIAGE | {
    "add_incomingfile",
    "change_incomingfile",
    "add_triage",
    "change_triage",
    "add_linkeddocument",
    "add_childanswer",
}
KEEP_SEARCH = {"view_synonym", "add_synonym", "change_synonym", "view_askedquestion"}
MAY = {
    Role.SECRETARY: KEEP_REGISTER
    | KEEP_SEARCH
    | KEEP_ORGANISATION
    | LOOK_EVIDENCE
    | KEEP_TRIAGE
    | {"delete_legalrelation", "change_agencysettings"}
    | {"add_person", "change_person", "view_person", "propose_decision", "approve_decision"}
    | {"view_accountchange", "change_job"},
    Role.WORKING_GROUP: KEEP_REGISTER
    | LOOK_ORGANISATION
    | LOOK_EVIDENCE
    | LOOK_TRIAGE
    | {"add_incomingfile", "change_job"},
    Role.HEAD: LOOK_REGISTER
    | LOOK_TRIAGE
    | {"view_clock", "view_decision", "view_withdrawal", "view_revocation", "propose_decision"},
    Role.APPROVER: LOOK_REGISTER | LOOK_EVIDENCE | LOOK_TRIAGE | {"approve_decision"},
    Role.STAFF: LOOK_REGISTER | {"view_clock"},
    Role.AUDITOR: LOOK_REGISTER
    | LOOK_ORGANISATION
    | LOOK_EVIDENCE
    | LOOK_TRIAGE
    | {"view_askedquestion", "view_accountchange"},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_has_exactly_its_permissions_and_the_door_to_the_admin(role):
    # Wagtail's own migrations also hand "choose" to whoever may open the admin.
    given = Group.objects.get(name=role).permissions.exclude(codename__startswith="choose_")
    assert set(given.values_list("codename", flat=True)) == MAY[role] | {"access_admin"}


def test_no_role_may_delete_or_add_evidence_or_delete_people():
    # A job is no evidence: whoever keeps the register may have a failed one tried again.
    evidence = LOOK_EVIDENCE | {"view_accountchange"}
    for role in Role:
        for verb in ("add", "change", "delete"):
            forbidden = {codename.replace("view", verb) for codename in evidence}
            assert not MAY[role] & forbidden - {"change_job"}
        assert "delete_person" not in MAY[role]


def test_there_is_no_other_group():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


def test_somebody_has_the_roles_given_and_no_other():
    person = make_person(Role.HEAD, Role.STAFF)
    assert [role for role in Role if has_role(person, role)] == [Role.HEAD, Role.STAFF]
    assert has_role(person, Role.APPROVER, Role.STAFF)


def test_a_role_is_not_implied_by_being_superuser_nor_kept_by_a_closed_account():
    assert not any(has_role(make_person(is_superuser=True), role) for role in Role)
    assert not has_role(make_person(Role.HEAD, is_active=False), Role.HEAD)
    assert not has_role(AnonymousUser(), *Role)


def leave_behind(*names: str) -> list[Group]:
    """Wagtail's own groups and the workflow that they approve, as its migrations make them."""
    groups = [Group.objects.create(name=name) for name in names]
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.set(groups)
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.filter(page__depth=1).delete()
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
    return groups


def upgrade() -> None:
    import_module("doccontrol.migrations.0016_accounts_rights").remove_leftovers(apps, None)


def test_wagtails_own_groups_go_with_the_workflow_that_only_they_approved():
    leave_behind("Moderators", "Editors")
    upgrade()
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    left = Workflow.objects.filter(name="Moderators approval", active=True)
    assert not left.exists() and not WorkflowPage.objects.filter(workflow__active=False).exists()
    assert Workflow.objects.get(active=True).name == "Ban hành tài liệu"
    upgrade()


def test_a_group_that_the_agency_took_into_use_stays_with_its_workflow():
    moderators, _editors = leave_behind("Moderators", "Editors")
    moderators.user_set.add(make_person())
    upgrade()
    assert Group.objects.filter(name="Moderators").exists()
    assert not Group.objects.filter(name="Editors").exists()
    assert Workflow.objects.filter(name="Moderators approval", active=True).exists()
