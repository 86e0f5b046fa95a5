"""Who may do what, written out: a permission more or less is a decision, not an accident."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from doccontrol.organisation.roles import Role, has_role
from tests.make import make_person

pytestmark = pytest.mark.django_db

LOOK_REGISTER = {"view_legaltext", "view_legalrelation", "view_issuer", "view_legaltype"}
KEEP_REGISTER = LOOK_REGISTER | {
    f"{verb}_{model}"
    for verb in ("add", "change")
    for model in ("legaltext", "legalrelation", "issuer", "legaltype")
}
LOOK_ORGANISATION = {"view_unit", "view_post", "view_holiday"}
KEEP_ORGANISATION = LOOK_ORGANISATION | {
    f"{verb}_{model}" for verb in ("add", "change") for model in ("unit", "post", "holiday")
}
LOOK_EVIDENCE = {
    "view_clock",
    "view_decision",
    "view_edition",
    "view_acknowledgement",
    "view_job",
    "view_withdrawal",
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
    | {"delete_legalrelation", "change_agencysettings", "retry_job"}
    | {"add_person", "change_person", "view_person", "propose_decision", "approve_decision"},
    Role.WORKING_GROUP: KEEP_REGISTER
    | LOOK_ORGANISATION
    | LOOK_EVIDENCE
    | LOOK_TRIAGE
    | {"add_incomingfile", "retry_job"},
    Role.HEAD: LOOK_REGISTER | LOOK_TRIAGE | {"view_clock", "view_decision", "propose_decision"},
    Role.APPROVER: LOOK_REGISTER | LOOK_EVIDENCE | LOOK_TRIAGE | {"approve_decision"},
    Role.STAFF: LOOK_REGISTER,
    Role.AUDITOR: LOOK_REGISTER
    | LOOK_ORGANISATION
    | LOOK_EVIDENCE
    | LOOK_TRIAGE
    | {"view_askedquestion"},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_has_exactly_its_permissions_and_the_door_to_the_admin(role):
    # Wagtail's own migrations also hand "choose" to whoever may open the admin.
    given = Group.objects.get(name=role).permissions.exclude(codename__startswith="choose_")
    assert set(given.values_list("codename", flat=True)) == MAY[role] | {"access_admin"}


def test_no_role_may_delete_or_add_evidence_or_delete_people():
    for role in Role:
        for verb in ("add", "change", "delete"):
            assert not MAY[role] & {codename.replace("view", verb) for codename in LOOK_EVIDENCE}
        assert "delete_person" not in MAY[role]


def test_somebody_has_the_roles_given_and_no_other():
    person = make_person(Role.HEAD, Role.STAFF)
    assert [role for role in Role if has_role(person, role)] == [Role.HEAD, Role.STAFF]
    assert has_role(person, Role.APPROVER, Role.STAFF)


def test_a_role_is_not_implied_by_being_superuser_nor_kept_by_a_closed_account():
    assert not any(has_role(make_person(is_superuser=True), role) for role in Role)
    assert not has_role(make_person(Role.HEAD, is_active=False), Role.HEAD)
    assert not has_role(AnonymousUser(), *Role)
