from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import LegalText
from doccontrol.register.deriving.status_query import with_status
from doccontrol.register.rules import TextStatus
from tests.make import make_issuer, make_relation, make_text

pytestmark = pytest.mark.django_db
START, PART, PAUSE, RESUME, END = (
    date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1),
)  # fmt: skip


def law_status(*args):
    out = StringIO()
    call_command("law_status", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_any_spelling_finds_every_text_of_the_number_with_what_acts_on_it():
    text = make_text("19/2014/QĐ-TTg", effective=START, as_at=date(2026, 11, 1))
    make_text("19/2014/QĐ-TTg", issuer=make_issuer("Sở khác"))
    make_relation(make_text("118/2025/NĐ-CP", effective=PART), text, scope="Điều 4")

    first, second = sorted(
        law_status("19/2014/QĐTTg", "--on", "2021-01-01"), key=lambda a: a["status"]
    )
    assert first["status"] == "partly-expired"
    assert first["label"] == TextStatus.PARTLY.label
    assert (first["effective"], first["as_at"]) == ("2020-01-01", "2026-11-01")
    assert first["acted_on_by"] == [
        {"number": "118/2025/NĐ-CP", "kind": "amends", "on": "2021-01-01", "scope": "Điều 4"}
    ]
    assert (second["status"], second["issuer"]) == ("unknown", "Sở khác")
    assert law_status("19/2014/QĐ-TTg", "--on", "2020-12-31")[0]["on"] == "2020-12-31"


@pytest.mark.parametrize(
    ("number", "said"), [("128/SKHCN-TĐC", "128/SKH-CN-TĐC"), ("99/2099/NĐ-CP", "99/2099/NĐ-CP")]
)
def test_an_unknown_number_fails_clearly_and_suggests_what_is_spelt_alike(number, said):
    make_text("128/SKH-CN-TĐC", normative=False)
    with pytest.raises(CommandError, match=said):
        law_status(number)


def test_what_is_no_number_fails():
    with pytest.raises(CommandError):
        law_status("hôm nay")


def test_the_database_and_the_rule_give_one_answer_for_every_text_and_day():
    def acted_on(kind, on=PART, **facts):
        text = make_text(effective=START)
        make_relation(make_text(effective=on), text, kind, **facts)

    make_text(effective=None)
    make_text(effective=START, expires=END)
    make_text(effective=None, expires=END)
    make_text(effective=START, status_override="suspended", override_reason="x")
    for kind in RelationKind:
        acted_on(kind)
        acted_on(kind, is_whole=True)
    acted_on(RelationKind.SUSPENDS, on=None, until=RESUME)
    relation = {"is_whole": True, "until": RESUME}
    text = make_text(effective=START)
    make_relation(make_text(), text, RelationKind.PAUSES, on=PAUSE, **relation)
    make_relation(make_text(effective=PART), text, RelationKind.REPLACES, on=END, is_whole=True)

    for day in (date(2019, 12, 31), START, PART, PAUSE, RESUME, END):
        for text in with_status(LegalText.objects.with_effects(), day):
            assert text.status_on_day == text.status(day), (text, day)
