"""A page of one person is drawn once, shown to nobody else, and never when it would be another."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages, info
from django.core import signing
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.kept import frame, version, work
from cms.kept.tokens import parted
from cms.log_in import sessions
from doccontrol.access import Alike, say_own
from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.models import (
    AgencySettings,
    Clock,
    Edition,
    IncomingFile,
    Person,
    Post,
    Unit,
)
from doccontrol.organisation.accounts.roles import Role
from tests.courses import seeds
from tests.doccontrol.clocks.make import make_clock
from tests.doccontrol.triage.statements import make_file
from tests.make import make_edition, make_person, make_procedure, make_settings, make_unit

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|"CSRF_TOKEN": ")(\w{64})')
DESK, BOARD, TRIAGE = "/ban-lam-viec/", "/admin/clocks/", "/admin/triage/"
PAGES = [DESK, BOARD, f"{BOARD}?group=unit", f"{BOARD}results/?state=overdue", TRIAGE]


class Agency:
    """A unit with a head, a secretary, a document to read and a clock."""

    def __init__(self) -> None:
        make_settings()
        self.unit = make_unit(name="Phòng Lao động")
        self.head = make_person(Role.HEAD, unit=self.unit, head=True)
        self.secretary = make_person(Role.SECRETARY, Role.STAFF, unit=make_unit())
        self.clock = make_clock(owner_unit=self.unit, on=timezone.localdate())
        make_clock(on=timezone.localdate())
        self.file = make_file()


@pytest.fixture(scope="module")
def founded(module_db: None) -> Agency:
    version.install()  # tests that empty all tables take the version too
    return Agency()


@pytest.fixture(autouse=True)
def agency(founded: Agency) -> Agency:
    """Made once; what a test does to it, no other sees."""
    return deepcopy(founded)


def signed_in_as(person: Person, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def plain(response: HttpResponse) -> str:
    """Without what differs each time: tokens are masked anew."""
    return TOKEN.sub(r"\1", response.content.decode())


def kept(client: Client, page: str, **headers: str) -> bool:
    """Whether the page is shown from what is kept; it is drawn where it is not."""
    response = client.get(page, headers=headers)
    assert response.status_code == 200
    return not response.templates


def drawn(client: Client, page: str) -> HttpResponse:
    work.shelf.clear()
    frame.forget_frame()
    return client.get(page)


# What is kept, and how it looks.


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_was_drawn_asks_for_session_person_and_version(
    page: str, agency: Agency
) -> None:
    client = signed_in_as(agency.secretary)
    client.get(page)  # the sign of life of the session is given once
    first = drawn(client, page)
    with CaptureQueriesContext(connection) as captured:
        again = client.get(page)
    assert len(captured) == 3
    assert first.templates and not again.templates
    assert plain(again) == plain(first)
    assert again.headers == first.headers and again.headers["Cache-Control"] == "private, no-store"
    assert again.cookies.keys() == first.cookies.keys()


@pytest.mark.parametrize("page", PAGES)
def test_what_a_kept_page_reads_are_tables_of_which_the_version_tells(
    page: str, agency: Agency
) -> None:
    for person in (agency.secretary, agency.head, make_person(is_superuser=True)):
        client = signed_in_as(person)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        tables = {name for query in captured for name in re.findall(r'"(\w+)"', query["sql"])}
        assert len(captured) > 3
        assert tables & version.NEVER_SHOWN <= {"django_session", "cms_contentversion"}


def test_a_spreadsheet_of_the_board_is_made_each_time(agency: Agency) -> None:
    client = signed_in_as(agency.secretary)
    for form in ("csv", "xlsx"):
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{BOARD}?export={form}")
            assert len(captured) > 3


def test_each_language_sidebar_and_kind_of_request_has_its_own(agency: Agency) -> None:
    client = signed_in_as(agency.secretary)
    client.get(BOARD)
    assert kept(client, BOARD)
    assert not kept(client, BOARD, **{"X-Requested-With": "XMLHttpRequest"})
    assert not kept(client, BOARD, **{"User-Agent": "Mac"})
    client.cookies["wagtail_sidebar_collapsed"] = "1"
    assert "sidebar-collapsed" in client.get(BOARD).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert 'lang="en"' in client.get(BOARD).content.decode()[:200]
    assert kept(client, BOARD)


# Whoever may not see it does not.


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_shown_the_page_of_another(page: str, agency: Agency) -> None:
    secretary, head = signed_in_as(agency.secretary), signed_in_as(agency.head)
    secretary.get(page)
    head.get(page)
    shown = [plain(client.get(page)) for client in (secretary, head)]
    assert shown == [plain(drawn(client, page)) for client in (secretary, head)]
    assert Client().get(page).status_code == 302
    if page != TRIAGE:
        assert shown[0] != shown[1]


LOSSES: dict[str, Callable[[Agency], object]] = {
    "left": lambda agency: Person.objects.filter(pk=agency.secretary.pk).update(is_active=False),
    "another password": lambda agency: Person.objects.filter(pk=agency.secretary.pk).update(
        password="!x"
    ),
    "password to change": lambda agency: Person.objects.filter(pk=agency.secretary.pk).update(
        must_change_password=True
    ),
    "no role": lambda agency: agency.secretary.groups.clear(),
    "the role lost a right": lambda agency: Permission.objects.filter(
        codename__in=["view_clock", "view_triage"]
    ).delete(),
    "deleted role": lambda agency: Group.objects.filter(name=Role.SECRETARY).delete(),
}


@pytest.mark.parametrize("page", [BOARD, TRIAGE])
@pytest.mark.parametrize("loss", LOSSES)
def test_whoever_lost_the_right_is_not_shown_it_again(page: str, loss: str, agency: Agency) -> None:
    client = signed_in_as(agency.secretary)
    before = plain(client.get(page))
    assert kept(client, page)
    LOSSES[loss](agency)
    after = client.get(page)
    if (loss, page) == ("deleted role", BOARD):  # what staff see of their own units is left
        assert plain(after) == plain(drawn(client, page)) != before
    else:
        assert after.status_code in (302, 403)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_session_that_runs_nothing_is_shown(
    page: str, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in_as(agency.secretary)
    client.get(page)
    assert kept(client, page)
    idle = settings.SESSION_IDLE_MINUTES * 60 + 1
    later = time.time() + idle
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get(page).status_code == 302
    monkeypatch.undo()
    other = signed_in_as(agency.secretary)
    assert kept(other, page)
    other.logout()
    assert other.get(page).status_code == 302


def test_a_page_that_is_shown_again_is_a_sign_of_the_person(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in_as(agency.secretary)
    client.get(DESK)
    now = time.time() + 120
    monkeypatch.setattr(time, "time", lambda: now)
    assert kept(client, DESK)
    cookie = client.cookies[sessions.COOKIE].value
    assert signing.loads(cookie, salt="cms.log_in.sessions")[1] == int(now)


def test_a_right_that_is_taken_between_log_in_and_drawing_is_gone_from_the_page(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session was looked at before the version was read."""
    Person.objects.filter(pk=agency.secretary.pk).update(is_superuser=True)
    client = signed_in_as(Person.objects.get(pk=agency.secretary.pk))
    real = work.content_version

    def taken_and_then_read(kind: str) -> str:
        with connection.cursor() as cursor:  # by somebody else: nobody takes it from themselves
            cursor.execute(
                "UPDATE doccontrol_person SET is_superuser = %s WHERE id = %s",
                [False, agency.secretary.pk],
            )
        return real(kind)

    monkeypatch.setattr(work, "content_version", taken_and_then_read)
    shown = plain(client.get(BOARD))
    assert shown == plain(drawn(client, BOARD))


def test_each_session_has_a_token_of_its_own_and_it_is_good(agency: Agency) -> None:
    one, other = (signed_in_as(agency.secretary, enforce_csrf_checks=True) for _ in range(2))
    one.get(BOARD)
    tokens = {}
    for client in (one, other):
        assert kept(client, BOARD)
        found = {token for _place, token in TOKEN.findall(client.get(BOARD).content.decode())}
        assert found
        tokens[client] = found.pop()
    form = {"language": "en", "next": "/", "csrfmiddlewaretoken": tokens[one]}
    assert one.post("/ngon-ngu/", form).status_code == 302
    assert other.post("/ngon-ngu/", form).status_code == 403
    assert (
        other.post("/ngon-ngu/", form | {"csrfmiddlewaretoken": tokens[other]}).status_code == 302
    )


@pytest.mark.parametrize(
    "token", [b"Az9" * 21 + b"x", b'<a data-token="' + b"g" * 64 + b'">'], ids=["bare", "attribute"]
)
def test_where_a_token_may_stand_at_a_place_that_nobody_knows_nothing_is_kept(token: bytes) -> None:
    assert parted(b"<p>" + token + b"</p>") is None


def test_a_hash_is_no_token_and_both_places_of_a_token_are_known() -> None:
    form, script = b'name="csrfmiddlewaretoken" value="', b'{"CSRF_TOKEN": "'
    page = form + b"Z" * 64 + b'"' + script + b"Y" * 64 + b'"' + b"0af" * 21 + b"c"
    assert parted(page) == (form, b'"' + script, b'"' + b"0af" * 21 + b"c")


# It is as it would be drawn.


def read_it(agency: Agency) -> object:
    edition = Edition.objects.latest("pk")
    return acknowledge(edition, agency.secretary, on=timezone.localdate(), sha256=edition.sha256)


ACTS: dict[str, Callable[[Agency], object]] = {
    "read": read_it,
    "edition": lambda agency: make_edition(owner_unit=agency.unit),
    "draft": lambda agency: make_procedure(author=agency.secretary),
    "clock": lambda agency: make_clock(owner_unit=agency.unit, on=timezone.localdate()),
    "no clock": lambda agency: Clock.objects.filter(pk=agency.clock.pk).delete(),
    "due": lambda agency: Clock.objects.update(due=timezone.localdate() - timedelta(days=3)),
    "new file": lambda agency: make_file(),
    "decided": lambda agency: IncomingFile.objects.update(decided_on=timezone.localdate()),
    "unit": lambda agency: Unit.objects.filter(pk=agency.unit.pk).update(name="Phòng mới"),
    "post ends": lambda agency: Post.objects.filter(person=agency.head).update(
        held_until=timezone.localdate()
    ),
    "name": lambda agency: Person.objects.update(last_name="Lê"),
    "agency": lambda agency: AgencySettings.objects.update(name="Sở mới", warning_days=300),
    "role": lambda agency: agency.head.groups.set(Group.objects.filter(name=Role.SECRETARY)),
    "theme": lambda agency: UserProfile.objects.update_or_create(
        user=agency.secretary, defaults={"theme": "dark"}
    ),
    "language": lambda agency: UserProfile.objects.update_or_create(
        user=agency.secretary, defaults={"preferred_language": "en"}
    ),
}


def as_drawn(client: Client, page: str) -> None:
    shown, fresh = client.get(page), drawn(client, page)
    assert shown.status_code == fresh.status_code
    assert plain(shown) == plain(fresh)


@pytest.mark.parametrize("act", ACTS)
def test_whatever_is_written_the_pages_are_as_they_would_be_drawn(act: str, agency: Agency) -> None:
    client = signed_in_as(agency.secretary)
    for page in (DESK, BOARD, TRIAGE):
        client.get(page)
        ACTS[act](agency)
        as_drawn(client, page)


@pytest.mark.parametrize("seed", seeds(4))
def test_after_acts_in_any_order_whoever_looks_sees_what_would_be_drawn(
    seed: int, agency: Agency
) -> None:
    chance = Random(seed)
    clients = [signed_in_as(agency.secretary), signed_in_as(agency.head)]
    for _ in range(12):
        client, page = chance.choice(clients), chance.choice(PAGES)
        client.get(page)
        act = ACTS[chance.choice(list(ACTS))]
        if chance.random() < 0.2:
            with transaction.atomic():
                act(agency)
                client.get(page)
                transaction.set_rollback(True)
        else:
            act(agency)
        client.get("/")  # tells what is told once
        as_drawn(client, page)


@pytest.mark.parametrize("page", [DESK, BOARD])
def test_on_another_day_it_is_drawn_anew(
    page: str, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in_as(agency.secretary)
    client.get(page)
    real = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda *args: real + timedelta(days=1))
    assert not kept(client, page)
    assert kept(client, page)


def test_of_whoever_has_a_day_of_their_own_the_administration_is_not_kept(agency: Agency) -> None:
    UserProfile.objects.create(user=agency.secretary, current_time_zone="Pacific/Auckland")
    client = signed_in_as(agency.secretary)
    for page, is_kept in ((BOARD, False), (DESK, True)):
        client.get(page)
        assert kept(client, page) is is_kept


def test_what_is_written_all_day_and_never_shown_draws_nothing_anew(agency: Agency) -> None:
    client = signed_in_as(agency.secretary)
    client.get(BOARD)
    signed_in_as(agency.head)  # a session, and when it was
    Client().get("/tim-kiem/?q=nghỉ")
    assert kept(client, BOARD)


def test_what_people_alone_are_shown_draws_no_page_of_the_public_anew(agency: Agency) -> None:
    for change in (
        lambda: IncomingFile.objects.update(name="khác.pdf"),
        lambda: agency.clock.document.get_latest_revision().save(),
        lambda: UserProfile.objects.create(user=agency.head),
        lambda: type(agency.clock.document).objects.update(draft_title="Tên khác"),
    ):
        before = version.content_version(), version.content_version(version.WORK)
        change()
        assert version.content_version() == before[0]
        assert version.content_version(version.WORK) != before[1]


def test_whatever_the_public_is_shown_people_at_work_are_shown_too(agency: Agency) -> None:
    before = version.content_version(version.WORK)
    AgencySettings.objects.update(name="Sở mới")
    assert version.content_version(version.WORK) not in ("", before)


def test_while_the_triggers_are_away_nothing_is_kept(agency: Agency) -> None:
    client = signed_in_as(agency.secretary)
    version.remove()
    assert version.content_version(version.WORK) == ""
    assert not kept(client, DESK) and not kept(client, DESK)
    version.install()
    assert not kept(client, DESK) and kept(client, DESK)


# What is shown once, or is of one session.


def test_a_message_is_shown_once_and_never_kept(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in_as(agency.secretary)
    client.get(BOARD)
    assert kept(client, BOARD)

    def tells(request: HttpRequest, *page: Any) -> HttpResponse:
        info(request, "Đã lưu xong")
        return HttpResponse()

    monkeypatch.setattr("cms.desk.render", tells)
    client.get(DESK)
    shown = ["Đã lưu xong" in client.get(BOARD).content.decode() for _ in range(3)]
    assert shown == [True, False, False]
    client.get(DESK)
    work.shelf.clear()
    shown = ["Đã lưu xong" in client.get(BOARD).content.decode() for _ in range(3)]
    assert shown == [True, False, False]


def in_session(request: HttpRequest) -> HttpResponse:
    request.session["x"] = 1
    return HttpResponse()


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("x", "1")
    return response


def with_message(request: HttpRequest) -> HttpResponse:
    info(request, "x")
    return HttpResponse(str([str(message) for message in get_messages(request)]))


def with_hidden_token(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p data-x='{get_token(request)}'>")


ANSWERS: dict[str, tuple[Callable[[HttpRequest], HttpResponse], bool]] = {
    "plain": (lambda request: HttpResponse(), True),
    "writes into the session": (in_session, False),
    "sets a cookie": (with_cookie, False),
    "tells something once": (with_message, False),
    "a token where none is known": (with_hidden_token, False),
    "not found": (lambda request: HttpResponse(status=404), False),
    "differs by a header": (lambda r: HttpResponse(headers={"Vary": "Accept-Encoding"}), False),
    "in pieces": (lambda request: StreamingHttpResponse(["x"]), False),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_only_what_can_be_shown_twice_is_kept(
    answer: str, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, is_kept = ANSWERS[answer]
    calls: list[str] = []

    def render(request: HttpRequest, *page: Any) -> HttpResponse:
        calls.append("drawn")
        return make(request)

    monkeypatch.setattr("cms.desk.render", render)
    client = signed_in_as(agency.secretary)
    client.get(DESK)
    client.get(DESK)
    assert len(calls) == (1 if is_kept else 2)


def test_what_no_view_says_is_not_kept(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.desk.say_own", lambda response: None)
    client = signed_in_as(agency.secretary)
    client.get(DESK)
    assert not kept(client, DESK)
    assert not kept(client, "/admin/account/")
    assert not kept(client, "/admin/account/")


def test_what_lies_outside_the_database_is_looked_at_each_time(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, shown = ["first"], []
    alike = Alike(lambda: state[0], "first", lambda: shown.append(1))
    monkeypatch.setattr("cms.desk.say_own", lambda response: say_own(response, alike))
    client = signed_in_as(agency.secretary)
    client.get(DESK)
    assert kept(client, DESK) and shown == [1]
    state[0] = "second"
    assert not kept(client, DESK)
