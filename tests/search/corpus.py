"""A small agency to search in."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from search.engines.base import Filters, IndexDocument, Query
from search.queries.question import Question, read_question


def make_document(key: str = "edition:1#1", **named: Any) -> IndexDocument:
    plain = IndexDocument(
        key=key,
        group=key.split("#")[0],
        kind="procedure",
        title="",
        heading="",
        body="",
        number="",
        url=f"/{key}",
        unit="Phòng Lao động",
        edition="01/00",
        public=True,
    )
    return replace(plain, **named)


_FILTERS = {field.name for field in fields(Filters)}


def ask(text: str, **named: Any) -> Query:
    """What staff ask on all days if ``named``, filters and all else of a Query, do not say more."""
    return ask_question(read_question(text), **named)


def ask_question(question: Question, **named: Any) -> Query:
    filters = {"on": None, "public_only": False}
    filters |= {name: named.pop(name) for name in list(named) if name in _FILTERS}
    return Query(question, Filters(**filters), **named)


CORPUS = [
    make_document(
        "edition:1#purpose",
        title="Giải quyết chế độ đối với người có công",
        heading="Mục đích",
        body="Quy định trình tự tiếp nhận hồ sơ, thẩm định và chi trả trợ cấp đúng hạn.",
        number="QT-NCC-01",
        from_day=date(2026, 7, 1),
    ),
    make_document(
        "edition:1#content",
        title="Giải quyết chế độ đối với người có công",
        heading="Nội dung",
        body="Căn cứ Quyết định số 19/2014/QĐ-TTg, công chức tiếp nhận tại Bộ phận Một cửa.",
        number="QT-NCC-01",
        from_day=date(2026, 7, 1),
    ),
    make_document(
        "edition:2#content",
        title="Kiểm tra an toàn lao động",
        heading="Lập biên bản",
        body="Đoàn kiểm tra ghi biên bản về chất lượng thiết bị, thuỷ lực và điện.",
        number="QT-LD-02",
        from_day=date(2025, 1, 1),
        until_day=date(2026, 7, 1),
    ),
    make_document(
        "edition:3#scope",
        kind="policy",
        title="Chính sách chất lượng",
        heading="Cam kết",
        body="Phục vụ người dân hoà nhã, đúng hẹn.",
        number="CSCL-01",
    ),
    make_document(
        "edition:4#content",
        title="Quy chế nội bộ",
        heading="Bảo mật",
        body="Mật khẩu két sắt là bươmbướm, chỉ lãnh đạo được biết.",
        number="QC-01",
        public=False,
    ),
    make_document(
        "law:19#1",
        kind="law",
        title="Về việc áp dụng Hệ thống quản lý chất lượng theo TCVN ISO 9001:2008",
        heading="Điều 1. Phạm vi điều chỉnh",
        body="Quyết định này quy định việc áp dụng Hệ thống quản lý chất lượng.",
        number="19/2014/QĐ-TTg",
    ),
    make_document(
        "law:20#1",
        kind="law",
        title="Về công tác văn thư",
        heading="Điều 1. Phạm vi điều chỉnh",
        body="Văn thư, lưu trữ và con dấu.",
        number="30/2020/NĐ-CP",
    ),
]
