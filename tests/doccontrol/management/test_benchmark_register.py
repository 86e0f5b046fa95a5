"""The command in a process of its own: it swaps the database under its feet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from random import Random
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from doccontrol.management.commands.benchmark_register import as_table
from doccontrol.models import LegalRelation, LegalText
from tools.synthetic.filling import Size, fill

SMALL = ("--documents", "5", "--texts", "60", "--relations", "120", "--rounds", "2", "--seed", "3")
AGENCYS_OWN = b"what must stay as it is"


def databases() -> set[str]:
    server = connection.get_connection_params() | {"dbname": "postgres"}
    known = {name: server[name] for name in ("dbname", "host", "port", "user") if name in server}
    with psycopg.connect(**known) as other:
        return {name for (name,) in other.execute("SELECT datname FROM pg_database")}


def settled(before: set[str], seconds: float = 60) -> set[str]:
    """The databases once those that other tests have at this moment are gone again."""
    until = time.monotonic() + seconds
    while not (after := databases()) <= before and time.monotonic() < until:
        time.sleep(0.5)
    return after


def benchmark(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "benchmark_register", *SMALL, "--json"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: Any, django_db_blocker: Any) -> dict[str, Any]:
    """Of a run beside a database that must stay as it is."""
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            before, ran = databases(), benchmark()
            after = settled(before)
    else:
        place = tmp_path_factory.mktemp("agency") / "agency.sqlite3"
        place.write_bytes(AGENCYS_OWN)
        ran = benchmark(DATABASE_URL=f"sqlite:///{place}")
        before, after = {place.name}, {path.name for path in place.parent.iterdir()}
        assert place.read_bytes() == AGENCYS_OWN
    assert ran.returncode == 0, ran.stderr
    assert after <= before
    return json.loads(ran.stdout)


@pytest.mark.sweep
def test_it_reports_each_thing_and_leaves_nothing_behind(report):
    assert report["database"].startswith(connection.vendor)
    rows = report["rows"]
    assert (rows["texts"], rows["relations"], rows["documents"]) == (60, 120, 5)
    assert min(rows["editions"], rows["citations"], rows["clocks"]) > 0
    assert set(report["evaluate_all"]) == {"first_s", "again_s", "with_most_answered_s"}
    assert report["peak_memory_mib"] > 50
    for name in ("one changed text", "query: status expired", "page: timeline"):
        one = report["ms"][name]
        assert one["runs"] >= 1
        assert 0 < one["p50"] <= one["p95"] <= one["most"]


@pytest.mark.sweep
def test_the_table_says_the_same_in_words(report):
    table = as_table(report)
    assert "60 texts, 120 relations, 5 documents" in table
    for name, one in report["ms"].items():
        assert any(
            line.startswith(name) and line.endswith(str(one["most"])) for line in table.splitlines()
        )
    assert f"{report['evaluate_all']['again_s']} s" in table


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_rows():
    def rows() -> list[Any]:
        with transaction.atomic():
            fill(Size(5, 60, 120), until=date(2026, 11, 22), random=Random(3))
            texts = LegalText.objects.order_by("number").values_list("number", "subject", "issued")
            acts = LegalRelation.objects.order_by("acting__number", "kind", "target_number")
            made = [*texts, *acts.values_list("acting__number", "kind", "target_number", "on")]
            transaction.set_rollback(True)
        return made

    assert rows() == rows()


def test_a_role_that_may_make_no_database_is_told_what_to_do():
    if connection.vendor != "postgresql":
        pytest.skip("only a server asks for the right")
    name = "benchmark_poor_role"
    params = connection.get_connection_params()
    server = f"host={params['host']} port={params['port']} dbname=postgres"
    with psycopg.connect(f"{server} user={params['user']}", autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN")
        try:
            url = f"postgresql://{name}@{params['host']}:{params['port']}/postgres"
            ran = benchmark(DATABASE_URL=url)
        finally:
            admin.execute(f"DROP ROLE {name}")
    assert ran.returncode == 1
    assert "CREATEDB" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"texts": 1}, "two texts"),
        ({"documents": 0}, "At least one"),
        ({"rounds": 0}, "one of each"),
    ],
)
def test_sizes_without_sense_are_refused(arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("benchmark_register", **arguments)


def test_with_debug_it_measures_nothing(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("benchmark_register")
