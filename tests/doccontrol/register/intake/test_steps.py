"""A kept file is read step by step in a process of its own, and any step may be repeated."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from doccontrol.jobs.outbox import MAX_ATTEMPTS
from doccontrol.jobs.retrying import unsettled
from doccontrol.jobs.working import Worker
from doccontrol.models import IncomingFile, IncomingPage, Job
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from doccontrol.pdftext.scans import installed
from doccontrol.register.intake import steps
from doccontrol.register.intake.actions import READ_JOB, begin_again
from doccontrol.register.intake.jobs import PATIENT_JOB, read_what_could_not_be_read
from doccontrol.register.intake.keeping import path_of
from doccontrol.register.intake.steps import NotReadYet, Step, carry_on, next_step, read_now
from tests import needs
from tests.doccontrol.register.intake import make
from tests.doccontrol.register.intake.make import hand_in, kept_bytes

pytestmark = pytest.mark.django_db
State = IncomingFile.State


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "available", lambda: False)


def work() -> None:
    """What a worker does until nothing is due."""
    complaints: list[str] = []
    Worker(say=lambda line: None, complain=complaints.append, idle=0).drain()
    assert complaints == []


def texts(row: IncomingFile) -> list[str]:
    return list(row.pages.order_by("number").values_list("text", flat=True))


@pytest.mark.parametrize(("content", "kind"), [(make.pdf(), "pdf"), (make.docx(), "docx")])
def test_a_file_with_text_is_read_by_the_worker(content: bytes, kind: str) -> None:
    row = hand_in(content, "tên gì cũng được.bin").row
    work()

    row.refresh_from_db()
    assert (row.state, row.kind, row.refusal) == (State.READ, kind, "")
    assert (row.page_count, row.pages_read) == (1, 1)
    assert row.reading["number"]["value"] == "905/2026/NĐ-CP"
    assert row.reading["file"] == "tên gì cũng được.bin"
    assert "sổ theo dõi thiết bị mẫu" in texts(row)[0]
    assert row.read_at <= timezone.now()
    assert kept_bytes(row) == content
    assert list(IncomingFile.objects.for_triage()) == [row]
    assert next_step(row) is None


def test_reading_twice_leaves_the_same_rows() -> None:
    row = read_now(hand_in(make.pdf(make.LETTERHEAD, make.BODY)).row)
    before = (row.reading, texts(row))
    begin_again(row)
    row = read_now(row)

    assert (row.reading, texts(row)) == before
    assert IncomingPage.objects.count() == 2


def test_a_crash_between_two_steps_is_taken_up_without_duplicates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = hand_in(make.pdf()).row

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(steps._DOING, Step.READ, power_cut)
    with pytest.raises(KeyboardInterrupt):
        carry_on(row.pk)
    row.refresh_from_db()
    assert (row.state, row.pages.count()) == (State.READING, 1)
    monkeypatch.undo()
    read_now(row)

    row.refresh_from_db()
    assert (row.state, row.pages.count()) == (State.READ, 1)


def test_progress_stands_on_the_row_while_a_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_TELL_EVERY", 0)
    seen: list[tuple[str, int, int]] = []
    really = steps._Teller.__call__

    def watched(self: steps._Teller, done: int, of: int) -> None:
        really(self, done, of)
        now = IncomingFile.objects.get()
        seen.append((now.state, now.pages_read, now.page_count))

    monkeypatch.setattr(steps._Teller, "__call__", watched)
    read_now(hand_in(make.pdf(*[make.BODY] * 3)).row)

    assert seen == [(State.READING, done, 3) for done in (1, 2, 3)]


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(8):
            package.writestr(f"word/{number}.xml", b"\0" * 90 * 2**20)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>not a law</html>", "unknown-kind"),
        (b"%PDF-1.7 and then nothing", "broken"),
        (b"\x89PNG\r\n\x1a\n cut", "broken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_stays(
    content: bytes, code: str
) -> None:
    row = hand_in(content).row
    work()

    row.refresh_from_db()
    assert (row.state, row.refusal) == (State.REFUSED, code)
    assert kept_bytes(row) == content
    assert Job.objects.filter(state=Job.State.DONE).count() == Job.objects.count()


def test_a_zip_bomb_is_refused() -> None:
    row = read_now(hand_in(zip_bomb(), "bom.docx").row)

    assert (row.state, row.refusal) == (State.REFUSED, "unpacks-too-large")


def test_a_file_with_more_pages_than_the_site_takes_is_refused(settings) -> None:
    settings.READING_LIMITS = {"pages": 2}
    assert read_now(hand_in(make.pdf(*[["một"]] * 2)).row).state == State.READ
    row = read_now(hand_in(make.pdf(*[["một"]] * 3)).row)
    assert (row.state, row.refusal) == (State.REFUSED, "too-many-pages")


# Faults of ours: nothing is refused, nothing is lost


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def failing(*_: object) -> None:
        raise error

    monkeypatch.setitem(steps._DOING, Step.EXTRACT, failing)


def work_through_all_attempts() -> None:
    """Until the job has failed for good."""
    for _attempt in range(MAX_ATTEMPTS + 1):
        Job.objects.filter(state=Job.State.READY).update(not_before=timezone.now())
        Worker(say=lambda line: None, complain=lambda line: None, idle=0).drain()


def test_a_reader_that_cannot_even_be_loaded_refuses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A deployment that lacks a module: the worst that may happen is that files wait."""
    content = make.docx()
    row = hand_in(content).row
    with monkeypatch.context() as broken:
        broken.setattr(steps, "_READER", "doccontrol.register.intake.reader_that_is_not_there")
        work_through_all_attempts()

        row.refresh_from_db()
        assert (row.state, row.refusal, row.faults) == (State.UNREAD, "fault", MAX_ATTEMPTS)
        assert kept_bytes(row) == content
        job = Job.objects.failed().get(kind=READ_JOB)
        assert "reader_that_is_not_there" in job.error.rpartition("NotReadYet")[2]

    read_what_could_not_be_read()  # the next worker, after it was mended
    work()
    row.refresh_from_db()
    assert (row.state, row.refusal, row.faults) == (State.READ, "", 0)
    assert row.reading["number"]["value"] == "905/2026/NĐ-CP"
    assert not unsettled().failed().exists()


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        MemoryError(),
        ReaderFailed("The process that reads ended with status -11."),
        RuntimeError("a bug"),
    ],
)
def test_what_fails_on_this_machine_is_said_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    row = hand_in(make.pdf()).row
    with monkeypatch.context() as broken:
        fail_with(broken, error)
        with pytest.raises(NotReadYet) as told:
            carry_on(row.pk)
    assert repr(error) in str(told.value)
    row.refresh_from_db()
    assert (row.state, row.refusal, row.faults) == (State.UNREAD, "fault", 1)
    carry_on(row.pk)

    row.refresh_from_db()
    assert (row.state, row.refusal, row.faults) == (State.READ, "", 0)


@pytest.mark.parametrize("code", ["too-slow", "too-much-memory"])
def test_what_may_be_the_machines_fault_is_tried_again_before_the_file_is_blamed(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    row = hand_in(make.pdf()).row
    with monkeypatch.context() as busy:
        fail_with(busy, Unreadable(code))
        with pytest.raises(NotReadYet):
            carry_on(row.pk)
        row.refresh_from_db()
        assert row.state == State.UNREAD
        carry_on(row.pk)
    row.refresh_from_db()
    assert (row.state, row.refusal) == (State.REFUSED, code)

    assert list(IncomingFile.objects.may_fare_better()) == [row]
    begin_again(row)
    assert read_now(row).state == State.READ


def test_a_fault_while_a_file_is_read_again_leaves_what_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = read_now(hand_in(make.pdf()).row)
    begin_again(row)
    with monkeypatch.context() as broken:
        fail_with(broken, RuntimeError("a bug"))
        with pytest.raises(NotReadYet):
            carry_on(row.pk)
    row.refresh_from_db()
    assert (row.state, row.refusal) == (State.READ, "fault")
    assert row.reading["number"]["value"] == "905/2026/NĐ-CP"
    carry_on(row.pk)

    row.refresh_from_db()
    assert (row.state, row.refusal, row.faults) == (State.READ, "", 0)


def test_a_database_that_goes_away_while_reading_is_no_fault_of_any_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = hand_in(make.pdf()).row
    fail_with(monkeypatch, OperationalError("server closed the connection"))
    with pytest.raises(OperationalError):
        carry_on(row.pk)

    row.refresh_from_db()
    assert (row.state, row.faults) == (State.WAITING, 0)


def test_lost_bytes_are_no_fault_of_the_file() -> None:
    row = hand_in(make.pdf()).row
    path_of(row.sha256).unlink()
    with pytest.raises(FileNotFoundError):
        carry_on(row.pk)

    row.refresh_from_db()
    assert row.state == State.WAITING


def test_without_tesseract_a_scan_waits_with_the_reason(without_tesseract: None) -> None:
    row = hand_in(make.scan()).row
    work()

    row.refresh_from_db()
    assert (row.state, row.refusal, row.kind) == (State.UNREAD, "needs-tesseract", "scan")
    assert path_of(row.sha256).exists()
    assert list(steps.could_be_read_better()) == []


def test_a_file_of_which_a_part_needs_tesseract_is_read_as_far_as_it_goes(
    without_tesseract: None,
) -> None:
    row = read_now(hand_in(make.with_a_picture_at_the_end()).row)

    assert (row.state, row.refusal) == (State.READ, "needs-tesseract")
    assert (row.pages_read, row.page_count) == (1, 2)
    assert row.reading["number"]["value"] == "905/2026/NĐ-CP"
    assert list(IncomingFile.objects.for_triage()) == [row]


@needs.libreoffice
def test_an_old_word_file_waits_for_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make.doc()
    with monkeypatch.context() as bare:
        # Where programs are looked for, by this process and by the one that reads.
        bare.setenv("PATH", "/nowhere")
        row = read_now(hand_in(content).row)
        assert (row.state, row.refusal) == (State.UNREAD, "needs-libreoffice")
        assert list(steps.could_be_read_better()) == []
    assert list(steps.could_be_read_better()) == [row]
    begin_again(row)
    row = read_now(row)

    assert (row.state, row.kind, row.refusal) == (State.READ, "doc", "")
    assert row.reading["number"]["value"] == "905/2026/NĐ-CP"


@needs.ocr
def test_a_scan_is_recognised_slice_by_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "SLICE_SECONDS", 0)
    content = make.scan(make.LETTERHEAD + make.BODY, make.BODY, make.BODY)
    row = hand_in(content).row
    assert carry_on(row.pk) == Step.RECOGNISE
    row.refresh_from_db()
    assert (row.state, row.pages_read, row.page_count) == (State.READING, 0, 3)
    slices = 0
    while carry_on(row.pk) == Step.RECOGNISE:
        slices += 1
        assert slices <= 3
    assert slices >= 1

    row.refresh_from_db()
    assert (row.state, row.kind, row.pages_read) == (State.READ, "scan", 3)
    assert "thiết bị" in texts(row)[0]
    assert row.reading["number"]["value"] == "905/2026/NĐ-CP"
    words = row.pages.get(number=1).words
    assert json.loads(json.dumps(words)) == words
    assert all(0 <= share <= 1 for word in words for share in word[2])
    assert kept_bytes(row) == content


@needs.ocr
def test_a_page_that_was_recognised_is_not_recognised_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = read_now(hand_in(make.scan()).row)
    begin_again(row)
    monkeypatch.setitem(steps._DOING, Step.RECOGNISE, lambda *_: pytest.fail("again"))
    before = texts(row)
    row = read_now(row)

    assert (row.state, texts(row)) == (State.READ, before)


@needs.ocr
def test_a_searchable_copy_of_a_scan_lies_beside_the_original() -> None:
    content = make.scan()
    row = hand_in(content).row
    work()

    row.refresh_from_db()
    assert kept_bytes(row) == content
    with row.searchable.open() as copy:
        assert copy.read(5) == b"%PDF-"
    assert Job.objects.filter(kind=PATIENT_JOB, state=Job.State.DONE).exists()
    again = read_now(hand_in(Path(row.searchable.path).read_bytes(), "copy.pdf").row)
    assert (again.kind, again.state) == ("pdf", State.READ)


@needs.ocr
def test_a_file_whose_bytes_are_lost_does_not_stop_a_worker_from_starting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as bare:
        bare.setattr(installed, "available", lambda: False)
        lost, kept = read_now(hand_in(make.scan()).row), read_now(hand_in(make.png()).row)
    path_of(lost.sha256).unlink()
    read_what_could_not_be_read()

    assert "is gone" in caplog.text
    assert list(IncomingFile.objects.waiting()) == [kept]


@needs.ocr
def test_what_waited_for_tesseract_is_owed_when_a_worker_starts_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(installed, "available", lambda: False)
    row = read_now(hand_in(make.scan()).row)
    assert row.state == State.UNREAD
    monkeypatch.undo()
    Job.objects.all().delete()
    read_what_could_not_be_read()

    assert [job.kind for job in Job.objects.all()] == [READ_JOB]
    work()
    row.refresh_from_db()
    assert row.state == State.READ
