"""Files to read, made here: PDFs set by Typst, DOCX files by python-docx, others byte by byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from struct import pack

import docx
import typst
from docx.document import Document

FONTS = Path("doccontrol/typesetting/fonts").resolve()
ISSUER = ["ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG", "SỞ NỘI VỤ"]
NUMBER = "Số: 127/SNV-CCHC"
NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
PLACE = "Hà Giang, ngày 05 tháng 3 năm 2026"
RECIPIENTS = ["Nơi nhận:", "- Như trên;", "- Giám đốc và các Phó Giám đốc Sở;", "- Lưu: VT."]
SIGNER = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Thị Bình"]
BODY = (
    "Thực hiện Thông tư số 09/2020/TT-BLĐTBXH ngày 12 tháng 11 năm 2020, đơn vị rà soát các quy "
    "trình đang áp dụng và gửi kết quả về Sở trước ngày 20 tháng 3 năm 2026 để tổng hợp, báo cáo."
)
STEPS = [
    ["TT", "Nội dung công việc", "Trách nhiệm", "Thời gian"],
    ["1", "Tiếp nhận hồ sơ và kiểm tra tính đầy đủ của hồ sơ", "Bộ phận một cửa", "0,5 ngày"],
    ["2", "Thẩm định hồ sơ", "Chuyên viên", "3 ngày làm việc"],
]


def make_pdf(content: str, *, page: str = 'paper: "a4"') -> bytes:
    """Set Typst markup; ``page`` are the arguments of its page."""
    source = (
        f'#set page({page})\n#set text(font: "Liberation Serif", size: 13pt, lang: "vi")\n'
        f"#set par(justify: true)\n{content}\n"
    )
    return typst.compile(source.encode(), font_paths=[FONTS], ignore_system_fonts=True)


def side_by_side(left: Sequence[str], right: Sequence[str], *, by_row: bool) -> str:
    """Two centred columns. By row they are written to the file line by line, as tabs do it; else
    one after the other, as tables do."""
    if by_row:
        pairs = zip_longest(left, right, fillvalue="")
        cells = ", ".join(f"[{one}], [{other}]" for one, other in pairs)
    else:
        one, other = (" \\ ".join(lines) for lines in (left, right))
        cells = f"[{one}], [{other}]"
    cells = cells.replace("[- ", "[\\- ")  # no bullet of Typst's
    return f"#grid(columns: (2fr, 3fr), row-gutter: 6pt, align: center, {cells})\n"


def make_letter(*, by_row: bool = False) -> bytes:
    table = ", ".join(f"[{cell}]" for row in STEPS for cell in row)
    return make_pdf(
        side_by_side([*ISSUER, NUMBER], [*NATION, "", PLACE], by_row=by_row)
        + f"#v(12pt)\n#align(center)[*Kính gửi:* Các phòng thuộc Sở]\n\n{BODY}\n\n"
        + f"#table(columns: (1.2cm, 1fr, 3.5cm, 3cm), {table})\n\n{BODY}\n\n#v(12pt)\n"
        + side_by_side(RECIPIENTS, [*SIGNER[:2], "", SIGNER[2]], by_row=by_row).replace(
            "align: center", "align: (left, center)"
        )
    )


def make_docx(fill: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    fill(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def with_parts(package: bytes, parts: dict[str, bytes]) -> bytes:
    """The package with some of its parts replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
        for name, content in parts.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def with_body(body: str) -> bytes:
    """A DOCX with ``body`` as the XML of its body."""
    namespaces = " ".join(
        f'xmlns:{prefix}="{address}"'
        for prefix, address in {
            "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
            "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
            "v": "urn:schemas-microsoft-com:vml",
        }.items()
    )
    document = f"<w:document {namespaces}><w:body>{body}</w:body></w:document>"
    return with_parts(make_docx(lambda _: None), {"word/document.xml": document.encode()})


def make_raw_pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of ``objects``, numbered from 1; the first is the catalog."""
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(written)


def make_pdf_around(content: bytes, filters: bytes = b"[]") -> bytes:
    """One page, turned, on which ``content`` draws."""
    return make_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 90 /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream"
            % (len(content), filters, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def make_blank_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return make_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            *[page] * count,
        ]
    )


def make_locked_pdf() -> bytes:
    """Says that it is encrypted, with keys that no empty password opens."""
    plain = make_blank_pages(1)
    locked = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"61" * 32, b"62" * 32)
    trailer = b"/Encrypt 4 0 R /ID [<00112233> <00112233>]"
    objects = [part.split(b"\nendobj")[0] for part in plain.split(b" 0 obj\n")[1:]]
    return make_raw_pdf([*objects, locked], trailer)


def make_compound_file(names: Sequence[str], *, flags: int = 0) -> bytes:
    """An OLE2 file with a root and streams of these names, each 4 KB of which the 12th byte holds
    ``flags``, as Word's own stream does."""
    stream = bytes(11) + bytes([flags]) + bytes(4084)
    first = 2 + (len(names) // 4 + 1)  # after the table and the directory
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for place, name in enumerate(names):
        following = place + 2 if place + 1 < len(names) else _NONE
        directory += _entry(name, 2, first + 8 * place - 1, len(stream), right=following)
    directory += bytes(-len(directory) % 512)
    sectors = len(directory) // 512
    chain = [*range(2, sectors + 1), 0xFFFFFFFE]
    table = [0xFFFFFFFD, *chain]
    for _name in names:
        start = len(table)
        table += [*range(start + 1, start + 8), 0xFFFFFFFE]
    table += [_NONE] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"\xff\xff\xff\xff" * 108
    return header + pack("<128I", *table) + directory + stream * len(names)


_NONE = 0xFFFFFFFF


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = _NONE, child: int = _NONE
) -> bytes:
    spelt = name.encode("utf-16-le")
    entry = spelt.ljust(64, b"\0") + pack("<HBBIII", len(spelt) + 2, kind, 1, _NONE, right, child)
    return entry + bytes(36) + pack("<IQ", start, size)
