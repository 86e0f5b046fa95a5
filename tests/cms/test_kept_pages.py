"""A page for the public is drawn once, and never shown when it would be another."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms.kept import frame, middleware, version
from cms.kept.shelf import KeptPage, Shelf
from cms.models import DocumentIndexPage, HomePage
from doccontrol.jobs.outbox import Job, owe
from doccontrol.jobs.working import Worker
from doccontrol.models import (
    AgencySettings,
    Edition,
    FrozenPdf,
    LegalText,
    Person,
    QualityPolicy,
    Unit,
)
from tests.cms.make import make_system_edition
from tests.make import make_edition, make_person, make_settings, make_text, make_withdrawal

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
HOME, SHELF = "/", "/quy-trinh/"


@pytest.fixture(autouse=True)
def agency() -> AgencySettings:
    version.install()  # tests that empty all tables take the version too
    return make_settings()


@pytest.fixture
def law() -> LegalText:
    return make_text(effective=date(2021, 1, 1))


@pytest.fixture
def edition(law: LegalText) -> Edition:
    edition = make_edition(legal_basis=[law])
    FrozenPdf.objects.create(edition=edition, file="editions/a.pdf", size=1, sha256="0" * 64)
    return edition


def address(edition: Edition) -> str:
    return str(edition.document.get_url())


def read(client: Client, path: str, **headers: str) -> tuple[str, int]:
    """(the page, how many queries it took)."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode(), len(captured)


@pytest.mark.parametrize("path", [HOME, SHELF, address, lambda e: f"{SHELF}{e.document.slug}/"])
def test_a_page_that_was_drawn_takes_one_query(
    path: str | Callable[[Edition], str], edition: Edition
) -> None:
    path = path if isinstance(path, str) else path(edition)
    first, _queries = read(Client(), path)
    again, queries = read(Client(), path)
    assert queries == 1
    assert TOKEN.sub("", again) == TOKEN.sub("", first)


@pytest.mark.parametrize(
    "path, most", [(HOME, 4), (SHELF, 6), (address, 15)], ids=["home", "list", "procedure"]
)
def test_of_the_frame_nothing_is_asked_again_for_a_page_that_is_drawn(
    path: str | Callable[[Edition], str], most: int, edition: Edition
) -> None:
    path = path if isinstance(path, str) else path(edition)
    make_system_edition(QualityPolicy, title="Chính sách của Sở", text="<p>Đúng hẹn</p>")
    read(Client(), "/he-thong/")
    assert read(Client(), path)[1] <= most


def test_the_frame_that_was_read_is_nobody_s_to_change(edition: Edition) -> None:
    read(Client(), SHELF)
    _version, answers = frame._known[0]
    before = {key: getattr(answer, "__dict__", answer) for key, answer in answers.items()}
    names = {key: set(fields) for key, fields in before.items() if isinstance(fields, dict)}
    for path in (HOME, SHELF, address(edition)):
        read(Client(), path)
    assert names and all(set(before[key]) == names[key] for key in names)


CHANGES: list[Callable[[Edition, LegalText], Any]] = [
    lambda edition, law: LegalText.objects.filter(pk=law.pk).update(expires=date(2024, 1, 1)),
    lambda edition, law: make_withdrawal(edition, from_day=date(2025, 1, 1)),
    lambda edition, law: Unit.objects.filter(pk=edition.unit_id).update(name="Phòng mới"),
    lambda edition, law: make_edition(title="Quy trình mới"),
    lambda edition, law: AgencySettings.objects.update(name="Sở mới"),
    lambda edition, law: HomePage.objects.update(introduction="<p>Lời chào mới</p>"),
    lambda edition, law: DocumentIndexPage.objects.update(title="Danh mục mới"),
    lambda edition, law: DocumentIndexPage.objects.filter(slug="he-thong").update(live=False),
    lambda edition, law: Site.objects.update(root_page=Page.objects.get(depth=3, slug="quy-trinh")),
    lambda edition, law: PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=HomePage.objects.get(), restriction_type="login")]
    ),
]


@pytest.mark.parametrize("path", [HOME, SHELF, address])
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_written_by_whatever_way_the_page_is_as_it_would_be_drawn(
    path: str | Callable[[Edition], str],
    change: Callable[[Edition, LegalText], Any],
    edition: Edition,
    law: LegalText,
) -> None:
    path = path if isinstance(path, str) else path(edition)
    read(Client(), path)
    change(edition, law)
    kept = Client().get(path)
    middleware.shelf.clear()
    frame.forget_frame()
    drawn = Client().get(path)
    assert kept.status_code == drawn.status_code
    assert TOKEN.sub("", kept.content.decode()) == TOKEN.sub("", drawn.content.decode())


def test_a_corrected_law_is_right_at_once(edition: Edition, law: LegalText) -> None:
    before, _queries = read(Client(), address(edition))
    LegalText.objects.filter(pk=law.pk).update(expires=date(2024, 1, 1))
    after, queries = read(Client(), address(edition))
    assert TOKEN.sub("", before) != TOKEN.sub("", after)
    assert queries <= 9  # the version, two of the address, two of editions, four beside them


def test_what_was_taken_back_was_never_written(edition: Edition) -> None:
    read(Client(), HOME)
    with transaction.atomic():
        AgencySettings.objects.update(name="Sở không có")
        assert "Sở không có" in read(Client(), HOME)[0]
        transaction.set_rollback(True)
    assert "Sở không có" not in read(Client(), HOME)[0]


def test_on_another_day_it_is_drawn_anew(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    assert edition.title in read(Client(), HOME)[0]
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2020, 1, 1))
    assert edition.title not in read(Client(), HOME)[0]


def test_each_language_and_each_asked_day_has_its_own(edition: Edition) -> None:
    vietnamese, _queries = read(Client(), HOME)
    english = Client()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert 'lang="vi"' in vietnamese[:200] and 'lang="en"' in read(english, HOME)[0][:200]
    assert edition.title not in read(Client(), f"{HOME}?on=2020-01-01")[0]


def test_what_staff_see_is_kept_for_nobody_and_nobody_s_is_shown_to_staff(
    edition: Edition, client: Client
) -> None:
    secret = make_edition(title="Quy trình mật", visibility="staff")
    assert "Quy trình mật" not in read(Client(), SHELF)[0]
    client.force_login(make_person())
    assert "Quy trình mật" in read(client, SHELF)[0]
    assert "Quy trình mật" not in read(Client(), SHELF)[0]
    assert Client().get(address(secret)).status_code == 404


def test_every_visitor_has_a_token_of_their_own_and_it_is_good() -> None:
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    first, second = (TOKEN.search(read(client, HOME)[0]) for client in (one, other))
    assert first and second and first[1] != second[1]
    assert one.cookies["csrftoken"].value != other.cookies["csrftoken"].value
    form = {"language": "en", "next": "/", "csrfmiddlewaretoken": second[1]}
    assert other.post("/ngon-ngu/", form).status_code == 302
    assert one.post("/ngon-ngu/", form).status_code == 403


def test_whoever_has_the_page_is_told_so_until_it_is_another(edition: Edition) -> None:
    client = Client()
    etag = client.get(HOME).headers["ETag"]
    same = client.get(HOME, headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")
    assert Client().get(HOME, headers={"If-None-Match": etag}).status_code == 200
    AgencySettings.objects.update(name="Sở mới")
    assert client.get(HOME, headers={"If-None-Match": etag}).status_code == 200


def test_kept_and_drawn_have_the_same_headers(edition: Edition) -> None:
    drawn, kept = Client().get(HOME).headers, Client().get(HOME).headers
    assert {n: v for n, v in kept.items() if n != "ETag"} == {
        n: v for n, v in drawn.items() if n != "ETag"
    }
    assert "Content-Security-Policy" in kept and kept["Vary"] == "Cookie"


def test_while_the_pdf_is_being_made_the_page_is_kept_and_once_it_is_there_it_is_linked() -> None:
    edition = make_edition()
    path = address(edition)
    assert "(PDF)" not in read(Client(), path)[0]
    assert read(Client(), path)[1] == 1
    FrozenPdf.objects.create(edition=edition, file="editions/a.pdf", size=1, sha256="0" * 64)
    assert "(PDF)" in read(Client(), path)[0]


def test_how_far_the_worker_has_come_is_nothing_that_the_public_reads() -> None:
    edition = make_edition()
    owe("render_pdf", str(edition.pk))
    seen = set()
    for state in Job.State.values:
        assert Job.objects.filter(kind="render_pdf", key=str(edition.pk)).update(state=state)
        middleware.shelf.clear()
        seen.add(TOKEN.sub("", read(Client(), address(edition))[0]))
    assert len(seen) == 1


def test_where_nothing_tells_of_writing_nothing_is_kept(edition: Edition) -> None:
    before = version.content_version()
    version.remove()
    read(Client(), HOME)
    AgencySettings.objects.update(name="Sở mới")
    version.gather()
    assert version.content_version() == ""
    assert "Sở mới" in read(Client(), HOME)[0]
    version.install()
    assert version.content_version() not in ("", before)


def test_what_is_written_all_day_and_never_shown_draws_no_page_anew(
    client: Client, edition: Edition
) -> None:
    person = make_person()
    Worker(say=str, complain=str, idle=0).drain()  # what the day asks for
    before = version.content_version()
    client.force_login(person)
    edition.document.specific.save_revision(user=person)
    owe("forget_done_jobs", "now", on="2026-01-01")
    Worker(say=str, complain=str, idle=0).drain()
    assert person.last_login and Job.objects.filter(key="now", state=Job.State.DONE).exists()
    assert version.content_version() == before
    Person.objects.filter(pk=person.pk).update(last_name="Mới")
    assert version.content_version() != before


def test_a_trigger_that_is_worded_otherwise_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(version.COLUMNS_NEVER_SHOWN, "doccontrol_agencysettings", {"name"})
    version.install()
    before = version.content_version()
    AgencySettings.objects.update(name="Sở mới")
    assert version.content_version() == before
    monkeypatch.undo()
    version.install()
    before = version.content_version()
    AgencySettings.objects.update(name="Sở khác")
    assert version.content_version() != before


def test_the_shelf_gives_up_what_was_not_asked_for_the_longest() -> None:
    def page(size: int) -> KeptPage:
        return KeptPage((b"x" * size,), (), "", lambda: True, lambda: None)

    shelf = Shelf(most_bytes=10)
    shelf.put("a", page(4))
    shelf.put("b", page(4))
    assert shelf.get("a") is not None
    shelf.put("c", page(4))
    assert (shelf.get("a") is None, shelf.get("b") is None) == (False, True)
    shelf.put("d", page(11))
    assert shelf.get("d") is None
