"""How editions end, as cycles: withdrawn and come back, revoked, overtaken, re-opened."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from reversion.models import Version

from doccontrol.clocks.evaluating import evaluate
from doccontrol.decisions.actions import approve, propose_reopening, refuse, take_back
from doccontrol.decisions.refusals import AlreadyAnswered, NeedsAnotherPerson, ReasonMissing
from doccontrol.documents.drafting.draft_head import draft_head
from doccontrol.documents.ending.actions import propose_revocation, propose_withdrawal
from doccontrol.documents.ending.refusals import (
    AlreadyWithdrawn,
    ComesIntoForceLater,
    InForceTooEarly,
    NothingInForce,
    NotYoursToEnd,
    RevokedTooLate,
    WithdrawalDayPassed,
    WithdrawalIsPast,
    WithdrawalOvertaken,
)
from doccontrol.documents.ending.rules import Term, ends_of
from doccontrol.documents.reading import draft_page
from doccontrol.documents.rules import EditionState
from doccontrol.models import Clock, Edition, Revocation, Withdrawal
from doccontrol.organisation.accounts.roles import Role
from tests.forging import forge
from tests.make import (
    make_edition,
    make_person,
    make_procedure,
    make_relation,
    make_settings,
    make_text,
    make_unit,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db

JANUARY, MARCH, JUNE = date(2026, 1, 5), date(2026, 3, 1), date(2026, 6, 1)
DECEMBER = date(2026, 12, 31)


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARY)


def in_force(document, on):
    return [str(e.number) for e in Edition.objects.in_force(on).filter(document=document)]


def again(edition):
    return Edition.objects.get(pk=edition.pk)


# The rule


@pytest.mark.parametrize(
    ("terms", "ends"),
    [
        ([Term(1, JANUARY)], {1: None}),
        ([Term(1, JANUARY), Term(2, MARCH)], {1: MARCH, 2: None}),
        ([Term(1, JANUARY, withdrawn_on=MARCH), Term(2, JUNE)], {1: MARCH, 2: None}),
        ([Term(1, JANUARY, withdrawn_on=DECEMBER), Term(2, JUNE)], {1: JUNE, 2: None}),
        ([Term(1, JANUARY), Term(2, MARCH, is_revoked=True)], {1: None, 2: MARCH}),
        (
            [Term(1, JANUARY), Term(2, MARCH, is_revoked=True), Term(3, JUNE)],
            {1: JUNE, 2: MARCH, 3: None},
        ),
    ],
)
def test_an_edition_ends_by_what_comes_first(terms, ends):
    assert ends_of(terms) == ends


# Withdrawal


def test_a_withdrawal_needs_a_second_person_and_ends_the_edition(secretary, director):
    edition = make_edition(on=MARCH)
    withdrawal = propose_withdrawal(
        edition.document, reason="TTHC bị bãi bỏ", takes_effect_on=JUNE, by=secretary, on=MARCH
    )

    with pytest.raises(NeedsAnotherPerson):
        approve(withdrawal, by=secretary, on=MARCH)
    assert again(edition).ends_on is None
    for _twice in range(2):
        withdrawal = approve(withdrawal, by=director, on=date(2026, 4, 1))

    assert (again(edition).ends_on, withdrawal.effective_on) == (JUNE, JUNE)
    assert in_force(edition.document, JUNE) == []
    assert Version.objects.get_for_object(withdrawal).count() == 2


@pytest.mark.parametrize("role", [Role.STAFF, Role.APPROVER, Role.AUDITOR, Role.WORKING_GROUP])
def test_the_right_to_withdraw_is_asked_in_the_action(role):
    edition = make_edition(on=MARCH)

    with pytest.raises(NotYoursToEnd):
        propose_withdrawal(
            edition.document, reason="x", takes_effect_on=JUNE, by=make_person(role), on=MARCH
        )
    assert not Withdrawal.objects.exists()


def test_the_head_withdraws_documents_of_the_own_unit_only(director):
    unit = make_unit()
    head = make_person(Role.HEAD, unit=unit, head=True)
    own, other = make_edition(on=MARCH, owner_unit=unit), make_edition(on=MARCH)

    assert propose_withdrawal(
        own.document, reason="x", takes_effect_on=JUNE, by=head, on=MARCH
    ).is_waiting
    with pytest.raises(NotYoursToEnd):
        propose_withdrawal(other.document, reason="x", takes_effect_on=JUNE, by=head, on=MARCH)


def test_somebody_without_the_right_does_not_answer(secretary):
    edition = make_edition(on=MARCH)
    asked = propose_withdrawal(
        edition.document, reason="x", takes_effect_on=JUNE, by=secretary, on=MARCH
    )
    for role in (Role.STAFF, Role.HEAD, Role.AUDITOR, Role.WORKING_GROUP):
        with pytest.raises(NeedsAnotherPerson):
            approve(asked, by=make_person(role), on=MARCH)


@pytest.mark.parametrize(
    ("reason", "day", "error"),
    [("  ", JUNE, ReasonMissing), ("x", date(2026, 2, 28), WithdrawalDayPassed)],
)
def test_a_withdrawal_needs_a_reason_and_a_day_to_come(secretary, reason, day, error):
    edition = make_edition(on=MARCH)
    with pytest.raises(error):
        propose_withdrawal(
            edition.document, reason=reason, takes_effect_on=day, by=secretary, on=MARCH
        )


def test_what_was_never_issued_is_not_withdrawn(secretary):
    with pytest.raises(NothingInForce):
        propose_withdrawal(
            make_procedure(), reason="x", takes_effect_on=JUNE, by=secretary, on=MARCH
        )


def test_asked_twice_by_the_same_person_it_is_one_proposal(secretary, director):
    edition = make_edition(on=MARCH)
    ask = {"reason": "Bãi bỏ", "takes_effect_on": JUNE, "on": MARCH}

    first = propose_withdrawal(edition.document, **ask, by=secretary)
    assert propose_withdrawal(edition.document, **ask, by=secretary) == first
    with pytest.raises(AlreadyAnswered, match=str(secretary)):
        propose_withdrawal(edition.document, **ask, by=make_person(Role.SECRETARY))

    approve(first, by=director, on=MARCH)
    with pytest.raises(AlreadyAnswered, match=str(director)):
        propose_withdrawal(edition.document, **ask, by=secretary)


def test_refused_or_taken_back_it_may_be_proposed_anew_and_the_history_stays(secretary, director):
    edition = make_edition(on=MARCH)

    def ask():
        return propose_withdrawal(
            edition.document, reason="Bãi bỏ", takes_effect_on=JUNE, by=secretary, on=MARCH
        )

    refused = refuse(ask(), by=director, on=MARCH, reason="Còn áp dụng")
    returned = take_back(ask(), by=secretary, on=MARCH)
    approve(ask(), by=director, on=MARCH)

    assert [w.state for w in Withdrawal.objects.order_by("pk")] == [
        "refused",
        "taken-back",
        "standing",
    ]
    assert (refused.refusal_reason, returned.taken_back_on) == ("Còn áp dụng", MARCH)
    assert again(edition).ends_on == JUNE


def test_a_withdrawal_before_a_coming_edition_says_what_to_do(secretary):
    first = make_edition(on=JANUARY)
    make_edition(first.document.specific, on=date(2026, 2, 1), in_force_from=DECEMBER)

    with pytest.raises(ComesIntoForceLater, match="31/12/2026"):
        propose_withdrawal(
            first.document, reason="x", takes_effect_on=MARCH, by=secretary, on=date(2026, 2, 2)
        )


def test_a_withdrawal_overtaken_by_a_new_edition_is_not_approved(secretary, director):
    first = make_edition(on=JANUARY)
    asked = propose_withdrawal(
        first.document, reason="x", takes_effect_on=DECEMBER, by=secretary, on=JANUARY
    )
    second = make_edition(first.document.specific, on=MARCH)

    with pytest.raises(WithdrawalOvertaken, match="01/01"):
        approve(asked, by=director, on=MARCH)
    refuse(asked, by=director, on=MARCH, reason="Đã có lần sửa đổi mới")

    make_withdrawal(second, from_day=DECEMBER)
    assert in_force(first.document, JUNE) == ["01/01"]
    assert in_force(first.document, DECEMBER) == []


# Withdrawn and come back


def test_a_new_edition_takes_the_place_of_one_that_was_to_be_withdrawn_later():
    first = make_edition(on=JANUARY)
    make_withdrawal(first, from_day=DECEMBER)
    make_edition(first.document.specific, on=MARCH)

    assert in_force(first.document, date(2026, 2, 28)) == ["01/00"]
    assert in_force(first.document, JUNE) == ["01/01"]
    assert in_force(first.document, DECEMBER) == ["01/01"]


def test_a_document_that_comes_back_has_clocks_that_run():
    old = make_text(effective=date(2020, 2, 15))
    first = make_edition(on=date(2024, 1, 10), legal_basis=[old])
    make_withdrawal(first, from_day=date(2024, 6, 1))
    make_edition(first.document.specific, on=date(2025, 1, 10))
    make_relation(make_text(effective=date(2026, 7, 1)), old)

    evaluate(date(2026, 11, 22))

    clock = Clock.objects.with_closing().get()
    assert clock.closed_on is None
    assert clock.state(date(2026, 11, 22), warning_days=30) == "overdue"


def test_a_withdrawal_closes_the_clocks_of_its_edition_and_of_those_before_it():
    old = make_text(effective=date(2020, 2, 15))
    first = make_edition(on=date(2024, 1, 10), legal_basis=[old])
    make_relation(make_text(effective=date(2024, 3, 1)), old)
    evaluate(date(2024, 3, 1))
    second = make_edition(first.document.specific, on=date(2024, 5, 1))
    make_withdrawal(second, from_day=date(2024, 8, 1))

    assert Clock.objects.with_closing().get().closed_on == date(2024, 8, 1)


def test_an_overtaken_withdrawal_closes_no_clock():
    old = make_text(effective=date(2020, 2, 15))
    first = make_edition(on=date(2024, 1, 10), legal_basis=[old])
    make_relation(make_text(effective=date(2024, 3, 1)), old)
    evaluate(date(2024, 3, 1))
    make_withdrawal(first, from_day=date(2024, 6, 1), on=date(2024, 3, 2))

    # On the very day of the withdrawal another edition begins: the document stays in force.
    make_edition(first.document.specific, on=date(2024, 4, 1), in_force_from=date(2024, 6, 1))

    assert Clock.objects.with_closing().get().closed_on is None


def test_a_document_that_came_back_can_be_withdrawn_again(secretary, director):
    first = make_edition(on=date(2024, 1, 10))
    make_withdrawal(first, from_day=date(2024, 6, 1))
    second = make_edition(first.document.specific, on=date(2025, 1, 10))

    asked = propose_withdrawal(
        first.document, reason="lần nữa", takes_effect_on=MARCH, by=secretary, on=JANUARY
    )
    assert (asked.is_waiting, asked.edition) == (True, second)
    approve(asked, by=director, on=JANUARY)

    assert in_force(first.document, date(2026, 2, 28)) == ["01/01"]
    assert in_force(first.document, MARCH) == []
    # What was out of force stays so for the days that have passed.
    assert in_force(first.document, date(2024, 9, 1)) == []


# Re-opening


def test_a_withdrawal_is_undone_by_two_persons_while_its_day_is_to_come(secretary, director):
    edition = make_edition(on=JANUARY)
    withdrawal = make_withdrawal(edition, from_day=DECEMBER)

    asked = propose_reopening(withdrawal, reason="Luật mới giữ TTHC", by=secretary, on=MARCH)
    assert again(edition).ends_on == DECEMBER
    with pytest.raises(NeedsAnotherPerson):
        approve(asked, by=secretary, on=MARCH)
    approve(asked, by=director, on=MARCH)

    assert again(edition).ends_on is None
    assert Withdrawal.objects.get(pk=withdrawal.pk).state == "reopened"
    make_withdrawal(edition, from_day=JUNE, on=MARCH)
    assert again(edition).ends_on == JUNE


def test_a_withdrawal_that_took_effect_is_not_undone(secretary, director):
    edition = make_edition(on=JANUARY)
    withdrawal = make_withdrawal(edition, from_day=MARCH)
    with pytest.raises(WithdrawalIsPast):
        propose_reopening(withdrawal, reason="x", by=secretary, on=MARCH)

    later = make_edition(on=JANUARY)
    coming = make_withdrawal(later, from_day=MARCH)
    asked = propose_reopening(coming, reason="x", by=secretary, on=date(2026, 2, 28))
    with pytest.raises(WithdrawalIsPast):
        approve(asked, by=director, on=MARCH)
    assert again(later).ends_on == MARCH


# Revocation


def test_a_revoked_edition_never_comes_into_force_and_its_predecessor_stays(secretary, director):
    first = make_edition(on=JANUARY)
    second = make_edition(first.document.specific, on=MARCH, in_force_from=JUNE)
    assert again(first).ends_on == JUNE

    asked = propose_revocation(second, reason="Sai căn cứ", by=secretary, on=MARCH)
    with pytest.raises(NeedsAnotherPerson):
        approve(asked, by=secretary, on=MARCH)
    approve(asked, by=director, on=date(2026, 4, 1))

    assert again(first).ends_on is None
    assert in_force(first.document, JUNE) == ["01/00"]
    revoked = again(second)
    assert (revoked.revoked_on, revoked.ends_on) == (date(2026, 4, 1), JUNE)
    assert revoked.state(MARCH) is EditionState.NOT_YET
    assert revoked.state(date(2026, 4, 1)) is revoked.state(JUNE) is EditionState.REVOKED


def test_after_a_revocation_an_urgent_edition_may_begin_at_once(secretary, director):
    first = make_edition(on=JANUARY)
    page = first.document.specific
    second = make_edition(page, on=MARCH, in_force_from=DECEMBER)
    with pytest.raises(InForceTooEarly, match=r"01/01.*31/12/2026"):
        make_edition(page, on=date(2026, 4, 1))

    approve(propose_revocation(second, reason="x", by=director, on=MARCH), by=secretary, on=MARCH)
    draft = page.get_latest_revision_as_object()
    assert {
        str(draft_head(draft, secretary, MARCH).coming),
        draft_page.preview(draft, MARCH).number,
    } == {"01/02"}
    third = make_edition(page, on=date(2026, 4, 1))

    # The number of what was revoked is never given to another text.
    assert str(third.number) == "01/02"
    assert "01/01" not in {
        f"{row['issue_no']:02}/{row['revision_no']:02}" for row in third.content["revisions"]
    }
    assert in_force(page, DECEMBER) == ["01/02"]


def test_what_is_in_force_is_not_revoked(secretary, director):
    edition = make_edition(on=JANUARY, in_force_from=JUNE)
    asked = propose_revocation(edition, reason="x", by=secretary, on=date(2026, 5, 31))

    with pytest.raises(RevokedTooLate):
        approve(asked, by=director, on=JUNE)
    with pytest.raises(RevokedTooLate):
        propose_revocation(make_edition(on=MARCH), reason="x", by=secretary, on=MARCH)
    assert in_force(edition.document, JUNE) == ["01/00"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.WORKING_GROUP, Role.HEAD])
def test_who_may_not_revoke(role):
    edition = make_edition(on=JANUARY, in_force_from=JUNE)
    with pytest.raises(NotYoursToEnd):
        propose_revocation(edition, reason="x", by=make_person(role), on=JANUARY)


def test_a_revoked_edition_closes_no_clock_and_its_event_may_be_named_again(secretary, director):
    old = make_text(effective=date(2020, 2, 15))
    first = make_edition(on=date(2024, 1, 10), legal_basis=[old])
    make_relation(make_text(effective=JANUARY), old)
    evaluate(JANUARY)
    event = Clock.objects.get().event
    page = first.document.specific
    second = make_edition(page, on=MARCH, in_force_from=JUNE, implements=[event])
    assert Clock.objects.with_closing().get().closed_on == JUNE

    approve(propose_revocation(second, reason="x", by=secretary, on=MARCH), by=director, on=MARCH)
    assert Clock.objects.with_closing().get().closed_on is None

    make_edition(page, on=date(2026, 4, 1), implements=[event])
    assert Clock.objects.with_closing().get().closed_on == date(2026, 4, 1)


def test_a_revocation_brings_back_the_withdrawal_that_the_revoked_edition_overtook(
    secretary, director
):
    first = make_edition(on=JANUARY)
    make_withdrawal(first, from_day=DECEMBER)
    second = make_edition(first.document.specific, on=MARCH, in_force_from=JUNE)
    assert again(first).ends_on == JUNE

    approve(propose_revocation(second, reason="x", by=secretary, on=MARCH), by=director, on=MARCH)

    assert again(first).ends_on == DECEMBER
    assert in_force(first.document, JUNE) == ["01/00"]


def test_the_public_is_told_of_a_revoked_edition(client, secretary, director):
    make_settings()
    edition = make_edition(on=JANUARY, in_force_from=date(2099, 1, 1))
    approve(propose_revocation(edition, reason="x", by=secretary, on=MARCH), by=director, on=MARCH)
    address = reverse("documents:edition", args=[edition.document.slug, "01-00"])
    assert "was revoked on 01/03/2026" in client.get(address).content.decode()
    assert edition.title not in client.get(reverse("editions_feed")).content.decode()


# What the database refuses


def test_the_table_ties_a_revocation_to_an_end_before_the_beginning():
    edition = make_edition(on=JANUARY, in_force_from=JUNE)
    broken = [
        {"revoked_on": MARCH},
        {"ends_on": JUNE},
        {"revoked_on": JUNE, "ends_on": JUNE},
        {"revoked_on": MARCH, "ends_on": DECEMBER},
    ]
    for fields in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            forge(edition, **fields)


def test_one_withdrawal_of_an_edition_waits_or_stands(secretary):
    edition = make_edition(on=JANUARY)
    row = {
        "edition": edition,
        "reason": "x",
        "takes_effect_on": JUNE,
        "proposed_by": secretary,
        "proposed_on": JANUARY,
    }
    Withdrawal.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.create(
            edition=edition,
            reason="x",
            proposed_by=secretary,
            proposed_on=JANUARY,
            approved_by=secretary,
            approved_on=JANUARY,
        )


def test_the_table_never_holds_two_editions_in_force_on_one_day():
    first = make_edition(on=JANUARY)
    second = make_edition(first.document.specific, on=MARCH)

    for end in (None, JUNE):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=first.pk).change(ends_on=end)
    between = again(second)
    between.pk, between.revision_no, between.ends_on = None, 7, JUNE
    between.page_revision = make_procedure().latest_revision
    between._state.adding = True
    with pytest.raises(IntegrityError, match="in force"), transaction.atomic():
        between.save()


# The page


def test_a_document_without_a_clock_is_withdrawn_from_its_own_page(client, secretary, director):
    make_settings()
    edition = make_edition(on=JANUARY)
    page = reverse("document_editions:document", args=[edition.document_id])
    typed = {"takes_effect_on": "2099-01-01", "withdrawal_reason": "TTHC bị bãi bỏ"}

    client.force_login(secretary)
    assert "01/00" in client.get(page).content.decode()
    answer = client.post(reverse("document_editions:withdraw", args=[edition.document_id]), typed)
    asked = Withdrawal.objects.get()
    assert answer.url == reverse("decisions:decision", args=["withdrawal", asked.pk])
    assert "Withdraw the document" not in client.get(page).content.decode()

    client.force_login(director)
    assert client.post(reverse("decisions:approve", args=["withdrawal", asked.pk])).url
    assert again(edition).ends_on == date(2099, 1, 1)


def test_a_refused_form_keeps_what_was_typed(client, secretary):
    make_settings()
    edition = make_edition(on=JANUARY)
    client.force_login(secretary)
    typed = {"takes_effect_on": "2020-01-01", "withdrawal_reason": "Lý do dài"}
    address = reverse("document_editions:withdraw", args=[edition.document_id])

    answer = client.post(address, typed).content.decode()

    assert "cannot be withdrawn for a day that has passed" in answer
    assert "Lý do dài" in answer
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    ("role", "sees", "proposes"),
    [
        (None, False, False),
        (Role.STAFF, False, False),
        (Role.AUDITOR, True, False),
        (Role.HEAD, True, False),
        (Role.APPROVER, True, False),
        (Role.SECRETARY, True, True),
    ],
)
def test_who_sees_the_editions_and_who_may_propose(client, role, sees, proposes):
    make_settings()
    edition = make_edition(on=JANUARY)
    if role is not None:
        client.force_login(make_person(role))
    page = reverse("document_editions:document", args=[edition.document_id])
    assert (client.get(page).status_code == 200) is sees
    client.post(
        reverse("document_editions:withdraw", args=[edition.document_id]),
        {"takes_effect_on": "2099-01-01", "withdrawal_reason": "x"},
    )
    assert Withdrawal.objects.exists() is proposes


def test_an_edition_that_is_withdrawn_is_not_withdrawn_again_from_another_day(secretary):
    edition = make_edition(on=JANUARY)
    make_withdrawal(edition, from_day=JUNE)
    with pytest.raises((AlreadyWithdrawn, AlreadyAnswered)):
        propose_withdrawal(
            edition.document, reason="x", takes_effect_on=DECEMBER, by=secretary, on=MARCH
        )
