from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from doccontrol.jobs.outbox import CLAIM_LASTS, claim, owe, perform
from doccontrol.jobs.working import owe_daily
from doccontrol.models import Job
from search.engine import get_engine
from search.engines.base import IndexDocument, SearchUnavailable
from search.engines.fallback import each_engine
from search.engines.fingerprint import fingerprint
from search.index import slices
from search.index.indexing import everything
from search.keeping import handlers, verifying
from search.keeping.verifying import find_drift
from tests.make import make_text
from tests.search.corpus import ask, make_document
from tests.search.make import make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Path:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    make_edition(code="QT-LD-01", title="Cấp giấy phép", on=date(2026, 1, 5), purpose="<p>A</p>")
    make_text("161/2026/NĐ-CP", subject="Bảo trợ xã hội")
    Job.objects.all().delete()
    get_engine().rebuild(everything())
    return tmp_path / "index"


@pytest.fixture
def two_engines(settings: Any, tmp_path: Path) -> Any:
    settings.SEARCH_ENGINE = {"class": "tests.search.outages.open_both", "path": tmp_path / "two"}
    get_engine().rebuild(everything())
    return get_engine()


def verify(*options: str) -> tuple[str, str]:
    """What it says, and what it complains of at the end."""
    said = StringIO()
    try:
        call_command("verify_search", *options, stdout=said)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


def work() -> None:
    Job.objects.update(not_before=timezone.now())
    while jobs := claim(timezone.now()):
        perform(jobs)


def spoil() -> tuple[IndexDocument, IndexDocument]:
    """One document lost, one left over, one of old words: the lost one and the old one."""
    lost, old = (next(d for d in everything() if d.kind == kind) for kind in ("procedure", "law"))
    kept = [d for d in everything() if d.group == lost.group and d.key != lost.key]
    get_engine().replace([lost.group], kept)
    get_engine().add([replace(old, body="cũ rích"), make_document("edition:987654#0", body="thừa")])
    return lost, old


def test_an_index_that_says_what_the_database_says_passes() -> None:
    assert not find_drift(get_engine())
    said, complaint = verify()
    assert "documents, as the database says" in said
    assert complaint == ""


def test_what_is_missing_superfluous_or_outdated_is_named_and_fails() -> None:
    lost, old = spoil()
    said, complaint = verify()

    assert f"missing: {lost.key}" in said
    assert "superfluous: edition:987654#0" in said
    assert f"outdated: {old.key}" in said
    assert "verify_search --repair" in complaint


def test_repair_brings_the_index_to_the_database_and_a_second_run_finds_nothing() -> None:
    spoil()
    assert verify("--repair")[1] == ""
    assert verify("--repair") == verify()
    assert verify()[1] == ""
    assert get_engine().search(ask('"cũ rích"')).total == 0


def test_json_is_for_machines() -> None:
    lost, old = spoil()
    before, after = (json.loads(verify("--json", *more)[0]) for more in ((), ("--repair",)))
    (engine,) = before["engines"]
    assert (engine["engine"], engine["drift"], engine["repaired"]) == ("embedded", True, False)
    assert engine["missing"] == [lost.key]
    assert engine["superfluous"] == ["edition:987654#0"]
    assert engine["outdated"] == [old.key]
    assert after["engines"][0]["repaired"] is True


@pytest.mark.parametrize("damage", ["", "nonsense"])
def test_an_index_that_cannot_be_read_is_told_and_built_by_repair(index: Path, damage: str) -> None:
    (index / "current").write_text(damage)
    assert verify()[1] != ""
    assert verify("--repair")[1] == ""
    assert verify()[1] == ""


def test_much_drift_is_repaired_by_building_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    spoil()
    monkeypatch.setattr(verifying, "MOST_GROUPS", 1)
    assert verify("--repair")[1] == ""
    assert not find_drift(get_engine())


def test_only_what_differs_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lost, old = spoil()
    written: list[list[str]] = []
    engine = get_engine()
    monkeypatch.setattr(
        engine, "replace", lambda groups, documents: written.append([list(groups), documents])
    )
    verify("--repair")
    ((groups, documents),) = written
    assert groups == sorted([lost.group, old.group, "edition:987654"])
    assert {document.group for document in documents} == {lost.group, old.group}


def test_the_worker_verifies_once_a_day() -> None:
    spoil()
    for _ in range(2):
        owe_daily(date(2026, 11, 22))
    daily = Job.objects.filter(kind="verify_search")
    assert daily.count() == 1
    Job.objects.exclude(pk__in=daily).delete()
    work()
    assert not find_drift(get_engine())


def test_the_worker_verifies_slice_by_slice_and_goes_on_where_it_was_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slices, "ROWS", 2)
    for number in range(1, 6):
        make_text(f"{number}/2025/NĐ-CP", subject="Bảo trợ xã hội")
    make_edition(code="QT-LD-02", title="Giải quyết khiếu nại", on=date(2026, 1, 5))
    get_engine().rebuild(everything())
    spoil()
    get_engine().remove(sorted({document.group for document in everything()})[-2:])
    Job.objects.all().delete()
    owe("verify_search", "repair")

    looked: list[tuple[str, int]] = []
    really = handlers.find_drift

    def watched(engine: Any, part: Any) -> Any:
        looked.append((part.kind, part.until))
        if len(looked) == 3:
            raise KeyboardInterrupt  # the worker ends here; its job stays with it
        return really(engine, part)

    monkeypatch.setattr(handlers, "find_drift", watched)
    with pytest.raises(KeyboardInterrupt):
        work()
    Job.objects.update(claimed_at=timezone.now() - 2 * CLAIM_LASTS)
    work()

    assert looked[2] == looked[3], "the slice in hand is done again, those before it are not"
    assert [kind for kind, _until in looked] == ["edition"] + ["law"] * 4
    assert not find_drift(get_engine())
    assert not Job.objects.exclude(state=Job.State.DONE).exists()


def test_a_repair_reads_no_more_than_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    spoil()
    drift = find_drift(get_engine())
    monkeypatch.setattr(verifying, "everything", lambda: pytest.fail("read everything"))
    verifying.repair(get_engine(), drift)

    monkeypatch.undo()
    assert not find_drift(get_engine())


def test_every_field_of_a_document_counts() -> None:
    plain = make_document()
    others: dict[type, Any] = {str: "x", bool: False, tuple: ("x",), type(None): date(2026, 1, 1)}
    for field in fields(IndexDocument):
        value = getattr(plain, field.name)
        other = not value if isinstance(value, bool) else others[type(value)]
        changed = replace(plain, **{field.name: other})
        assert fingerprint(changed) != fingerprint(plain), field.name
    assert fingerprint(make_document()) == fingerprint(plain)


def test_a_key_begins_with_its_group() -> None:
    assert all(document.key.partition("#")[0] == document.group for document in everything())


def test_both_engines_are_verified(two_engines: Any) -> None:
    two_engines.second.remove([next(everything()).group])
    said, complaint = verify()
    assert "switched: " in said and "as the database says" in said
    assert "embedded: " in said and "missing" in said
    assert complaint
    assert verify("--repair")[1] == ""
    assert not any(find_drift(engine) for _name, engine in each_engine(two_engines))


def test_what_a_cluster_missed_while_it_was_away_it_gets_when_it_is_back(two_engines: Any) -> None:
    two_engines.first.on = False
    make_edition(code="QT-LD-02", title="Giải quyết khiếu nại", on=date(2026, 1, 5))
    Job.objects.exclude(kind="index_edition").delete()
    work()

    assert two_engines.second.search(ask("khiếu nại")).total > 0
    assert not Job.objects.filter(kind="index_edition", state=Job.State.READY).exists()
    repair = Job.objects.get(kind="verify_search")
    assert (repair.state, repair.attempts) == (Job.State.READY, 0)

    two_engines.first.on = True
    work()
    assert two_engines.first.search(ask("khiếu nại")).total > 0
    assert not find_drift(two_engines.first)


def test_without_fallback_changes_wait_for_the_engine_however_long(
    settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_ENGINE = {"class": "tests.search.outages.open_one", "path": tmp_path / "one"}
    engine = get_engine()
    engine.rebuild(everything())
    engine.on = False
    make_edition(code="QT-LD-02", title="Giải quyết khiếu nại", on=date(2026, 1, 5))
    owe("rebuild_search", "all")
    Job.objects.exclude(kind__in=("index_edition", "rebuild_search")).delete()
    for _ in range(20):
        Job.objects.update(not_before=timezone.now())
        perform(claim(timezone.now()))

    waiting = Job.objects.values_list("state", "attempts")
    assert set(waiting) == {(Job.State.READY, 0)}
    with pytest.raises(SearchUnavailable):
        engine.search(ask("khiếu nại"))

    engine.on = True
    work()
    assert engine.search(ask("khiếu nại")).total > 0
    assert not find_drift(engine)
