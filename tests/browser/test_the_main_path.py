"""From a law's effect to confirmed reading, clicked through by the people whose work it is."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.demonstration import Demonstration
from tests.browser.wording import vi

pytestmark = pytest.mark.browser

LAW = "161/2026/NĐ-CP"
CODE, SLUG = "QT-NCC-03", "qt-ncc-03"
OLD_EDITION, NEW_EDITION = "03/00", "03/01"
SECRETARY, AUTHOR, HEAD, DIRECTOR, READER = (
    "thuky",
    "chuyenvien.ncc1",
    "truongphong.ncc",
    "giamdoc",
    "chuyenvien.ncc2",
)
SENTENCE = "Mức trợ cấp tính theo lương cơ sở tại Nghị định số 161/2026/NĐ-CP."
CHANGE = "Thay căn cứ về mức lương cơ sở"
PDF_WITHIN = 30_000  # milliseconds


def test_a_law_in_force_becomes_a_new_edition_that_staff_have_read(
    site: Demonstration, visitor: OpenPage, signed_in: OpenPage
) -> None:
    secretary = signed_in(SECRETARY)
    clock = secretary_sees_it_overdue(secretary)
    editor = secretary_opens_a_draft(secretary)

    author_revises_and_submits(signed_in(AUTHOR), editor)
    head_reviews(signed_in(HEAD))
    with site.without_worker():
        director_approves(signed_in(DIRECTOR))
        public = visitor()
        portal_shows_the_new_edition_at_once(public)
    its_pdf_is_ready_soon(public)
    search_finds_it_without_marks(public)

    clock_is_closed_late(secretary, clock)
    reader_confirms(signed_in(READER))
    secretary_sees_who_has_read(secretary)


def row_of(page: Page, code: str, law: str) -> Locator:
    return page.locator("#listing-results tbody tr", has_text=code).filter(has_text=law)


def secretary_sees_it_overdue(page: Page) -> str:
    """The address of the clock's page, now open."""
    page.goto("/admin/clocks/")
    row = row_of(page, CODE, LAW)
    expect(row).to_contain_text(vi("Overdue"))
    expect(row).to_contain_text("01/10/2026")
    row.get_by_role("link").click()
    expect(page.locator("#main")).to_contain_text(LAW)
    return page.url


def secretary_opens_a_draft(page: Page) -> str:
    """The address of the editor, now open with the change of law already named."""
    page.get_by_role("button", name=vi("Open a draft for this change")).click()
    page.wait_for_url("**/edit/")
    expect(page.get_by_role("checkbox", name=LAW)).to_be_checked()
    return page.url


def author_revises_and_submits(page: Page, editor: str) -> None:
    page.goto(editor)
    expect(page.get_by_role("checkbox", name=LAW)).to_be_checked()
    page.locator("#id_changes-ADD").click()
    page.locator("#id_changes-0-place").fill("Mục 3, Mục 5")
    page.locator("#id_changes-0-description").fill(CHANGE)
    purpose = page.locator("[data-contentpath=purpose] [role=textbox], #panel-child-noidung-purpose-section [role=textbox]").first
    purpose.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {SENTENCE}")
    expect(purpose).to_contain_text(SENTENCE)
    choose_action(page, "action-submit")
    expect(page.locator("#main")).to_contain_text(vi("It is the turn of:"))


def choose_action(page: Page, name: str) -> None:
    """A button in the drop-up of Wagtail's action menu."""
    menu = page.locator("footer .w-dropdown-button").first
    menu.get_by_role("button", expanded=False).last.click()
    page.locator(f"button[name='{name}']").click()


def judge(page: Page, approve_label: str) -> None:
    """From the desk to the draft, and Wagtail's "approve" with the modal for a comment."""
    page.goto("/ban-lam-viec/")
    waiting = page.get_by_role("region", name=vi("Waiting for your review or approval"))
    waiting.get_by_role("listitem").filter(has_text=CODE).get_by_role("link").click()
    page.wait_for_url("**/edit/")
    page.locator("footer").get_by_role("button", name=approve_label).last.click()


def head_reviews(page: Page) -> None:
    judge(page, vi("Reviewed: pass on for approval"))


def director_approves(page: Page) -> None:
    judge(page, vi("Approve and issue"))


def portal_shows_the_new_edition_at_once(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Hưởng mai táng phí")).first.click()
    expect(page.get_by_role("main")).to_contain_text(SENTENCE)


def its_pdf_is_ready_soon(page: Page) -> None:
    raise NotImplementedError


def search_finds_it_without_marks(page: Page) -> None: ...


def clock_is_closed_late(page: Page, clock: str) -> None: ...


def reader_confirms(page: Page) -> None: ...


def secretary_sees_who_has_read(page: Page) -> None: ...
