"""One screen to judge a draft on: what it shows and to whom, and what each of its steps answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Comment, Page, Revision

from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.workflow import DayHasPassed, RevisionMovedOn
from doccontrol.models import ChangeNote, ControlledDocument, Edition, LegalBasis
from doccontrol.organisation.accounts.roles import Role
from tests.counting import queries
from tests.make import make_edition, make_person, make_procedure, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def edition(unit):
    return make_edition(owner_unit=unit, purpose="<p>Quy định cũ về hồ sơ.</p>")


@pytest.fixture
def page(edition, author, head, director):
    """A second edition, submitted: one word of its purpose is another."""
    return submitted(edition, author)


def submitted(edition, author, **fields):
    draft = edition.document.specific.get_latest_revision_as_object()
    values = {"purpose": "<p>Quy định mới về hồ sơ.</p>", "in_force_from": None} | fields
    for name, value in values.items():
        setattr(draft, name, value)
    draft.changes = [ChangeNote(place="Mục 1", description=f"Sửa mục đích: {values['purpose']}")]
    draft.save_revision(user=author)
    page = ControlledDocument.objects.get(pk=draft.pk).specific
    submit(page, by=author)
    return page


def step_of(page):
    return page.specific_class.objects.get(pk=page.pk).current_workflow_task_state


def address(page, name="screen"):
    return reverse(f"judging:{name}", args=[page.pk])


def press(client, person, page, name, step=None, **typed):
    client.force_login(person)
    step = step or step_of(page)
    return client.post(address(page, name), {"step": step.pk} | typed, follow=True)


def shown(client, person, page, **query) -> str:
    client.force_login(person)
    answer = client.get(address(page), query)
    assert answer.status_code == 200
    return answer.content.decode()


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_the_whole_change_stands_before_the_button(client, page, author, head):
    screen = shown(client, head, page)

    assert "<del>cũ</del>" in screen
    assert "<ins>mới</ins>" in screen
    assert "Sửa mục đích" in screen
    assert "01/01" in screen  # the number that it would get
    assert str(author) in screen
    assert screen.index("<ins>mới</ins>") < screen.index(address(page, "review"))
    assert address(page, "send_back") in screen
    assert address(page, "approve") not in screen


def test_what_could_not_be_issued_is_offered_no_approval_and_says_why(client, page, head, director):
    """It was submitted before its kind had to have this: the screen says what issuing would."""
    press(client, head, page, "review")
    revision = step_of(page).revision
    revision.content["purpose"] = ""
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)

    screen = shown(client, director, page)

    assert "Not yet in the draft: Purpose" in screen
    assert address(page, "approve") not in screen
    assert client.get(address(page, "approve")).status_code == 302
    assert address(page, "send_back") in screen


def test_it_is_compared_with_any_edition_without_a_script(client, page, edition, author, head):
    press(client, head, page, "review")
    press(client, make_person(Role.APPROVER), page, "approve")
    third = submitted(edition, author, purpose="<p>Quy định mới nhất về hồ sơ.</p>")

    assert "<del>cũ</del>" in shown(client, head, third, **{"so-voi": "01-00"})
    assert "<del>cũ</del>" not in shown(client, head, third)


def test_the_first_edition_is_shown_whole(client, unit, author, head):

    first = make_procedure(owner_unit=unit, author=author, purpose="<p>Lần đầu.</p>")
    submit(first, by=author)
    assert "Lần đầu." in shown(client, head, first)


@pytest.mark.parametrize(
    ("who", "offered"),
    [("head", True), ("author", False), ("director", False), ("auditor", False)],
)
def test_only_whose_turn_it_is_is_offered_a_step(client, page, request, who, offered):
    person = make_person(Role.AUDITOR) if who == "auditor" else request.getfixturevalue(who)
    assert (address(page, "review") in shown(client, person, page)) is offered


def test_who_neither_writes_nor_judges_nor_oversees_it_is_shown_nothing(client, page):
    client.force_login(make_person(Role.STAFF))
    assert client.get(address(page)).status_code == 403
    assert client.get(address(page, "full_text")).status_code == 403
    assert client.post(address(page, "review"), {"step": step_of(page).pk}).status_code == 403


def test_a_cycle_from_sent_back_to_issued_answers_each_step(client, page, author, head, director):
    back = press(client, head, page, "send_back", comment="Thiếu căn cứ")
    assert str(author) in told(back)[0]
    assert back.redirect_chain == [(address(page), 302)]
    assert "Thiếu căn cứ" in shown(client, author, page)
    submit(page, by=author)

    passed = press(client, head, page, "review", comment="Đồng ý")
    assert str(director) in told(passed)[0]
    assert "Đồng ý" in shown(client, director, page)

    issued = press(client, director, page, "approve")
    second = Edition.objects.get(revision_no=1)
    [receipt] = told(issued)
    assert str(second) in receipt
    assert "It replaces edition 01/00." in receipt
    assert "What comes next" in issued.content.decode()
    assert str(director) in shown(client, head, page)  # nothing is left to judge: who approved


def test_sending_back_needs_a_reason_and_opens_at_its_field(client, page, head):
    answer = press(client, head, page, "send_back", comment="  ").content.decode()
    assert "Say what must change" in answer
    assert "autofocus" in answer
    assert step_of(page).status == "in_progress"


def test_the_approval_is_asked_for_in_the_words_of_what_follows(client, page, head, director):
    press(client, head, page, "review")
    screen = shown(client, director, page)
    assert f'href="{address(page, "approve")}"' in screen
    assert f'action="{address(page, "approve")}"' not in screen  # never in one click

    question = client.get(address(page, "approve")).content.decode()
    for words in ("edition 01/01", "Issue 01, revision 01", "replaces edition 01/00"):
        assert words in " ".join(question.split())
    assert f"{timezone.localdate():%d/%m/%Y}" in question
    assert str(director) in question
    assert str(head) in question
    assert Edition.objects.count() == 1


def test_a_second_tab_hears_who_was_faster_and_loses_nothing_typed(client, page, head, director):
    press(client, head, page, "review")
    step = step_of(page)
    press(client, director, page, "approve")
    late = press(client, make_person(Role.APPROVER), page, "send_back", step, comment="Chưa được")

    assert f"{director} approved and issued this draft" in told(late)[0]
    assert "Chưa được" in late.content.decode()
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("name", ["review", "approve"])
def test_a_step_pressed_twice_answers_twice_and_happens_once(client, page, head, director, name):
    if name == "approve":
        press(client, head, page, "review")
    step, person = step_of(page), director if name == "approve" else head
    first, again = (press(client, person, page, name, step) for _time in range(2))
    assert told(first) == told(again)
    assert Edition.objects.count() == (2 if name == "approve" else 1)


def test_nothing_is_approved_when_the_draft_has_changed_meanwhile(client, page, head, director):
    press(client, head, page, "review")
    latest = page.get_latest_revision()
    latest.pk, latest.user, latest.created_at = None, None, timezone.now()
    latest.save()
    Page.objects.filter(pk=page.pk).update(latest_revision=latest)

    with translation.override("en"):
        words = str(RevisionMovedOn())
    screen = shown(client, director, page)
    assert words in screen
    assert address(page, "approve") not in screen
    assert words in told(press(client, director, page, "approve"))[0]
    assert Edition.objects.count() == 1


def test_a_turn_that_has_passed_to_somebody_else_is_refused(client, page, unit, head):
    head.posts.update(held_until=timezone.localdate())
    press(client, head, page, "review")
    assert step_of(page).task.name == "Xem xét"
    assert step_of(page).status == "in_progress"


def test_a_day_that_passes_before_the_approval_is_refused_and_never_changed(
    client, page, edition, author, head, director
):
    press(client, head, page, "review")
    revision, past = page.get_latest_revision(), timezone.localdate() - timedelta(days=1)
    content = revision.content | {"in_force_from": past.isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(content=content)

    with translation.override("en"):
        words = str(DayHasPassed(past))
    assert words in shown(client, director, page)
    assert client.get(address(page, "approve")).url == address(page)
    assert words in told(press(client, director, page, "approve"))[0]
    assert Edition.objects.count() == 1


def test_a_past_day_is_not_even_submitted(edition, author):
    with pytest.raises(DayHasPassed):
        submitted(edition, author, in_force_from=timezone.localdate() - timedelta(days=1))


def test_wagtails_own_buttons_lead_to_the_screen_and_do_nothing(client, page, head):
    client.force_login(head)
    for action in ("approve", "reject"):
        step = [page.pk, action, step_of(page).pk]
        wagtails = reverse("wagtailadmin_pages:workflow_action", args=step)
        assert client.get(wagtails).url == address(page)
        assert client.post(wagtails, {"comment": "x"}).url == address(page)
    assert step_of(page).status == "in_progress"
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert address(page) in editor
    assert "data-workflow-action-url" not in editor


def test_the_desk_leads_to_the_screen(client, page, head):
    client.force_login(head)
    assert address(page) in client.get(reverse("desk")).content.decode()


def test_comments_of_the_margin_are_listed(client, page, author, head):
    Comment.objects.create(page=page, user=author, text="Xem lại câu này", contentpath="purpose")
    assert "Xem lại câu này" in shown(client, head, page)


def test_the_questions_to_the_database_do_not_grow(client, edition, author, head):
    """But for one that Wagtail asks of each row when it brings a revision back."""
    client.force_login(head)

    def asked(texts: int) -> int:
        basis = [LegalBasis(text=make_text(), clause="Điều 1") for _text in range(texts)]
        page = submitted(edition, author, legal_basis=basis)
        for n in range(texts):
            person = make_person(Role.STAFF)
            Comment.objects.create(page=page, user=person, text=f"Ý {n}", contentpath="purpose")
        count = queries(lambda: client.get(address(page)))
        step_of(page).workflow_state.cancel(user=author)
        return count - texts

    assert asked(6) <= asked(1)
