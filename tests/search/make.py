"""Builders of documents with an address by their code, as the editor gives it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from django.utils import timezone
from django.utils.text import slugify

from doccontrol.documents.issuing import actions
from doccontrol.models import IncomingFile, IncomingPage, LegalText
from tests import make

_serial = count(1)
# What a procedure must say to be submitted; an index would find it everywhere.
BARE: dict[str, Any] = {
    "purpose": "",
    "scope": "",
    "is_without_basis": False,
    "is_without_time_limit": False,
    "is_without_records": False,
    "steps": [],
}


@contextmanager
def as_written() -> Iterator[None]:
    """What a test wrote is issued, complete or not."""
    with mock.patch.object(actions, "check_complete"), mock.patch.object(make, "fill_in"):
        yield


def make_procedure(**fields: Any) -> Any:
    return make.make_procedure(**_with_slug(BARE | fields))


def make_form(parent: Any, **fields: Any) -> Any:
    return make.make_form(parent, **_with_slug(fields))


def make_edition(page: Any = None, **draft: Any) -> Any:
    """``page`` is read again: issuing changes the row under the object in hand."""
    if page is None:
        return make.make_edition(**_with_slug(BARE | draft))
    page = type(page).objects.get(pk=page.pk)
    if not page.editions.exists():
        return make.make_first_edition(page, **draft)
    with as_written():
        return make.make_edition(page, **draft)


def make_file(text: LegalText | None, *pages: str, **fields: Any) -> IncomingFile:
    """A file of ``text`` that was read, with the text of its pages."""
    n = next(_serial)
    file = IncomingFile.objects.create(
        **{
            "sha256": f"{n:064}",
            "name": f"tep-{n}.pdf",
            "size": 1,
            "file": f"incoming/{n:064}",
            "way": IncomingFile.Way.UPLOAD,
            "state": IncomingFile.State.READ,
            "read_at": timezone.now(),
            "text": text,
        }
        | fields
    )
    IncomingPage.objects.bulk_create(
        IncomingPage(file=file, number=number, text=page, source="layer")
        for number, page in enumerate(pages, start=1)
    )
    return file


def _with_slug(fields: dict[str, Any]) -> dict[str, Any]:
    return {"slug": slugify(fields.get("code") or f"tai-lieu-{next(_serial)}")} | fields
