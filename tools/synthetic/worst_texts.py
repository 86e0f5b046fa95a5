"""Pieces of text that, repeated, are hardest on the reading of laws: each opens something that
nothing closes, or looks like the beginning of what a pattern seeks."""

from __future__ import annotations

# For the finder of references; each is repeated with a space between.
REFERENCE_PIECES = (
    "Nghị định số 1/2020/NĐ-CP", "Luật", "Luật sửa đổi, bổ sung một số điều của Luật A", "Điều 1,",
    "các quy định của", "“", '"', "bãi bỏ", "hết hiệu lực", "(", ")", ", trừ", " " * 400, "\n",
    ";", "Bãi bỏ:\n", "1. x:\na) y:\n", "Nghị định này và", "được sửa đổi bởi", "Căn cứ", "số",
    "\u200b", "1/2020/" + "CP-" * 50, "1/2020/A-" * 9, "VĂN BẢN HỢP NHẤT\n", ".", "của Bộ A",
    "Mẫu số 01/QĐ-A",
)  # fmt: skip
# For the reading of a whole file; each is repeated without anything between.
READING_PIECES = (
    "có hiệu lực ",
    "Thông tư này có hiệu lực thi hành kể từ ngày 01 tháng 3 năm 2024. ",
    "“Điều 1. ",
    '\n"Điều 1. ',
    "\nSố: 1/",
    "CHỦ TỊCH\n",
    "\nĐiều 1. Thông tư này có hiệu lực từ ngày 01/01/2024",
    "kèm theo số ",
)


def repeated(piece: str, letters: int) -> str:
    return piece * (letters // len(piece))
