"""``ingest`` keeps and reads, ``read_texts`` reads what waited; a second run does nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from doccontrol.models import IncomingFile, IncomingPage
from doccontrol.organisation.accounts.roles import Role
from doccontrol.pdftext.scans import installed
from doccontrol.register.intake import steps
from doccontrol.triage.actions import set_not_relevant
from tests import needs
from tests.doccontrol.register.intake import make
from tests.make import make_person

pytestmark = pytest.mark.django_db
State = IncomingFile.State


def run(*arguments: object) -> list[str]:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=out)
    return out.getvalue().splitlines()


def run_to_an_error(*arguments: object) -> tuple[list[str], str]:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*map(str, arguments), stdout=out, stderr=out)
    return out.getvalue().splitlines(), str(error.value)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "nghị định.pdf"
    path.write_bytes(make.pdf())
    return path


def test_ingest_keeps_and_reads_and_knows_the_file_the_second_time(law: Path) -> None:
    first = run("ingest", law)
    second = run("ingest", law)

    found = "read, 1 page: Nghị định 905/2026/NĐ-CP 2026-10-12"
    assert first == [f"{law}: {found}"]
    assert second == [f"{law}: already known: {found}"]
    row = IncomingFile.objects.get()
    assert (row.state, row.way, row.name) == (State.READ, "command", "nghị định.pdf")
    assert IncomingPage.objects.count() == 1


def test_a_refused_file_ends_ingest_with_an_error_and_the_others_are_read(
    law: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.4 torn")
    missing = tmp_path / "missing.pdf"
    for _twice in range(2):
        lines, error = run_to_an_error("ingest", torn, missing, law)
        assert error == "2 of 3 files were refused."
        assert "refused: " in lines[0]
        assert lines[1] == f"{missing}: No such file or directory"
        assert "read, 1 page" in lines[2]

    assert IncomingFile.objects.count() == 2
    assert torn.exists()


@pytest.mark.parametrize("arguments", [[], ["--inbox", "a.pdf"]])
def test_ingest_wants_either_files_or_the_inbox(arguments: list[str]) -> None:
    assert run_to_an_error("ingest", *arguments)[1] == "Name files, or --inbox."


def test_the_inbox_is_emptied_and_the_second_run_finds_nothing(inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(make.pdf())
    (inbox / "b.docx").write_bytes(make.docx())

    assert sorted(line.partition(":")[0] for line in run("ingest", "--inbox")) == [
        "a.pdf",
        "b.docx",
    ]
    assert [path.name for path in inbox.iterdir()] == []
    assert run("ingest", "--inbox") == ["Nothing lies in the inbox."]
    assert IncomingFile.objects.filter(state=State.READ).count() == 2


def test_ingest_waits_a_moment_for_a_file_just_saved(inbox: Path, settings) -> None:
    settings.INBOX_QUIET_SECONDS = 1
    (inbox / "a.pdf").write_bytes(make.pdf())

    assert "read, 1 page" in run("ingest", "--inbox")[0]


def test_ingest_leaves_a_file_that_is_being_written(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.pdf").write_bytes(b"half")
    monkeypatch.setattr("doccontrol.management.commands.ingest.is_quiet", lambda path: False)

    assert run("ingest", "--inbox")[0] == "a.pdf: still being written, left where it is"
    assert (inbox / "a.pdf").exists()


def test_a_file_of_the_inbox_that_is_refused_lies_among_the_refused(inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(b"%PDF-1.4 torn")
    lines, _error = run_to_an_error("ingest", "--inbox")

    assert "a.pdf: refused: " in lines[0]
    assert (inbox / "refused" / "a.pdf").exists()


@needs.ocr
def test_read_texts_reads_what_waited_for_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(make.scan())
    monkeypatch.setattr(installed, "available", lambda: False)
    assert "kept, not read yet: " in run("ingest", scan)[0]
    lines = run("read_texts")
    assert "scan.pdf: kept, not read yet: " in lines[0]
    assert lines[1:] == ["Nothing to read."]
    monkeypatch.undo()

    (line,) = run("read_texts")
    assert line.startswith("scan.pdf: read, 1 page: ")
    assert run("read_texts") == ["Nothing to read."]
    assert run("read_texts", "--all") == ["Nothing to read."]


def test_read_texts_all_reads_again_what_an_older_version_read_and_nobody_decided(
    law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = tmp_path / "decided.docx"
    decided.write_bytes(make.docx())
    run("ingest", law, decided)
    set_not_relevant(
        IncomingFile.objects.get(kind="docx"),
        None,
        reason="Không liên quan",
        by=make_person(Role.SECRETARY),
        on=timezone.localdate(),
    )
    monkeypatch.setattr(steps, "VERSION", steps.VERSION + 1)

    assert run("read_texts") == ["Nothing to read."]
    (line,) = run("read_texts", "--all")
    assert line.startswith("nghị định.pdf: read, 1 page: ")
    assert run("read_texts", "--all") == ["Nothing to read."]


def test_read_texts_tells_of_bytes_that_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Path
) -> None:
    run("ingest", law)
    monkeypatch.setattr(steps, "VERSION", steps.VERSION + 1)
    row = IncomingFile.objects.get()
    Path(row.file.path).unlink()
    lines, error = run_to_an_error("read_texts", "--all")

    assert "is gone" in lines[0]
    assert error == "1 of 1 files could not be read."
    row.refresh_from_db()
    assert row.state == State.READ
