"""What was approved can be re-opened from every page on which its effect is seen, by whom may
propose that and while nobody has."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks.deciding import propose
from doccontrol.decisions.actions import approve, propose_reopening, refuse
from doccontrol.decisions.reopening import form_of
from doccontrol.models import Clock, Decision, LegalText, Triage
from doccontrol.organisation.accounts.roles import Role
from doccontrol.triage.actions import confirm, set_not_relevant
from doccontrol.triage.statement import RelationSaid, Statement
from tests.doccontrol.clocks.make import BEFORE, TODAY, make_clock
from tests.doccontrol.triage.statements import make_file
from tests.make import make_edition, make_person, make_post, make_settings, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    make_settings(clock_months=3, roll_over=False)


@pytest.fixture
def decision(secretary, director):
    outcome = Decision.Outcome.NO_CHANGE
    made = propose(make_clock(), outcome=outcome, reason="Đã đúng", by=secretary, on=TODAY)
    return approve(made, by=director, on=TODAY)


def edition_page(decision):
    edition = decision.clock.edition
    return reverse("documents:edition", args=[edition.document.slug, edition.number.slug])


def clock_page(decision):
    return reverse("clocks:clock", args=[decision.clock_id])


def shown_to(client, person, page):
    client.force_login(person)
    return client.get(page).content.decode()


@pytest.mark.parametrize("page", [clock_page, edition_page])
def test_whoever_may_propose_is_led_from_the_clock_and_the_document_to_the_reopening(
    client, decision, secretary, director, page
):
    address, form = page(decision), form_of(decision)
    unit = decision.clock.document.owner_unit
    head, other = make_person(Role.HEAD), make_person(Role.HEAD)
    make_post(person=head, unit=unit, is_head=True)
    make_post(person=other, is_head=True)

    assert form in shown_to(client, secretary, address)
    assert form in shown_to(client, head, address)
    for person in (director, other, make_person(Role.AUDITOR), make_person(Role.STAFF)):
        assert form not in shown_to(client, person, address)

    asked = propose_reopening(decision, reason="Luật khác", by=secretary, on=TODAY)
    assert form not in shown_to(client, head, address)
    refuse(asked, by=director, on=TODAY, reason="Vẫn đúng")
    assert form in shown_to(client, head, address)
    approve(propose_reopening(decision, reason="Nhầm", by=head, on=TODAY), by=director, on=TODAY)
    assert form not in shown_to(client, head, address)
    assert Clock.objects.open(TODAY).exists()


def test_the_address_offered_is_that_of_a_form_on_the_page_of_the_decision(
    client, decision, secretary
):
    page, anchor = form_of(decision).split("#")
    shown = shown_to(client, secretary, page)
    assert f'id="{anchor}"' in shown
    assert reverse("decisions:reopen", args=["decision", decision.pk]) in shown


def test_from_the_page_of_a_file_what_was_decided_of_its_text_is_reopened_or_taken_out(
    client, secretary, director
):
    cited = make_text(effective=date(2022, 2, 15))
    make_edition(on=BEFORE, legal_basis=[cited])
    facts = {
        "number": "911/2026/NĐ-CP",
        "type": cited.type,
        "issued": date(2026, 6, 1),
        "effective": date(2026, 7, 1),
        "applied_from": [],
    }
    relation = RelationSaid("amends", cited, cited.number_raw)
    said = Statement(facts=facts, relations=(relation,))
    triage = set_not_relevant(make_file(), said, reason="Ngoài lĩnh vực", by=secretary, on=TODAY)
    page = reverse("triage:file", args=[triage.file_id])
    assert form_of(triage) not in shown_to(client, secretary, page)  # it waits
    approve(triage, by=director, on=TODAY)
    assert form_of(triage) in shown_to(client, secretary, page)
    assert form_of(triage) not in shown_to(client, director, page)

    other = Statement(facts=facts | {"number": "912/2026/NĐ-CP"})
    confirmed = confirm(make_file(), other, reason="Văn bản đến", by=secretary, on=TODAY)
    text = LegalText.objects.get(number="912/2026/NĐ-CP")
    taking_out = reverse("triage:mistake", args=[text.pk])
    page = reverse("triage:file", args=[confirmed.file_id])
    assert taking_out in shown_to(client, secretary, page)
    assert taking_out not in shown_to(client, director, page)
    assert Triage.objects.get(pk=confirmed.pk).text == text
