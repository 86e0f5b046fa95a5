"""From a file to what it says, without the process in which it usually runs."""

from __future__ import annotations

import pytest
from PIL import Image

from doccontrol.pdftext import extracting
from doccontrol.pdftext.pages import FileKind
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.register.intake import contents
from tests.doccontrol.lawtext.reading.paper import NATION, typed
from tests.doccontrol.lawtext.reading.test_commands import LETTER, make_docx

STAGED = f"""BỘ Y TẾ
Số: 12/2024/TT-BYT
{NATION}
Hà Nội, ngày 10 tháng 01 năm 2024
THÔNG TƯ
Quy định về một việc
Căn cứ Luật Dược số 105/2016/QH13;
Điều 1. Hiệu lực thi hành
1. Thông tư này có hiệu lực từ ngày 15/9/2024.
2. Điều 4 Thông tư này có hiệu lực từ ngày 01/01/2025.
3. Điều 5 Thông tư này được áp dụng từ ngày 01/7/2024.
4. Điều 6 Thông tư này được áp dụng từ ngày 01/8/2024.
Điều 2. Thông tư này có hiệu lực từ ngày 16/9/2024."""


def test_further_days_and_conflicts_stand_beside_the_promised_fields():
    said = contents.said_in(typed(STAGED), file="thong-tu.pdf", kind=FileKind.PDF)
    assert (said["file"], said["kind"], said["pages"]) == ("thong-tu.pdf", "pdf", 1)
    (stage,) = said["effective"]["stages"]
    assert (stage["value"], stage["scope"]) == ("2025-01-01", "Điều 4 Thông tư này")
    applied = said["applied_from"]
    assert (applied["value"], applied["scope"]) == ("2024-07-01", "Điều 5 Thông tư này")
    assert [one["value"] for one in applied["further"]] == ["2024-08-01"]
    (conflict,) = said["conflicts"]
    assert conflict["field"] == "effective"
    assert [one["value"] for one in conflict["values"]] == ["2024-09-15", "2024-09-16"]
    assert said["basis"]["value"] == ["Căn cứ Luật Dược số 105/2016/QH13"]


def test_the_text_comes_with_it_when_it_is_asked_for(tmp_path):
    path = str(make_docx(tmp_path / "letter.docx", LETTER))
    assert "text" not in contents.read(path)
    (page,) = contents.read(path, with_text=True)["text"]
    number = contents.read(path)["number"]
    assert page[slice(*number["span"])] == number["value"] == "7/SYT-NVY"


def test_a_picture_that_nothing_here_can_read_says_what_is_needed(tmp_path, monkeypatch):
    path = tmp_path / "scan.png"
    Image.new("L", (200, 200), 255).save(path)
    monkeypatch.setattr(extracting.installed, "available", lambda: False)
    with pytest.raises(Unreadable) as refusal:
        contents.read(str(path))
    assert refusal.value.code == "needs-tesseract"
