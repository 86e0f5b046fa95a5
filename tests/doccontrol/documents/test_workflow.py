"""From draft to edition through Wagtail's own screens, with four eyes and one exact revision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.forms import ReasonForm
from doccontrol.documents.judging.workflow import (
    FourEyes,
    NoLongerWaiting,
    RevisionMovedOn,
    StepTaken,
    waiting_for,
)
from doccontrol.jobs.outbox import Job
from doccontrol.models import Edition
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.judges import approvers, reviewers
from tests.make import make_edition, make_person, make_post, make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(unit, author, head, director):
    page = make_procedure(owner_unit=unit, author=author)
    page.get_workflow().start(page, author)
    return page


def current(page) -> TaskState:
    return WorkflowState.objects.active().get(object_id=str(page.pk)).current_task_state.specific


def take(page, person, action="approve", **options):
    state = current(page)
    state.task.specific.on_action(state, person, action, **options)


def slip_in(page) -> None:
    """A newer revision from behind every door of ours."""
    latest = page.get_latest_revision()
    latest.pk, latest.user, latest.created_at = None, None, timezone.now()
    latest.save()
    Page.objects.filter(pk=page.pk).update(latest_revision=latest)


def press(client, page, person, action="approve", **data):
    """The button of the step on the screen where the draft is judged."""
    client.force_login(person)
    step = current(page)
    approval = "approve" if step.task.specific.is_binding else "review"
    name = approval if action == "approve" else "send_back"
    url = reverse(f"judging:{name}", args=[page.pk])
    return client.post(url, {"step": step.pk} | data, follow=True)


def test_a_draft_becomes_an_edition_by_review_and_approval(client, page, author, head, director):
    press(client, page, head)
    press(client, page, director)

    edition = Edition.objects.get()
    signed = [(s.role, s.person) for s in edition.signatures.all()]
    assert signed == [("drafted", author), ("reviewed", head), ("approved", director)]
    assert edition.in_force_from == timezone.localdate()
    page.refresh_from_db()
    assert page.live
    assert Job.objects.filter(kind="render_pdf", key=str(edition.pk)).exists()


def test_each_step_tells_what_it_brought_about_and_leads_on(client, page, author, head, director):
    def said(answer) -> list[str]:
        return [str(message) for message in answer.context["messages"]]

    sent_back = press(client, page, head, "reject", comment="Thiếu căn cứ")
    assert str(author) in said(sent_back)[0]
    submit(page, by=author)
    [passed_on] = said(press(client, page, head))
    assert str(director) in passed_on
    issued = press(client, page, director)
    [told] = said(issued)
    edition = Edition.objects.get()
    assert str(edition) in told
    assert f"{edition.in_force_from:%d/%m/%Y}" in told
    place = reverse("documents:edition", args=[edition.document.slug, edition.number.slug])
    assert issued.redirect_chain == [(place, 302)]


def test_whoever_comes_second_hears_that_the_step_is_taken(client, page, head, director):
    step = current(page)
    take(page, head)
    client.force_login(head)
    again = client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step.pk]),
        follow=True,
    )
    step.refresh_from_db()
    told = str(StepTaken(step))
    assert [str(message) for message in again.context["messages"]] == [told]
    assert str(head) in told


def test_the_head_is_found_by_post_on_that_day(unit, author):
    today = timezone.localdate()
    former, coming, present = (make_person(Role.HEAD) for _ in range(3))
    make_post(person=former, unit=unit, is_head=True, held_until=today)
    make_post(
        person=present,
        unit=unit,
        is_head=True,
        held_from=today,
        held_until=today + timedelta(days=1),
    )
    make_post(person=coming, unit=unit, is_head=True, held_from=today + timedelta(days=1))

    assert reviewers(make_procedure(owner_unit=unit, author=author), today) == [present]


def test_the_secretary_reviews_what_the_head_wrote(unit, head):
    secretary = make_person(Role.SECRETARY)

    assert reviewers(make_procedure(owner_unit=unit, author=head), timezone.localdate()) == [
        secretary
    ]


def test_nobody_who_saved_the_draft_may_judge_it_superusers_included(client, page, author):
    superuser = make_person(Role.APPROVER, is_superuser=True)
    page.current_workflow_state.cancel(user=author)
    page.save_revision(user=superuser)
    page.get_workflow().start(page, author)

    assert superuser not in approvers(page, timezone.localdate())
    with pytest.raises(FourEyes):
        take(page, superuser)
    press(client, page, superuser)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("who", ["author", "director", "stranger"])
def test_only_the_head_reviews(client, page, author, director, who):
    person = {"author": author, "director": director, "stranger": make_person(Role.STAFF)}[who]

    press(client, page, person)

    assert current(page).task.specific.__class__.__name__ == "HeadReviewTask"


def test_approval_is_of_the_very_revision_that_was_submitted(page, head, director):
    take(page, head)
    slip_in(page)

    with pytest.raises(RevisionMovedOn):
        take(page, director)
    assert not Edition.objects.exists()


def test_whoever_takes_a_draft_back_too_late_is_told_what_became_of_it(
    page, author, head, director
):
    held = page.current_workflow_state
    for judge in (head, director):
        take(page, judge)

    with pytest.raises(StepTaken, match=str(director)):
        held.cancel(user=author)
    assert Edition.objects.exists()


def test_whoever_takes_a_draft_back_twice_is_told_that_it_is_back(page, author):
    held = page.current_workflow_state
    held.cancel(user=author)

    with pytest.raises(StepTaken, match=str(author)):
        held.cancel(user=author)


def test_a_step_is_taken_once(page, head):
    state = current(page)
    state.task.specific.on_action(state, head, "approve")

    with pytest.raises(NoLongerWaiting):
        state.task.specific.on_action(state, head, "approve")


def test_sending_back_needs_a_reason_and_reaches_the_author(client, page, author, head):
    told = press(client, page, head, "reject", comment="  ").content.decode()
    needed = ReasonForm.base_fields["comment"].error_messages["required"]
    assert str(needed) in told
    assert waiting_for(page).sent_back is False

    press(client, page, head, "reject", comment="Bước 3 thiếu biểu mẫu")

    waiting = waiting_for(page)
    assert (waiting.people, waiting.reason) == ([author], "Bước 3 thiếu biểu mẫu")


def test_the_author_sees_by_name_who_must_act_next(client, page, author, head):
    client.force_login(author)

    assert (
        str(head) in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )


def test_a_draft_under_review_cannot_be_edited(client, page, author):
    client.force_login(author)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(shown.content.decode())
    )

    assert page.revisions.count() == 1


def test_direct_publishing_is_refused_in_words_and_the_draft_is_kept(client):
    page = make_edition().document.specific
    client.force_login(make_person(is_superuser=True))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client.get(url).content.decode()) | {"title": "Tên mới", "action-publish": "1"}

    answer = client.post(url, data, follow=True)

    page.refresh_from_db()
    assert page.title != "Tên mới"
    assert page.get_latest_revision_as_object().title == "Tên mới"
    assert any(str(m.level_tag) == "error" for m in answer.context["messages"])
    assert Edition.objects.count() == 1


def test_the_publish_button_is_not_offered(client):
    page = make_procedure()
    client.force_login(make_person(is_superuser=True))

    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert 'name="action-publish"' not in shown
    assert 'name="action-submit"' in shown


@pytest.mark.parametrize("url_name", ["unpublish", "delete", "copy"])
def test_an_issued_document_is_not_unpublished_deleted_or_copied(client, url_name):
    page = make_edition().document.specific
    client.force_login(make_person(is_superuser=True))
    url = reverse(f"wagtailadmin_pages:{url_name}", args=[page.pk])

    client.post(url, {"new_title": "x", "new_slug": "x", "new_parent_page": page.get_parent().pk})

    page.refresh_from_db()
    assert page.live
    assert page.get_siblings().count() == 1
