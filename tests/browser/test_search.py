"""Search as people use it: by keyboard, on a telephone, without scripts, and out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.demonstration import Demonstration, log_in
from tests.browser.test_accessibility import MOST_BYTES, assert_faultless, assert_nothing_sticks_out
from tests.browser.watching import Watch, eventually
from tests.browser.wording import vi

pytestmark = pytest.mark.browser

STAFF, SECRETARY = "chuyenvien.ldvl1", "thuky"
RESULTS = "/tim-kiem/?q=giay+phep+lao+dong"
KINDS_OF_PAGES = {
    "form alone": "/tim-kiem/",
    "results": RESULTS,
    "second page": f"{RESULTS}&page=2",
    "chips of all kinds": "/tim-kiem/?q=nghị+định+-lương+loại:văn-bản&on=2021-05-01&past=1"
    "&state=in-force&type=Nghị+định&order=newest",
    "nothing has all words": "/tim-kiem/?q=giay+phpe+lao+dong+xyzzy",
    "nothing, with ways on": "/tim-kiem/?q=%22công+có+người%22&kind=laws",
    "nothing at all": "/tim-kiem/?q=xyzzy",
    "filter that nothing bears": "/tim-kiem/?q=thẻ+phòng:khôngcó",
}


@pytest.mark.parametrize("kind", KINDS_OF_PAGES)
def test_every_kind_of_results_is_for_everybody(visitor: OpenPage, kind: str) -> None:
    page = visitor()
    watch = Watch(page, "")
    page.goto(KINDS_OF_PAGES[kind], wait_until="networkidle")
    fetched = sum(len(response.body()) for response in watch.responses)

    assert_faultless(page)
    assert_nothing_sticks_out(page)
    assert fetched < MOST_BYTES


def test_suggestions_are_a_combobox_for_keyboards_and_screen_readers(visitor: OpenPage) -> None:
    page = visitor()
    page.goto("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("giay phep")
    options = page.get_by_role("option")
    expect(options.filter(has_text="QT-LĐVL-01")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_faultless(page)

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("giay phep")


def test_a_suggestion_is_opened_by_enter_and_by_a_finger(visitor: OpenPage) -> None:
    page = visitor(viewport=PHONE, has_touch=True)
    for open_it in (lambda: page.keyboard.press("Enter"), None):
        page.goto("/tim-kiem/")
        page.get_by_role("combobox").press_sequentially("qtldvl01")
        option = page.get_by_role("option").first
        expect(option).to_contain_text("QT-LĐVL-01")
        if open_it:
            page.keyboard.press("ArrowDown")
            open_it()
        else:
            option.tap()
        page.wait_for_url("**/tai-lieu/qt-ldvl-01/lan/**")


def test_enter_without_a_choice_searches_for_what_was_typed(visitor: OpenPage) -> None:
    page = visitor()
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("giay phep")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=giay+phep")
    expect(page.locator(".results mark").first).to_be_visible()


@pytest.fixture
def plain(visitor: OpenPage) -> Page:
    return visitor(java_script_enabled=False)


def total(page: Page) -> int:
    said = re.search(r"\d+", page.locator(".results-head [role=status]").inner_text())
    assert said
    return int(said[0])


def test_without_scripts_results_are_narrowed_and_widened_again(plain: Page) -> None:
    plain.goto("/tim-kiem/")
    plain.get_by_label(vi("Words, number or code")).fill("giấy phép")
    plain.get_by_role("button", name=vi("Search"), exact=True).click()
    everything = total(plain)
    facet = plain.locator("#narrow .facet a", has_text="Phòng Lao động - Việc làm")
    counted = int(facet.locator(".amount").inner_text())
    facet.click()
    assert total(plain) == counted < everything
    plain.get_by_role("navigation", name=vi("Kinds of results")).get_by_role("link").nth(1).click()
    expect(plain.locator(".chip")).to_have_count(1)
    plain.locator(".chip").click()
    expect(plain.locator(".chip")).to_have_count(0)
    expect(plain.locator(".tabs [aria-current]")).to_contain_text(vi("Procedures"))


def test_without_scripts_a_past_day_and_past_editions_are_asked_for(plain: Page) -> None:
    plain.goto("/tim-kiem/?q=QT-LĐVL-01&kind=procedures")
    expect(plain.locator(".badge--expired")).to_have_count(0)
    plain.get_by_label(vi("Also past and coming editions")).check()
    plain.get_by_role("button", name=vi("Search"), exact=True).click()
    expect(plain.locator(".badge--expired").first).to_be_visible()
    plain.goto("/tim-kiem/?q=QT-LĐVL-01&kind=procedures")
    plain.get_by_label(vi("In force on")).fill("2021-05-01")
    plain.get_by_role("button", name=vi("Search"), exact=True).click()
    expect(plain.locator(".results > li")).to_have_count(1)
    expect(plain.locator(".results > li")).to_contain_text("QT-LĐVL-01")


def test_a_hit_leads_to_the_section(plain: Page) -> None:
    plain.goto(RESULTS)
    place = plain.locator(".results__place a[href*='#section-']").first
    heading = place.inner_text()
    place.click()
    anchor = plain.url.partition("#")[2]
    expect(plain.locator(f"[id='{anchor}']").get_by_role("heading").first).to_contain_text(heading)


def test_on_a_telephone_the_facets_are_one_tap_away(visitor: OpenPage) -> None:
    page = visitor(viewport=PHONE)
    page.goto(RESULTS)
    link = page.locator(".results-head__narrow")
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("#narrow-heading")).to_be_in_viewport()


def test_what_was_meant_is_asked_and_found(visitor: OpenPage) -> None:
    page = visitor()
    page.goto("/tim-kiem/?q=giay+phpe+lao+dong")
    page.locator(".meant a").click()
    expect(page.locator(".results > li").first).to_contain_text("QT-LĐVL-01")


def test_a_search_is_kept_renamed_and_deleted_without_scripts(visitor: OpenPage) -> None:
    page = visitor(java_script_enabled=False)
    log_in(page, STAFF)
    page.goto("/tim-kiem/?q=trợ+cấp&kind=procedures")
    page.get_by_label(vi("Name"), exact=True).fill("Việc trợ cấp")
    page.get_by_role("button", name=vi("Save this search")).click()
    expect(page.locator("main [role=status]").first).to_contain_text("Việc trợ cấp")
    page.goto("/tim-kiem/da-luu/")
    row = page.locator(".saved > li", has_text="Việc trợ cấp")
    row.locator("summary").click()
    row.get_by_label(vi("Name"), exact=True).fill("Trợ cấp hằng tháng")
    row.get_by_role("button", name=vi("Rename"), exact=True).click()
    row = page.locator(".saved > li", has_text="Trợ cấp hằng tháng")
    row.get_by_role("link").click()
    expect(page.locator(".tabs [aria-current]")).to_contain_text(vi("Procedures"))
    page.goto("/tim-kiem/da-luu/")
    row.locator("summary").click()
    row.get_by_role("button", name=vi("Delete")).click()
    expect(page.locator(".saved > li")).to_have_count(0)


def test_saved_searches_are_for_everybody_s_eyes_and_hands(signed_in: OpenPage) -> None:
    page = signed_in(STAFF)
    page.goto("/tim-kiem/da-luu/")
    assert_faultless(page)
    page.goto("/tim-kiem/?q=người+có+công")
    assert_faultless(page)
    page.get_by_role("button", name=vi("Save this search")).click()
    page.goto("/tim-kiem/da-luu/")
    page.locator(".saved summary").first.click()
    assert_faultless(page)
    assert_nothing_sticks_out(page)


def test_what_is_asked_and_not_found_stands_in_the_secretary_s_report(
    visitor: OpenPage, signed_in: OpenPage
) -> None:
    public = visitor()
    for _ in range(3):
        public.goto("/tim-kiem/?q=Thẻ+kháchbộhành")
    secretary = signed_in(SECRETARY)
    row = secretary.locator("#listing-results tbody tr", has_text="the khachbohanh")

    def look_again() -> None:
        secretary.goto("/admin/reports/asked-questions/?outcome=not-found")
        expect(row).to_contain_text("3", timeout=1_000)

    eventually(look_again)
    assert_faultless(secretary, "#listing-results table")


@contextmanager
def without_index(site: Demonstration) -> Iterator[None]:
    """The pointer is put back as it was, so that the other tests find what they know."""
    pointer = site.folder / "index" / "current"
    kept = pointer.read_bytes()
    pointer.write_bytes(b"nonsense")
    try:
        yield
    finally:
        pointer.write_bytes(kept)


def test_out_of_order_is_said_and_the_rest_works(site: Demonstration, browser: Browser) -> None:
    # Not a visitor's page: a browser reports an answer of 503 as an error, which it is.
    page = browser.new_page(base_url=site.address)
    with site.without_worker(), without_index(site):
        answer = page.goto(RESULTS)
        assert answer and answer.status == 503
        expect(page.locator(".banner--warning")).to_contain_text(
            vi("Search is temporarily unavailable and is being restored. Try again later.")
        )
        assert_faultless(page)
        assert_nothing_sticks_out(page)
        page.goto("/quy-trinh/")
        expect(page.locator(".documents > li").first).to_be_visible()
    page.goto(RESULTS)
    expect(page.locator(".results > li").first).to_be_visible()
    page.close()
