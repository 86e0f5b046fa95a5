"""How many relations the finder finds, and how many of those it finds are so.

    python -m tests.doccontrol.lawtext.citations.measuring ../shared/domain

Two measures: the relations that the articles of the legal extracts state, labelled by reading
(``extracts.json`` holds numbers and kinds only), and the curated relations, each put into the
sentences in which laws state such a relation.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from doccontrol.lawtext.citations.references import find_references
from doccontrol.lawtext.citations.relations import as_json, relations_of
from doccontrol.lawtext.numbers import normalise
from doccontrol.pdftext.pages import Page, TextSource

LABELS = Path(__file__).with_name("extracts.json")
Found = tuple[str, str, str]  # kind, number or name, provisions

# One sentence a line, as the texts of that kind word it. {type} {number} {whole} {part} {date}
SENTENCES: dict[str, tuple[str, ...]] = {
    "thay_the": (
        "1. {this} này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2026 và thay thế {target}.",
        "2. {target} hết hiệu lực kể từ ngày {this} này có hiệu lực thi hành.",
        "{this} này thay thế {target} và các văn bản sửa đổi, bổ sung.",
        "{target} được thay thế bằng {this} này.",
    ),
    "bai_bo": (
        "2. Bãi bỏ {target}.",
        "{this} này bãi bỏ {target} kể từ ngày {this} này có hiệu lực.",
        "Điều 3. Hiệu lực\\n1. Bãi bỏ các quy định, văn bản sau đây:\\na) {target};\\n",
    ),
    "sua_doi_bo_sung": (
        "Điều 1. Sửa đổi, bổ sung {target} như sau:",
        "{type_in_capitals}\\nSửa đổi, bổ sung một số điều của {bare}\\n",
        "3. Sửa đổi, bổ sung một số điều của {bare} đã được sửa đổi theo Luật số 1/2020/QH14.",
    ),
    "het_hieu_luc_mot_phan": (
        "3. {target} hết hiệu lực kể từ ngày {this} này có hiệu lực thi hành.",
        "Các quy định tại {target} hết hiệu lực thi hành.",
    ),
    "quy_dinh_chi_tiet": (
        "{type_in_capitals}\\nQuy định chi tiết một số điều và biện pháp thi hành {bare}\\n",
        "{this} này quy định chi tiết và hướng dẫn thi hành một số điều của {bare} về lao động.",
    ),
    "huong_dan": (
        "{this} này hướng dẫn thực hiện {target}.",
        "{type_in_capitals}\\nHướng dẫn một số điều của {bare}\\n",
    ),
    "hop_nhat": (
        "VĂN BẢN HỢP NHẤT\\n{bare}, được sửa đổi, bổ sung bởi:\\nCăn cứ Luật số 1/2020/QH14;\\n",
    ),
    "can_cu": ("Căn cứ {target};\\n", "Căn cứ quy định tại {target};\\n"),
}
TYPES = {
    "NĐ": "Nghị định", "QĐ": "Quyết định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch",
    "PL": "Pháp lệnh", "QH": "Luật", "UBTVQH": "Pháp lệnh",
}  # fmt: skip


@dataclass(slots=True)
class Score:
    expected: int = 0
    found: int = 0
    right: int = 0

    def add(self, expected: Iterable[Any], found: Iterable[Any]) -> None:
        wanted, got = set(expected), set(found)
        self.expected += len(wanted)
        self.found += len(got)
        self.right += len(wanted & got)

    def shares(self) -> dict[str, Any]:
        return asdict(self) | {
            "recall": round(self.right / self.expected, 4) if self.expected else None,
            "precision": round(self.right / self.found, 4) if self.found else None,
        }


def found_in(text: str, own: str = "") -> list[Found]:
    references = find_references([Page(1, text, TextSource.LAYER)])
    rows = [as_json(relation) for relation in relations_of(references, own)]
    return [(row["kind"], row["number"] or row["name"], row["scope"]) for row in rows]


def measure_extracts(folder: Path) -> Score:
    score = Score()
    for name, relations in json.loads(LABELS.read_text("utf-8")).items():
        text = (folder / "legal_extracts" / name).read_text("utf-8")
        found = {(kind, normalise(number)) for kind, number, _scope in found_in(text)}
        score.add({(row["kind"], normalise(row["target"])) for row in relations}, found)
    return score


def measure_curated(folder: Path) -> Score:
    score = Score()
    for text, expected, own in curated_sentences(folder):
        acts = [row for row in found_in(text, own) if row[0] != "can_cu" or expected[0] == "can_cu"]
        score.add([expected], acts)
    return score


def curated_sentences(folder: Path) -> Iterator[tuple[str, Found, str]]:
    """(text, the one relation it states, number of the acting text) for each curated relation."""
    rows = json.loads((folder / "vbqppl_fixtures.json").read_text("utf-8"))
    for row in rows:
        for relation in row["relations"]:
            part = provisions(relation["scope"])
            for sentence in SENTENCES[relation["kind"]]:
                yield _sentence(sentence, row, relation, part)


def provisions(scope: str) -> str:
    """The provisions that a curated scope names, as a law would write them; "" for the whole."""
    named = scope.removeprefix("một phần").strip(" ();.").split(";")[0].strip()
    starts = ("Điều", "khoản", "điểm", "Mục", "các điều")
    return named if named.startswith(starts) else ""


def _sentence(
    sentence: str, row: dict[str, Any], relation: dict[str, str], part: str
) -> tuple[str, Found, str]:
    kind, number = relation["kind"], relation["target"]
    this = row["type"].split(" (")[0]
    bare = f"{_type_of(number)} số {number} ngày 08 tháng 4 năm 2010"
    partial = part and "{target}" in sentence
    text = sentence.replace("\\n", "\n").format(
        this=this,
        type_in_capitals=this.upper(),
        bare=bare,
        target=f"{part} {bare}" if part else bare,
    )
    kind, scope = _expected(kind, part if partial else "", "một số điều của" in sentence)
    return text, (kind, number, scope), row["number"]


def _expected(kind: str, part: str, some: bool) -> tuple[str, str]:
    if kind == "sua_doi_bo_sung":
        return kind, "một số điều" if some else part
    if kind in {"thay_the", "bai_bo"}:
        return kind, part or "toàn bộ"
    return kind, part


def _type_of(number: str) -> str:
    symbol = number.split("/")[-1]
    head = symbol.split("-")[0]
    return TYPES.get(head) or next(name for key, name in TYPES.items() if head.startswith(key))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with legal_extracts/")
    folder = parser.parse_args().folder
    figures = {
        "extracts": measure_extracts(folder).shares(),
        "curated": measure_curated(folder).shares(),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
