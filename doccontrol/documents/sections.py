"""The sections of each kind of document as plain values: what is frozen, read, printed, compared.

Headings are the official words of the document, not of the interface: they are frozen with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.html import escape

from doccontrol.documents.richtext.plain_text import text_of
from doccontrol.documents.section_types import Column, Section, Table

if TYPE_CHECKING:
    from doccontrol.documents.models.editions import Edition


PROCEDURE_PARTS = (
    ("dossier", "Thành phần hồ sơ"),
    ("dossier_sets", "Số lượng hồ sơ"),
    ("time_limit", "Thời hạn giải quyết"),
    ("handling_body", "Cơ quan thực hiện"),
    ("applicants", "Đối tượng thực hiện"),
    ("submission", "Cách thức thực hiện"),
    ("fees", "Phí, lệ phí"),
    ("requirements", "Yêu cầu, điều kiện"),
    ("result", "Kết quả thực hiện"),
    ("legal_note", "Lưu ý khi áp dụng"),
)
NOT_APPLICABLE = "<p>Không áp dụng.</p>"
PLAIN_PARTS = frozenset({"dossier_sets", "time_limit"})
STEP_COLUMNS = (
    ("no", "TT"),
    ("content", "Nội dung công việc"),
    ("responsible", "Trách nhiệm"),
    ("duration", "Thời gian (ngày làm việc)"),
    ("form", "Biểu mẫu/Kết quả"),
)
FORM_COLUMNS = (("code", "Mã hiệu"), ("title", "Tên biểu mẫu"), ("edition", "Lần ban hành/sửa đổi"))
RECORD_COLUMNS = (
    ("no", "TT"),
    ("title", "Tên hồ sơ"),
    ("place", "Nơi lưu"),
    ("period", "Thời gian lưu"),
)


class ProcedurePage(Protocol):
    """``models.kinds.Procedure``, which asks this module; of ``PROCEDURE_PARTS`` each is a field
    too. ``steps`` and ``records`` are its rows."""

    @property
    def purpose(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def references(self) -> str: ...
    @property
    def definitions(self) -> str: ...
    @property
    def time_limit_days(self) -> Any: ...
    @property
    def legal_basis(self) -> Any: ...
    @property
    def steps(self) -> Any: ...
    @property
    def records(self) -> Any: ...
    @property
    def is_without_basis(self) -> bool: ...
    @property
    def is_without_time_limit(self) -> bool: ...
    @property
    def is_without_records(self) -> bool: ...


class FreePage(Protocol):
    """A page whose sections are rows: number, heading and body by their place."""

    @property
    def free_sections(self) -> Any: ...


class FormPage(Protocol):
    @property
    def guidance(self) -> str: ...


def section(
    key: str,
    number: str,
    heading: str,
    html: str = "",
    *,
    parts: list[Section] | None = None,
    table: Table | None = None,
) -> Section:
    return Section(
        key=key, number=number, heading=heading, html=html, parts=parts or [], table=table
    )


def table(columns: Sequence[tuple[str, str]], rows: Iterable[dict[str, str]]) -> Table | None:
    """None without rows: an empty table says nothing."""
    listed = list(rows)
    if not listed:
        return None
    return Table(columns=[Column(key=k, heading=h) for k, h in columns], rows=listed)


def days(value: Decimal | int | None) -> str:
    """A number of days as Vietnamese write it: 0,5."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def of_procedure(page: ProcedurePage, forms: Iterable[Edition]) -> list[Section]:
    """The seven sections of domain §3.3; parts of section 5 without content are left out."""
    steps = [
        {
            "no": str(place),
            "content": step.content,
            "responsible": step.responsible,
            "duration": days(step.duration),
            "form": step.form,
        }
        for place, step in enumerate(page.steps.all(), start=1)
    ]
    records = [
        {"no": str(place), "title": row.title, "place": row.place, "period": row.period}
        for place, row in enumerate(page.records.all(), start=1)
    ]
    no_records = NOT_APPLICABLE if page.is_without_records and not records else ""
    listed = [{"code": e.code, "title": e.title, "edition": str(e.number)} for e in forms]
    return [
        section("purpose", "1", "Mục đích", page.purpose),
        section("scope", "2", "Phạm vi", page.scope),
        section("references", "3", "Tài liệu viện dẫn", page.references),
        section("definitions", "4", "Định nghĩa, từ viết tắt", page.definitions),
        section("content", "5", "Nội dung", parts=_procedure_parts(page, steps)),
        section("forms", "6", "Biểu mẫu", table=table(FORM_COLUMNS, listed)),
        section("records", "7", "Hồ sơ cần lưu", no_records, table=table(RECORD_COLUMNS, records)),
    ]


def _procedure_parts(page: ProcedurePage, steps: list[dict[str, str]]) -> list[Section]:
    parts: list[Section] = []
    for key, heading in PROCEDURE_PARTS:
        html = _as_html(key, getattr(page, key)) or _stated(key, page)
        if html:
            parts.append(section(key, f"5.{len(parts) + 1}", heading, html))
    listed = table(STEP_COLUMNS, steps)
    if listed:
        parts.append(
            section("steps", f"5.{len(parts) + 1}", "Trình tự xử lý công việc", table=listed)
        )
    return parts


def _stated(key: str, page: ProcedurePage) -> str:
    """What stands where the author stated that there is none."""
    if key == "time_limit":
        is_stated = page.is_without_time_limit and page.time_limit_days is None
    elif key == "legal_note":
        is_stated = page.is_without_basis and not page.legal_basis.all()
    else:
        is_stated = False
    return NOT_APPLICABLE if is_stated else ""


def of_free_document(page: FreePage) -> list[Section]:
    return [
        section(f"section-{place}", str(place), row.heading, row.body)
        for place, row in enumerate(page.free_sections.all(), start=1)
    ]


def of_form(page: FormPage) -> list[Section]:
    return [section("guidance", "1", "Hướng dẫn sử dụng", page.guidance)] if page.guidance else []


def _as_html(key: str, value: str) -> str:
    """Rich text as it is, none where it says nothing; a plain line escaped, as a paragraph."""
    text = value.strip()
    if key in PLAIN_PARTS:
        return f"<p>{escape(text)}</p>" if text else ""
    return text if text_of(text) else ""
