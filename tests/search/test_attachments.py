"""What stands in the files of editions is read by the worker, once, and found."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from doccontrol.jobs.outbox import claim, perform
from doccontrol.models import Attachment, ControlledDocument, Edition, Job
from doccontrol.typesetting import FONTS
from search.index import attachment_texts
from search.index.attachment_texts import owe_unread, read_attachments
from search.index.indexing import documents_of_editions
from search.text import compose
from tests.search.make import make_edition, make_form, make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cache(settings: Any, tmp_path: Path) -> Path:
    settings.CACHE_DIR = tmp_path / "cache"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "cache"


@lru_cache
def _bytes_of(paragraphs: tuple[str, ...]) -> bytes:
    """The same for the same words: a file that was looked through is not looked through again."""
    document, out = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def docx(*paragraphs: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("mau.docx", _bytes_of(paragraphs))


def form_with(file: SimpleUploadedFile, **fields: Any) -> Edition:
    parent = make_edition(make_procedure(), on=date(2024, 1, 10)).document.specific
    edition: Edition = make_edition(make_form(parent, file=file, **fields))
    return edition


def read(edition: Edition) -> None:
    read_attachments({"edition": edition.pk})


def texts(edition: Edition) -> list[str]:
    documents = documents_of_editions(Edition.objects.filter(pk=edition.pk))
    return [one.body for one in documents if "#file-" in one.key]


def test_the_text_of_a_form_is_found_under_the_name_of_its_file() -> None:
    edition = form_with(
        docx("Kính gửi: Phòng", "Họ và tên: ........ ____ ngày …………"), code="BM-LD-01-01"
    )
    assert texts(edition) == []
    read(edition)
    (document,) = [
        one
        for one in documents_of_editions(Edition.objects.filter(pk=edition.pk))
        if "#file-" in one.key
    ]
    attachment = Attachment.objects.get(edition=edition)

    assert document.body == "Kính gửi: Phòng\nHọ và tên: … ngày …"
    assert document.heading == "BM-LD-01-01.docx"
    assert document.url == f"/tai-lieu/bm-ld-01-01/lan/01-00/tep/{attachment.pk}/"
    assert (document.kind, document.number, document.head) == ("form", "BM-LD-01-01", False)


def test_a_file_of_a_document_for_staff_is_for_staff() -> None:
    edition = form_with(docx("bươmbướm"), visibility=ControlledDocument.Visibility.STAFF)
    read(edition)

    documents = documents_of_editions(Edition.objects.filter(pk=edition.pk))
    assert {document.public for document in documents} == {False}


def test_a_pdf_is_read_too() -> None:
    source = (
        '#set page(width: 12cm, height: 5cm)\n#set text(font: "Liberation Serif")\nTờ khai đăng ký'
    )
    pdf = typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    edition = form_with(SimpleUploadedFile("mau.pdf", pdf))
    read(edition)

    assert [compose(text) for text in texts(edition)] == ["Tờ khai đăng ký"]


def test_a_file_is_read_once_however_often_the_index_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = form_with(docx("Một lần"))
    read(edition)
    monkeypatch.setattr(attachment_texts, "Child", None)  # no process is started any more
    read(edition)
    Job.objects.all().delete()
    owe_unread()

    assert texts(edition) == texts(edition) == ["Một lần"]
    assert not Job.objects.exists()


def test_the_same_bytes_in_another_edition_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    file = docx("Chung một tệp").read()
    first = form_with(SimpleUploadedFile("a.docx", file))
    read(first)
    second = form_with(SimpleUploadedFile("b.docx", file))
    monkeypatch.setattr(attachment_texts, "Child", None)
    read(second)

    assert texts(second) == ["Chung một tệp"]


def bomb() -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"0" * 60_000_000)
    return SimpleUploadedFile("mau.docx", out.getvalue())


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"PK\x03\x04 broken", None])
def test_a_file_that_cannot_be_read_is_not_tried_for_ever(
    content: bytes | None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READING_LIMITS = {"unpacked_megabytes": 5}
    edition = form_with(docx("thay"))
    attachment = Attachment.objects.get(edition=edition)
    with attachment.file.storage.open(attachment.file.name, "wb") as file:
        file.write(bomb().read() if content is None else content)
    read(edition)
    monkeypatch.setattr(attachment_texts, "Child", None)
    read(edition)

    assert texts(edition) == []


def test_a_new_edition_owes_the_reading_of_its_file_and_then_the_index() -> None:
    edition = form_with(docx("Đơn đề nghị"))
    Job.objects.exclude(kind="read_attachments").delete()
    assert Job.objects.filter(kind="read_attachments", key=str(edition.pk)).exists()
    jobs = claim(Job.objects.latest("not_before").not_before)
    assert perform(jobs)

    assert Job.objects.filter(kind="index_edition", key=str(edition.pk)).exists()


def test_a_cache_that_was_emptied_is_filled_again_by_the_next_worker(cache: Path) -> None:
    edition = form_with(docx("Đơn đề nghị"))
    read(edition)
    for file in cache.rglob("*.txt"):
        file.unlink()
    Job.objects.all().delete()
    owe_unread()

    assert [job.payload for job in Job.objects.all()] == [{"edition": edition.pk}]


def test_a_long_file_is_read_in_its_beginning() -> None:
    edition = form_with(docx(*[f"Dòng {n} {'chữ ' * 200}" for n in range(1000)]))
    read(edition)

    assert 1 < len(texts(edition)) <= 50
