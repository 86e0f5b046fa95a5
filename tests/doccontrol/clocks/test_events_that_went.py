"""A correction of the register undoes a change of law on which somebody has proposed a decision."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from doccontrol.clocks.deciding import propose
from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.pages.decision_facts import decision_facts
from doccontrol.clocks.rules import TIME_LIMIT_ENDS
from doccontrol.decisions.actions import approve
from doccontrol.models import Clock, Decision
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import correct_text
from tests.doccontrol.clocks.make import BEFORE, TODAY, make_law
from tests.make import make_edition, make_person

pytestmark = pytest.mark.django_db
SAID = "Sổ văn bản không còn ghi thay đổi này"


def test_who_answers_is_told_that_the_register_was_corrected_and_can_end_it(client):
    law = make_law("118/2025/NĐ-CP", effective=date(2019, 1, 1), expires=date(2026, 12, 1))
    make_edition(on=BEFORE, legal_basis=[law])
    evaluate(TODAY)
    clock = Clock.objects.get(kind=TIME_LIMIT_ENDS)
    secretary, approver = make_person(Role.SECRETARY), make_person(Role.APPROVER)
    no = Decision.Outcome.NOT_RELEVANT
    decision = propose(clock, outcome=no, reason="Không", by=secretary, on=TODAY)
    client.force_login(approver)
    page = reverse("clocks:clock", args=[clock.pk])
    assert SAID not in client.get(page).content.decode()

    correct_text(law, by=secretary, reason="Đọc lại", changes={"expires": None})
    evaluate(TODAY)

    assert SAID in client.get(page).content.decode()
    assert SAID in decision_facts(decision, TODAY)["due_sentences"][0]
    approve(decision, by=approver, on=TODAY)
    assert not Clock.objects.open(TODAY).filter(pk=clock.pk).exists()
    assert evaluate(TODAY).changes == 0
