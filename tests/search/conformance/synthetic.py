"""A made-up administration of some thousand sections, and questions about it. Always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from doccontrol.folding import fold
from search.engines.base import IndexDocument
from tests.search.corpus import make_document

_TOPICS = [
    "giấy phép lao động, lao động nước ngoài, người sử dụng lao động, hợp đồng lao động, lương",
    "người có công, thương binh, liệt sĩ, trợ cấp một lần, mộ liệt sĩ, thân nhân",
    "bảo hiểm xã hội, bảo hiểm thất nghiệp, mức đóng, lương hưu, chế độ thai sản, ốm đau",
    "trẻ em, nuôi con nuôi, chăm sóc thay thế, xâm hại, hoàn cảnh đặc biệt, trung tâm bảo trợ",
    "an toàn lao động, huấn luyện, thiết bị nâng, kiểm định, tai nạn, vệ sinh lao động",
    "giáo dục nghề nghiệp, trường trung cấp, đăng ký hoạt động, liên kết đào tạo, chương trình",
    "hộ nghèo, hộ cận nghèo, rà soát, hỗ trợ nhà ở, vay vốn, hỗ trợ tiền điện",
    "hồ sơ, bộ phận một cửa, phiếu hẹn, trả kết quả, biểu mẫu, bưu chính công ích",
    "thanh tra, xử phạt vi phạm, biên bản, khiếu nại, tố cáo, tiếp công dân",
    "cai nghiện, phòng chống tệ nạn, tư vấn tâm lý, tái hòa nhập, nạn nhân mua bán người",
    "đất đai, thuê đất, giấy chứng nhận quyền sử dụng, đo đạc, bồi thường, tái định cư",
    "hộ tịch, khai sinh, đăng ký kết hôn, trích lục, cải chính, căn cước công dân",
]
_DOING = (
    "tiếp nhận, thẩm định, trình ký, lưu trữ, kiểm tra, cấp mới, cấp lại, gia hạn, thu hồi, "
    "công bố, đình chỉ, báo cáo, thống kê, phê duyệt, ban hành, hướng dẫn, phối hợp, giám sát"
)
_LINKS = (
    "trong thời hạn {n} ngày làm việc, theo mẫu số {n}, tại trụ sở cơ quan, đối với, và, hoặc, do, "
    "trước ngày {n} tháng {m}, bằng văn bản, qua cổng dịch vụ công, "
    "kể từ ngày nhận đủ, không quá {n} lần"
)
_ASKING = ["{} là gì?", "{} được quy định như thế nào?", "Mức {} bao nhiêu?", "Ai có quyền {}?"]


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(", ")]


_TERMS, _VERBS, _BETWEEN = [_listed(topic) for topic in _TOPICS], _listed(_DOING), _listed(_LINKS)


@dataclass(frozen=True)
class _Making:
    dice: Random

    def term(self, topic: list[str]) -> str:
        return self.dice.choice(topic if self.dice.random() < 0.8 else self.dice.choice(_TERMS))

    def heading(self, topic: list[str]) -> str:
        return f"{self.dice.choice(_VERBS)} {self.term(topic)}".capitalize()

    def sentence(self, topic: list[str]) -> str:
        words = []
        for _part in range(self.dice.randint(2, 6)):
            link = self.dice.choice(_BETWEEN)
            link = link.format(n=self.dice.randint(1, 30), m=self.dice.randint(1, 12))
            words += [self.dice.choice(_VERBS), self.term(topic), link]
        return " ".join(words).capitalize() + "."

    def body(self, topic: list[str]) -> str:
        return " ".join(self.sentence(topic) for _each in range(self.dice.randint(1, 9)))


def corpus(documents: int = 300, seed: int = 5) -> list[IndexDocument]:
    """About ten sections each; half are laws."""
    return list(_corpus(documents, seed))


def _corpus(documents: int, seed: int) -> Iterator[IndexDocument]:
    making = _Making(Random(seed))
    for serial in range(documents):
        topic, law = making.dice.choice(_TERMS), serial % 2 == 0
        number = f"{serial + 1}/20{serial % 20 + 10}/NĐ-CP" if law else f"QT-{serial:03}"
        named = {
            "kind": "law" if law else "procedure",
            "number": number,
            "title": f"Nghị định {number}" if law else making.heading(topic),
            "public": serial % 7 > 0,
            "lasting": law,
        }
        for section in range(making.dice.randint(4, 16)):
            yield make_document(
                f"{named['kind']}:{serial}#{section}",
                heading=making.heading(topic),
                body=making.body(topic),
                article=str(section) if law else "",
                head=section == 0,
                **named,
            )


def questions(documents: list[IndexDocument], many: int = 240, seed: int = 6) -> list[str]:
    """Words, phrases, numbers and sentences, half of them typed without marks."""
    dice = Random(seed)
    asked = [_question(dice, dice.choice(documents)) for _each in range(many)]
    return [fold(text) if dice.random() < 0.5 else text for text in asked]


def _question(dice: Random, about: IndexDocument) -> str:
    words = about.body.rstrip(".").split()
    start = dice.randrange(max(1, len(words) - 6))
    way = dice.randrange(8)
    if way == 0:
        return about.number
    if way == 1:
        return f"{about.heading.lower()} {about.number}"
    if way == 2:
        return f'"{" ".join(words[start : start + 3])}"'
    if way == 3:
        return dice.choice(_ASKING).format(about.heading.lower())
    if way == 4:
        return dice.choice(_ASKING).format(" ".join(words[start : start + 6]))
    if way == 5:
        return about.heading
    return " ".join(dice.sample(words, min(len(words), dice.randint(2, 4))))
