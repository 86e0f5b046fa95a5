"""The workflow keeps its review and its approval, through Wagtail's screens and behind them."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Task, TaskState, Workflow, WorkflowTask

from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.workflow import waiting_for
from doccontrol.documents.refusals import StepsAreFixed
from doccontrol.models import ApprovalTask, DraftWorkflow, HeadReviewTask
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.make import make_person, make_procedure, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def workflow():
    return Workflow.objects.get(pk=DraftWorkflow.current().pk)


@pytest.fixture
def waiting():
    unit = make_unit()
    make_person(Role.HEAD, unit=unit, head=True)
    author = make_person(Role.STAFF, unit=unit)
    page = make_procedure(owner_unit=unit, author=author)
    submit(page, by=author)
    return page


@pytest.mark.parametrize("what", ["workflow", "task"])
def test_an_administrator_is_told_that_it_is_not_disabled_and_the_draft_goes_on_waiting(
    client, workflow, waiting, what
):
    client.force_login(make_person(is_superuser=True))
    review = HeadReviewTask.objects.get()
    url = {
        "workflow": reverse("wagtailadmin_workflows:disable", args=[workflow.pk]),
        "task": reverse("wagtailadmin_workflows:disable_task", args=[review.pk]),
    }[what]

    answer = client.post(url)

    assert any(m.level_tag == "error" for m in get_messages(answer.wsgi_request))
    assert Task.objects.get(pk=review.pk).active and DraftWorkflow.current() == workflow
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    assert waiting_for(waiting).step == review.name


def test_the_workflow_is_renamed_but_not_emptied_in_the_administration(client, workflow, waiting):
    client.force_login(make_person(is_superuser=True))
    url = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])
    data = form_data(client.get(url).content.decode())

    client.post(url, data | {"name": "Ban hành tài liệu ISO"})
    workflow.refresh_from_db()
    assert workflow.name == "Ban hành tài liệu ISO"

    answer = client.post(url, data | {"workflow_tasks-0-DELETE": "1"})
    assert any(m.level_tag == "error" for m in get_messages(answer.wsgi_request))
    assert workflow.workflow_tasks.count() == 2


def further_task():
    return GroupApprovalTask.objects.create(name="Ký nháy")


WAYS_AROUND = {
    "disable the workflow": lambda w: w.deactivate(),
    "disable it as ours": lambda w: DraftWorkflow.objects.get(pk=w.pk).deactivate(),
    "delete the workflow": lambda w: w.delete(),
    "disable a task": lambda w: ApprovalTask.objects.get().deactivate(),
    "disable it by its base": lambda w: Task.objects.get(name="Phê duyệt").deactivate(),
    "delete a task": lambda w: HeadReviewTask.objects.get().delete(),
    "delete a step": lambda w: WorkflowTask.objects.filter(workflow=w).first().delete(),
    "delete all steps": lambda w: WorkflowTask.objects.filter(workflow=w).delete(),
    "a further step": lambda w: WorkflowTask.objects.create(workflow=w, task=further_task()),
    "another task": lambda w: swap(w),
    "another order": lambda w: reverse_order(w),
    "a second workflow": lambda w: WorkflowTask.objects.create(
        workflow=Workflow.objects.create(name="Tắt"), task=ApprovalTask.objects.create(name="Tắt")
    ),
}


def swap(workflow):
    step = WorkflowTask.objects.filter(workflow=workflow).first()
    step.task = further_task()
    step.save()


def reverse_order(workflow):
    for step, place in zip(workflow.workflow_tasks.all(), (1, 0), strict=True):
        step.sort_order = place
        step.save()


@pytest.mark.parametrize("way", WAYS_AROUND.values(), ids=list(WAYS_AROUND))
def test_no_way_leaves_it_without_review_and_approval(workflow, way):
    with pytest.raises(StepsAreFixed):
        way(workflow)


def test_a_workflow_of_other_pages_is_nobodys_business_here():
    other = Workflow.objects.create(name="Tin tức")
    WorkflowTask.objects.create(workflow=other, task=further_task())
    other.deactivate()
    other.delete()


def test_a_workflow_that_lost_a_step_by_raw_writing_takes_no_draft(workflow):
    steps = WorkflowTask.objects.filter(workflow=workflow)
    review = ContentType.objects.get_for_model(HeadReviewTask)
    steps.filter(task__content_type=review)._raw_delete("default")

    assert DraftWorkflow.current() is None
