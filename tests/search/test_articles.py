"""The text of a law is taken apart into its articles. All texts here are invented."""

from __future__ import annotations

import pytest

from search.index.articles import Part, split_into_articles
from tests.counting import calls


def headings(text: str) -> list[str]:
    return [part.heading for part in split_into_articles(text)]


def bodies(text: str) -> list[str]:
    return [part.body for part in split_into_articles(text)]


def test_an_article_has_its_number_its_name_and_its_words() -> None:
    text = "Căn cứ Luật;\nĐiều 1. Phạm vi\nQuyết định này quy định.\nĐiều 2. Hiệu lực\n1. Từ nay."

    assert split_into_articles(text) == [
        Part("1", "Điều 1. Phạm vi", "Quyết định này quy định."),
        Part("2", "Điều 2. Hiệu lực", "1. Từ nay."),
    ]


def test_a_text_without_articles_is_not_taken_apart() -> None:
    assert split_into_articles("Kính gửi: Sở Nội vụ\nĐề nghị báo cáo theo Điều 5.") == []
    assert split_into_articles("PHỤ LỤC I\nDanh mục") == []


@pytest.mark.parametrize(
    "line, heading",
    [
        ("Điều 1. Phạm vi", "Điều 1. Phạm vi"),
        ("  Điều  1 : Phạm vi", "Điều 1. Phạm vi"),
        ("Điều 1\nPhạm vi", "Điều 1. Phạm vi"),
        ("Điều 1\n1. Khoản một", "Điều 1"),
        ("Điểu 1. Phạm vi", "Điều 1. Phạm vi"),
        ("Ðiều 1. Phạm vi", "Điều 1. Phạm vi"),
        ("Điều 1¹². Phạm vi", "Điều 1. Phạm vi"),
        ("Điều 1. Hồ sơ của người lao\nđộng\n1. Đơn", "Điều 1. Hồ sơ của người lao động"),
        ("Điều 1. Trách nhiệm của\nSở Nội vụ\n1. Kiểm tra", "Điều 1. Trách nhiệm của Sở Nội vụ"),
        ("Điều 1. Ban hành Quy chế kèm theo Quyết định này.", "Điều 1"),
        ("Điều 1. Giấy tờ gồm:\na) Đơn", "Điều 1"),
        (f"Điều 1. {'rất dài ' * 40}", "Điều 1"),
    ],
)  # fmt: skip
def test_the_name_of_an_article_may_be_written_in_many_ways(line: str, heading: str) -> None:
    assert headings(f"Mở đầu\n{line}\n2. Phần còn lại.") == [heading]


def test_words_that_are_no_name_belong_to_the_text() -> None:
    assert bodies("Điều 1. Giấy tờ gồm:\na) Đơn;\nb) Ảnh.") == ["Giấy tờ gồm:\na) Đơn;\nb) Ảnh."]


def test_an_article_that_is_quoted_belongs_to_the_one_that_quotes_it() -> None:
    text = (
        "Điều 1. Sửa đổi\n1. Sửa Điều 7 như sau:\n“Điều 2. Tên\nĐiều 3. Tên khác\nHết”\n2. Thêm.\n"
        "Điều 2. Hiệu lực\nTừ nay."
    )

    assert headings(text) == ["Điều 1. Sửa đổi", "Điều 2. Hiệu lực"]
    assert "Tên khác" in bodies(text)[0]


def test_a_quotation_that_is_never_closed_hides_nothing() -> None:
    text = f"Điều 1. Sửa đổi\n“mất dấu {'x ' * 11_000}\nĐiều 2. Hiệu lực\nTừ nay ”."

    assert headings(text)[-1] == "Điều 2. Hiệu lực"


@pytest.mark.parametrize(
    "numbers, taken",
    [
        (["1", "2", "3"], ["1", "2", "3"]),
        (["1", "1a", "1b", "2"], ["1", "1a", "1b", "2"]),
        (["1", "2", "5", "6"], ["1", "2", "5", "6"]),
        (["1", "2", "59", "3"], ["1", "2", "3"]),
        (["3", "2", "4"], ["3", "4"]),
        (["1", "2", "1", "2"], ["1", "2", "1", "2"]),
        (["5", "1a", "6"], ["5", "6"]),
    ],
)
def test_numbers_go_on_begin_again_and_do_not_jump(numbers: list[str], taken: list[str]) -> None:
    text = "\n".join(f"Điều {number}. Tên\nChữ." for number in numbers)

    assert [part.number for part in split_into_articles(text)] == taken


def test_titles_of_chapters_belong_to_no_article() -> None:
    text = (
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nTheo\nChương II của Luật.\nChương II\nTHỦ TỤC\n"
        "Mục 1. CẤP PHÉP\nĐiều 2. Hồ sơ\nĐơn."
    )

    assert bodies(text) == ["Theo\nChương II của Luật.", "Đơn."]


def test_stamps_above_and_signatures_below_are_left_out() -> None:
    text = (
        "SỞ NỘI VỤ\nCÔNG VĂN ĐẾN số 55, chuyển bươmbướm\nQUYẾT ĐỊNH\nĐiều 1. Phạm vi\nMột.\n"
        "Nơi nhận:\n- Như Điều 1;\n- Lưu: VT, bươmbướm.\nGIÁM ĐỐC\nPHỤ LỤC I\nDANH MỤC\n1. Đơn"
    )

    assert split_into_articles(text) == [
        Part("1", "Điều 1. Phạm vi", "Một."),
        Part("", "PHỤ LỤC I", "DANH MỤC\n1. Đơn"),
    ]


def test_a_book_of_twice_as_many_articles_is_twice_the_work() -> None:
    def book(articles: int) -> str:
        return "\n".join(
            f"Điều {n}. Tên điều “{n}\n{'Chữ thường và số 1. ' * 50}"
            for n in range(1, articles + 1)
        )

    def work(text: str) -> int:
        return calls(lambda: split_into_articles(text))

    assert len(split_into_articles(book(1_000))) > 100
    assert work(book(1_000)) < 2.2 * work(book(500))
