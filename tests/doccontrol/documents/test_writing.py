"""Writing a draft in the editor: saving refuses nothing, submitting asks for all of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from doccontrol.documents.drafting.panels import FormsPanel
from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.completeness import Incomplete
from doccontrol.models import ChangeNote, Clock, Edition, LawEvent, Procedure, ProcedureStep
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.counting import queries
from tests.make import (
    make_edition,
    make_form,
    make_person,
    make_procedure,
    make_settings,
    make_text,
    what_is_needed,
)

pytestmark = pytest.mark.django_db
WORDS = '{{"entityMap": {{}}, "blocks": [{{"text": "{}", "type": "unstyled", "key": "a"}}]}}'


@pytest.fixture(autouse=True)
def agency():
    return make_settings()


@pytest.fixture
def writer(client, author):
    client.force_login(author)
    client.cookies["django_language"] = "en"
    return author


def editor(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def opened(client, page) -> dict[str, str]:
    return form_data(client.get(editor(page)).content.decode())


def press(client, page, data, button="action-save"):
    return client.post(editor(page), data | {button: "1"})


def autosave(client, page, data):
    return client.post(editor(page), data, headers={"accept": "application/json"}).json()


def told(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def discard(client, page):
    """Asked, and answered at once; without the question where there is none."""
    address = reverse("drafts:discard", args=[page.pk])
    asked = BeautifulSoup(client.get(address).content, "html.parser")
    read = asked.select_one("[name=revision]")
    return client.post(address, {"revision": read["value"]} if read else {})


def draft_of(page) -> Procedure:
    return Procedure.objects.get(pk=page.pk).get_latest_revision_as_object()


def is_submitted(page) -> bool:
    return WorkflowState.objects.active().filter(object_id=str(page.pk)).exists()


def steps(*durations):
    return [
        ProcedureStep(content="Xử lý", responsible="Chuyên viên", duration=days)
        for days in durations
    ]


def total(html: str) -> str:
    """Also of what an autosave brings, which stands in templates."""
    shown = BeautifulSoup(html.replace("<template", "<div"), "html.parser")
    return " ".join(shown.select_one("#days-of-steps").get_text().split())


def start_clock(edition: Edition) -> Clock:
    law, today = make_text(), timezone.localdate()
    return Clock.objects.create(
        event=LawEvent.objects.create(acting=law, on=today - timedelta(days=150)),
        document_id=edition.document_id,
        edition=edition,
        cited_text=law,
        kind="takes_effect",
        effective=today - timedelta(days=150),
        due_raw=today - timedelta(days=60),
        due=today - timedelta(days=60),
        opened_on=date(2024, 1, 10),
    )


class TestTimeLimit:
    """The steps and the limit of one submitted form belong together."""

    @pytest.fixture
    def page(self, unit, author, head):
        return make_procedure(
            owner_unit=unit, author=author, time_limit_days=12, steps=steps(5, 4, 3)
        )

    def test_limit_and_step_are_shortened_in_one_go(self, client, page, writer):
        data = opened(client, page) | {"time_limit_days": "11", "steps-2-duration": "2"}

        press(client, page, data, "action-submit")

        assert draft_of(page).time_limit_days == 11
        assert is_submitted(page)

    def test_an_unfinished_draft_is_saved_and_finished_later(self, client, page, writer):
        data = opened(client, page) | {"steps-1-duration": "3"}
        saved = autosave(client, page, data)
        assert saved["success"]
        assert "Total: 11 / 12 days" in total(saved["html"])
        refused = press(client, page, opened(client, page), "action-submit")
        assert "11" in told(refused) and not is_submitted(page)

        again = opened(client, page) | {"steps-1-duration": "4"}
        assert total(autosave(client, page, again)["html"]) == "Total: 12 / 12 days"
        press(client, page, opened(client, page), "action-submit")

        assert is_submitted(page)

    def test_the_total_stands_under_the_steps(self, client, page, writer):
        html = client.get(editor(page)).content.decode()
        assert total(html) == "Total: 12 / 12 days"


class TestWhatIsNeeded:
    def test_an_empty_procedure_is_saved_but_not_submitted(self, client, unit, writer, head):
        empty = {"purpose": "", "scope": "", "is_without_basis": False}
        unstated = {"is_without_time_limit": False, "is_without_records": False}
        page = make_procedure(owner_unit=unit, author=writer, **empty, **unstated)
        page.steps = []
        page.save_revision(user=writer)

        shown = BeautifulSoup(client.get(editor(page)).content, "html.parser")
        missing = [item.a.get_text() for item in shown.select(".draft-needs .is-missing")]
        answer = press(client, page, opened(client, page), "action-submit")

        assert len(missing) == 6
        assert all(need in told(answer) for need in missing)
        assert all(
            shown.select_one(item.a["href"]) for item in shown.select(".draft-needs .is-missing")
        )
        assert not is_submitted(page)
        with pytest.raises(Incomplete):
            submit(page, by=writer)

    def test_what_does_not_apply_is_stated_and_printed(self, unit, author, head):
        page = make_procedure(owner_unit=unit, author=author)
        submit(page, by=author)

        sections = {section["key"]: section for section in page.frozen_sections(date(2026, 1, 1))}
        parts = {part["key"]: part for part in sections["content"]["parts"]}
        assert "Không áp dụng" in sections["records"]["html"]
        assert "Không áp dụng" in parts["time_limit"]["html"]
        assert "Không áp dụng" in parts["legal_note"]["html"]

    def test_the_checklist_is_drawn_anew_with_each_autosave(self, client, unit, writer):
        page = make_procedure(owner_unit=unit, author=writer, purpose="")
        data = opened(client, page)

        before = autosave(client, page, data | {"scope": WORDS.format("Phạm vi")})["html"]
        after = autosave(
            client,
            page,
            opened(client, page)
            | {"purpose": WORDS.format("Mục đích"), "scope": WORDS.format("b")},
        )["html"]

        assert [html.count("is-missing") for html in (before, after)] == [1, 0]


class TestNextDraft:
    """After an issue the next draft says nothing yet of the edition it is to become."""

    @pytest.fixture
    def edition(self, unit, author, head):
        return make_edition(
            owner_unit=unit,
            is_reissue=True,
            in_force_from=date(2024, 2, 1),
            changes=[ChangeNote(place="Mục 1", description="Sửa mục đích")],
        )

    def changed(self, data, **fields):
        notes = {
            "changes-TOTAL_FORMS": "1",
            "changes-0-place": "Mục 2",
            "changes-0-description": "Sửa phạm vi",
        }
        return data | {"scope": WORDS.format("Phạm vi khác")} | notes | fields

    def test_it_begins_clean_in_the_editor(self, client, edition, writer):
        data = opened(client, edition.document)

        assert data["changes-TOTAL_FORMS"] == "0"
        assert "is_reissue" not in data and "implements" not in data
        assert data["in_force_from"] == ""

    def test_what_has_not_changed_is_not_submitted(self, client, edition, writer):
        data = self.changed(opened(client, edition.document)) | {
            "scope": WORDS.format("Các phòng.")
        }

        answer = press(client, edition.document, data, "action-submit")

        assert "01/00" in told(answer) and not is_submitted(edition.document)

    def test_notes_of_the_last_edition_are_not_submitted_again(self, client, edition, writer):
        data = self.changed(
            opened(client, edition.document),
            **{"changes-0-place": "Mục 1", "changes-0-description": "Sửa mục đích"},
        )

        answer = press(client, edition.document, data, "action-submit")

        assert "01/00" in told(answer) and not is_submitted(edition.document)

    def test_a_tab_from_before_the_issue_does_not_bring_the_old_notes_back(
        self, client, unit, writer, head
    ):
        page = make_procedure(owner_unit=unit, author=writer)
        draft = draft_of(page)
        draft.changes = [ChangeNote(place="Mục 1", description="Sửa mục đích")]
        draft.save_revision(user=writer)
        old_tab = opened(client, page)
        make_edition(page, author=writer)

        answer = press(client, page, old_tab, "action-submit")

        assert "01/00" in told(answer) and not is_submitted(page)

    def test_an_open_clock_is_asked_about_and_may_be_answered_with_yes(
        self, client, edition, writer
    ):
        clock = start_clock(edition)
        data = self.changed(opened(client, edition.document))

        answer = press(client, edition.document, data, "action-submit")
        question = client.get(answer.headers["Location"])

        assert not is_submitted(edition.document)
        assert "Phạm vi khác" in draft_of(edition.document).scope
        assert clock.event.acting.number_raw in question.content.decode()
        client.post(answer.headers["Location"], {"implements": str(clock.event_id)})
        assert is_submitted(edition.document)
        assert [e.pk for e in draft_of(edition.document).implements.all()] == [clock.event_id]

    def test_an_open_clock_may_be_answered_with_no(self, client, edition, writer):
        start_clock(edition)
        data = self.changed(opened(client, edition.document))

        answer = press(client, edition.document, data, "action-submit")
        client.post(answer.headers["Location"])

        assert is_submitted(edition.document)
        assert not draft_of(edition.document).implements.exists()

    def test_a_draft_that_names_the_clock_is_submitted_at_once(self, client, edition, writer):
        clock = start_clock(edition)
        data = self.changed(opened(client, edition.document), implements=str(clock.event_id))

        press(client, edition.document, data, "action-submit")

        assert is_submitted(edition.document)


class TestTurningBack:
    @pytest.fixture
    def edition(self, unit, author, head):
        return make_edition(owner_unit=unit)

    def write(self, client, page, words):
        autosave(client, page, opened(client, page) | {"scope": WORDS.format(words)})

    def test_a_draft_is_discarded_and_the_next_begins_from_what_is_in_force(
        self, client, edition, writer
    ):
        page = edition.document
        self.write(client, page, "Chữ gõ nhầm")
        versions = page.revisions.count()
        question = client.get(reverse("drafts:discard", args=[page.pk]))
        assert question.status_code == 200 and "Chữ gõ nhầm" in draft_of(page).scope

        discard(client, page)

        assert draft_of(page).scope == "<p>Các phòng.</p>"
        assert page.revisions.count() == versions
        assert edition.document.get_latest_revision().pk == edition.page_revision_id
        self.write(client, page, "Chữ gõ đúng")
        assert "Chữ gõ đúng" in draft_of(page).scope

    def test_a_draft_that_was_never_issued_is_deleted_instead(self, client, unit, writer):
        page = make_procedure(owner_unit=unit, author=writer)
        html = client.get(editor(page)).content.decode()
        head = BeautifulSoup(html, "html.parser").select_one("#draft-head")

        assert head.select_one(f'a[href="{reverse("wagtailadmin_pages:delete", args=[page.pk])}"]')

    def test_somebody_elses_draft_is_not_discarded(self, client, edition, unit, writer):
        page = edition.document
        self.write(client, page, "Của người khác")
        client.force_login(make_person(Role.STAFF, unit=unit))

        discard(client, page)

        assert "Của người khác" in draft_of(page).scope

    def test_what_is_judged_is_not_discarded(self, client, unit, writer, head):
        page = make_procedure(owner_unit=unit, author=writer)
        make_edition(page, author=writer)
        draft = draft_of(page)
        draft.scope, draft.changes = "<p>Mới</p>", [ChangeNote(place="1", description="2")]
        draft.save_revision(user=writer)
        submit(Procedure.objects.get(pk=page.pk), by=writer)

        discard(client, page)

        assert is_submitted(page) and draft_of(page).scope == "<p>Mới</p>"

    def said(self, client, answer) -> tuple[str, str]:
        """What stands above the next page: the kind of the message, and its words."""
        message = list(get_messages(answer.wsgi_request))[-1]
        return message.level_tag, str(message)

    def test_discarded_twice_in_two_tabs_and_once_more_after_it_was_written_again(
        self, client, edition, writer
    ):
        page, address = edition.document, reverse("drafts:discard", args=[edition.document.pk])
        for words in ("Một", "Hai"):
            self.write(client, page, words)
            assert self.said(client, discard(client, page))[0] == "success"
            for again in (client.post, client.get):
                answer = again(address)
                level, told_so = self.said(client, answer)
                assert answer.headers["Location"] == editor(page)
                assert level == "info" and f"discarded already, by {writer}" in told_so
            assert draft_of(page).scope == "<p>Các phòng.</p>"

    def test_what_was_written_since_the_question_was_asked_is_not_thrown_away(
        self, client, edition, unit, writer
    ):
        page, address = edition.document, reverse("drafts:discard", args=[edition.document.pk])
        self.write(client, page, "Cũ")
        asked = {"revision": str(draft_of(page).latest_revision.pk)}
        colleague = make_person(Role.STAFF, unit=unit)
        other = Client()
        other.force_login(colleague)
        for answers in (asked, {}, {"revision": "x"}):
            self.write(other, page, "Mới của đồng nghiệp")
            answer = client.post(address, answers)
            level, told_so = self.said(client, answer)
            assert level == "error" and str(colleague) in told_so
            assert answer.headers["Location"] == address
            assert "Mới của đồng nghiệp" in draft_of(page).scope
        discard(client, page)
        assert draft_of(page).scope == "<p>Các phòng.</p>"
        client.post(address, asked)
        assert draft_of(page).scope == "<p>Các phòng.</p>"

    def test_what_was_issued_in_another_tab_is_no_draft_any_more(self, client, edition, writer):
        page = edition.document
        newer = make_edition(page, author=writer, on=edition.in_force_from + timedelta(days=1))

        level, told_so = self.said(client, discard(client, page))

        assert level == "info" and f"since edition {newer.number} was issued" in told_so

    def test_submitted_in_another_tab_it_stays_and_is_discarded_after_it_was_taken_back(
        self, client, edition, writer, head
    ):
        page, address = edition.document, reverse("drafts:discard", args=[edition.document.pk])
        self.write(client, page, "Mới")
        assert client.get(address).status_code == 200
        draft = draft_of(page)
        draft.changes = [ChangeNote(place="1", description="2")]
        draft.save_revision(user=writer)
        submit(Procedure.objects.get(pk=page.pk), by=writer)

        for press_again in (client.post, client.get):
            level, told_so = self.said(client, press_again(address))
            assert level == "error" and f"{writer} submitted this draft on" in told_so
            assert is_submitted(page) and "Mới" in draft_of(page).scope
        client.post(reverse("drafts:take_back", args=[page.pk]))
        discard(client, page)

        assert draft_of(page).scope == "<p>Các phòng.</p>"

    def test_what_was_never_issued_says_to_delete_it(self, client, unit, writer):
        page = make_procedure(owner_unit=unit, author=writer)

        level, told_so = self.said(client, discard(client, page))

        assert level == "error" and "Delete the draft instead" in told_so

    def test_sent_back_taken_back_discarded_and_begun_again(self, client, edition, writer, head):
        page = edition.document
        notes = {
            "changes-TOTAL_FORMS": "1",
            "changes-0-place": "Mục 2",
            "changes-0-description": "Sửa phạm vi",
        }
        press(
            client, page, opened(client, page) | {"scope": WORDS.format("Một")} | notes,
            "action-submit",
        )  # fmt: skip
        state = draft_of(page).current_workflow_task_state
        state.task.specific.on_action(state, head, "reject", comment="Sửa lại")
        press(client, page, opened(client, page) | {"scope": WORDS.format("Hai")}, "action-submit")
        assert is_submitted(page) and "Hai" in draft_of(page).scope
        client.post(reverse("drafts:take_back", args=[page.pk]))
        assert not is_submitted(page) and "Hai" in draft_of(page).scope

        discard(client, page)
        again = opened(client, page)

        assert again["changes-TOTAL_FORMS"] == "0" and "Hai" not in again["scope"]
        answer = press(client, page, again, "action-submit")
        assert "Say what changes" in told(answer) and not is_submitted(page)

    @pytest.mark.parametrize("role", [None, Role.SECRETARY])
    def test_a_draft_that_was_sent_back_leaves_the_workflow_when_it_is_discarded(
        self, client, edition, writer, head, role
    ):
        """By its author, or by the secretary who wrote none of it."""
        page = edition.document
        draft = draft_of(page)
        draft.scope, draft.changes = "<p>Mới</p>", [ChangeNote(place="1", description="2")]
        draft.save_revision(user=writer)
        submit(Procedure.objects.get(pk=page.pk), by=writer)
        state = draft_of(page).current_workflow_task_state
        state.task.specific.on_action(state, head, "reject", comment="Sửa lại")

        if role is not None:
            client.force_login(make_person(role))
        discard(client, page)

        assert not is_submitted(page) and draft_of(page).scope == "<p>Các phòng.</p>"

    def test_taking_back_is_asked_for_first(self, client, unit, writer, head):
        page = make_procedure(owner_unit=unit, author=writer)
        submit(page, by=writer)

        answer = press(client, page, opened(client, page), "action-cancel-workflow")

        assert is_submitted(page)
        assert client.get(answer.headers["Location"]).status_code == 200
        client.post(answer.headers["Location"])
        assert not is_submitted(page)


def test_a_complete_draft_says_so(client, unit, writer):
    page = make_procedure(owner_unit=unit, author=writer, **what_is_needed())
    assert "is-missing" not in client.get(editor(page)).content.decode()


class TestNewDocuments:
    def adding(self, client, parent, kind="procedure") -> dict[str, str]:
        url = reverse("wagtailadmin_pages:add", args=["doccontrol", kind, parent.pk])
        return form_data(client.get(url).content.decode())

    def test_a_procedure_is_offered_the_next_code_of_the_writers_unit(self, client, unit, writer):
        make_procedure(owner_unit=unit, code=f"QT-{unit.code}-06")
        shelf = make_procedure(owner_unit=unit, code=f"QT-{unit.code}-02").get_parent()

        assert self.adding(client, shelf)["code"] == f"QT-{unit.code}-07"

    def test_whoever_writes_for_every_unit_is_told_the_next_of_each(self, client, unit):
        shelf = make_procedure(owner_unit=unit, code=f"QT-{unit.code}-06").get_parent()
        client.force_login(make_person(Role.SECRETARY))
        url = reverse("wagtailadmin_pages:add", args=["doccontrol", "procedure", shelf.pk])

        assert f"QT-{unit.code}-07" in client.get(url).content.decode()

    def test_a_form_begins_with_what_its_document_says(self, client, unit, writer):
        parent = make_procedure(
            owner_unit=unit, code="QT-AB-01", field="Lao động", visibility="staff"
        )

        data = self.adding(client, parent, "form")

        assert data["code"] == "BM-AB-01-01"
        assert (data["owner_unit"], data["field"], data["visibility"]) == (
            str(unit.pk),
            "Lao động",
            "staff",
        )

    @pytest.mark.parametrize(
        ("pattern", "offered"),
        [(r"QT-[\w.]+-\d{2}", "07"), (r"QT-[\w.]+-\d{3}", "007"), (r"QT/[\w.]+/\d{2}", None)],
    )
    def test_no_code_is_offered_that_would_be_refused(self, client, unit, writer, pattern, offered):
        shelf = make_procedure(owner_unit=unit, code=f"QT-{unit.code}-06").get_parent()
        secretary = make_person(Role.SECRETARY)
        make_settings(procedure_code_pattern=pattern, form_code_pattern=pattern.replace("QT", "BM"))

        code = self.adding(client, shelf)["code"]
        client.force_login(secretary)
        url = reverse("wagtailadmin_pages:add", args=["doccontrol", "procedure", shelf.pk])
        shown = client.get(url).content.decode()

        assert code == (f"QT-{unit.code}-{offered}" if offered else "")
        assert (f"QT-{unit.code}-" in shown) is bool(offered)
        if offered:
            Procedure(code=code, title="Mới", owner_unit=unit).clean()

    def test_a_form_is_offered_no_code_that_would_be_refused(self, client, unit, writer):
        parent = make_procedure(owner_unit=unit, code="QT-AB-01")
        make_settings(form_code_pattern=r"BM-\d{3}")

        assert not self.adding(client, parent, "form")["code"]

    def test_a_code_that_does_not_fit_is_answered_with_the_next_of_the_unit(self, unit):
        make_settings(procedure_code_pattern=r"QT-[\w.]+-\d{2}")
        page = make_procedure(owner_unit=unit, code=f"QT-{unit.code}-03")
        draft = Procedure(code="quy trình 4", title="Mới", owner_unit=unit)

        with pytest.raises(ValidationError) as refused:
            draft.clean()

        assert f"QT-{unit.code}-04" in str(refused.value) and "\\d" not in str(refused.value)
        assert page.code == f"QT-{unit.code}-03"


def test_the_sections_stand_in_order_and_forms_where_section_6_stands(client, unit, writer):
    page = make_procedure(owner_unit=unit, author=writer)
    form = make_form(page, owner_unit=unit, author=writer)
    client.cookies["django_language"] = "vi"
    shown = BeautifulSoup(client.get(editor(page)).content, "html.parser")
    headings = [h.get_text(strip=True) for h in shown.select("[data-panel-heading-text]")]
    numbers = [heading[0] for heading in headings if heading[:1].isdecimal()]

    assert numbers == ["1", "2", "3", "4", "5", "5", "6", "7"]
    assert shown.select_one(f'a[href="{editor(form)}"]')


def test_many_forms_ask_no_more_than_one_and_are_offered_to_whoever_may_write_them(
    client, unit, writer
):
    page = make_procedure(owner_unit=unit, author=writer)
    make_form(page, owner_unit=unit, author=writer)
    adding = reverse("wagtailadmin_pages:add", args=["doccontrol", "form", page.pk])
    opened(client, page)
    few = queries(lambda: opened(client, page))
    last = [make_form(page, owner_unit=unit, author=writer) for _ in range(4)][-1]

    assert queries(lambda: opened(client, page)) <= few
    assert adding in forms_panel(page, writer) and editor(last) in forms_panel(page, writer)
    reader = make_person(Role.APPROVER)
    assert last.code in forms_panel(page, reader)
    assert adding not in forms_panel(page, reader) and editor(last) not in forms_panel(page, reader)


def forms_panel(page, person) -> str:
    request = RequestFactory().get("/")
    request.user = person
    panel = FormsPanel(heading="6").bind_to_model(Procedure)
    return panel.get_bound_panel(instance=page, request=request).render_html({})


def test_half_a_day_is_written_with_a_comma(client, unit, author, head):
    page = make_procedure(owner_unit=unit, author=author, steps=steps("0.50"))
    client.force_login(author)
    data = opened(client, page)
    assert data["steps-0-duration"] == "0,5"

    saved = autosave(client, page, data | {"steps-0-duration": "1,125"})

    assert saved["success"]
    assert draft_of(page).steps.all()[0].duration == Decimal("1.125")
    assert total(saved["html"]) == "Tổng: 1,125 ngày"


def test_a_basis_says_what_the_law_is_about_and_how_it_stands(client, unit, writer):
    law = make_text("161/2026/NĐ-CP", subject="Mức lương cơ sở", effective=date(2026, 7, 1))
    page = make_procedure(owner_unit=unit, author=writer, legal_basis=[law])

    client.cookies["django_language"] = "vi"
    html = client.get(editor(page)).content.decode()

    assert f"Mức lương cơ sở ({law.status(timezone.localdate()).label})" in html


@pytest.mark.parametrize("place", ["/quy-trinh/", "/admin/reports/master-list/"])
def test_each_row_offers_the_next_draft_to_those_who_write_it(client, unit, writer, place):
    mine, theirs = make_edition(owner_unit=unit), make_edition()

    html = client.get(place).content.decode()

    assert editor(mine.document) in html
    assert editor(theirs.document) not in html
