"""Builders of frozen content (schema 1), and readers of the PDF that is made of it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pdfplumber
import pypdfium2

from doccontrol.documents.printing.typesetting import typeset

SHA256 = "0123456789abcdef" * 4
STANDARD = (
    ("purpose", "Mục đích"),
    ("scope", "Phạm vi"),
    ("references", "Tài liệu viện dẫn"),
    ("definitions", "Định nghĩa/viết tắt"),
    ("content", "Nội dung"),
    ("forms", "Biểu mẫu"),
    ("records", "Hồ sơ cần lưu"),
)
STEP_COLUMNS = [
    {"key": "no", "heading": "TT"},
    {"key": "content", "heading": "Nội dung công việc"},
    {"key": "responsible", "heading": "Trách nhiệm"},
    {"key": "duration", "heading": "Thời gian"},
    {"key": "form", "heading": "Biểu mẫu/Kết quả"},
]


def make_section(key: str = "body", **named: Any) -> dict[str, Any]:
    return {"key": key, "number": "", "heading": "", "html": "", "parts": [], "table": None} | named


def make_steps(count: int) -> dict[str, Any]:
    rows = [
        {"no": str(n), "content": f"Bước việc {n}", "responsible": "Một cửa", "form": "BM\n01"}
        for n in range(1, count + 1)
    ]
    return make_section(
        "steps",
        number="5.1",
        heading="Quy trình xử lý",
        table={"columns": deepcopy(STEP_COLUMNS), "rows": rows},
    )


def make_procedure(*, html: str = "<p>Nội dung mục đích.</p>", steps: int = 3) -> dict[str, Any]:
    sections = [
        make_section(key, number=str(n), heading=heading)
        for n, (key, heading) in enumerate(STANDARD, start=1)
    ]
    sections[0]["html"] = html
    sections[4]["parts"] = [make_steps(steps)]
    return {
        "schema": 1,
        "kind": "procedure",
        "agency": {
            "name": "Sở Nội vụ",
            "superior_body": "Ủy ban nhân dân thành phố Cần Thơ",
            "place": "Cần Thơ",
            "standard": "TCVN ISO 9001:2015",
        },
        "code": "QT-LD-01/CX",
        "title": "Cấp giấy phép lao động",
        "owner_unit": {"code": "LD", "name": "Phòng Lao động"},
        "field": "Lao động",
        "issue_no": 1,
        "revision_no": 0,
        "approved_on": "2026-06-30",
        "in_force_from": "2026-07-01",
        "signatures": [
            {
                "role": "drafted",
                "name": "Nguyễn Thị Hữu",
                "title": "Chuyên viên",
                "unit": "Phòng A",
            },
            {"role": "approved", "name": "Đỗ Phượng", "title": "Giám đốc", "on": "2026-06-30"},
        ],
        "revisions": [
            {"issue_no": 1, "revision_no": 0, "approved_on": "2026-06-30", "place": "Mục 5"}
        ],
        "legal_basis": [
            {
                "number": "145/2020/NĐ-CP",
                "type": "Nghị định",
                "subject": "Quy định chi tiết Bộ luật Lao động",
                "issuer": "Chính phủ",
                "issued": "2020-12-14",
                "clause": "Điều 5",
            },
            {
                "number": "45/2019/QH14",
                "type": "Bộ luật",
                "subject": "Bộ luật Lao động",
                "issuer": "Quốc hội",
                "issued": "2019-11-20",
            },
            {"number": "161/2026/NĐ-CP", "type": "Nghị định", "issued": None},
        ],
        "implements": [
            {"type": "Nghị định", "number": "161/2026/NĐ-CP", "date": "2026-07-01"},
        ],
        "sections": sections,
        "attachments": [
            {
                "code": "BM-01",
                "title": "Tờ khai",
                "filename": "bm.docx",
                "size": 2048,
                "sha256": SHA256,
            }
        ],
    }


def pages(content: dict[str, Any], **named: Any) -> list[str]:
    """The text of each page of the PDF, every run of white space as one space."""
    document = pypdfium2.PdfDocument(typeset(content, content_sha256=SHA256, **named))
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def elements(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from elements(child)


def tags(pdf: bytes) -> Counter[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return Counter(x["type"] for root in document.structure_tree for x in elements(root))


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value
