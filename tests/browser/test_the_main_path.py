"""From a law's effect to confirmed reading, clicked through by the people whose work it is."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.demonstration import Demonstration
from tests.browser.watching import eventually
from tests.browser.wording import vi

pytestmark = pytest.mark.browser

LAW, ENDED_LAW = "161/2026/NĐ-CP", "73/2024/NĐ-CP"
CODE, NEW_EDITION = "QT-NCC-03", "03/01"
SECRETARY, AUTHOR, HEAD, DIRECTOR, READER = (
    "thuky",
    "chuyenvien.ncc1",
    "truongphong.ncc",
    "giamdoc",
    "chuyenvien.ncc2",
)
AUTHOR_NAME, HEAD_NAME, READER_NAME = "Bùi Thị Loan", "Sơn Thị Ngọc Mai", "Thạch Vuthy"
TITLE = "Hưởng mai táng phí và trợ cấp một lần"
SENTENCE = "Mức trợ cấp tính theo lương cơ sở tại Nghị định số 161/2026/NĐ-CP."
CHANGE = "Thay căn cứ về mức lương cơ sở"


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
    row.get_by_role("link", name=re.compile(f"^{CODE}")).click()
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
    replace_basis(page)
    purpose = page.locator("[data-contentpath=purpose] [role=textbox]")
    purpose.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {SENTENCE}")
    # The editor hands its text to the form only a moment later.
    expect(page.locator("input[name=purpose]")).to_have_value(re.compile(re.escape(SENTENCE)))
    choose_action(page, "action-submit")
    page.wait_for_url("**/admin/pages/*/")
    page.goto("/ban-lam-viec/")
    mine = page.get_by_role("region", name=vi("Your drafts under way")).get_by_role("listitem")
    expect(mine.filter(has_text=CODE)).to_contain_text(HEAD_NAME)


def replace_basis(page: Page) -> None:
    """What ended may not stay without a reason: its successor takes its place in the list."""
    chosen = page.locator(".chooser").filter(has_text=ENDED_LAW)
    chosen.locator(".w-dropdown__toggle").click()
    page.locator(".w-dropdown__content [data-chooser-action-choose]").click()
    dialogue = page.get_by_role("dialog")
    dialogue.locator("#id_q").fill(LAW)
    dialogue.get_by_role("link", name=LAW).first.click()
    expect(page.locator(".chooser").filter(has_text=LAW)).to_be_visible()
    expect(chosen).to_have_count(0)


def choose_action(page: Page, name: str) -> None:
    """A button in the drop-up of Wagtail's action menu."""
    page.locator("footer .w-dropdown__toggle").click()
    page.locator(f"button[name='{name}']").click()


def judge(page: Page) -> None:
    """From the desk to the one screen on which the draft is judged; the whole change is there."""
    page.goto("/ban-lam-viec/")
    waiting = page.get_by_role("region", name=vi("Waiting for me"))
    waiting.get_by_role("listitem").filter(has_text=CODE).get_by_role("link").click()
    page.wait_for_url("**/xem-xet/*/")
    main = page.get_by_role("main")
    expect(main).to_contain_text(CHANGE)
    expect(main.locator("ins").first).to_be_visible()
    expect(main).to_contain_text(SENTENCE)


def head_reviews(page: Page) -> None:
    judge(page)
    page.get_by_role("button", name=vi("Reviewed: pass on for approval")).click()
    expect(page.get_by_role("status").filter(has_text=CODE)).to_be_visible()


def director_approves(page: Page) -> None:
    """Asked once, in the words of what follows; then the edition with its receipt."""
    judge(page)
    page.get_by_role("link", name=vi("Approve and issue"), exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(LAW)
    page.get_by_role("button", name=vi("Approve and issue")).click()
    page.wait_for_url("**/tai-lieu/**")
    expect(page.get_by_role("status").filter(has_text=NEW_EDITION)).to_be_visible()


def portal_shows_the_new_edition_at_once(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=TITLE).first.click()
    main = page.get_by_role("main")
    expect(main.get_by_role("table", name=vi("Document numbers and dates"))).to_contain_text("01")
    expect(main.get_by_role("table", name=vi("All editions"))).to_contain_text(NEW_EDITION)
    expect(main).to_contain_text(SENTENCE)
    expect(main).to_contain_text(vi("The PDF is being generated and will be available shortly."))


def its_pdf_is_ready_soon(page: Page) -> None:
    link = page.get_by_role("link", name=f"{NEW_EDITION} (PDF)")

    def look_again() -> None:
        page.reload()
        expect(link).to_be_visible(timeout=1_000)

    eventually(look_again)
    address = link.get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


def search_finds_it_without_marks(page: Page) -> None:
    def ask() -> None:
        page.goto("/")
        page.get_by_role("combobox").fill("muc tro cap luong co so 161/2026/nd-cp")
        page.keyboard.press("Enter")
        found = page.locator(".results > li").filter(has_text=CODE)
        expect(found.first).to_contain_text(NEW_EDITION, timeout=1_000)

    eventually(ask)


def clock_is_closed_late(page: Page, clock: str) -> None:
    page.goto(clock)
    expect(page.locator(".clock-state")).to_contain_text(vi("Done, late"))
    expect(page.locator(".clock-state")).to_contain_text(NEW_EDITION)
    page.goto("/admin/clocks/?state=closed-late")
    expect(row_of(page, CODE, LAW)).to_contain_text(vi("Closed on"))


def reader_confirms(page: Page) -> None:
    page.goto("/ban-lam-viec/")
    to_read = page.get_by_role("region", name=vi("To read and confirm"))
    to_read.locator("summary").click()
    row = to_read.get_by_role("listitem").filter(has_text=CODE)
    row.get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text(SENTENCE)
    page.get_by_role("button", name=vi("I have read and understood this edition")).click()
    expect(page.get_by_role("status").filter(has_text=NEW_EDITION)).to_be_visible()
    page.goto("/ban-lam-viec/")
    to_read.locator("summary").click()
    expect(to_read.get_by_role("listitem").first).to_be_visible()
    expect(row).to_have_count(0)


def secretary_sees_who_has_read(page: Page) -> None:
    page.goto(f"/admin/reports/acknowledgements/?code={CODE}")
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    readers = page.locator("#listing-results tbody tr").filter(has_text=CODE)
    expect(readers.filter(has_text=READER_NAME)).to_contain_text(f"{today:%d/%m/%Y}")
    expect(readers.filter(has_text=AUTHOR_NAME)).to_contain_text(vi("Not yet confirmed"))
