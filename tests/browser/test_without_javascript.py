"""What must work in a browser that runs no scripts: old machines, strict settings, failed loads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.demonstration import log_in
from tests.browser.wording import vi

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(visitor: OpenPage) -> Page:
    return visitor(java_script_enabled=False)


def test_a_list_is_narrowed(plain: Page) -> None:
    plain.goto("/quy-trinh/")
    plain.locator("select[name=unit]").select_option(label="Thanh tra (1)")
    plain.get_by_role("button", name=vi("Show"), exact=True).click()
    rows = plain.locator(".documents > li")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("QT-TTr-01")


def test_search_answers(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("giay phep lao dong")
    plain.get_by_role("button", name=vi("Search"), exact=True).click()
    found = plain.locator(".results > li").filter(has_text="QT-LĐVL-01 ·")
    expect(found.locator("mark").first).to_be_visible()


def test_the_language_changes_and_changes_back_where_one_is(plain: Page) -> None:
    plain.goto("/quy-trinh/qt-ldvl-01/?on=2026-01-05")
    plain.get_by_role("button", name="English").click()
    expect(plain.get_by_role("link", name="Log in")).to_be_visible()
    assert plain.url.endswith("/quy-trinh/qt-ldvl-01/?on=2026-01-05")
    plain.get_by_role("button", name="Tiếng Việt").click()
    expect(plain.get_by_role("link", name=vi("Log in"))).to_be_visible()


def test_a_reading_is_confirmed_on_the_desk(plain: Page) -> None:
    log_in(plain, "chuyenvien.btxh2")
    to_read = plain.get_by_role("region", name=vi("To read and confirm"))
    to_read.locator("summary").click()
    row = to_read.get_by_role("listitem").first
    code = row.locator("span").first.inner_text()
    row.get_by_role("button").click()
    expect(plain.get_by_role("status").filter(has_text=code)).to_be_visible()
    to_read.locator("summary").click()
    expect(to_read.get_by_role("listitem").first).to_be_visible()
    expect(plain.get_by_role("button", name=code)).to_have_count(0)


def test_two_editions_are_compared(plain: Page) -> None:
    log_in(plain, "chuyenvien.ldvl2")
    plain.goto("/quy-trinh/qt-ldvl-01/")
    plain.get_by_label(vi("From edition")).select_option(label="01/00")
    plain.get_by_role("button", name=vi("Compare"), exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("01/00")
    expect(plain.locator("main ins").first).to_be_visible()
    expect(plain.locator("main del").first).to_be_visible()


def test_a_decision_is_proposed_on_the_page_of_a_clock(plain: Page) -> None:
    log_in(plain, "truongphong.ttr")
    plain.goto("/admin/clocks/")
    due_soon = plain.locator(".clock-table tbody tr", has_text=vi("Due soon"))
    due_soon.filter(has_text="QT-TTr-02").get_by_role("link").first.click()
    plain.get_by_label(vi("no change needed")).check()
    plain.get_by_label(vi("Reason"), exact=True).fill("Đã đối chiếu từng điều: nội dung không đổi.")
    plain.get_by_role("button", name=vi("Propose"), exact=True).click()
    expect(plain.locator("#main")).to_contain_text(vi("Waits for a second person's answer."))
