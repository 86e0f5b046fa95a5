"""Files saved in the watched folder are taken when they are whole, and none is ever lost."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from doccontrol.models import IncomingFile
from doccontrol.register.intake import inbox as watched
from doccontrol.register.intake.actions import refuse
from doccontrol.register.intake.inbox import AT_ONCE, look_into_inbox, take
from tests.doccontrol.register.intake.make import hand_in, kept_bytes

pytestmark = pytest.mark.django_db
State, Way = IncomingFile.State, IncomingFile.Way


def lying_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_file_is_taken_once_it_is_kept(inbox: Path) -> None:
    (inbox / "Nghị định.pdf").write_bytes(b"%PDF one")
    look_into_inbox()

    row = IncomingFile.objects.get()
    assert (row.name, row.way, row.received_by) == ("Nghị định.pdf", Way.INBOX, None)
    assert kept_bytes(row) == b"%PDF one"
    assert lying_in(inbox) == []
    look_into_inbox()
    assert IncomingFile.objects.count() == 1


def test_the_folder_is_made_where_there_is_none(settings) -> None:
    look_into_inbox()
    assert settings.INBOX_DIR.is_dir()


def test_a_file_being_written_is_left_alone_until_it_is_quiet(inbox: Path, settings) -> None:
    settings.INBOX_QUIET_SECONDS = 1
    path = inbox / "slow.pdf"
    path.write_bytes(b"half")
    # A copy that already carries the dates of its original.
    os.utime(path, (0, 0))
    look_into_inbox()
    assert lying_in(inbox) == ["slow.pdf"]

    time.sleep(1.1)
    look_into_inbox()
    assert lying_in(inbox) == []


def test_a_file_that_grows_while_it_is_taken_is_taken_again_whole(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = inbox / "growing.pdf"
    path.write_bytes(b"half")
    really = watched.keep

    def keep_while_it_grows(file, **options):
        kept = really(file, **options)
        with path.open("ab") as more:
            more.write(b" and the rest")
        monkeypatch.setattr(watched, "keep", really)
        return kept

    monkeypatch.setattr(watched, "keep", keep_while_it_grows)
    look_into_inbox()
    assert path.read_bytes() == b"half and the rest"
    look_into_inbox()

    assert lying_in(inbox) == []
    assert b"half and the rest" in [kept_bytes(row) for row in IncomingFile.objects.all()]


@pytest.mark.parametrize(
    "name", [".hidden", "~$quy.docx", "a.pdf.part", "B.CRDOWNLOAD", "Thumbs.db"]
)
def test_what_programs_leave_about_is_not_handed_in(inbox: Path, name: str) -> None:
    (inbox / name).write_bytes(b"x")
    look_into_inbox()

    assert lying_in(inbox) == [name]
    assert not IncomingFile.objects.exists()


def test_links_and_folders_are_left_alone(inbox: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not handed in")
    (inbox / "link.pdf").symlink_to(secret)
    (inbox / "folder").mkdir()
    (inbox / "folder" / "a.pdf").write_bytes(b"x")
    look_into_inbox()

    assert not IncomingFile.objects.exists()
    assert secret.exists()


def test_a_link_put_in_the_place_of_a_file_is_not_followed(inbox: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not handed in")
    (inbox / "swapped.pdf").symlink_to(secret)
    with pytest.raises(OSError, match="swapped"):
        take(inbox / "swapped.pdf")
    os.mkfifo(inbox / "pipe.pdf")
    with pytest.raises(OSError, match="not a plain file"):
        take(inbox / "pipe.pdf")

    assert not IncomingFile.objects.exists()
    assert secret.exists()


def test_a_file_refused_at_once_lies_in_the_folder_of_refused_ones_with_the_reason(
    inbox: Path,
) -> None:
    for _twice in range(2):
        (inbox / "trống.pdf").write_bytes(b"")
        look_into_inbox()

    assert lying_in(inbox) == []
    refused = inbox / "refused"
    assert lying_in(refused) == [
        "trống (2).pdf",
        "trống (2).pdf.txt",
        "trống.pdf",
        "trống.pdf.txt",
    ]
    assert len((refused / "trống.pdf.txt").read_text().strip()) > 20
    assert IncomingFile.objects.get().refusal == "empty"


def test_a_file_refused_when_it_was_read_comes_back_to_the_folder(inbox: Path) -> None:
    (inbox / "hỏng.pdf").write_bytes(b"%PDF torn")
    look_into_inbox()
    row = IncomingFile.objects.get()
    for _twice in range(2):  # a worker that ended just then does it again
        refuse(row, "broken")

    assert lying_in(inbox / "refused") == ["hỏng.pdf", "hỏng.pdf.txt"]
    assert (inbox / "refused" / "hỏng.pdf").read_bytes() == b"%PDF torn"
    assert kept_bytes(row) == b"%PDF torn", "until a person lets it go"


def test_bytes_that_also_wait_from_an_upload_come_back_too(inbox: Path) -> None:
    row = hand_in(b"%PDF torn", "của tôi.pdf").row
    (inbox / "hỏng.pdf").write_bytes(b"%PDF torn")
    look_into_inbox()
    refuse(row, "broken")

    assert (inbox / "refused" / "của tôi.pdf").read_bytes() == b"%PDF torn"


def test_a_known_file_is_taken_away_and_changes_nothing(inbox: Path) -> None:
    row = hand_in(b"known").row
    row.state, row.read_at = State.READ, row.received_at
    row.save()
    (inbox / "known.pdf").write_bytes(b"known")
    look_into_inbox()

    assert lying_in(inbox) == []
    row.refresh_from_db()
    assert (row.state, row.way) == (State.READ, Way.UPLOAD)


def test_a_very_long_vietnamese_name_is_given_back_shortened(inbox: Path) -> None:
    row = hand_in(b"torn", "ề" * 180 + ".pdf", way=Way.INBOX).row
    refuse(row, "broken")

    (given_back,) = (path for path in (inbox / "refused").iterdir() if path.suffix == ".pdf")
    assert given_back.read_bytes() == b"torn"


def test_a_file_that_cannot_be_taken_stays_and_the_others_are_taken(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a.pdf", "b.pdf"):
        (inbox / name).write_bytes(name.encode())
    really = watched.keep

    def full_for_a(file, *, name, **options):
        if name == "a.pdf":
            raise OSError(28, "No space left on device")
        return really(file, name=name, **options)

    monkeypatch.setattr(watched, "keep", full_for_a)
    for _look in range(3):
        look_into_inbox()

    assert lying_in(inbox) == ["a.pdf"]
    assert IncomingFile.objects.get().name == "b.pdf"
    assert caplog.text.count("No space left") == 1


def test_many_files_are_taken_in_several_looks(inbox: Path) -> None:
    for number in range(AT_ONCE + 2):
        (inbox / f"{number}.pdf").write_bytes(str(number).encode())
    look_into_inbox()
    assert IncomingFile.objects.count() == AT_ONCE
    look_into_inbox()
    assert IncomingFile.objects.count() == AT_ONCE + 2
