from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.matching.preview import Acts, acts_of, preview
from doccontrol.clocks.rules import TAKES_EFFECT, TIME_LIMIT_ENDS
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Clock, LawEvent, LegalText, LegalType
from doccontrol.register.actions import Applied, add_relation, correct_text, register_text
from doccontrol.register.rules import STARTS_A_CLOCK
from tests.courses import seeds
from tests.doccontrol.clocks.make import BEFORE, DUE, EFFECT, TODAY, make_clock, make_law
from tests.doccontrol.clocks.webs import any_day, any_document, any_text, link, write_web
from tests.make import make_edition, make_issuer, make_relation

pytestmark = pytest.mark.django_db
LONG_AGO = date(2019, 1, 1)


def foresee(**facts):
    defaults = {
        "effective": EFFECT, "applied_from": [], "relations": [], "text": None,
        "hand_linked": [], "on": TODAY,
    }  # fmt: skip
    return preview(**defaults | facts)


def shape(clocks):
    """Everything of a clock but keys that are not known before."""
    return sorted(
        (
            clock.document_id, clock.edition_id, clock.clause, str(clock.kind), clock.via,
            str(clock.effective), str(clock.due_raw), str(clock.due),
        )
        for clock in clocks
    )  # fmt: skip


def test_a_new_decree_names_the_documents_the_day_and_the_chain():
    law = make_law("45/2019/QH14", effective=LONG_AGO)
    edition = make_edition(on=BEFORE, legal_basis=[(law, "Điều 5")], code="QT-LD-01")
    facts = {"number": "161/2026/NĐ-CP", "relations": [(RelationKind.GUIDES, law.pk, None)]}

    impact = foresee(**facts)

    (clock,) = impact.opened
    assert (clock.document.code, clock.edition) == ("QT-LD-01", edition)
    assert (clock.via, clock.kind) == (["161/2026/NĐ-CP", "45/2019/QH14"], RelationKind.GUIDES)
    assert (clock.clause, clock.effective, clock.due) == ("Điều 5", EFFECT, DUE)
    assert (impact.moved, impact.withdrawn) == ([], [])


def test_looking_ahead_writes_nothing(django_assert_max_num_queries):
    law = make_law(effective=LONG_AGO)
    make_edition(on=BEFORE, legal_basis=[law])
    with django_assert_max_num_queries(25) as asked:
        foresee(relations=[(RelationKind.AMENDS, law.pk, None)])
    asking = ("SELECT", "DECLARE")
    assert all(query["sql"].startswith(asking) for query in asked.captured_queries)
    assert not Clock.objects.exists()
    assert not LawEvent.objects.exists()


def test_what_is_no_norm_or_only_mentions_sets_off_nothing():
    law = make_law(effective=LONG_AGO)
    make_edition(on=BEFORE, legal_basis=[law])
    amends = [(RelationKind.AMENDS, law.pk, None)]
    assert foresee(relations=[(RelationKind.BASIS, law.pk, None)]).opened == []
    assert foresee(relations=amends, is_normative=False).opened == []
    assert len(foresee(relations=amends).opened) == 1


def test_a_document_named_by_the_secretary_answers_though_it_cites_nothing():
    document = make_edition(on=BEFORE).document_id
    (clock,) = foresee(number="161/2026/NĐ-CP", hand_linked=[document]).opened
    assert (clock.document_id, clock.kind, clock.clause) == (document, TAKES_EFFECT, "")
    assert clock.via == ["161/2026/NĐ-CP"]


def test_a_corrected_day_shows_what_moves_and_from_when():
    law = make_law()
    clock = make_clock(law=law)
    impact = foresee(text=law.pk, effective=date(2026, 8, 1), relations=acts_of(law.pk))
    assert [(one.pk, one.due) for one in impact.moved] == [(clock.pk, date(2026, 11, 2))]
    assert impact.due_before == {clock.pk: DUE}


def test_a_relation_left_out_shows_what_is_withdrawn():
    old, new = make_law(effective=LONG_AGO), make_law()
    make_relation(new, old, RelationKind.REPLACES)
    make_edition(on=BEFORE, legal_basis=[old])
    evaluate(TODAY)
    assert foresee(text=new.pk, relations=acts_of(new.pk)).withdrawn == []
    assert [one.pk for one in foresee(text=new.pk).withdrawn] == [Clock.objects.get().pk]


def some_acts(random: Random) -> list[Acts]:
    targets = {any_text(random).pk for _n in range(random.randrange(4))}
    kinds = [*sorted(STARTS_A_CLOCK), RelationKind.BASIS]
    return [Acts(random.choice(kinds), target, any_day(random)) for target in sorted(targets)]


def some_stages(random: Random) -> list[Applied]:
    days = {any_day(random) for _n in range(random.randrange(3))} - {None}
    return [Applied(day, "Chương II") for day in sorted(days)]


def some_end(random: Random, effective: date | None) -> date | None:
    if random.random() < 0.5:
        return None
    return (effective or TODAY) + timedelta(days=random.randrange(1, 400))


def act(text: LegalText, acts: list[Acts]) -> None:
    for one in acts:
        target = LegalText.objects.get(pk=one.target)
        add_relation(text, kind=one.kind, target=target, on=one.on, by=None, reason="Công báo")


def is_new(text: LegalText, one: Acts) -> bool:
    return (
        one.target != text.pk
        and not text.acts_on.filter(kind=one.kind, target=one.target, scope="").exists()
    )


def is_the_end_of_another(clock: Clock, text: LegalText) -> bool:
    """A time limit that comes to nothing, or counts again, by what the text does."""
    return clock.kind == TIME_LIMIT_ENDS and clock.via[0] != text.number_raw


def assert_it_came_so(foreseen, text: LegalText) -> int:
    came = evaluate(TODAY)
    seen = (foreseen.opened, foreseen.moved, foreseen.withdrawn)
    for clocks in (*seen, came.opened, came.moved, came.withdrawn):
        clocks[:] = [one for one in clocks if not is_the_end_of_another(one, text)]
    assert shape(foreseen.opened) == shape(came.opened)
    assert shape(foreseen.moved) == shape(came.moved)
    assert {one.pk for one in foreseen.withdrawn} == {one.pk for one in came.withdrawn}
    return came.changes


@pytest.mark.parametrize("seed", seeds(4))
def test_what_was_foreseen_of_a_new_text_is_what_comes(seed):
    random = write_web(seed)
    evaluate(TODAY)
    kind = LegalType.objects.filter(is_normative=True)[0]
    came = 0
    for n in range(12):
        number, effective, stages = f"{5_000 + n}/2026/NĐ-CP", any_day(random), some_stages(random)
        acts, linked = some_acts(random), [any_document(random) for _n in range(2)]
        expires = some_end(random, effective)
        make_relation(any_text(random), number, random.choice(sorted(STARTS_A_CLOCK)))
        evaluate(TODAY)

        foreseen = foresee(
            number=number, effective=effective, applied_from=stages, relations=acts,
            hand_linked=[one.pk for one in linked], expires=expires,
        )  # fmt: skip
        text = register_text(
            number=number, type=kind, issuer=make_issuer(), effective=effective,
            applied_from=stages, expires=expires, by=None, reason="Công báo",
        )  # fmt: skip
        act(text, acts)
        for document in linked:
            link(text, document)
        came += assert_it_came_so(foreseen, text)
    assert came > 10


@pytest.mark.parametrize("seed", seeds(4))
def test_what_was_foreseen_of_a_correction_is_what_comes(seed):
    random = write_web(seed)
    evaluate(TODAY)
    came = 0
    for _n in range(12):
        text, effective, stages = any_text(random), any_day(random), some_stages(random)
        acts = [one for one in some_acts(random) if is_new(text, one)]
        kind = random.choice(list(LegalType.objects.order_by("pk")))
        expires = some_end(random, effective)
        foreseen = foresee(
            text=text.pk, effective=effective, applied_from=stages,
            relations=acts_of(text.pk) + acts, is_normative=kind.is_normative,
            expires=expires,
        )  # fmt: skip
        changes = {
            "effective": effective, "applied_from": stages, "type": kind, "expires": expires,
        }  # fmt: skip
        correct_text(text, by=None, reason="đọc lại", changes=changes)
        act(text, acts)
        came += assert_it_came_so(foreseen, text)
    assert came > 10
