"""Files as intake leaves them: read, with what was read as ``read_text --json`` prints it."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from doccontrol.models import IncomingFile, IncomingPage
from doccontrol.register.intake import keeping
from tests.admin_forms import form_data

_serial = count(1)

PAGE = (
    "CHÍNH PHỦ\nSố: 901/2026/NĐ-CP\nHà Nội, ngày 18 tháng 11 năm 2026\nNGHỊ ĐỊNH\n"
    "Sửa đổi Nghị định số 131/2021/NĐ-CP về hồ sơ\n"
    "Nghị định này có hiệu lực thi hành từ ngày 15 tháng 01 năm 2027.\n"
)


def found(
    value: Any, words: str = "", *, confidence: float = 0.98, **beside: Any
) -> dict[str, Any]:
    """A field as it was read on the page; ``words`` are what stands there."""
    start = max(PAGE.find(words or str(value)), 0)
    span = [start, start + len(words or str(value))]
    return {"value": value, "page": 1, "span": span, "confidence": confidence} | beside


def unread(reason: str = "The number is written by hand.") -> dict[str, Any]:
    return {"value": None, "reason": reason}


def amends(number: str | None = "131/2021/NĐ-CP", **row: Any) -> dict[str, Any]:
    start = max(PAGE.find(number or "Nghị định"), 0)
    return {
        "kind": "sua_doi_bo_sung",
        "number": number,
        "name": None,
        "scope": "khoản 2 Điều 6",
        "whole": False,
        "page": 1,
        "span": [start, start + 10],
        "confidence": 0.97,
    } | row


def reading(**fields: Any) -> dict[str, Any]:
    return {
        "file": "nghi-dinh.pdf",
        "kind": "docx",
        "pages": 1,
        "number": found("901/2026/NĐ-CP"),
        "type": found("Nghị định", "NGHỊ ĐỊNH"),
        "issuer": found("Chính phủ", "CHÍNH PHỦ"),
        "issued": found("2026-11-18", "ngày 18 tháng 11 năm 2026"),
        "subject": found("Sửa đổi Nghị định số 131/2021/NĐ-CP về hồ sơ"),
        "signer": unread("The signature was not found."),
        "effective": found("2027-01-15", "ngày 15 tháng 01 năm 2027"),
        "applied_from": unread("The text states no other day of application."),
        "expires": unread("The text sets itself no end."),
        "basis": unread("The text names no basis."),
        "relations": [],
        "citations": [],
        "warnings": [],
        "conflicts": [],
    } | fields


def make_file(**fields: Any) -> IncomingFile:
    """A file that was read: one page of text, and ``reading`` (its fields by name)."""
    serial = next(_serial)
    read = fields.pop("reading", None) or reading()
    sha256 = f"{serial:064x}"
    file = IncomingFile.objects.create(
        **{
            "sha256": sha256,
            "name": f"van-ban-{serial}.docx",
            "size": 10,
            "file": keeping.name_of(sha256),
            "kind": "docx",
            "way": IncomingFile.Way.UPLOAD,
            "state": IncomingFile.State.READ,
            "page_count": 1,
            "pages_read": 1,
            "read_at": timezone.now(),
            "reading": read,
        }
        | fields
    )
    IncomingPage.objects.create(file=file, number=1, text=PAGE, source="office")
    return file


def typed(html: str, **changes: Any) -> dict[str, Any]:
    """What the browser would send from the page of a file, with ``changes`` (a double underscore
    stands for the dash of a row: relation__0__decision is relation-0-decision)."""
    data = {
        name: value.removeprefix("\n") if isinstance(value, str) else value  # as browsers do
        for name, value in form_data(html, "form.triage-form").items()
    }
    return data | {name.replace("__", "-"): value for name, value in changes.items()}
