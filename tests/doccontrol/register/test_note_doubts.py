"""A note that tells of a change which no relation says is a warning on the text."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.note_doubts import NoteDoubt, note_doubt
from tests.make import make_text

OWN = "45/2019/QH14"


@pytest.mark.parametrize(
    ("note", "related", "is_acted_on", "expected"),
    [
        ("Được sửa đổi bởi Luật số 71/2025/QH15.", (), False, NoteDoubt(("71/2025/QH15",))),
        ("Được sửa đổi bởi Luật số 71/2025/QH15.", ("71/2025/QH15",), True, None),
        ("Đã được sửa đổi bởi các Nghị định số 48/2013/NĐ-CP và 92/2017/NĐ-CP.",
         ("48/2013/NĐ-CP",), True, NoteDoubt(("92/2017/NĐ-CP",))),
        ("Đã hết hiệu lực.", (), False, NoteDoubt(())),
        ("Đã hết hiệu lực một phần.", ("1/2020/NĐ-CP",), True, None),
        ("Bộ luật 45/2019/QH14 được thay thế.", (), False, NoteDoubt(())),
        ("Theo bản đăng Công báo; xem thêm 71/2025/QH15.", (), False, None),
        ("", (), False, None),
    ],
)  # fmt: skip
def test_only_what_no_relation_says_is_in_doubt(note, related, is_acted_on, expected):
    assert note_doubt(note, OWN, related, is_acted_on=is_acted_on) == expected


@pytest.fixture
def page(admin_client):
    def read(text):
        return admin_client.get(reverse("legal_texts:inspect", args=[text.pk])).content.decode()

    return read


@pytest.mark.django_db
def test_the_page_of_a_text_warns_until_the_relation_is_registered(page):
    law = make_text(OWN, effective=date(2021, 1, 1), note="Được sửa đổi bởi Luật 71/2025/QH15.")
    assert "Ghi chú nêu văn bản bị tác động bởi 71/2025/QH15" in page(law)
    amending = make_text("71/2025/QH15", effective=date(2026, 1, 1))
    law.acted_on_by.create(acting=amending, kind=RelationKind.BASIS, target_number=law.number)
    assert "Ghi chú nêu văn bản bị tác động bởi 71/2025/QH15" in page(law)
    law.acted_on_by.create(acting=amending, kind=RelationKind.AMENDS, target_number=law.number)
    assert "Ghi chú nêu" not in page(law)
