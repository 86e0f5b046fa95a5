"""A browser and a demonstration for all tests of this package. No Django database is used here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.demonstration import Demonstration, launch, log_in
from tests.browser.watching import Watch
from tests.migrated_database import kept_file

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 15_000  # milliseconds, on a busy machine
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


# Not for the whole session: while Playwright's loop runs, Django refuses to use a database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except LookupError as missing:
            pytest.fail(str(missing), pytrace=False)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Asks for ``browser`` so that a missing one is told before everything is loaded."""
    demonstration = Demonstration(tmp_path_factory.mktemp("demonstration"))
    demonstration.load(kept_file())
    try:
        demonstration.start()
        yield demonstration
    finally:
        demonstration.stop()


@pytest.fixture
def visitor(site: Demonstration, browser: Browser) -> Iterator[OpenPage]:
    """``visitor(**context options)`` gives a page of somebody who is not signed in.

    Afterwards no page may have made a console error, nor asked another host for anything.
    """
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(
            **{"base_url": site.address, "viewport": DESK, "locale": "en-US"} | options
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        opened.append((context, Watch(page, site.address)))
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    troubles = [trouble for _, watch in opened for trouble in watch.troubles]
    assert troubles == []


@pytest.fixture(scope="package")
def cookies() -> dict[str, dict]:
    """The session of everybody who has logged in so far: nobody logs in twice."""
    return {}


@pytest.fixture
def signed_in(visitor: OpenPage, cookies: dict[str, dict]) -> OpenPage:
    """``signed_in(username, **context options)`` gives a page of that person."""

    def open_page(username: str, **options: object) -> Page:
        if username in cookies:
            return visitor(storage_state=cookies[username], **options)
        page = visitor(**options)
        log_in(page, username)
        cookies[username] = page.context.storage_state()
        return page

    return open_page
