"""Whatever shows in the index is owed to it when it changes, also in a roundabout way."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from doccontrol.jobs.outbox import claim, owe, perform
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Issuer, Job, LegalType, Unit
from doccontrol.register.actions import add_relation, correct_text
from doccontrol.register.intake.actions import attach_to_text
from search.engine import get_engine
from search.engines.base import State
from search.index.indexing import everything
from search.keeping.roundabout import DAILY_JOB
from tests.make import make_issuer, make_relation, make_text, make_unit
from tests.search.corpus import ask
from tests.search.make import make_edition, make_file, make_procedure

pytestmark = pytest.mark.django_db
OURS = ("index_edition", "index_law", "index_laws", "index_unit", "index_laws_of", DAILY_JOB)


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}


def build() -> None:
    get_engine().rebuild(everything())
    Job.objects.all().delete()


def work() -> None:
    """Do what search owes until nothing is owed."""
    while jobs := claim(timezone.now()):
        if jobs[0].kind in OURS:
            assert perform(jobs), jobs[0].error
        else:
            Job.objects.filter(pk__in=[job.pk for job in jobs]).delete()


def found(text: str, **asked: Any) -> list[str]:
    asked = {"on": timezone.localdate()} | asked
    return [hit.number for hit in get_engine().search(ask(text, **asked)).hits]


def test_a_law_that_is_ended_by_another_is_no_longer_in_force() -> None:
    old = make_text("1/2020/NĐ-CP", subject="Cấp thẻ", effective=date(2020, 1, 1))
    new = make_text("2/2024/NĐ-CP", subject="Việc khác", effective=date(2024, 1, 1))
    build()
    in_force = frozenset({State.IN_FORCE})
    assert found("cấp thẻ", states=in_force) == ["1/2020/NĐ-CP"]
    add_relation(new, kind=RelationKind.REPEALS, target=old, by=None, reason="Theo Điều 9")
    work()

    assert found("cấp thẻ", states=in_force) == []
    assert found("cấp thẻ", states=in_force, on=date(2023, 12, 31)) == ["1/2020/NĐ-CP"]
    assert found("cấp thẻ") == ["1/2020/NĐ-CP"], "an ended law is looked up too"


def test_a_law_ends_on_another_day_when_the_one_that_ends_it_begins_on_another_day() -> None:
    old = make_text("1/2020/NĐ-CP", subject="Cấp thẻ", effective=date(2020, 1, 1))
    new = make_text("2/2024/NĐ-CP", subject="Việc khác", effective=date(2024, 1, 1))
    make_relation(new, old, RelationKind.REPEALS, is_whole=True)
    build()
    correct_text(new, by=None, reason="Đính chính", changes={"effective": date(2024, 3, 1)})
    work()

    on = date(2024, 2, 1)
    assert found("cấp thẻ", states=frozenset({State.IN_FORCE}), on=on) == ["1/2020/NĐ-CP"]


def test_the_file_of_a_law_is_found_once_it_is_joined_to_it() -> None:
    text = make_text("1/2020/NĐ-CP")
    file = make_file(None, "Điều 1. Phạm vi\nbươmbướm")
    build()
    assert found("bươmbướm") == []
    attach_to_text(file, text, by=None, reason="Bản gốc")
    work()

    assert found("bươmbướm") == ["1/2020/NĐ-CP"]


def test_a_unit_that_was_renamed_is_found_and_shown_by_its_new_name() -> None:
    unit = make_unit(code="LD", name="Phòng cũ")
    make_edition(make_procedure(title="Cấp thẻ", owner_unit=unit), on=date(2024, 1, 1))
    build()
    unit = Unit.objects.get(pk=unit.pk)
    unit.code, unit.name = "LDVL", "Phòng mới"
    unit.save()
    work()

    (hit,) = get_engine().search(ask("cấp thẻ", units=frozenset({"LDVL"}))).hits
    assert hit.unit == "Phòng mới"


def test_a_type_and_an_issuer_that_were_renamed() -> None:
    make_text("1/2020/NĐ-CP", subject="Cấp thẻ", issuer=make_issuer("Bộ Cũ"))
    joint = make_text("2/2020/TTLT-BC-BX", subject="Cấp sổ", issuer=make_issuer("Bộ Khác"))
    joint.co_issuers.add(make_issuer("Bộ Cũ"))
    build()
    issuer = Issuer.objects.get(name="Bộ Cũ")
    issuer.name = "Bộ Mới"
    issuer.save()
    work()
    assert sorted(found('"bộ mới"')) == ["1/2020/NĐ-CP", "2/2020/TTLT-BC-BX"]
    kind = LegalType.objects.get(name="Nghị định")
    kind.name = "Nghị định mới"
    kind.save()
    work()

    assert len(found("cấp", types=frozenset({"Nghị định mới"}))) == 2


def test_a_new_unit_or_issuer_owes_nothing() -> None:
    Job.objects.all().delete()
    make_unit()
    make_issuer("Bộ Rất Mới")

    assert not Job.objects.exists()


def test_a_suspension_that_is_over_is_noticed_by_the_day_and_only_once() -> None:
    today = timezone.localdate()
    text = make_text("1/2020/NĐ-CP", subject="Cấp thẻ", effective=date(2020, 1, 1))
    by = make_text("2/2024/NQ-CP", effective=date(2024, 1, 1))
    relation = make_relation(
        by, text, RelationKind.SUSPENDS, is_whole=True, until=today + timedelta(1)
    )
    build()
    in_force = frozenset({State.IN_FORCE})
    assert found("cấp thẻ", states=in_force) == []
    # The day has come: nobody has changed the register.
    type(relation).objects.filter(pk=relation.pk).update(until=today)
    for _ in range(2):
        owe(DAILY_JOB, f"daily:{today}", on=today.isoformat())
        work()

    assert found("cấp thẻ", states=in_force) == ["1/2020/NĐ-CP"]
