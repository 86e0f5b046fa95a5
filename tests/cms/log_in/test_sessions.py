"""How long a log-in lasts, and what is said when it has ended."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cms.log_in.sessions import BEGUN, COOKIE
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_person

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


@pytest.fixture
def desk(client):
    """Opens the desk of somebody who has just logged in."""
    client.force_login(make_person(Role.STAFF))
    return lambda: client.get(reverse("desk"))


def test_after_an_hour_without_a_sign_the_person_logs_in_again_and_returns(desk, pass_time):
    assert desk().status_code == 200
    pass_time(60 * MINUTE + 1)
    ended = desk()
    assert ended.status_code == 302
    assert ended.headers["Location"] == f"{reverse('login')}?next={reverse('desk')}"
    assert len(list(get_messages(ended.wsgi_request))) == 1
    assert desk().status_code == 302, "the session is gone, not asleep"


def test_what_the_person_does_keeps_the_session(desk, pass_time):
    for _ in range(5):
        pass_time(50 * MINUTE)
        assert desk().status_code == 200


def test_no_work_keeps_a_session_beyond_its_hours(desk, pass_time):
    for _ in range(15):
        pass_time(50 * MINUTE)
        desk()
    assert desk().status_code == 302


@pytest.mark.parametrize(
    "hours, minutes, passed, status",
    [(1, 600, HOUR - 5, 200), (1, 600, HOUR + 5, 302), (9, 5, 295, 200), (9, 5, 305, 302)],
)
def test_both_lengths_are_settings(desk, pass_time, settings, hours, minutes, passed, status):
    settings.SESSION_HOURS, settings.SESSION_IDLE_MINUTES = hours, minutes
    pass_time(passed)
    assert desk().status_code == status


def test_a_page_that_asks_by_itself_is_no_sign_of_the_person(client, pass_time):
    client.force_login(make_person(Role.STAFF))
    ping = "wagtailadmin_editing_sessions:ping"
    address = reverse(ping, args=["wagtailcore", "page", 1, 1])
    for _ in range(3):
        pass_time(25 * MINUTE)
        client.post(address)
    assert client.get(reverse("desk")).status_code == 302


def test_a_session_of_which_nobody_knows_when_it_began_has_ended(client):
    client.force_login(make_person(Role.STAFF))
    session = client.session
    del session[BEGUN]
    session.save()
    assert client.get(reverse("desk")).status_code == 302


@pytest.mark.parametrize("keep", ["another's", "nothing", "nonsense"])
def test_when_somebody_was_seen_is_believed_of_this_very_session(client, pass_time, keep):
    client.force_login(make_person(Role.STAFF))
    pass_time(50 * MINUTE)
    client.get(reverse("desk"))
    seen = client.cookies[COOKIE].value
    client.force_login(make_person(Role.STAFF))
    pass_time(65 * MINUTE)
    client.cookies[COOKIE] = {"another's": seen, "nothing": "", "nonsense": "a:b:c"}[keep]
    assert client.get(reverse("desk")).status_code == 302


def test_a_changed_password_does_not_shorten_the_session(client, pass_time):
    person = make_person(Role.STAFF, password="mật khẩu cũ và dài")
    client.force_login(person)
    pass_time(50 * MINUTE)
    new = "mật khẩu mới-2026"
    client.post(
        reverse("password_change"),
        {"old_password": "mật khẩu cũ và dài", "new_password1": new, "new_password2": new},
    )
    pass_time(50 * MINUTE)
    assert client.get(reverse("desk")).status_code == 200


def test_a_visitor_without_a_session_is_asked_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("robots"))
    assert COOKIE not in response.cookies
