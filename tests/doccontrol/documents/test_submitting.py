"""Submitting, taking back and sending back in Wagtail's own editor."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from doccontrol.documents.issuing.actions import submit
from doccontrol.models import Authorship, Procedure
from tests.admin_forms import form_data
from tests.make import make_edition, make_person, make_procedure, make_settings, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def agency():
    return make_settings()


@pytest.fixture
def page(unit, author, head):
    return make_procedure(owner_unit=unit, author=author)


def editor(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def opened(client, page) -> dict[str, str]:
    return form_data(client.get(editor(page)).content.decode())


def press(client, page, button, data):
    return client.post(editor(page), data | {button: "1"})


def rounds(page):
    return WorkflowState.objects.filter(object_id=str(page.pk))


def test_a_second_press_answers_as_the_first(client, page, author):
    client.force_login(author)
    data = opened(client, page)

    answers = [press(client, page, "action-submit", data) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert rounds(page).count() == 1
    latest = Procedure.objects.get(pk=page.pk).latest_revision
    assert rounds(page).get().current_task_state.revision == latest


def test_a_second_press_with_other_words_keeps_them_on_the_screen(client, page, author):
    client.force_login(author)
    data = opened(client, page)
    press(client, page, "action-submit", data)

    answer = press(client, page, "action-submit", data | {"title": "Chữ gõ ở thẻ khác"})

    assert answer.status_code == 200
    assert "Chữ gõ ở thẻ khác" in answer.content.decode()
    assert Procedure.objects.get(pk=page.pk).draft_title != "Chữ gõ ở thẻ khác"


def test_what_is_refused_at_the_submission_is_saved_all_the_same(client, page, unit, author):
    unit.valid_until = timezone.localdate()
    unit.save()
    client.force_login(author)
    data = opened(client, page) | {"title": "Tên đã sửa"}

    answer = press(client, page, "action-submit", data)

    assert any(m.level_tag == "error" for m in get_messages(answer.wsgi_request))
    assert Procedure.objects.get(pk=page.pk).draft_title == "Tên đã sửa"
    assert not rounds(page).exists()


def test_a_unit_that_has_ended_cannot_be_chosen(client, page, author):
    gone = make_unit(name="Phòng đã giải thể", valid_until=timezone.localdate())
    client.force_login(author)
    data = opened(client, page)

    answer = press(client, page, "action-submit", data | {"owner_unit": str(gone.pk)})

    assert "owner_unit" in answer.context["form"].errors
    assert not rounds(page).exists()


def test_autosave_does_not_write_over_an_issued_revision(client, unit, author):
    edition = make_edition(owner_unit=unit, author=author)
    before = Revision.objects.get(pk=edition.page_revision_id).content
    client.force_login(author)
    data = opened(client, edition.document) | {
        "purpose": '{"entityMap": {}, "blocks": []}',
        "title": "Sửa sau khi duyệt",
        "overwrite_revision_id": str(edition.page_revision_id),
    }

    answer = client.post(
        editor(edition.document), data, headers={"accept": "application/json"}
    ).json()

    assert answer["success"] and answer["revision_id"] != edition.page_revision_id
    assert Revision.objects.get(pk=edition.page_revision_id).content == before
    assert Authorship.objects.filter(revision_number=answer["revision_id"], person=author).exists()


def test_an_autosave_that_comes_after_the_submission_changes_nothing(client, page, author):
    client.force_login(author)
    data = opened(client, page)
    submit(page, by=author)

    answer = client.post(
        editor(page), data | {"title": "Muộn"}, headers={"accept": "application/json"}
    ).json()

    assert not answer["success"]
    assert page.revisions.count() == 1


@pytest.mark.parametrize("button", ["action-cancel-workflow", "action-restart-workflow"])
def test_a_judge_is_neither_offered_to_cancel_nor_able_to(client, page, author, head, button):
    submit(page, by=author)
    client.force_login(head)
    shown = client.get(editor(page)).content.decode()
    assert f'name="{button}"' not in shown

    press(client, page, button, form_data(shown))

    assert rounds(page).get().status == WorkflowState.STATUS_IN_PROGRESS


def test_the_author_takes_the_draft_back(client, page, author):
    submit(page, by=author)
    client.force_login(author)
    shown = client.get(editor(page)).content.decode()
    assert 'name="action-cancel-workflow"' in shown

    asked = press(client, page, "action-cancel-workflow", form_data(shown))
    client.post(asked.headers["Location"])

    assert rounds(page).get().status == WorkflowState.STATUS_CANCELLED


def test_what_was_sent_back_is_submitted_again_for_review_in_the_editor(client, page, author, head):
    submit(page, by=author)
    state = rounds(page).get().current_task_state
    state.task.specific.on_action(state, head, "reject", comment="Sửa")
    client.force_login(author)
    client.cookies["django_language"] = "en"
    shown = client.get(editor(page)).content.decode()
    assert "action-restart-workflow" not in shown

    press(client, page, "action-submit", form_data(shown) | {"title": "Đã sửa"})

    state = rounds(page).get()
    assert (state.status, state.current_task_state.task.name) == ("in_progress", "Xem xét")


def test_a_new_document_is_created_and_submitted_in_one_press(client, unit, head):
    from cms.models import DocumentIndexPage

    client.force_login(make_person(is_superuser=True))
    shelf = DocumentIndexPage.objects.get(slug="quy-trinh")
    url = reverse("wagtailadmin_pages:add", args=["doccontrol", "procedure", shelf.pk])
    data = form_data(client.get(url).content.decode()) | {
        "code": "QT-MOI-01",
        "title": "Quy trình mới",
        "owner_unit": str(unit.pk),
        "action-submit": "1",
        "purpose": '{"entityMap": {}, "blocks": [{"text": "a", "type": "unstyled", "key": "a"}]}',
        "scope": '{"entityMap": {}, "blocks": [{"text": "b", "type": "unstyled", "key": "b"}]}',
        **dict.fromkeys(("is_without_basis", "is_without_time_limit", "is_without_records"), "on"),
        "steps-TOTAL_FORMS": "1",
        "steps-0-content": "Tiếp nhận",
        "steps-0-responsible": "Chuyên viên",
        "steps-0-ORDER": "1",
    }

    answers = [client.post(url, data) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 200]
    page = Procedure.objects.get(code="QT-MOI-01")
    assert rounds(page).get().current_task_state.task.name == "Xem xét"
