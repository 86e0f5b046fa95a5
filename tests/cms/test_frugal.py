"""What no process needs, none loads."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig

from cms import lean_wagtail
from doccontrol.management.commands import work

# Frameworks and clients that only a part of the installations, or of the screens, has a use for,
# and what only a job or a search needs.
HEAVY = {"ninja", "rest_framework.serializers", "pdfplumber", "elasticsearch", "pillow_heif"}
FOR_JOBS = {"holidays", "numpy", "pypdfium2", "tantivy", "typst"}
LOADED = "import django, sys; django.setup(); print(*sys.modules, sep='\\n')"
# What gunicorn does before its processes part.
LOADED_FOR_THE_WEB = LOADED.replace(
    "print", "from cms.frugal import load_what_all_read as load; load(); print"
)


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    return set(done.stdout.split())


def test_a_process_that_draws_no_screen_loads_no_api() -> None:
    loaded = loaded_by(LOADED)
    assert "wagtail.snippets.models" in loaded
    assert not (HEAVY | FOR_JOBS) & loaded


def test_web_processes_share_the_engine_of_search_and_load_no_browsable_api() -> None:
    loaded = loaded_by(LOADED_FOR_THE_WEB)
    assert {"wagtail.admin.urls", "numpy", "tantivy"} <= loaded
    assert not {"pillow_heif", "pygments", "requests", "typst", "yaml"} & loaded


@pytest.mark.parametrize(
    ("lean", "wagtails"),
    [
        (lean_wagtail.SnippetsConfig, WagtailSnippetsAppConfig),
        (lean_wagtail.DocumentsConfig, WagtailDocsAppConfig),
        (lean_wagtail.ImagesConfig, WagtailImagesAppConfig),
    ],
)
def test_an_app_without_the_api_is_wagtail_s_in_all_else(lean: Any, wagtails: Any) -> None:
    assert (lean.name, lean.label) == (wagtails.name, wagtails.label)
    assert set(vars(lean)) - {"__module__", "__doc__"} == {"ready"}
    assert not [
        name for name in sys.modules if isinstance(sys.modules[name], lean_wagtail._Nothing)
    ]


def test_the_worker_does_nothing_when_a_check_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work.Worker, "start", lambda self: pytest.fail("it began to work"))
    monkeypatch.setattr(work.Command, "_checks_out", lambda *args, **options: 1)
    with pytest.raises(CommandError, match="checks failed"):
        call_command("work", "--once", skip_checks=False)
