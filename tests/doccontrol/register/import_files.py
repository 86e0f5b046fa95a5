"""Small register files of each shape; name only what the test is about."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

CODEX_ROW = {
    "so_ky_hieu": "20/2021/NĐ-CP",
    "loai": "Nghị định",
    "trich_yeu": "Quy định chính sách trợ giúp xã hội",
    "ngay_ban_hanh": "2021-03-15",
    "co_quan_ban_hanh": "Chính phủ",
    "ngay_hieu_luc": "2021-07-01",
    "vbpl_url": "https://vbpl.vn/1",
    "bi_tac_dong_boi": [],
}
RELATION_ROW = {
    "van_ban": "20/2021/NĐ-CP",
    "quan_he": "có nội dung được sửa đổi",
    "loai_tac_dong": "Nghị định",
    "van_ban_tac_dong": "76/2024/NĐ-CP",
    "hieu_luc_tac_dong": "2024-07-01",
    "so_dieu": "2",
}
CURATED_ROW = {
    "number": "20/2021/NĐ-CP",
    "type": "Nghị định",
    "issuer": "Chính phủ",
    "title": "Quy định chính sách trợ giúp xã hội",
    "issued": "2021-03-15",
    "effective": "2021-07-01",
    "relations": [],
    "source": "Công báo",
    "note": "",
    "confidence": "high",
}


def write_jsonl(folder: Path, *rows: dict[str, Any]) -> Path:
    lines = [json.dumps(CODEX_ROW | row, ensure_ascii=False) for row in rows]
    return _write(folder / "texts", "\n".join(lines))


def write_json(folder: Path, *rows: dict[str, Any]) -> Path:
    return _write(folder / "curated", json.dumps([CURATED_ROW | row for row in rows]))


def write_csv(folder: Path, *rows: dict[str, str]) -> Path:
    buffer = StringIO()
    writer = csv.DictWriter(buffer, list(RELATION_ROW))
    writer.writeheader()
    writer.writerows(RELATION_ROW | row for row in rows)
    return _write(folder / "relations", buffer.getvalue())


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run_import(path: Path, **options: Any) -> tuple[str, str]:
    """All that the command printed, and how it failed ("" if it did not)."""
    out, failure = StringIO(), ""
    try:
        call_command("import_register", str(path), stdout=out, stderr=out, **options)
    except CommandError as error:
        failure = str(error)
    return out.getvalue(), failure
