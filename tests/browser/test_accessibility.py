"""Every kind of page, wide and on a telephone: nothing for axe to object to, nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.watching import NO_SUCH_PAGE, Watch

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 100 * 1024  # of a public page with all it needs, decoded

PUBLIC = {
    "home": "/",
    "home of a past day": "/?on=2020-01-01",
    "shelf": "/quy-trinh/",
    "shelf where nothing fits": "/quy-trinh/?q=khongcogi",
    "other shelf": "/he-thong/",
    "procedure": "/quy-trinh/qt-ldvl-01/",
    "procedure with many forms": "/quy-trinh/qt-vp-01/",
    "past edition": "/tai-lieu/qt-ldvl-01/lan/01-00/",
    "no edition in force that day": "/quy-trinh/qt-ldvl-02/?on=2020-01-01",
    "form": "/quy-trinh/qt-vp-01/bm-vp-01-01/",
    "quality policy": "/he-thong/cscl-01/",
    "announcement": "/he-thong/cb-01/",
    "search": "/tim-kiem/",
    "search with results": "/tim-kiem/?q=giay+phep+lao+dong",
    "search for a number": "/tim-kiem/?q=19%2F2014",
    "search without results": "/tim-kiem/?q=khongcogi",
    "search on a day that is none": "/tim-kiem/?q=giay+phep&on=30/02/2026",
    "list on a day that is none": "/quy-trinh/?on=30/02/2026",
    "log-in": "/dang-nhap/",
    "log-in asked for": "/dang-nhap/?next=/ban-lam-viec/",
    "no such page": NO_SUCH_PAGE,
}
OF_PEOPLE = {
    "desk of the secretary": ("thuky", "/ban-lam-viec/"),
    "desk of a head": ("truongphong.ttr", "/ban-lam-viec/"),
    "desk of the director": ("giamdoc", "/ban-lam-viec/"),
    "desk of an author": ("chuyenvien.ttr1", "/ban-lam-viec/"),
    "procedure as its readers see it": ("chuyenvien.ttr2", "/quy-trinh/qt-ttr-01/"),
    "choice of editions": ("chuyenvien.ldvl1", "/tai-lieu/qt-ldvl-01/so-sanh/"),
    "comparison": (
        "chuyenvien.ldvl1",
        "/tai-lieu/qt-ldvl-01/so-sanh/?tu=02-00&den=02-01",
    ),
    "change of password": ("chuyenvien.ldvl1", "/doi-mat-khau/"),
}
# In the administration the frame is Wagtail's; what is judged is what we put into it.
ADMIN = {
    "board": ("/admin/clocks/", None, [".clock-tabs", ".clock-table"]),
    "board by law": ("/admin/clocks/?group=law", None, [".clock-tabs", ".clock-table"]),
    "clock": ("/admin/clocks/", ".clock-table tbody a", ["#main .nice-padding"]),
    "register": ("/admin/legal_texts/", None, ["#listing-results table"]),
    "legal text": (
        "/admin/legal_texts/",
        "#listing-results tbody a",
        ["#main .nice-padding"],
    ),
    "registered by mistake": ("/admin/triage/mistake/40/", None, ["#main .nice-padding"]),
    "ways of counting": ("/admin/counting/", None, ["#main .nice-padding"]),
    "background jobs": ("/admin/reports/background-jobs/", None, ["#listing-results"]),
    "acknowledgements": ("/admin/reports/acknowledgements/", None, ["#listing-results table"]),
}
AXE = Axe().axe_script


def objections(page: Page, include: Sequence[str]) -> list[str]:
    found = page.evaluate(
        "([include, rules]) => axe.run({include}, {resultTypes: ['violations'], "
        "runOnly: {type: 'tag', values: rules}})",
        [[[part] for part in include], RULES],
    )
    return [
        f"{rule['id']}: {node['target']} {node['html'][:150]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def assert_faultless(page: Page, *include: str) -> None:
    for part in include:
        page.wait_for_selector(part)  # a page that was clicked to may still be on its way
    page.evaluate(AXE)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert objections(page, include or ["html"]) == [], f"at {size['width']} px"


def assert_nothing_sticks_out(page: Page) -> None:
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("kind", PUBLIC)
def test_a_public_page_is_for_everybody(visitor: OpenPage, kind: str) -> None:
    page = visitor()
    watch = Watch(page, "")
    page.goto(PUBLIC[kind], wait_until="networkidle")
    fetched = sum(len(response.body()) for response in watch.responses)

    assert_faultless(page)
    assert_nothing_sticks_out(page)
    assert fetched < MOST_BYTES


@pytest.mark.parametrize("kind", OF_PEOPLE)
def test_a_page_of_a_person_is_for_everybody(signed_in: OpenPage, kind: str) -> None:
    username, path = OF_PEOPLE[kind]
    page = signed_in(username)
    page.goto(path)

    assert_faultless(page)
    assert_nothing_sticks_out(page)


@pytest.mark.parametrize("kind", ADMIN)
def test_our_part_of_the_administration_is_for_everybody(signed_in: OpenPage, kind: str) -> None:
    path, first, ours = ADMIN[kind]
    page = signed_in("thuky")
    page.goto(path)
    if first:
        page.goto(page.locator(first).first.get_attribute("href") or "")
    assert_faultless(page, *ours)
