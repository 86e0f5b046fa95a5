"""A text that was registered by mistake leaves the register when two persons say so, and comes back
as it was when two persons say that."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks.deciding import propose
from doccontrol.clocks.evaluating import evaluate
from doccontrol.decisions.actions import approve, propose_reopening, refuse, take_back
from doccontrol.decisions.refusals import NeedsAnotherPerson
from doccontrol.errors import Refused
from doccontrol.evidence.verifying import batches
from doccontrol.jobs.outbox import Job
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Clock, Decision, LawEvent, LegalRelation, LegalText, Triage
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import (
    NotRegistered,
    correct_relation,
    correct_text,
    register_text,
)
from doccontrol.register.deriving.acted_days import derive_acted_days
from doccontrol.register.deriving.law_events import derive_events
from doccontrol.register.rules import TextStatus
from doccontrol.register.taking_out import RegisteredAgain
from doccontrol.triage.actions import confirm, set_not_relevant
from doccontrol.triage.mistakes.deciding import propose_mistake
from doccontrol.triage.mistakes.models import RegisteredByMistake
from doccontrol.triage.mistakes.refusals import (
    NamedByDocuments,
    NotRelevantStands,
    NotYoursToTakeOut,
)
from doccontrol.triage.statement import RelationSaid, Statement
from tests.courses import seeds
from tests.doccontrol.clocks.make import BEFORE, TODAY
from tests.doccontrol.clocks.webs import write_web
from tests.doccontrol.triage.statements import make_file
from tests.make import (
    make_edition,
    make_issuer,
    make_person,
    make_procedure,
    make_relation,
    make_settings,
    make_text,
    make_unit,
)

pytestmark = pytest.mark.django_db
REASON = "Gõ nhầm số văn bản"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    make_settings(clock_months=3, roll_over=False)


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARY)


@pytest.fixture
def director():
    return make_person(Role.APPROVER)


@pytest.fixture
def cited():
    return make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))


def came_in(secretary, cited, **said):
    """A wrong decree out of a file: it amends what a document cites, and a clock runs."""
    make_edition(on=BEFORE, legal_basis=[cited])
    facts = {
        "number": "910/2026/NĐ-CP",
        "type": cited.type,
        "issuer": make_issuer(),
        "issued": date(2026, 6, 1),
        "subject": "Sửa đổi Nghị định 131",
        "effective": date(2026, 7, 1),
    }
    relation = RelationSaid(RelationKind.AMENDS, cited, cited.number_raw, scope="Điều 6")
    statement = Statement(facts=facts, relations=(relation,), **said)
    triage = confirm(make_file(), statement, reason="Văn bản đến", by=secretary, on=TODAY)
    assert Clock.objects.open(TODAY).exists()
    return triage


def taken_out(text, secretary, director, on=TODAY):
    mistake = propose_mistake(text, reason=REASON, by=secretary, on=on)
    return approve(mistake, by=director, on=on)


def brought_back(mistake, secretary, director, on=TODAY):
    reopening = propose_reopening(mistake, reason="Số này đúng", by=secretary, on=on)
    approve(reopening, by=director, on=on)


def differences():
    return [one for batch in batches() for one in batch.differences]


def standing():
    """The register and what hangs on it, keys included: what comes back is the same rows."""
    rows = {
        "texts": LegalText.objects.values_list("pk", "number", "ended_on", "touched_on"),
        "relations": LegalRelation.objects.values_list(
            "pk", "acting", "kind", "target", "target_number", "resolved_by", "on", "until",
            "scope", "is_whole", "source",
        ),
        "events": LawEvent.objects.current().values_list("pk", "acting", "on", "is_main"),
        "clocks": Clock.objects.open(TODAY).values_list("pk", "event", "document", "due"),
        "files": LegalText.objects.values_list("pk", "files__pk", "files__decided_on"),
        "triages": Triage.objects.current().values_list("file", "text", "outcome", "units"),
    }  # fmt: skip
    return {name: sorted(found.order_by(), key=repr) for name, found in rows.items()}


def test_what_was_registered_by_mistake_leaves_the_register_and_its_file_waits_again(
    secretary, director, cited
):
    triage = came_in(secretary, cited, units=(make_unit(),))
    text, file = triage.text, triage.file
    naming = make_relation(make_text("1/2026/TT-BTC"), text, RelationKind.REFERS)
    clock = Clock.objects.get()

    mistake = taken_out(text, secretary, director)

    assert not LegalText.objects.filter(pk=text.pk).exists()
    assert LegalText.every.get(pk=text.pk).mistaken_on == TODAY
    assert cited.status(TODAY) is TextStatus.IN_FORCE
    naming.refresh_from_db()
    assert (naming.target, naming.target_number) == (None, text.number)
    closed = Clock.objects.with_closing().get(pk=clock.pk)
    assert closed.closed_on == TODAY
    file.refresh_from_db()
    assert (file.text, file.decided_on) == (None, None)
    assert Triage.objects.get(pk=triage.pk).reopened_on == TODAY
    evaluate(TODAY)
    derive_events()
    assert [*Clock.objects.open(TODAY)] == []
    assert not LawEvent.objects.current().filter(acting=text).exists()
    assert Clock.objects.filter(pk=clock.pk).exists()
    assert not differences()
    with pytest.raises(NotRegistered):
        propose_mistake(make_out(text), reason=REASON, by=secretary, on=TODAY)

    with pytest.raises(NotRegistered):
        correct_text(text, by=secretary, reason="Sửa", changes={"subject": "Khác"})
    owed = Job.objects.filter(kind="index_law").values_list("payload", flat=True)
    assert {"text": text.pk} in owed, "search lets it go"

    again = came_in(secretary, cited)  # its number is free, of the same issuer and day
    assert again.text_id != text.pk
    naming.refresh_from_db()
    assert naming.target == again.text
    with pytest.raises(RegisteredAgain):
        propose_reopening(mistake, reason="Số này đúng", by=secretary, on=TODAY)


def make_out(text):
    """Without the decision that stands: as somebody who was too late would find it."""
    other = make_text()
    LegalText.objects.filter(pk=other.pk).update(mistaken_on=TODAY)
    return other


def test_reopened_by_two_persons_everything_stands_as_it_was(secretary, director, cited):
    triage = came_in(secretary, cited, units=(make_unit(), make_unit()))
    make_relation(make_text(), triage.text, RelationKind.REFERS, resolved_by="person")
    make_relation(triage.text, "77/2019/NĐ-CP", RelationKind.REFERS, on=date(2027, 1, 1))
    derive_events()
    before = standing()

    for _round in range(3):
        mistake = taken_out(triage.text, secretary, director)
        evaluate(TODAY)
        assert standing() != before
        brought_back(mistake, secretary, director)
        evaluate(TODAY)
        assert standing() == before

    assert RegisteredByMistake.objects.count() == 6
    assert not differences()


def test_it_is_refused_while_an_edition_or_a_draft_states_the_text(secretary, director):
    in_force, coming, drafted, ended, free = (make_text() for _n in range(5))
    make_edition(on=BEFORE, code="QT-01", legal_basis=[in_force])
    make_edition(on=TODAY, code="QT-02", legal_basis=[coming], in_force_from=date(2027, 1, 1))
    make_procedure(code="QT-03", legal_basis=[drafted])
    old = make_edition(on=BEFORE, code="QT-04", legal_basis=[ended])
    make_edition(old.document.specific, on=date(2025, 6, 2), legal_basis=[free])

    for text, code in [(in_force, "QT-01"), (coming, "QT-02"), (drafted, "QT-03")]:
        with pytest.raises(NamedByDocuments, match=code):
            propose_mistake(text, reason=REASON, by=secretary, on=TODAY)
    taken_out(ended, secretary, director)


def test_what_is_stated_after_it_was_proposed_stands_in_the_way_of_the_approval(
    secretary, director
):
    text = make_text()
    mistake = propose_mistake(text, reason=REASON, by=secretary, on=TODAY)
    make_edition(on=BEFORE, code="QT-05", legal_basis=[text])

    with pytest.raises(NamedByDocuments, match="QT-05"):
        approve(mistake, by=director, on=TODAY)
    assert LegalText.objects.filter(pk=text.pk).exists()


def test_what_two_persons_said_of_the_text_is_reopened_first(secretary, director, cited):
    make_edition(on=BEFORE, legal_basis=[cited])
    relation = RelationSaid(RelationKind.AMENDS, cited, cited.number_raw)
    facts = {
        "number": "911/2026/NĐ-CP",
        "type": cited.type,
        "issued": date(2026, 6, 1),
        "effective": date(2026, 7, 1),
        "applied_from": [],
    }
    said = Statement(facts=facts, relations=(relation,))
    triage = set_not_relevant(make_file(), said, reason="Ngoài lĩnh vực", by=secretary, on=TODAY)
    text = LegalText.objects.get(pk=triage.text_id)

    with pytest.raises(NotRelevantStands):
        propose_mistake(text, reason=REASON, by=secretary, on=TODAY)
    approve(triage, by=director, on=TODAY)
    with pytest.raises(NotRelevantStands):
        propose_mistake(text, reason=REASON, by=secretary, on=TODAY)

    brought_back(triage, secretary, director)
    taken_out(text, secretary, director)
    assert not Clock.objects.open(TODAY).exists()


def test_two_persons_are_needed_and_only_those_who_decide_about_texts_propose(secretary, director):
    text = make_text()
    for role in (Role.STAFF, Role.HEAD, Role.WORKING_GROUP, Role.APPROVER, Role.AUDITOR):
        with pytest.raises(NotYoursToTakeOut):
            propose_mistake(text, reason=REASON, by=make_person(role), on=TODAY)
    mistake = propose_mistake(text, reason=REASON, by=secretary, on=TODAY)
    with pytest.raises(NeedsAnotherPerson):
        approve(mistake, by=secretary, on=TODAY)
    refuse(mistake, by=director, on=TODAY, reason="Văn bản có thật")
    take_back(propose_mistake(text, reason=REASON, by=secretary, on=TODAY), by=secretary, on=TODAY)
    assert LegalText.objects.filter(pk=text.pk).exists()
    taken_out(text, secretary, director)


def test_what_a_person_decided_meanwhile_stands_when_the_text_comes_back(
    secretary, director, cited
):
    triage = came_in(secretary, cited)
    other = make_text()
    naming = make_relation(make_text(), triage.text, RelationKind.REFERS)
    mistake = taken_out(triage.text, secretary, director)
    changes = {"target": other, "target_number": ""}
    correct_relation(naming, by=secretary, reason="Nhầm", changes=changes)
    set_not_relevant(triage.file, None, reason="Không phải văn bản", by=secretary, on=TODAY)

    brought_back(mistake, secretary, director)

    naming.refresh_from_db()
    assert naming.target == other
    current = Triage.objects.current().get(file=triage.file)
    assert current.outcome == Triage.Outcome.NOT_RELEVANT


def test_a_proposal_about_a_clock_that_closed_with_its_law_waits_again_when_it_comes_back(
    secretary, director, cited
):
    came_in(secretary, cited)
    clock = Clock.objects.get()
    decision = propose(
        clock, outcome=Decision.Outcome.NO_CHANGE, reason="Đã đúng", by=secretary, on=TODAY
    )
    mistake = taken_out(clock.event.acting, secretary, director)
    with pytest.raises(Refused):
        approve(decision, by=director, on=TODAY)
    brought_back(mistake, secretary, director)
    approve(decision, by=director, on=TODAY)


@pytest.mark.parametrize("seed", seeds(4))
def test_however_they_cross_what_left_and_came_back_stands_as_it_was(seed, secretary, director):
    """Texts that act on each other leave and come back in any order. Who found the target of a
    relation between two that were both away is not told again: its number finds it."""
    random: Random = write_web(seed, texts=20, relations=40, documents=6)
    derive_acted_days(LegalText.objects.all())
    evaluate(TODAY)
    before = crossing()
    out: list[RegisteredByMistake] = []
    for _step in range(16):
        if out and random.random() < 0.4:
            brought_back(out.pop(random.randrange(len(out))), secretary, director)
        else:
            text = random.choice(list(LegalText.objects.order_by("pk")))
            try:
                out.append(taken_out(text, secretary, director))
            except NamedByDocuments:
                continue
        evaluate(TODAY)
        gone = {mistake.text_id for mistake in out}
        assert not LawEvent.objects.current().filter(acting__in=gone).exists()
        assert not LegalRelation.objects.filter(acting__in=gone).exists()
        assert not LegalRelation.objects.filter(target__in=gone).exists()
        assert not Clock.objects.open(TODAY).filter(event__acting__in=gone).exists()
    while out:
        brought_back(out.pop(random.randrange(len(out))), secretary, director)
    evaluate(TODAY)
    assert crossing() == before
    assert RegisteredByMistake.objects.exists()
    decided = RegisteredByMistake._meta.db_table  # the editions of a web are signed by nobody
    assert decided not in {one.table for one in differences()}


def crossing():
    relations = LegalRelation.objects.values_list("pk", "acting", "kind", "target", "scope")
    events = LawEvent.objects.current().values_list("pk", "on")
    clocks = Clock.objects.open(TODAY).values_list("event", "document", "due", "via")
    texts = LegalText.objects.values_list("pk", "ended_on", "suspended_on", "touched_on")
    rows = (relations, events, clocks, texts)
    return [sorted(found.order_by(), key=repr) for found in rows]


def test_a_right_registration_takes_the_free_number_beside_the_wrong_one(secretary, director):
    text = make_text("12/2026/NĐ-CP")
    taken_out(text, secretary, director)
    kind = text.type
    right = register_text(
        number="12/2026/NĐ-CP", type=kind, issuer=text.issuer, issued=text.issued,
        by=secretary, reason="Nhập lại",
    )  # fmt: skip
    assert right.pk != text.pk
    taken_out(right, secretary, director)  # and the wrong one twice
    assert LegalText.every.filter(number=text.number).count() == 2


class TestPages:
    def test_the_text_page_leads_whoever_decides_to_the_proposal_and_nobody_else(
        self, client, secretary
    ):
        text = make_text()
        page = reverse("legal_texts:inspect", args=[text.pk])
        proposal = reverse("triage:mistake", args=[text.pk])
        client.force_login(secretary)
        assert proposal in client.get(page).content.decode()
        client.force_login(make_person(Role.WORKING_GROUP))
        assert proposal not in client.get(page).content.decode()

    def test_it_is_proposed_seen_with_what_follows_and_approved(
        self, client, secretary, director, cited
    ):
        triage = came_in(secretary, cited)
        text, clock = triage.text, Clock.objects.with_subject().get()
        client.force_login(secretary)
        address = reverse("triage:mistake", args=[text.pk])
        shown = client.get(address).content.decode()
        assert clock.document.code in shown
        assert triage.file.name in shown
        assert client.post(address, {"reason": ""}).status_code == 200
        answer = client.post(address, {"reason": REASON})
        mistake = RegisteredByMistake.objects.get()
        page = reverse("decisions:decision", args=["registeredbymistake", mistake.pk])
        assert answer.url == page
        assert client.get(address).url == page
        client.force_login(director)
        assert clock.document.code in client.get(page).content.decode()
        approval = reverse("decisions:approve", args=["registeredbymistake", mistake.pk])
        assert str(text) in client.get(approval).content.decode()
        client.post(approval)

        client.force_login(make_person(Role.STAFF))
        told = client.get(reverse("legal_texts:inspect", args=[text.pk])).content.decode()
        assert REASON in told
        assert str(director) in told
        client.force_login(secretary)
        inspected = client.get(reverse("legal_texts:inspect", args=[text.pk])).content.decode()
        assert page in inspected
        assert reverse("legal_texts:edit", args=[text.pk]) not in inspected
        assert client.get(reverse("legal_texts:edit", args=[text.pk])).status_code == 404
        history = client.get(reverse("legal_texts:history", args=[text.pk])).content.decode()
        assert REASON in history
        assert "restore" not in history
        file_page = client.get(reverse("triage:file", args=[triage.file.pk])).content.decode()
        assert REASON in file_page
        clock_page = client.get(reverse("clocks:clock", args=[clock.pk]))
        assert clock_page.context["row"].closing.is_mistake
        assert str(text) not in client.get(reverse("legal_texts:index")).content.decode()

    def test_a_refusal_stands_on_the_page_with_what_was_typed(self, client, secretary):
        text = make_text()
        make_edition(on=BEFORE, code="QT-09", legal_basis=[text])
        client.force_login(secretary)
        answer = client.post(reverse("triage:mistake", args=[text.pk]), {"reason": REASON})
        shown = answer.content.decode()
        assert "QT-09" in shown
        assert REASON in shown

    def test_taken_out_brought_back_and_taken_out_again_the_page_shows_each_time(
        self, client, secretary, director
    ):
        text = make_text()
        page = reverse("legal_texts:inspect", args=[text.pk])
        client.force_login(secretary)
        for _round in range(2):
            mistake = taken_out(text, secretary, director)
            current = reverse("decisions:decision", args=["registeredbymistake", mistake.pk])
            assert current in client.get(page).content.decode()
            brought_back(mistake, secretary, director)
            assert reverse("triage:mistake", args=[text.pk]) in client.get(page).content.decode()

    def test_what_a_document_states_is_not_offered_and_a_reason_typed_before_is_not_lost(
        self, client, secretary, cited
    ):
        edition = make_edition(on=BEFORE, legal_basis=[cited])
        address = reverse("triage:mistake", args=[cited.pk])
        client.force_login(secretary)
        shown = client.get(address).content.decode()
        assert edition.code in shown and 'name="reason"' not in shown
        told = client.post(address, {"reason": REASON}).content.decode()
        assert edition.code in told and REASON in told
        assert not RegisteredByMistake.objects.exists()
