"""What ``issue`` itself demands, whoever calls it and whatever steps were written elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import TaskState

from cms.demonstration.judging import judge
from doccontrol.documents.issuing.actions import issue
from doccontrol.documents.judging.workflow import FourEyes
from doccontrol.documents.refusals import NotRightlySigned
from doccontrol.models import Procedure, Signature
from doccontrol.organisation.accounts.roles import Role
from tests.make import former_secretary, make_edition, make_person, make_procedure, make_settings

pytestmark = pytest.mark.django_db

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture
def draft():
    return make_procedure()


def stored(page) -> Procedure:
    return Procedure.objects.get(pk=page.pk)


def attempt(page, *, on=MARCH, author=None, reviewer=None, approver=None, before=0):
    """Issue after steps that were written behind every door."""
    revision = stored(page).get_latest_revision()
    judge(
        revision,
        submitted=(author or make_person(), on),
        reviewed=(reviewer or former_secretary(), on + timedelta(days=before)),
        approved=(approver or make_person(Role.APPROVER), on),
    )
    return issue(revision, on=on)


def test_a_revision_that_nobody_judged_is_not_issued(draft):
    with pytest.raises(NotRightlySigned):
        issue(draft.get_latest_revision(), on=MARCH)


@pytest.mark.parametrize("missing", ["headreviewtask", "approvaltask"])
def test_issue_demands_both_steps_on_this_revision(draft, missing):
    revision = draft.get_latest_revision()
    judge(
        revision,
        submitted=(make_person(), MARCH),
        reviewed=(former_secretary(), MARCH),
        approved=(make_person(Role.APPROVER), MARCH),
    )
    steps = TaskState.objects.filter(task__content_type__model=missing)
    steps.update(status=TaskState.STATUS_REJECTED)

    with pytest.raises(NotRightlySigned):
        issue(revision, on=MARCH)


@pytest.mark.parametrize(
    "wrong",
    [
        {"approver": Role.HEAD},  # holds another role
        {"reviewer": Role.STAFF},  # neither head nor secretary
        {"before": 1},  # reviewed after the approval
    ],
    ids=str,
)
def test_issue_demands_the_roles_and_the_order(draft, wrong):
    people = {k: make_person(v) if isinstance(v, Role) else v for k, v in wrong.items()}

    with pytest.raises(NotRightlySigned):
        attempt(draft, **people)


def test_issue_demands_the_day_of_the_approval(draft):
    revision = draft.get_latest_revision()
    people = {"submitted": make_person(), "reviewed": former_secretary()}
    steps = {name: (person, MARCH) for name, person in people.items()}
    judge(revision, approved=(make_person(Role.APPROVER), MARCH), **steps)

    with pytest.raises(NotRightlySigned):
        issue(revision, on=JUNE)


@pytest.mark.parametrize("step", ["author", "reviewer"])
def test_issue_refuses_an_author_who_judges(step):
    person = make_person(Role.APPROVER, Role.SECRETARY, is_superuser=True)
    page = make_procedure(author=person if step == "author" else None)

    with pytest.raises(FourEyes):
        if step == "author":
            attempt(page, approver=person)
        else:
            attempt(page, author=person, reviewer=person)


def test_issue_refuses_one_person_for_both_steps_unless_the_agency_allows_it(draft):
    make_settings()
    both = make_person(Role.APPROVER, Role.SECRETARY)

    with pytest.raises(FourEyes), transaction.atomic():
        attempt(draft, reviewer=both, approver=both)
    make_settings(two_judges=False)
    assert attempt(draft, reviewer=both, approver=both)


@pytest.mark.parametrize("role", ["reviewed", "approved"])
def test_the_table_refuses_that_who_judged_also_drafted(role):
    edition = make_edition(on=MARCH)
    signer = edition.signatures.get(role=role).person

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            edition=edition, role="drafted", person=signer, name="x", signed_on=MARCH
        )


def test_the_table_refuses_a_second_review():
    edition = make_edition(on=MARCH)

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            edition=edition, role="reviewed", person=make_person(), name="x", signed_on=MARCH
        )
