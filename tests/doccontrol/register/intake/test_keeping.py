"""Bytes come in once, are kept whole, and are given up only by a person."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest.mock import Mock

import pytest
from django.db import connection, transaction

from doccontrol.errors import Refused
from doccontrol.jobs.working import Worker
from doccontrol.models import IncomingFile, IncomingPage, Job
from doccontrol.register.actions import ReasonMissing
from doccontrol.register.intake import actions, keeping
from doccontrol.register.intake.actions import (
    attach_to_text,
    begin_again,
    keep,
    let_go,
    refuse,
    set_aside,
)
from doccontrol.register.intake.orphans import take_in_orphans
from tests.doccontrol.register.intake.make import hand_in, kept_bytes, sha256
from tests.make import make_person, make_text

State, Way = IncomingFile.State, IncomingFile.Way


@pytest.mark.django_db
def test_a_file_is_kept_as_it_came_and_its_reading_is_owed_once() -> None:
    person = make_person()
    kept = hand_in(b"%PDF-1.7 body", "Nghị định 5.pdf", by=person)
    row = kept.row

    assert kept.is_new
    assert (row.name, row.size, row.state) == ("Nghị định 5.pdf", 13, State.WAITING)
    assert (row.received_by, row.way) == (person, Way.UPLOAD)
    assert kept_bytes(row) == b"%PDF-1.7 body"
    assert row.file.open().read() == b"%PDF-1.7 body"
    assert [(job.kind, job.payload) for job in Job.objects.all()] == [
        (actions.READ_JOB, {"file": row.pk})
    ]


@pytest.mark.django_db
def test_the_same_bytes_again_are_the_row_that_is_there_whatever_their_name() -> None:
    first = hand_in(b"same", "a.pdf")
    again = hand_in(b"same", "b.docx", by=make_person())

    assert not again.is_new
    assert again.row == first.row
    assert again.row.name == "a.pdf"
    assert Job.objects.count() == 1
    assert len(list(keeping.path_of(first.row.sha256).parent.iterdir())) == 1


@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_the_same_bytes_at_once_make_one_row() -> None:
    barrier = Barrier(4)
    content = b"%PDF" + b"x" * 3_000_000

    def upload(number: int) -> bool:
        try:
            barrier.wait()
            return hand_in(content, f"{number}.pdf").is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(upload, range(4)))

    assert sorted(new) == [False, False, False, True]
    row = IncomingFile.objects.get()
    assert kept_bytes(row) == content
    assert [path.name for path in keeping.path_of(row.sha256).parent.iterdir()] == [row.sha256]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "refusal"),
    [(0, "empty"), (1, ""), (2**20, ""), (2**20 + 1, "too-large")],
)
def test_the_size_is_judged_at_once(settings, size: int, refusal: str) -> None:
    settings.READING_LIMITS = {"megabytes": 1}
    content = b"x" * size
    row = hand_in(content).row

    assert row.refusal == refusal
    assert row.state == (State.REFUSED if refusal else State.WAITING)
    assert row.sha256 == sha256(content)
    assert row.size == size
    assert keeping.path_of(row.sha256).exists() is not bool(refusal)
    assert Job.objects.exists() is not bool(refusal)


def test_of_a_file_that_is_too_large_no_more_is_written_than_is_allowed() -> None:
    with keeping.received(io.BytesIO(b"x" * 5_000_000), most=1_500_000) as received:
        assert received.is_cut
        assert received.path.stat().st_size <= 1_500_000


@pytest.mark.django_db
def test_a_refused_file_keeps_its_bytes_and_is_tried_anew_when_it_comes_again() -> None:
    row = hand_in(b"torn").row
    IncomingPage.objects.create(file=row, number=1, source="layer")
    Job.objects.all().delete()
    for _twice in range(2):
        refuse(row, "broken")

    row.refresh_from_db()
    assert (row.state, row.refusal) == (State.REFUSED, "broken")
    assert kept_bytes(row) == b"torn"
    assert not row.pages.exists()

    again = hand_in(b"torn", "again.pdf")
    assert (again.row.pk, again.is_new) == (row.pk, True)
    assert (again.row.state, again.row.refusal, again.row.name) == (State.WAITING, "", "again.pdf")
    assert kept_bytes(again.row) == b"torn"
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_file_that_was_let_go_is_kept_anew_when_it_comes_again() -> None:
    row, person = hand_in(b"torn").row, make_person()
    refuse(row, "broken")
    for _twice in range(2):
        let_go(row, by=person)
    row.refresh_from_db()
    assert (row.state, row.file.name, row.let_go_by) == (State.REFUSED, "", person)
    assert not keeping.path_of(row.sha256).exists()

    again = hand_in(b"torn").row
    assert (again.state, again.let_go_by, again.let_go_at) == (State.WAITING, None, None)
    assert kept_bytes(again) == b"torn"


@pytest.mark.django_db
def test_bytes_that_came_in_again_while_they_were_let_go_are_kept() -> None:
    row = hand_in(b"torn").row
    refuse(row, "broken")
    let_go(row, by=make_person())
    hand_in(b"torn")
    actions.remove_let_go(row)

    assert kept_bytes(row) == b"torn"


@pytest.mark.django_db
@pytest.mark.parametrize("again", ["by the person", "by the worker that starts"])
def test_bytes_let_go_by_somebody_who_was_killed_are_removed_later(
    again: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, person, other = hand_in(b"torn").row, make_person(), hand_in(b"good").row
    refuse(row, "broken")
    with monkeypatch.context() as killed:
        killed.setattr(actions, "remove_let_go", Mock(side_effect=SystemExit))
        with pytest.raises(SystemExit):
            let_go(row, by=person)
    assert keeping.path_of(row.sha256).exists()

    if again == "by the person":
        let_go(row, by=make_person())
    else:
        Worker(say=lambda line: None, complain=lambda line: None, idle=0).start()
    assert not keeping.path_of(row.sha256).exists()
    assert kept_bytes(other) == b"good"
    row.refresh_from_db()
    assert row.let_go_by == person


@pytest.mark.django_db
def test_only_what_was_refused_is_let_go() -> None:
    row = hand_in(b"good").row
    with pytest.raises(Refused, match=r"nghi-dinh\.pdf"):
        let_go(row, by=make_person())
    assert kept_bytes(row) == b"good"


@pytest.mark.django_db
def test_a_refused_file_of_an_older_version_without_bytes_is_as_it_was() -> None:
    row = hand_in(b"torn").row
    keeping.path_of(row.sha256).unlink()
    IncomingFile.objects.update(state=State.REFUSED, refusal="broken", file="")
    Job.objects.all().delete()
    begin_again(row_of := IncomingFile.objects.get())

    row_of.refresh_from_db()
    assert row_of.state == State.REFUSED
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_smaller_limit_takes_no_bytes_from_a_refused_file(settings) -> None:
    content = b"x" * (2**20 + 1)
    row = hand_in(content).row
    refuse(row, "unknown-kind")
    settings.READING_LIMITS = {"megabytes": 1}
    hand_in(content)

    row.refresh_from_db()
    assert (row.refusal, bool(row.file)) == ("unknown-kind", True)
    assert kept_bytes(row) == content


@pytest.mark.django_db
def test_a_file_that_was_read_once_is_not_refused_later() -> None:
    row = hand_in(b"good").row
    row.state, row.read_at = State.READ, row.received_at
    row.save()
    begin_again(row)
    refuse(row, "too-slow")

    row.refresh_from_db()
    assert (row.state, row.refusal) == (State.READ, "")
    assert kept_bytes(row) == b"good"


@pytest.mark.django_db
def test_bytes_that_storage_has_lost_come_back_with_the_same_file() -> None:
    row = hand_in(b"good").row
    row.state, row.read_at = State.READ, row.received_at
    row.save()
    keeping.path_of(row.sha256).unlink()
    hand_in(b"good")

    assert kept_bytes(row) == b"good"
    row.refresh_from_db()
    assert row.state == State.READ


@pytest.mark.django_db
def test_a_larger_limit_of_the_past_keeps_what_it_let_in(settings) -> None:
    content = b"x" * (2**20 + 1)
    row = hand_in(content).row
    settings.READING_LIMITS = {"megabytes": 1}
    again = hand_in(content)

    assert (again.row, again.row.state) == (row, State.WAITING)
    assert kept_bytes(row) == content


@pytest.mark.django_db
def test_nothing_is_left_behind_when_keeping_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        hand_in(b"x")
        raise ZeroDivisionError
    with pytest.raises(OSError, match="unplugged"):
        keep(Unplugged(), name="a.pdf", way=Way.UPLOAD, by=None)

    assert not IncomingFile.objects.exists()
    folder = keeping.path_of("0" * 64).parent
    assert [path for path in folder.iterdir() if path.name.startswith("arriving")] == []


class Unplugged(io.BytesIO):
    def read(self, *args: object) -> bytes:
        raise OSError("unplugged")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("nghi-dinh.pdf", "nghi-dinh.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ô\\Công văn.docx", "Công văn.docx"),
        ("Co\u0302ng va\u0306n.pdf", "Công văn.pdf"),
        ("a\nb\x00\udcff.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        (".pdf", ".pdf"),
        ("", "file"),
        ("Số 5/QĐ. Về việc đổi tên", "QĐ. Về việc đổi tên"),
    ],
)
def test_the_senders_name_is_shown_without_harm(sent: str, shown: str) -> None:
    assert keeping.plain_name(sent) == shown


@pytest.mark.django_db
def test_a_file_belongs_to_one_text_with_a_reason_in_its_history() -> None:
    from reversion.models import Version

    row, text, person = hand_in(b"good").row, make_text(), make_person()
    for _twice in range(2):
        attach_to_text(row, text, by=person, reason="Bản gốc từ Công báo")

    row.refresh_from_db()
    assert row.text == text
    assert [entry.revision.comment for entry in Version.objects.get_for_object(text)] == [
        "Bản gốc từ Công báo"
    ]
    with pytest.raises(ReasonMissing):
        attach_to_text(row, text, by=person, reason=" ")
    with pytest.raises(Refused, match=text.number_raw):
        attach_to_text(row, make_text(), by=person, reason="Nhầm")


@pytest.mark.django_db
def test_what_this_machine_cannot_read_is_kept_with_the_reason_and_may_begin_again() -> None:
    row = hand_in(b"scan").row
    Job.objects.all().delete()
    set_aside(row, "needs-tesseract")

    assert list(IncomingFile.objects.unread()) == [row]
    assert kept_bytes(row) == b"scan"
    begin_again(row)
    assert list(IncomingFile.objects.waiting()) == [row]
    assert Job.objects.count() == 1


# Bytes of which no row knows


@pytest.mark.django_db
def test_bytes_whose_row_a_power_cut_took_have_one_again_and_are_read() -> None:
    row = hand_in(b"%PDF here").row
    known = hand_in(b"%PDF known").row
    IncomingFile.objects.filter(pk=row.pk).delete()  # a commit that was not yet on disk
    Job.objects.all().delete()
    for _twice in range(2):
        take_in_orphans()

    found = IncomingFile.objects.exclude(pk=known.pk).get()
    assert (found.sha256, found.way, found.state) == (row.sha256, Way.ON_DISK, State.WAITING)
    assert found.name == f"{row.sha256[:12]}.found"
    assert kept_bytes(found) == b"%PDF here"
    assert [job.payload for job in Job.objects.all()] == [{"file": found.pk}]


@pytest.mark.django_db
def test_what_is_damaged_on_disk_is_told_and_not_taken_in(
    caplog: pytest.LogCaptureFixture,
) -> None:
    row = hand_in(b"%PDF here").row
    IncomingFile.objects.all().delete()
    keeping.path_of(row.sha256).write_bytes(b"%PDF torn")
    path_beside = keeping.path_of(row.sha256, "-ocr.pdf")
    path_beside.write_bytes(b"a copy")

    assert take_in_orphans() == []
    assert not IncomingFile.objects.exists()
    assert "is damaged" in caplog.text
    assert keeping.path_of(row.sha256).exists()


@pytest.mark.django_db
def test_a_worker_that_starts_looks_for_such_bytes() -> None:
    row = hand_in(b"%PDF here").row
    IncomingFile.objects.all().delete()
    Worker(say=lambda line: None, complain=lambda line: None, idle=0).start()

    assert IncomingFile.objects.get().sha256 == row.sha256
