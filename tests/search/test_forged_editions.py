"""A text that is not what was approved is found by nobody, and somebody is told."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from doccontrol.jobs.outbox import claim, owe, perform
from doccontrol.models import Job
from search.engine import get_engine
from search.index.indexing import everything
from tests.forging import forge
from tests.search.make import make_edition

pytestmark = pytest.mark.django_db

FORGED = "Ai cũng được nhận tiền"


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}


def indexed() -> set[str]:
    return {key.partition("#")[0] for key in get_engine().keys()}  # noqa: SIM118


def test_a_forged_edition_is_not_indexed_and_its_job_fails_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    true, forged = (
        make_edition(code=code, title="Cấp giấy phép", on=date(2026, 1, 5), purpose="<p>A</p>")
        for code in ("QT-LD-01", "QT-LD-02")
    )
    get_engine().rebuild(everything())
    assert indexed() == {f"edition:{true.pk}", f"edition:{forged.pk}"}
    sections = [one | {"html": f"<p>{FORGED}</p>"} for one in forged.content["sections"]]
    forge(forged, content=forged.content | {"sections": sections})

    Job.objects.all().delete()
    for edition in (true, forged):
        owe("index_edition", str(edition.pk), edition=edition.pk)
    with caplog.at_level(logging.ERROR):
        perform(claim(timezone.now()))
    states = dict(Job.objects.values_list("key", "state"))
    assert states == {str(true.pk): Job.State.DONE, str(forged.pk): Job.State.READY}
    assert "ContentChanged" in Job.objects.get(key=str(forged.pk)).error
    assert str(forged) in caplog.text
    assert indexed() == {f"edition:{true.pk}"}

    call_command("verify_search", "--repair")
    get_engine().rebuild(everything())
    assert indexed() == {f"edition:{true.pk}"}
    assert not any(FORGED in document.body for document in everything())
