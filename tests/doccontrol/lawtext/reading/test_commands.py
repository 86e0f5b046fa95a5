"""read_text and benchmark_reading, on files made here; no test here may touch the database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from doccontrol.pdftext.scans import installed
from tests.doccontrol.lawtext.reading.paper import NATION

KEYS = [
    "file", "kind", "pages", "number", "type", "issuer", "issued", "subject", "signer",
    "effective", "applied_from", "expires", "relations", "citations",
]  # fmt: skip
FIELDS = KEYS[3:12]

CIRCULAR = f"""BỘ Y TẾ
Số: 12/2024/TT-BYT
{NATION}
Hà Nội, ngày 10 tháng 01 năm 2024
THÔNG TƯ
Quy định về một việc
Căn cứ Luật Dược số 105/2016/QH13;
Bộ trưởng Bộ Y tế ban hành Thông tư quy định về một việc.
Điều 1. Phạm vi
Thông tư này quy định về một việc.
Điều 2. Hiệu lực thi hành
1. Thông tư này có hiệu lực thi hành kể từ ngày 11 tháng 01 năm 2024.
2. Thông tư số 05/2019/TT-BYT ngày 02 tháng 3 năm 2019 hết hiệu lực kể từ ngày Thông tư này có \
hiệu lực thi hành.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Trần Thị Bình"""
LETTER = f"""UBND TỈNH AN GIANG
SỞ Y TẾ
Số: 7/SYT-NVY
V/v tổ chức tập huấn
{NATION}
An Giang, ngày 05 tháng 02 năm 2024
Kính gửi: Các đơn vị trực thuộc.
Sở Y tế tổ chức tập huấn."""


def make_docx(path: Path, text: str) -> Path:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(path)
    return path


def run(command, *arguments):
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def circular(tmp_path):
    return make_docx(tmp_path / "circular.docx", CIRCULAR)


def test_a_file_is_one_line_of_json_with_the_promised_keys(circular):
    (line,) = run("read_text", circular, "--json").splitlines()
    said = json.loads(line)
    assert list(said)[: len(KEYS)] == KEYS
    assert (said["file"], said["kind"], said["pages"]) == (str(circular), "docx", 1)
    values = {name: said[name]["value"] for name in FIELDS}
    assert values == {
        "number": "12/2024/TT-BYT",
        "type": "Thông tư",
        "issuer": "Bộ Y tế",
        "issued": "2024-01-10",
        "subject": "Quy định về một việc",
        "signer": "Trần Thị Bình",
        "effective": "2024-01-11",
        "applied_from": None,
        "expires": None,
    }
    for name in FIELDS:
        keys = {"value", "page", "span", "confidence"} if values[name] else {"value", "reason"}
        assert keys <= set(said[name])
    assert {"105/2016/QH13", "05/2019/TT-BYT"} <= {one["number"] for one in said["citations"]}
    assert "05/2019/TT-BYT" in {one["number"] for one in said["relations"]}
    assert [warning["code"] for warning in said["warnings"]] == ["early"]


def test_a_refused_file_is_said_and_the_others_are_read_all_the_same(circular, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    out = StringIO()
    with pytest.raises(CommandError, match="2 of 3") as refusal:
        call_command(
            "read_text",
            str(broken),
            str(circular),
            str(tmp_path / "none.pdf"),
            "--json",
            stdout=out,
        )
    assert refusal.value.returncode == 1
    first, second, third = map(json.loads, out.getvalue().splitlines())
    for said in (first, third):
        assert set(said) == {"file", "error"}
        assert said["error"].endswith(".")
    assert first["file"] == str(broken)
    assert second["number"]["value"] == "12/2024/TT-BYT"


def test_without_json_the_reading_is_told_in_lines(circular):
    with override("en"):
        said = run("read_text", circular)
    assert "number       12/2024/TT-BYT  [page 1]" in said
    assert "applied_from -  The text states no other day of application." in said
    assert "! It takes effect 1 days after it is issued; the law asks for at least 45" in said


def test_the_command_leaves_the_file_as_it_was(circular):
    before = circular.read_bytes()
    run("read_text", circular)
    assert circular.read_bytes() == before
    assert list(circular.parent.iterdir()) == [circular]


TRUTHS = [
    ("circular.docx", "12/2024/TT-BYT", "Thông tư", "Bộ Y tế", "2024-01-10", "quy định VỀ một việc",
     "2024-01-11", None),
    # What the letter says, and for each field but type and issuer another answer.
    ("letter.docx", "8/SYT-NVY", "Công văn", "SỞ Y TẾ TỈNH AN GIANG", "2024-02-06", "Việc khác",
     "2024-03-01", "số và/hoặc ngày viết tay"),
    ("blank.docx", "9/SYT-NVY", "Công văn", "Sở Y tế tỉnh An Giang", "2024-02-05", "V/v tập huấn",
     None, "số và/hoặc ngày viết tay"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, circular):
    make_docx(tmp_path / "letter.docx", LETTER)
    make_docx(tmp_path / "blank.docx", LETTER.replace("Số: 7", "Số:   ").replace("tổ chức ", ""))
    names = ["file", "so_ky_hieu", "loai", "co_quan_ban_hanh", "ngay_ban_hanh", "trich_yeu",
             "ngay_hieu_luc", "ghi_chu"]  # fmt: skip
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in TRUTHS]
    (tmp_path / "ground-truth.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_right_wrong_and_unknown_are_counted_by_kind_and_field(folder):
    result = json.loads(run("benchmark_reading", folder, "--json"))
    (text,) = result["kinds"].values()
    assert (text["files"], text["pages"]) == (3, 3)
    counted = {
        name: (field["right"], field["wrong"], field["unknown"], field["unknown_by_hand"])
        for name, field in text["fields"].items()
    }
    assert counted == {
        "number": (1, 1, 1, 1),
        "type": (3, 0, 0, 0),
        "issued": (2, 1, 0, 0),
        "effective": (2, 0, 1, 0),
        "issuer": (3, 0, 0, 0),
        "subject": (2, 1, 0, 0),
    }
    # Of two numbers in print one was read rightly; of three files one was told a wrong one.
    assert text["fields"]["number"]["share_right"] == 0.5
    assert text["fields"]["number"]["share_wrong"] == 0.333
    assert result["speed"]["docx"]["pages_per_second"] > 0
    assert result["peak_megabytes"] > 1
    assert result["strict"] == ["number", "type", "issued", "effective"]
    assert {(one["file"], one["field"], one["said"]) for one in result["wrong"]} == {
        ("letter.docx", "number", "7/SYT-NVY"),
        ("letter.docx", "issued", "2024-02-05"),
        ("letter.docx", "subject", "V/v tổ chức tập huấn"),
    }
    assert {(one["file"], one["field"]) for one in result["unknown"]} == {
        ("blank.docx", "number"),
        ("letter.docx", "effective"),
    }


def test_the_table_says_the_same_to_a_reader(folder):
    said = run("benchmark_reading", folder)
    assert "text: 3 files, 3 pages" in said
    assert "wrong: letter.docx number: 7/SYT-NVY" in said
    assert "peak memory" in said


def test_a_folder_without_answers_or_files_is_refused(folder):
    (folder / "letter.docx").unlink()
    with pytest.raises(CommandError, match=r"letter\.docx"):
        run("benchmark_reading", folder)
    (folder / "ground-truth.jsonl").unlink()
    with pytest.raises(CommandError, match=r"ground-truth\.jsonl is missing"):
        run("benchmark_reading", folder)


BENCH = Path("/work/shared/bench/documents")


@pytest.mark.skipif(not BENCH.is_dir(), reason="the shared benchmark documents are not here")
def test_real_texts_with_a_text_layer_are_read_as_well_as_promised():
    """Issue 4: number, type and day of issue right in 97 of 100, effect in 95, wrong in 1."""
    from doccontrol.management.commands.benchmark_reading import measure, truths_in

    truths = [one for one in truths_in(BENCH) if not one["file"].startswith("scan/")]
    fields = measure(BENCH, truths)["kinds"]["text"]["fields"]
    assert {fields[name]["share_right"] for name in ("number", "type", "issued")} == {1.0}
    assert fields["effective"]["share_right"] == 1.0
    assert sum(fields[name]["wrong"] for name in ("number", "type", "issued", "effective")) == 0


@pytest.mark.skipif(not BENCH.is_dir(), reason="the shared benchmark documents are not here")
@pytest.mark.skipif(not installed.available(), reason="tesseract-ocr-vie is not installed")
@pytest.mark.parametrize(
    ("file", "number"),
    [("scan/02_syt_nvd.pdf", "02/SYT-NVD"), ("scan/373_tbsyt.pdf", None)],
)
def test_a_real_scan_says_what_is_printed_and_not_what_is_written_by_hand(file, number):
    said = json.loads(run("read_text", BENCH / file, "--json"))
    assert said["kind"] == "scan"
    assert said["number"]["value"] == number
    assert (said["issued"]["value"] is None) is (number is None)
