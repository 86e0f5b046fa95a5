"""What was done to a document is told to whoever writes, judges or oversees it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.screen import course
from doccontrol.organisation.accounts.roles import Role
from tests.counting import queries
from tests.make import make_edition, make_person, make_procedure

pytestmark = pytest.mark.django_db
REASON = "Bước 3 thiếu biểu mẫu"


@pytest.fixture
def page(unit, author, head, director):
    page = make_procedure(owner_unit=unit, author=author)
    submit(page, by=author)
    state = page.current_workflow_task_state.specific
    state.task.specific.on_action(state, head, "reject", comment=REASON)
    return page


def read(client, person, page):
    client.force_login(person)
    return client.get(reverse("judging:course", args=[page.pk]))


def test_an_auditor_reads_who_did_what_and_why_it_came_back(client, page, author, head):
    auditor = make_person(Role.AUDITOR)
    told = read(client, auditor, page).content.decode()
    for words in (str(author), str(head), REASON):
        assert words in told
    draft = client.get(reverse("judging:full_text", args=[page.pk]))
    assert draft.status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302


def test_who_neither_writes_nor_judges_nor_oversees_it_is_not_told(client, page):
    assert read(client, make_person(Role.STAFF), page).status_code == 403


def test_a_stranger_is_led_to_the_log_in(client, page):
    assert client.get(reverse("judging:course", args=[page.pk])).status_code == 302


def test_a_longer_course_asks_no_more_and_is_parted(client, page, author, monkeypatch):
    monkeypatch.setattr(course, "PER_PAGE", 3)
    secretary = make_person(Role.SECRETARY)
    read(client, secretary, page)
    few = queries(lambda: read(client, secretary, page))
    for _ in range(6):
        page.save_revision(user=make_person(), log_action=True)
    assert queries(lambda: read(client, secretary, page)) <= few
    assert read(client, secretary, page).context["page_obj"].has_next()


@pytest.mark.parametrize("role, is_led", [(Role.AUDITOR, True), (Role.STAFF, False)])
def test_the_way_stands_beside_the_edition_for_who_oversees_all(client, role, is_led):
    edition = make_edition()
    client.force_login(make_person(role))
    place = reverse("documents:edition", args=[edition.document.slug, edition.number.slug])
    way = reverse("judging:course", args=[edition.document_id])
    assert (way in client.get(place).content.decode()) is is_led
