"""A file is handed in, looked at beside its page, previewed and confirmed, by hand and by eye."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typst
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.demonstration import Demonstration, log_in
from tests.browser.test_accessibility import assert_faultless, assert_nothing_sticks_out
from tests.browser.wording import vi

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent
FONTS = ROOT / "doccontrol" / "typesetting" / "fonts"
NUMBER = "977/2026/NĐ-CP"
READ_WITHIN = 90_000  # milliseconds; the worker makes the demonstration's PDFs first
OURS = "#main .nice-padding"
SHEET, FORM = "[data-triage-sheet]", "form.triage-form"
# What procedures of the demonstration cite is amended; a text of its own number, on two pages.
LETTERHEAD = ROOT / "fixtures" / "demo" / "incoming" / "letterhead.typ"
SOURCE = f"""
#import "letterhead.typ": official
#official(
  "Chính phủ", "{NUMBER}", "Hà Nội", "ngày 19 tháng 11 năm 2026",
  kind: "Nghị định",
  "Sửa đổi, bổ sung một số điều của Nghị định số 131/2021/NĐ-CP",
  [
    _Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;_

    *Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 131/2021/NĐ-CP*

    Sửa đổi khoản 1 Điều 7 như sau: “1. Hồ sơ được nộp trực tuyến.”

    #pagebreak()
    *Điều 2. Hiệu lực thi hành*

    Nghị định này có hiệu lực thi hành từ ngày 20 tháng 01 năm 2027.
  ],
  to: ("Lưu: VT.",), "TM. Chính phủ", "Thủ tướng", "Nguyễn Văn Minh Họa",
)
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typeset")
    (folder / LETTERHEAD.name).write_text(LETTERHEAD.read_text("utf-8"), "utf-8")
    source = folder / "nghi-dinh-977.typ"
    source.write_text(SOURCE, "utf-8")
    target = source.with_suffix(".pdf")
    typst.compile(
        str(source), output=str(target), font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    return target


@pytest.fixture(scope="module")
def address(site: Demonstration, browser: Browser, pdf: Path) -> str:
    """The page of the file, handed in once for all tests of this module."""
    context = browser.new_context(base_url=site.address, locale="en-US")
    page = context.new_page()
    log_in(page, "thuky")
    page.goto("/admin/triage/")
    page.set_input_files("input[type=file]", pdf)
    page.locator("form[data-incoming-form] button[type=submit]").click()
    row = page.locator("tbody tr", has_text=pdf.name)
    link = row.locator('a[href*="/admin/triage/"]')
    for _look in range(READ_WITHIN // 3000):
        if link.count():
            break
        page.wait_for_timeout(3000)
        page.goto("/admin/triage/")
    found = link.first.get_attribute("href") or ""
    context.close()
    return found


def marks(page: Page) -> Locator:
    return page.locator(f"{SHEET} svg rect")


def test_the_list_of_new_texts_is_for_everybody(signed_in: OpenPage, address: str) -> None:
    page = signed_in("thuky")
    page.goto("/admin/triage/")
    expect(page.locator("tbody tr", has_text=NUMBER)).to_be_visible()
    assert_faultless(page, OURS)
    assert_nothing_sticks_out(page)


def test_the_page_of_a_file_is_for_everybody(signed_in: OpenPage, address: str) -> None:
    page = signed_in("thuky")
    page.goto(f"{address}?show=effective")
    expect(marks(page)).to_have_count(1)
    for summary in page.locator(f"{FORM} summary").all():
        summary.click()
    assert_faultless(page, OURS)
    assert_nothing_sticks_out(page)


def test_a_click_marks_the_words_and_keeps_what_was_typed(
    signed_in: OpenPage, address: str
) -> None:
    page = signed_in("thuky")
    page.goto(address)
    expect(marks(page)).to_have_count(0)
    page.locator("#id_subject").fill("Trích yếu đang sửa")

    page.locator("#at-effective a").click()

    expect(marks(page)).to_have_count(1)
    expect(page.locator(f"{SHEET} h2")).to_have_text(
        vi("Page %(number)s of %(count)s", number=2, count=2)
    )
    expect(page.locator("#id_subject")).to_have_value("Trích yếu đang sửa")
    box, picture = marks(page).bounding_box(), page.locator(f"{SHEET} img").bounding_box()
    assert box and picture
    assert picture["x"] < box["x"] < picture["x"] + picture["width"]
    assert box["y"] >= 0  # scrolled to where it can be seen

    page.locator(f"{SHEET} nav a").first.click()
    expect(page.locator(f"{SHEET} h2")).to_have_text(
        vi("Page %(number)s of %(count)s", number=1, count=2)
    )
    expect(marks(page)).to_have_count(0)


def test_without_scripts_a_link_marks_the_words_and_preview_keeps_what_was_typed(
    visitor: OpenPage, address: str
) -> None:
    page = visitor(java_script_enabled=False)
    log_in(page, "thuky")
    page.goto(address)
    page.locator("#at-number a").click()
    expect(marks(page)).to_have_count(1)
    page.locator("#id_effective").fill("01/03/2027")
    page.get_by_role("button", name=vi("Preview with these corrections")).click()
    expect(page.locator("#impact")).to_contain_text("01/06/2027")
    expect(page.locator("#id_effective")).to_have_value("01/03/2027")


def test_one_decision_opens_the_clocks_that_were_promised(
    signed_in: OpenPage, address: str
) -> None:
    page = signed_in("thuky")
    page.goto(address)
    promised = page.locator("#impact tbody tr")
    expect(promised.first).to_contain_text("QT-NCC-")
    count = promised.count()

    page.get_by_role("button", name=vi("Confirm: register the text and open its clocks")).click()

    expect(page.get_by_role("heading", name=vi("Clocks of this text"))).to_be_visible()
    expect(page.locator(".clock-table tbody tr")).to_have_count(count)
    assert_faultless(page, OURS)
    assert_nothing_sticks_out(page)
    head = signed_in("truongphong.ncc")
    head.goto("/ban-lam-viec/")
    panel = head.get_by_role("region", name=vi("New legal texts given to your unit"))
    expect(panel).to_contain_text(NUMBER)
    assert_faultless(head)
    assert_nothing_sticks_out(head)


@pytest.mark.parametrize("query", ["", "?all"])
def test_questions_about_implementing_texts_are_for_everybody(
    signed_in: OpenPage, query: str
) -> None:
    page = signed_in("thuky")
    page.goto(f"/admin/child_questions/{query}")
    assert_faultless(page, OURS)
    assert_nothing_sticks_out(page)


def test_the_answer_to_one_question_is_for_everybody(signed_in: OpenPage) -> None:
    page = signed_in("thuky")
    page.goto("/admin/child_questions/?all")
    page.locator("tbody a.button").first.click()
    page.wait_for_url(re.compile(r"/child_questions/\d+"))
    assert_faultless(page, OURS)
    assert_nothing_sticks_out(page)
