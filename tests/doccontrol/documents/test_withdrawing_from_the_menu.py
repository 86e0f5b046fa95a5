"""A document is withdrawn from its own menu, whatever runs on it; another may take its place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from doccontrol.decisions.actions import approve, propose_reopening, refuse, take_back
from doccontrol.decisions.desk import refused_to_you
from doccontrol.decisions.models import DecisionState
from doccontrol.decisions.waiting import TOLD_FOR
from doccontrol.documents.ending.actions import propose_withdrawal
from doccontrol.documents.ending.refusals import ReplacedByItself, ReplacementNotInForce
from doccontrol.documents.ending.views import header_button, is_offered
from doccontrol.models import Edition, Withdrawal
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_edition, make_person, make_procedure, make_settings, make_unit

pytestmark = pytest.mark.django_db

JANUARY, MARCH, JUNE = date(2026, 1, 5), date(2026, 3, 2), date(2026, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARY)


@pytest.fixture
def director():
    return make_person(Role.APPROVER)


def asked(edition, by, *, reason="TTHC bị bãi bỏ", on=MARCH, day=JUNE, **more) -> Withdrawal:
    return propose_withdrawal(
        edition.document, reason=reason, takes_effect_on=day, by=by, on=on, **more
    )


def labels(page, person) -> list[str]:
    return [str(button.url) for button in header_button(page, person, "edit")]


def test_the_menu_offers_it_to_whoever_may_propose_it_and_to_nobody_else(secretary, director):
    unit = make_unit()
    edition = make_edition(on=JANUARY, owner_unit=unit)
    page = edition.document
    head, other_head = (make_person(Role.HEAD, unit=u, head=True) for u in (unit, make_unit()))
    withdraw = reverse("document_editions:document", args=[page.pk]) + "#withdraw"

    for person in (secretary, head):
        assert withdraw in labels(page, person)
    for person in (other_head, director, make_person(Role.AUDITOR), make_person(Role.STAFF)):
        assert withdraw not in labels(page, person)
    assert withdraw not in labels(make_procedure(), secretary)


def test_while_it_is_proposed_or_done_it_is_not_offered_again(secretary, director):
    edition = make_edition(on=JANUARY)
    document = edition.document
    first = asked(edition, secretary)
    assert not is_offered(secretary, document, MARCH)
    refuse(first, by=director, on=MARCH, reason="Chưa có quyết định")
    assert is_offered(secretary, document, MARCH)
    approve(asked(edition, secretary), by=director, on=MARCH)
    assert not is_offered(secretary, document, MARCH)


def test_the_page_of_the_edition_leads_there_for_those_who_may(client, secretary):
    make_settings()
    edition = make_edition(on=JANUARY)
    page = reverse("document_editions:document", args=[edition.document_id]) + "#withdraw"
    address = reverse("documents:edition", args=[edition.document.slug, edition.number.slug])

    assert page not in client.get(address).content.decode()
    for role, offered in ((Role.STAFF, False), (Role.APPROVER, False), (Role.SECRETARY, True)):
        client.force_login(make_person(role))
        assert (page in client.get(address).content.decode()) is offered


def test_what_takes_its_place_is_named_told_before_the_approval_and_to_readers(client, secretary):
    make_settings()
    today = timezone.localdate()
    edition, other = make_edition(on=JANUARY), make_edition(on=JANUARY)
    client.force_login(secretary)
    address = reverse("document_editions:withdraw", args=[edition.document_id])
    typed = {"takes_effect_on": today.isoformat(), "withdrawal_reason": "Gộp vào tài liệu khác"}
    page = reverse("document_editions:document", args=[edition.document_id])
    client.cookies["django_language"] = "en"
    assert "nothing follows" not in client.get(page).content.decode()
    client.post(address, typed | {"replaced_by": other.document_id})
    withdrawal = Withdrawal.objects.get()
    assert withdrawal.replaced_by_id == other.document_id

    director = make_person(Role.APPROVER)
    client.force_login(director)
    question = client.get(reverse("decisions:approve", args=["withdrawal", withdrawal.pk]))
    assert other.title in question.content.decode()
    approve(withdrawal, by=director, on=today)
    client.logout()
    read = reverse("documents:edition", args=[edition.document.slug, edition.number.slug])
    assert other.title in client.get(read).content.decode()


def test_a_replacement_that_not_everybody_may_read_is_not_told_to_everybody(client, secretary):
    make_settings()
    today = timezone.localdate()
    edition, hidden = make_edition(on=JANUARY), make_edition(on=JANUARY, visibility="staff")
    withdrawal = asked(edition, secretary, on=today, day=today, replaced_by=hidden.document)
    approve(withdrawal, by=make_person(Role.APPROVER), on=today)

    read = reverse("documents:edition", args=[edition.document.slug, edition.number.slug])

    assert hidden.title not in client.get(read).content.decode()


def test_nothing_is_replaced_by_itself_or_by_what_is_not_in_force_then(secretary, director):
    edition = make_edition(on=JANUARY)
    with pytest.raises(ReplacedByItself):
        asked(edition, secretary, replaced_by=edition.document)
    with pytest.raises(ReplacementNotInForce):
        asked(edition, secretary, replaced_by=make_procedure())
    other = make_edition(on=JANUARY)
    withdrawal = asked(edition, secretary, replaced_by=other.document)
    approve(asked(other, secretary), by=director, on=MARCH)
    with pytest.raises(ReplacementNotInForce):
        approve(withdrawal, by=director, on=MARCH)
    assert Edition.objects.get(pk=edition.pk).ends_on is None


def test_a_refusal_stands_on_the_desk_of_whoever_proposed_until_it_is_proposed_anew(
    secretary, director
):
    edition = make_edition(on=JANUARY)
    withdrawal = asked(edition, secretary)
    assert refused_to_you(secretary, MARCH).count == 0
    refuse(withdrawal, by=director, on=MARCH, reason="Chưa có quyết định bãi bỏ TTHC")

    [line] = refused_to_you(secretary, MARCH).lines
    assert "Chưa có quyết định bãi bỏ TTHC" in line.about
    assert line.url == reverse("decisions:decision", args=["withdrawal", withdrawal.pk])
    assert refused_to_you(director, MARCH).count == 0
    assert refused_to_you(make_person(Role.STAFF), MARCH) is None
    assert refused_to_you(secretary, MARCH + TOLD_FOR - DAY).count == 1
    assert refused_to_you(secretary, MARCH + TOLD_FOR).count == 0

    asked(edition, secretary, reason="Đã có Quyết định")
    assert refused_to_you(secretary, MARCH).count == 0


def test_a_withdrawal_goes_round_as_often_as_people_change_their_minds(secretary, director):
    """Refused, proposed anew, taken back, proposed, approved, re-opened, decided again."""
    edition = make_edition(on=JANUARY)
    for _round in range(2):
        refuse(asked(edition, secretary), by=director, on=MARCH, reason="Chưa đủ")
        take_back(asked(edition, secretary), by=secretary, on=MARCH)
        standing = approve(asked(edition, secretary), by=director, on=MARCH)
        assert Edition.objects.get(pk=edition.pk).ends_on == JUNE
        again = propose_reopening(standing, reason="Nhầm", by=secretary, on=MARCH)
        approve(again, by=director, on=MARCH)
        assert Edition.objects.get(pk=edition.pk).ends_on is None

    rows = Withdrawal.objects.filter(reopens=None).order_by("pk")
    assert [row.state for row in rows] == 2 * [
        DecisionState.REFUSED,
        DecisionState.TAKEN_BACK,
        DecisionState.REOPENED,
    ]
