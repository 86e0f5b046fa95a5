"""Who wrote, submitted, reviewed and approved this very revision: whole cycles, and every way round
them that was once open."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.workflow import (
    FourEyes,
    IssuedAlready,
    RevisionMovedOn,
    UnitIsGone,
    waiting_for,
)
from doccontrol.documents.models.authorship import authors_of, revision_hash
from doccontrol.documents.refusals import BeingJudged, NotYoursToTakeBack, RevisionIsFixed
from doccontrol.evidence import EvidenceIsFixed
from doccontrol.models import Authorship, ChangeNote, Edition, Procedure
from doccontrol.organisation.accounts.roles import Role
from tests.forging import without_triggers
from tests.judges import approvers
from tests.make import make_edition, make_person, make_procedure, make_settings, make_unit

pytestmark = pytest.mark.django_db

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture
def colleague(unit):
    return make_person(Role.STAFF, unit=unit)


@pytest.fixture
def draft(unit, author):
    return make_procedure(owner_unit=unit, author=author)


def today() -> date:
    return timezone.localdate()


def stored(page) -> Procedure:
    return Procedure.objects.get(pk=page.pk)


def rewrite(page, person, **fields) -> Revision:
    text = stored(page).get_latest_revision_as_object()
    for name, value in ({"purpose": f"<p>Sửa bởi {person}</p>"} | fields).items():
        setattr(text, name, value)
    return text.save_revision(user=person)


def waiting_step(page) -> TaskState:
    return WorkflowState.objects.active().get(object_id=str(page.pk)).current_task_state


def take(page, person, action="approve", **options) -> None:
    state = waiting_step(page)
    state.task.specific.on_action(state, person, action, **options)


def send_back(page, person) -> None:
    take(page, person, "reject", comment="Thiếu căn cứ")


def step_of(page) -> str:
    return waiting_step(page).task.specific._meta.model_name


def signed(edition) -> list[tuple[str, object]]:
    return [(row.role, row.person) for row in edition.signatures.all()]


# Sent back


@pytest.mark.parametrize("door", ["submit", "start", "resume"])
def test_a_draft_the_director_sent_back_begins_again_with_the_review(
    draft, author, colleague, head, director, door
):
    submit(draft, by=author)
    take(draft, head)
    send_back(draft, director)
    rewrite(draft, colleague)
    page = stored(draft)
    if door == "submit":
        submit(page, by=colleague)
    elif door == "start":
        page.get_workflow().start(page, colleague)
    else:
        page.current_workflow_state.resume(colleague)

    assert step_of(draft) == "headreviewtask"
    with pytest.raises(FourEyes):
        take(draft, director)
    take(draft, head)
    take(draft, director)

    assert signed(Edition.objects.get()) == [
        ("drafted", author),
        ("drafted", colleague),
        ("reviewed", head),
        ("approved", director),
    ]
    assert Edition.objects.get().approved_by == director


def test_it_begins_with_the_review_even_if_not_a_word_was_changed(draft, author, head, director):
    submit(draft, by=author)
    take(draft, head)
    send_back(draft, director)

    submit(stored(draft), by=author)

    assert step_of(draft) == "headreviewtask"


def test_wagtails_own_row_resumed_past_our_doors_begins_with_the_review_too(
    draft, author, head, director
):
    submit(draft, by=author)
    take(draft, head)
    send_back(draft, director)

    WorkflowState.objects.active().get(object_id=str(draft.pk)).resume(author)

    assert step_of(draft) == "headreviewtask"


def test_who_submits_again_is_who_is_asked_when_it_is_sent_back_again(
    draft, author, colleague, head
):
    submit(draft, by=author)
    send_back(draft, head)
    rewrite(draft, colleague)
    submit(stored(draft), by=colleague)
    send_back(draft, head)

    assert waiting_for(draft).people == [colleague]


def test_what_was_issued_is_not_submitted_again_before_it_is_changed(
    draft, author, colleague, head, director
):
    submit(draft, by=author)
    take(draft, head)
    take(draft, director)
    edition = Edition.objects.get()
    before = signed(edition), Authorship.objects.count()

    with pytest.raises(IssuedAlready, match=str(edition)):
        submit(stored(draft), by=colleague)

    assert not WorkflowState.objects.active().exists()
    assert (signed(edition), Authorship.objects.count()) == before
    rewrite(draft, colleague, changes=[ChangeNote(place="Mục 5", description="Sửa")])
    submit(stored(draft), by=colleague)
    assert step_of(draft) == "headreviewtask"


# Authors


def test_the_head_who_submits_what_staff_wrote_does_not_review_it(draft, head, director):
    secretary = make_person(Role.SECRETARY)
    submit(draft, by=head)

    assert waiting_for(draft).people == [secretary]
    with pytest.raises(FourEyes):
        take(draft, head)
    take(draft, secretary)
    take(draft, director)
    assert ("drafted", head) in signed(Edition.objects.get())


def test_the_director_who_submits_is_never_asked_to_approve(draft, head, director):
    other = make_person(Role.APPROVER)
    submit(draft, by=director)
    take(draft, head)

    assert waiting_for(draft).people == [other]
    with pytest.raises(FourEyes):
        take(draft, director)


def test_an_author_stays_one_when_revisions_are_purged(draft, director):
    rewrite(draft, director)
    rewrite(draft, make_person())

    call_command("purge_revisions", verbosity=0)

    assert not stored(draft).revisions.filter(user=director).exists()
    assert director not in approvers(stored(draft), today())


def test_who_wrote_the_last_edition_may_judge_what_another_wrote_next(unit, head):
    writer, other = make_person(Role.APPROVER), make_person()
    page = make_edition(on=MARCH, author=writer, owner_unit=unit).document

    assert authors_of([page.pk]) == {}
    rewrite(page, other, changes=[ChangeNote(place="Mục 5", description="Sửa")])

    assert writer in approvers(stored(page), today())
    assert other.pk in authors_of([page.pk])[page.pk]


def test_saving_over_an_issued_revision_makes_a_new_one_and_an_author(head, unit):
    writer = make_person(Role.APPROVER)
    edition = make_edition(on=MARCH, author=writer, owner_unit=unit)
    issued = Revision.objects.get(pk=edition.page_revision_id)
    before = revision_hash(issued.content)
    text = stored(edition.document).get_latest_revision_as_object()
    text.purpose = "<p>Viết lén sau khi duyệt</p>"

    saved = text.save_revision(user=writer, overwrite_revision=issued, clean=False)

    assert saved.pk != issued.pk
    issued.refresh_from_db()
    assert revision_hash(issued.content) == before
    latest = stored(edition.document).get_latest_revision_as_object()
    assert "Viết lén" in latest.purpose  # nothing typed is lost
    assert writer not in approvers(stored(edition.document), today())


def test_saving_over_a_revision_that_was_judged_makes_a_new_one(draft, author, head):
    submit(draft, by=author)
    send_back(draft, head)
    judged_one = stored(draft).get_latest_revision()

    saved = (
        stored(draft)
        .get_latest_revision_as_object()
        .save_revision(user=author, overwrite_revision=judged_one)
    )

    assert saved.pk != judged_one.pk
    over = (
        stored(draft)
        .get_latest_revision_as_object()
        .save_revision(user=author, overwrite_revision=saved)
    )
    assert over.pk == saved.pk  # what nobody judged is written over as ever


def test_no_other_content_is_written_over_an_issued_revision():
    revision = make_edition(on=MARCH).page_revision
    revision.content["title"] = "Khác"

    with pytest.raises(RevisionIsFixed):
        revision.save()
    with pytest.raises(RevisionIsFixed):
        revision.save(update_fields=["content"])


def test_reverting_and_copying_count_their_maker_and_keep_the_writers(draft, author, director):
    first = stored(draft).get_latest_revision()
    rewrite(draft, make_person())
    first.as_object().save_revision(user=director, previous_revision=first)
    assert director.pk in authors_of([draft.pk])[draft.pk]

    copier = make_person()
    copy = stored(draft).copy(
        update_attrs={"code": "QT-SAO-01", "slug": "qt-sao-01"}, keep_live=False, user=copier
    )
    assert {author.pk, director.pk, copier.pk} <= authors_of([copy.pk])[copy.pk]


def test_an_autosave_over_the_same_revision_is_written_down_once(draft, author):
    revision = rewrite(draft, author)
    for _again in range(3):
        text = stored(draft).get_latest_revision_as_object()
        text.save_revision(user=author, overwrite_revision=stored(draft).get_latest_revision())

    assert Authorship.objects.filter(revision_number=revision.pk).count() == 1


def test_authorship_is_evidence_and_outlives_its_draft(draft):
    row = Authorship.objects.get(document_id=draft.pk)
    with pytest.raises(EvidenceIsFixed):
        row.delete()
    with pytest.raises(EvidenceIsFixed):
        Authorship.objects.all().delete()

    key = draft.pk
    stored(draft).delete()

    assert Authorship.objects.filter(document_id=key).exists()


# Reviewer and approver


def test_reviewer_and_approver_are_two_persons(unit, draft, author):
    make_settings()
    both = make_person(Role.HEAD, Role.APPROVER, unit=unit, head=True)
    submit(draft, by=author)
    take(draft, both)

    waiting = waiting_for(draft)
    assert waiting.people == []
    assert str(Role.APPROVER) in waiting.missing
    with pytest.raises(FourEyes):
        take(draft, both)

    make_settings(two_judges=False)
    take(draft, both)
    assert [row for row in signed(Edition.objects.get()) if row[1] == both] == [
        ("reviewed", both),
        ("approved", both),
    ]


def test_where_nobody_may_review_it_is_said_who_is_missing(draft, author, unit):
    submit(draft, by=author)

    waiting = waiting_for(draft)

    assert (waiting.people, unit.name in waiting.missing) == ([], True)
    make_person(Role.SECRETARY)
    assert waiting_for(draft).missing == ""


def test_where_nobody_holds_the_role_of_approver_it_is_said(draft, author, head):
    submit(draft, by=author)
    take(draft, head)

    assert str(Role.APPROVER) in waiting_for(draft).missing


# Taking back


@pytest.mark.parametrize("who", ["head", "stranger"])
def test_who_judges_sends_back_and_does_not_cancel(draft, author, head, who):
    person = {"head": head, "stranger": make_person(Role.STAFF, is_superuser=True)}[who]
    submit(draft, by=author)
    state = stored(draft).current_workflow_state

    assert not state.user_can_cancel(person)
    with pytest.raises(NotYoursToTakeBack):
        state.cancel(user=person)


def test_who_wrote_or_submitted_takes_it_back(draft, author, colleague):
    submit(draft, by=colleague)
    stored(draft).current_workflow_state.cancel(user=author)

    assert stored(draft).current_workflow_state is None
    submit(stored(draft), by=author)
    stored(draft).current_workflow_state.cancel(user=colleague)


# While it waits


def test_what_is_judged_does_not_change_by_any_door(draft, author, head):
    submit(draft, by=author)

    with pytest.raises(BeingJudged):
        rewrite(draft, author)
    assert stored(draft).revisions.count() == 1


def test_submitting_twice_is_one_round(draft, author, colleague):
    submit(draft, by=author)
    submit(stored(draft), by=colleague)

    assert WorkflowState.objects.filter(object_id=str(draft.pk)).count() == 1
    assert Authorship.objects.filter(what="submitted").count() == 1


def test_a_unit_that_ended_owns_no_new_draft(unit, draft, author):
    unit.valid_until = today()
    unit.save()

    with pytest.raises(UnitIsGone):
        submit(draft, by=author)
    unit.valid_until = today() + timedelta(days=1)
    unit.save()
    submit(draft, by=author)


def test_the_reviewer_is_the_head_of_the_unit_that_the_draft_names(client, draft, author, director):
    """Not of the unit that the page named before."""
    new_unit = make_unit()
    new_head = make_person(Role.HEAD, unit=new_unit, head=True)
    make_person(Role.HEAD, unit=draft.owner_unit, head=True)
    rewrite(draft, author, owner_unit=new_unit)
    submit(stored(draft), by=author)

    assert waiting_for(draft).people == [new_head]
    state = waiting_step(draft)
    assert state.task.specific.get_actions(Page.objects.get(pk=draft.pk), new_head)


def test_who_left_after_reviewing_has_reviewed(unit, draft, author, head, director):
    submit(draft, by=author)
    take(draft, head)
    head.is_active = False
    head.save()
    take(draft, director)

    assert ("reviewed", head) in signed(Edition.objects.get())


def test_a_revision_changed_after_its_submission_is_not_approved(draft, author, head, director):
    submit(draft, by=author)
    take(draft, head)
    content = stored(draft).get_latest_revision().content | {"purpose": "<p>Đổi</p>"}
    Revision.objects.filter(pk=draft.latest_revision_id).update(content=content)

    with pytest.raises(RevisionMovedOn):
        take(draft, director)


# What was there before these rows were


def rows() -> set[tuple[object, ...]]:
    fields = ("document_id", "revision_number", "person_id", "what", "sha256")
    return set(Authorship.objects.values_list(*fields))


def read_anew() -> set[tuple[object, ...]]:
    name = "0014_who_wrote_before"
    with without_triggers():
        QuerySet(Authorship)._raw_delete("default")
    then = MigrationExecutor(connection).loader.project_state([("doccontrol", name)]).apps
    import_module(f"doccontrol.migrations.{name}").write_rows(then, None)
    return rows()


def test_authorship_is_read_from_the_revisions_and_rounds_that_were_there(
    draft, author, colleague, head, director
):
    submit(draft, by=author)
    send_back(draft, head)
    rewrite(draft, colleague)
    submit(stored(draft), by=colleague)
    take(draft, head)
    written = rows()
    # Wagtail never changed who had asked for a round first.
    WorkflowState.objects.update(requested_by=author)

    assert read_anew() == written
    take(draft, director)
    assert ("drafted", colleague) in signed(Edition.objects.get())


def test_who_once_saved_over_an_issued_revision_is_an_author_of_what_follows():
    writer = make_person(Role.APPROVER)
    edition = make_edition(on=MARCH, author=writer)
    Revision.objects.filter(pk=edition.page_revision_id).update(
        created_at=edition.issued_at + timedelta(days=1)
    )

    read_anew()

    assert writer.pk in authors_of([edition.document_id])[edition.document_id]
