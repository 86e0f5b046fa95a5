"""In which capacity an approval is signed, and by which decision."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cms.demonstration.judging import judge
from doccontrol.documents.issuing.actions import issue, submit
from doccontrol.documents.issuing.capacity import (
    CapacityGone,
    HeadSigns,
    NoCapacity,
    SeveralCapacities,
    capacity_chosen,
)
from doccontrol.documents.models.editions import Signature
from doccontrol.documents.models.signed_capacity import ChosenCapacity
from doccontrol.documents.printing.typesetting import typeset
from doccontrol.evidence.verifying import batches
from doccontrol.models import Edition, SigningAssignment
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.actions import end_signing_assignment
from doccontrol.organisation.refusals import EndsOnlyEarlier, SignedByItSince
from doccontrol.organisation.signing import capacities_on
from tests.admin_forms import form_data
from tests.forging import without_triggers
from tests.make import (
    LONG_AGO,
    former_secretary,
    make_head_of_agency,
    make_person,
    make_procedure,
    make_signing_assignment,
    make_unit,
)

pytestmark = pytest.mark.django_db

MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def deputy():
    return make_person(Role.APPROVER, last_name="Trần Quốc", first_name="Thịnh")


def approved(approver, *, on=MARCH, page=None) -> Edition:
    """Issued after steps that were written behind every door."""
    revision = (page or make_procedure()).get_latest_revision()
    judge(
        revision,
        submitted=(make_person(), on),
        reviewed=(former_secretary(), on),
        approved=(approver, on),
    )
    return issue(revision, on=on)


def approval_of(edition: Edition) -> Signature:
    return edition.signatures.get(role=Signature.Role.APPROVED)


def waiting_for_approval():
    page = make_procedure()
    submit(page, by=page.get_latest_revision().user)
    page.current_workflow_task_state.approve(user=former_secretary())
    page.refresh_from_db()
    return page


def press_approve(client, page, **typed):
    step = page.current_workflow_task_state
    address = reverse("judging:approve", args=[page.pk])
    return client.post(address, {"step": step.pk, **typed})


def test_while_the_agency_has_recorded_nothing_approvals_go_on_and_name_no_capacity(deputy):
    signature = approval_of(approved(deputy))

    assert (signature.capacity, signature.assignment) == ("", None)
    assert "capacity" not in signature.edition.content["signatures"][-1]


def test_a_deputy_signs_in_the_heads_place_by_the_decision_that_is_frozen(deputy):
    row = make_signing_assignment(deputy, held_until=JUNE)

    edition = approved(deputy)
    signature = approval_of(edition)

    assert (signature.capacity, signature.on_behalf_of, signature.title) == (
        "KT",
        "Giám đốc",
        "Phó Giám đốc",
    )
    assert (signature.decision_number, signature.decided_on) == ("12/QĐ-SMT", LONG_AGO)
    assert (signature.assigned_from, signature.assigned_until) == (LONG_AGO, JUNE)
    assert signature.assignment == row
    frozen = edition.content["signatures"][-1]
    assert frozen["capacity"] == "KT"
    assert frozen["decision_number"] == "12/QĐ-SMT"
    assert not any("capacity" in one for one in edition.content["signatures"][:-1])


def test_the_head_signs_by_the_post(deputy):
    make_head_of_agency(deputy)

    signature = approval_of(approved(deputy))

    assert (signature.capacity, signature.title, signature.assignment) == ("head", "Giám đốc", None)


def test_head_of_a_unit_that_does_not_lead_the_agency_is_not_its_head(deputy):
    make_head_of_agency(make_person())
    make_person(unit=make_unit(), head=True)

    with pytest.raises(NoCapacity):
        capacity_chosen(deputy, "procedure", MARCH)


@pytest.mark.parametrize(
    ("day", "holds"), [(MARCH - DAY, False), (MARCH, True), (JUNE - DAY, True), (JUNE, False)]
)
def test_an_assignment_holds_from_its_first_day_until_the_day_it_ends(deputy, day, holds):
    make_signing_assignment(deputy, held_from=MARCH, held_until=JUNE)

    assert bool(capacities_on(deputy, day)) is holds


def test_whoever_holds_nothing_on_the_day_is_refused_and_told_what_to_do(deputy):
    make_signing_assignment(deputy, held_until=MARCH)

    with pytest.raises(NoCapacity, match="Giao ký văn bản"):
        approved(deputy)
    assert not Edition.objects.exists()


def test_of_several_capacities_one_must_be_chosen(deputy):
    make_head_of_agency(deputy)
    row = make_signing_assignment(deputy)

    with pytest.raises(SeveralCapacities):
        capacity_chosen(deputy, "procedure", MARCH)
    assert capacity_chosen(deputy, "procedure", MARCH, "head").kind == "head"
    assert capacity_chosen(deputy, "procedure", MARCH, str(row.pk)).kind == "KT"
    with pytest.raises(CapacityGone):
        capacity_chosen(deputy, "procedure", MARCH, "0")


@pytest.mark.parametrize("capacity", ["KT", "TL"])
def test_the_announcement_is_the_heads_own_to_sign(deputy, capacity):
    make_head_of_agency(make_person())
    make_signing_assignment(deputy, capacity=capacity)

    with pytest.raises(HeadSigns):
        capacity_chosen(deputy, "announcement", MARCH)


def test_an_acting_head_signs_the_announcement_and_a_deputy_while_there_is_no_head(deputy):
    acting = make_person(Role.APPROVER)
    make_signing_assignment(
        acting, capacity="Q", on_behalf_of="", title="Giám đốc", held_from=MARCH
    )
    make_signing_assignment(deputy)

    assert capacity_chosen(acting, "announcement", MARCH).kind == "Q"
    assert capacity_chosen(deputy, "announcement", MARCH - DAY).kind == "KT"
    with pytest.raises(HeadSigns):
        capacity_chosen(deputy, "announcement", MARCH)


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": "PP"},
        {"capacity": "head", "on_behalf_of": ""},
        {"title": ""},
        {"decision_number": ""},
        {"on_behalf_of": ""},
        {"capacity": "Q"},
        {"held_from": LONG_AGO - DAY},
        {"held_until": LONG_AGO - DAY},
        {"capacity": "TUQ", "held_until": JUNE},
        {"capacity": "TUQ", "scope": "Quy trình lĩnh vực người có công"},
    ],
)
def test_the_table_of_assignments_holds_nothing_that_the_decree_does_not_know(deputy, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_signing_assignment(deputy, **wrong)


def test_an_assignment_is_not_rewritten_whoever_asks(deputy):
    row = make_signing_assignment(deputy, held_until=JUNE)

    for change in ({"decision_number": "9/QĐ"}, {"held_until": JUNE + DAY}, {"held_until": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SigningAssignment.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        SigningAssignment.objects.filter(pk=row.pk).delete()


def test_it_ends_earlier_but_never_before_something_that_was_signed_by_it(deputy):
    row, keeper = make_signing_assignment(deputy), make_person(Role.SECRETARY)
    approved(deputy)
    end = {"by": keeper, "reason": "Nghỉ hưu"}

    for too_early in (MARCH, MARCH - DAY):
        with pytest.raises(SignedByItSince) as refused:
            end_signing_assignment(row.pk, until=too_early, **end)
        assert f"{MARCH + DAY:%d/%m/%Y}" in str(refused.value)
    with pytest.raises(DatabaseError), transaction.atomic():
        SigningAssignment.objects.filter(pk=row.pk).update(held_until=MARCH)
    ended = end_signing_assignment(row.pk, until=MARCH + DAY, **end)
    assert ended.held_until == MARCH + DAY
    for later in (JUNE, None):
        with pytest.raises(EndsOnlyEarlier):
            end_signing_assignment(row.pk, until=later, **end)


def test_one_recorded_by_mistake_ends_on_its_first_day_and_never_held(deputy):
    row = make_signing_assignment(deputy)

    end_signing_assignment(row.pk, until=LONG_AGO, by=make_person(Role.SECRETARY), reason="Nhầm")

    assert capacities_on(deputy, LONG_AGO) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"assignment": None},
        {"capacity": "TL"},
        {"capacity": ""},
        {"decision_number": "9/QĐ-SMT"},
        {"assigned_until": MARCH},
        {"role": "drafted"},
    ],
)
def test_no_signature_names_a_capacity_that_its_decision_does_not_give(deputy, forged):
    make_signing_assignment(deputy)
    made = approval_of(approved(deputy))
    names = [field.name for field in Signature._meta.concrete_fields if not field.primary_key]
    facts = {name: getattr(made, name) for name in names if name != "row_sha256"}
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM doccontrol_signature WHERE id = %s", [made.pk])

    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.create(**facts | forged)
    Signature.objects.create(**facts)


def test_verification_sees_a_capacity_that_differs_from_what_was_frozen(deputy):
    make_signing_assignment(deputy)
    made = approval_of(approved(deputy))
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE doccontrol_signature SET on_behalf_of = 'Giám đốc Sở' WHERE id = %s", [made.pk]
        )

    seen = {(one.table, one.column) for batch in batches() for one in batch.differences}

    assert ("doccontrol_signature", "on_behalf_of") in seen


def test_a_signature_of_before_is_as_it_was(deputy):
    """Columns that were added are empty there, and no hash has changed."""
    approved(deputy)

    assert not [one for batch in batches() for one in batch.differences]


def test_the_pdf_says_for_whom_and_by_which_decision(deputy):
    make_signing_assignment(deputy)
    edition = approved(deputy)

    text = words_of(typeset(edition.content, content_sha256=edition.sha256))

    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in text
    assert "theo Quyết định số 12/QĐ-SMT ngày 01/01/2015" in text


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.fixture
def today():
    return timezone.localdate()


def test_the_confirmation_says_as_whom_and_the_edition_page_shows_it(client, deputy):
    make_signing_assignment(deputy)
    page = waiting_for_approval()
    client.force_login(deputy)

    asked = client.get(reverse("judging:approve", args=[page.pk])).content.decode()
    answer = press_approve(client, page)
    shown = client.get(answer["Location"]).content.decode()

    assert "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC Trần Quốc Thịnh" in asked
    assert "12/QĐ-SMT" in asked
    assert 'type="radio"' not in asked
    assert "<strong>KT. GIÁM ĐỐC</strong><br><strong>PHÓ GIÁM ĐỐC</strong>" in shown
    assert "12/QĐ-SMT" in shown
    assert ChosenCapacity.objects.get().person == deputy


def test_of_several_the_confirmation_asks_and_issues_nothing_before_it_is_answered(client, deputy):
    make_head_of_agency(deputy)
    row = make_signing_assignment(deputy)
    page = waiting_for_approval()
    client.force_login(deputy)

    asked = client.get(reverse("judging:approve", args=[page.pk])).content.decode()
    assert asked.count('name="capacity"') == 2
    again = press_approve(client, page)
    assert again.status_code == 200
    assert 'name="capacity"' in again.content.decode()
    assert not Edition.objects.exists()

    press_approve(client, page, capacity=row.pk)
    assert approval_of(Edition.objects.get()).capacity == "KT"


@pytest.mark.parametrize("holds_several", [False, True])
def test_what_the_decision_lets_sign_is_read_where_the_approval_is_asked_for(
    client, deputy, holds_several
):
    make_signing_assignment(deputy, scope="Quy trình lĩnh vực\nngười có công")
    if holds_several:
        make_head_of_agency(deputy)
    page = waiting_for_approval()
    client.force_login(deputy)

    asked = client.get(reverse("judging:approve", args=[page.pk])).content.decode()

    assert "12/QĐ-SMT" in asked
    assert "phạm vi được ký: Quy trình lĩnh vực người có công" in asked


def test_whoever_may_not_sign_today_is_offered_no_approval_and_none_is_taken(client, deputy, today):
    make_signing_assignment(deputy, held_until=today)
    page = waiting_for_approval()
    client.force_login(deputy)
    address = reverse("judging:approve", args=[page.pk])

    shown = client.get(reverse("judging:screen", args=[page.pk])).content.decode()
    assert address not in shown
    assert "KT., TL., TUQ." in shown
    assert client.get(address).status_code == 302
    press_approve(client, page)
    with pytest.raises(NoCapacity):
        step = page.current_workflow_task_state
        step.task.specific.on_action(step, deputy, "approve")
    assert not Edition.objects.exists()


@pytest.mark.parametrize("capacities", [1, 2, 3])
def test_nobody_signs_in_another_capacity_than_the_one_that_was_read(
    client, deputy, today, capacities
):
    """It ended between question and answer, and others hold: nothing is signed, and it is said."""
    rows = [
        make_signing_assignment(deputy, decision_number=f"{serial}/QĐ-SMT")
        for serial in range(capacities)
    ]
    page = waiting_for_approval()
    client.force_login(deputy)
    client.cookies["django_language"] = "en"
    address = reverse("judging:approve", args=[page.pk])
    asked = form_data(client.get(address).content.decode(), f'form[action="{address}"]')
    read = {"capacity": rows[0].pk} if capacities > 1 else {}
    end_signing_assignment(rows[0].pk, until=today, by=make_person(Role.SECRETARY), reason="Hết")
    if capacities == 1:
        make_signing_assignment(deputy, decision_number="13/QĐ-SMT")

    answer = press_approve(client, page, **asked | read)

    assert not Edition.objects.exists()
    assert "The capacity you chose" in answer.content.decode()
    left = SigningAssignment.objects.held(today).first()
    press_approve(client, page, capacity=left.pk)
    assert approval_of(Edition.objects.get()).assignment == left
