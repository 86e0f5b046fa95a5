"""What makes a large register fast must not change what it answers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import reverse

from doccontrol.documents import resting_on_texts
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import LegalRelation, LegalText
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import (
    add_relation,
    correct_relation,
    correct_text,
    register_text,
    remove_relation,
)
from doccontrol.register.deriving.acted_days import derive_acted_days
from doccontrol.register.deriving.law_events import derive_events
from doccontrol.register.deriving.status_query import in_status
from doccontrol.register.pages import listings, text_page
from doccontrol.register.pages.listings import listed_texts, with_words
from doccontrol.register.rules import ENDINGS, INTERRUPTIONS, TextStatus
from tests.courses import seeds
from tests.doccontrol.register.import_files import RELATION_ROW, run_import, write_csv
from tests.make import make_edition, make_issuer, make_person, make_relation, make_text
from tools.synthetic.laws import write_relations, write_texts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAYS = [TODAY + timedelta(days=days) for days in range(-1_500, 400, 150)]
STATUS_KINDS = [*sorted(ENDINGS), *sorted(INTERRUPTIONS), RelationKind.AMENDS, RelationKind.BASIS]


def assert_filter_and_rule_agree() -> None:
    texts = list(LegalText.objects.with_effects())
    for day in DAYS:
        for status in TextStatus:
            expected = {text.pk for text in texts if text.status(day) == status}
            filtered = in_status(LegalText.objects.all(), [status], day)
            assert set(filtered.values_list("pk", flat=True)) == expected, (day, status)


def any_day(random: Random) -> date | None:
    return random.choice([None, *DAYS])


@pytest.mark.parametrize("seed", seeds(3))
def test_after_any_change_the_status_filter_answers_as_the_rule_does(seed):
    random = Random(seed)
    laws = write_texts(25, until=TODAY, random=random)
    write_relations(laws, 60, dense=False, random=random)
    for text in LegalText.objects.order_by("pk")[:8]:
        make_text(text.number_raw, issuer=make_issuer("UBND tỉnh B"), effective=any_day(random))
    derive_acted_days(LegalText.objects.all())
    how = {"by": None, "reason": "Công báo"}
    for n in range(12):
        one, other = random.sample(list(LegalText.objects.order_by("pk")), 2)
        twins = LegalText.objects.filter(number=other.number).exclude(pk__in=[one.pk, other.pk])
        day = any_day(random)
        kind = random.choice(STATUS_KINDS)
        until = None if day is None or random.random() < 0.7 else day + timedelta(days=200)
        scope = random.choice(["", "toàn bộ", f"Điều {random.randrange(99)}"])
        relation = add_relation(
            one, kind=RelationKind(kind), target=other, on=day, until=until, scope=scope, **how
        )
        third = twins.first() or random.choice(list(LegalText.objects.exclude(pk=one.pk)))
        changes = {"on": any_day(random), "until": None, "target": third}
        match random.randrange(5):
            case 0:
                correct_relation(relation, changes=changes, **how)
            case 1:
                remove_relation(random.choice(list(LegalRelation.objects.order_by("pk"))), **how)
            case 2:
                correct_text(one, changes={"effective": any_day(random), "expires": None}, **how)
            case 3:
                correct_text(other, changes={"number": f"{7000 + n}/2019/TT-BTC"}, **how)
        assert_filter_and_rule_agree()


def test_a_relation_that_finds_its_target_later_and_an_imported_one_count_too(tmp_path):
    acting = make_text("76/2024/NĐ-CP", effective=DAYS[0])
    add_relation(
        acting, kind=RelationKind.REPEALS, target_number="20/2021/NĐ-CP", by=None, reason="x"
    )
    target = register_text(
        number="20/2021/NĐ-CP", type=acting.type, effective=DAYS[0], by=None, reason="x"
    )
    assert in_status(LegalText.objects.all(), ["expired"], TODAY).get() == target

    make_text("21/2021/NĐ-CP", effective=DAYS[0])
    file = write_csv(tmp_path, RELATION_ROW | {"van_ban": "21/2021/NĐ-CP"})
    run_import(file)
    run_import(file)
    assert in_status(LegalText.objects.all(), ["partly-expired"], TODAY).get().number == (
        "21/2021/NĐ-CP"
    )


def test_few_hits_and_many_are_the_same_hits(monkeypatch):
    for n in range(5):
        make_text(f"{n + 1}/2020/NĐ-CP", subject="Bảo hiểm", issued=date(2020, 1, n + 1))
    make_text("9/2021/TT-BYT", subject="Khám bệnh", issuer=make_issuer("Bộ Y tế"))
    for words, hits in (("bao hiem", 5), ("BẢO HIỂM 2020", 5), ("bo y te", 1), ("zzz", 0)):
        answers = []
        for few in (500, 2):
            monkeypatch.setattr(listings, "FEW", few)
            texts = with_words(listed_texts(TODAY), words)
            answers.append([text.pk for text in texts])
            assert texts.count() == hits
        assert answers[0] == answers[1]
        assert len(answers[0]) == hits


def test_texts_without_a_day_come_last_and_an_index_keeps_the_order():
    for number, issued in (
        ("1/2020/NĐ-CP", None),
        ("2/2020/NĐ-CP", DAYS[0]),
        ("3/2020/NĐ-CP", TODAY),
    ):
        make_text(number, issued=issued)
    assert [text.number for text in listed_texts(TODAY)] == [
        "03/2020/NĐ-CP",
        "02/2020/NĐ-CP",
        "01/2020/NĐ-CP",
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    plan = listed_texts(TODAY)[:30].explain()
    assert "text_newest_first" in plan
    assert "ORDER BY" not in plan.split("SUBQUERY")[0]


def test_a_text_that_thousands_name_has_a_page_of_bounded_size(
    client, monkeypatch, django_assert_max_num_queries
):
    client.force_login(make_person(Role.SECRETARY))
    monkeypatch.setattr(text_page, "MOST", 2)
    monkeypatch.setattr(resting_on_texts, "MOST", 2)
    text = make_text("20/2021/NĐ-CP", effective=DAYS[0])
    make_relation(make_text(effective=DAYS[1]), text, RelationKind.AMENDS)
    for _n in range(2):
        make_relation(make_text(effective=DAYS[2]), text, RelationKind.BASIS)
        make_edition(legal_basis=[text])
    url = reverse("legal_texts:inspect", args=[text.pk])
    assert "registered last are shown" not in client.get(url).content.decode()
    with django_assert_max_num_queries(60) as few:
        client.get(url)
    for _n in range(3):
        make_relation(make_text(effective=DAYS[2]), text, RelationKind.BASIS)
        make_relation(make_text(effective=DAYS[2]), text, RelationKind.AMENDS)
        make_edition(legal_basis=[text])

    with django_assert_max_num_queries(len(few)):
        page = client.get(url)

    words = BeautifulSoup(page.content, "html.parser").get_text(" ", strip=True)
    kinds = [entry.words for entry in page.context["timeline"] if entry.by]
    assert kinds.count(str(RelationKind.BASIS.label)) <= 2
    assert len(kinds) == 4 + 2  # every change of the text, and the last two that name it
    assert (page.context["mentions"], page.context["sections"][0]["shown"]["citing"]) == (5, 5)
    assert len(page.context["sections"][0]["shown"]["citations"]) == 2
    assert "5" in words


def test_events_of_a_whole_register_are_made_at_once_and_only_once():
    for effective in (None, TODAY):
        make_text(effective=effective)
    make_text("262/SLĐTBXH-VP", normative=False, effective=TODAY)
    assert derive_events() == 2
    assert derive_events() == 0
