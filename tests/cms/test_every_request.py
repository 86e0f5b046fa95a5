"""What holds for every request: language, refusals, errors, health, and what robots are told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import ProtectedError
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.models import Site

from cms.every_request.middleware import RefusalMiddleware
from cms.shared_cache import shared_cache
from doccontrol.errors import Refused
from doccontrol.jobs.outbox import Job
from doccontrol.jobs.working import Worker
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_person, make_procedure, make_unit

pytestmark = pytest.mark.django_db


# The language


def test_the_portal_greets_in_vietnamese_whatever_the_browser_prefers(client):
    response = client.get("/", headers={"accept-language": "en-GB,en"})
    assert response.headers["Content-Language"] == "vi"
    assert '<html lang="vi">' in response.content.decode()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_reader_switches_the_language_and_stays_on_the_page(language, client):
    page = "/quy-trinh/?q=lao+%C4%91%E1%BB%99ng"
    answer = client.post(reverse("set_language"), {"language": language, "next": page})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    response = client.get(page)
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("cookie", ["fr", "../../etc", ""])
def test_a_language_that_is_not_offered_is_vietnamese(cookie, client):
    client.cookies["django_language"] = cookie
    assert client.get("/").headers["Content-Language"] == "vi"


def test_switching_the_language_never_leads_to_another_site(client):
    data = {"language": "en", "next": "https://example.com/"}
    assert client.post(reverse("set_language"), data).headers["Location"] == "/"


# Refusals


def refuse(path="/admin/pages/9/edit/", person=None, method="post", **headers):
    """(response, messages) of a view at ``path`` that refuses with "Không được"."""
    request = getattr(RequestFactory(headers=headers), method)(path)
    request.user = person or make_person(Role.SECRETARY)
    middleware = RefusalMiddleware(lambda _request: None)
    for outer in (SessionMiddleware, MessageMiddleware):
        outer(lambda _request: None).process_request(request)
    response = middleware.process_exception(request, Refused("Không được"))
    return response, [str(message) for message in get_messages(request)]


@pytest.mark.parametrize(
    "referer, leads_to",
    [
        ("http://testserver/admin/pages/9/edit/", "/admin/pages/9/edit/"),
        ("http://testserver/admin/pages/?q=a&p=2", "/admin/pages/?q=a&p=2"),
        ("http://example.com/admin/", "/admin/"),
        ("http://testserver//example.com/", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_a_refusal_is_a_message_where_the_person_was(referer, leads_to):
    response, told = refuse(referer=referer)
    assert (response.status_code, response.headers["Location"]) == (302, leads_to)
    assert told == ["Không được"]


@pytest.mark.parametrize(
    "path, leads_to", [("/admin/x/", "/admin/"), ("/admin/", "/ban-lam-viec/")]
)
def test_a_page_that_refuses_to_open_does_not_lead_to_itself(path, leads_to):
    response, _told = refuse(path, method="get", referer=f"http://testserver{path}")
    assert response.headers["Location"] == leads_to


def test_a_modal_of_wagtail_shows_the_refusal():
    response, _told = refuse(**{"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 200
    assert "Không được" in json.loads(response.content)["html"]


def test_autosave_is_refused_in_the_shape_it_reads():
    response, _told = refuse(accept="application/json")
    assert response.status_code == 409
    refusal = json.loads(response.content)
    assert (refusal["success"], refusal["error_message"]) == (False, "Không được")


def test_what_the_database_protects_is_refused_and_no_error_page():
    request = RequestFactory(headers={"accept": "application/json"}).post("/admin/x/")
    middleware = RefusalMiddleware(lambda _request: None)
    response = middleware.process_exception(request, ProtectedError("named", set()))
    assert response.status_code == 409


@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/pages/"])
def test_an_address_that_is_no_door_is_let_through_without_a_look_at_the_reader(path):
    request = RequestFactory().get(path)  # without a user: asking for one would fail
    request.resolver_match = resolve(path)
    assert RefusalMiddleware(lambda _request: None).process_view(request) is None


def test_any_other_error_is_left_to_django():
    request = RequestFactory().get("/")
    assert RefusalMiddleware(lambda _r: None).process_exception(request, ValueError()) is None


def test_a_refusal_in_the_editor_keeps_the_draft_and_says_why(client):
    """The whole way: what somebody has done meanwhile is pressed once more in Wagtail's view."""
    unit = make_unit()
    author, head = make_person(Role.STAFF, unit=unit), make_person(Role.HEAD, unit=unit, head=True)
    page = make_procedure(author=author, owner_unit=unit)
    page.get_workflow().start(page, author)
    step = page.current_workflow_task_state
    step.task.specific.on_action(step, head, "approve")
    client.force_login(head)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step.pk])
    response = client.post(address, headers={"referer": "http://testserver/admin/"})
    assert response.status_code == 302
    assert any(message.level_tag == "error" for message in get_messages(response.wsgi_request))


# Errors


@pytest.mark.parametrize("signed_in", [False, True])
def test_an_address_that_is_none_says_so_and_leads_home(signed_in, client):
    if signed_in:
        client.force_login(make_person(Role.STAFF))
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


@pytest.fixture
def no_site():
    Site.objects.all().delete()
    yield
    cache.clear()  # Wagtail keeps there which sites there are


@pytest.mark.parametrize("path", ["/", "/dang-nhap/", "/tim-kiem/", "/nguon-tin/", "/khong-co/"])
def test_without_a_site_pages_say_what_they_can(path, client, no_site):
    assert client.get(path).status_code in {200, 404}


def test_without_a_site_the_desk_and_the_list_of_sites_open_to_mend_it(client, no_site):
    client.force_login(make_person(is_superuser=True))
    for name in ("desk", "wagtailadmin_explore_root", "wagtailsites:index", "wagtailsites:add"):
        assert client.get(reverse(name)).status_code == 200


def test_a_failure_of_ours_is_told_without_asking_the_database(monkeypatch):
    def fail(request):
        raise RuntimeError

    monkeypatch.setattr("cms.portal.lists.readable", fail)
    client = Client(raise_request_exception=False)
    client.get("/dang-nhap/")  # warms what is cached for all requests
    response = client.get("/")
    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words():
    response = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"})
    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


def test_a_person_without_the_permission_is_told_so(client):
    client.force_login(make_person())
    response = client.get(reverse("clocks:index"))
    assert response.status_code in (302, 403)


# Machines


def test_the_site_says_that_it_is_well(client):
    response = client.get(reverse("health"))
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_site_says_that_its_database_is_gone(client, monkeypatch):
    def fail():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", fail)
    assert client.get(reverse("health")).status_code == 503


def test_a_machine_that_asks_is_told_whether_a_worker_lives(client, monkeypatch):
    address = f"{reverse('health')}?tho=1"
    shared_cache.clear()
    silent = client.get(address)
    assert (silent.status_code, silent.content) == (503, b"no worker\n")
    Worker(say=print, complain=print, idle=0).drain()
    lives = client.get(address)
    assert (lives.status_code, lives.content) == (200, b"ok\nworker ok\n")


@pytest.mark.parametrize("minutes, status", [(9, 200), (11, 503)])
def test_a_worker_with_a_long_job_lives_until_its_claim_ends(minutes, status, client):
    shared_cache.clear()
    begun = timezone.now() - timedelta(minutes=minutes)
    Job.objects.create(kind="a", key="b", state=Job.State.RUNNING, claimed_at=begun)
    assert client.get(f"{reverse('health')}?tho=1").status_code == status


def test_robots_are_kept_from_the_desk_and_shown_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text and "Disallow: /ban-lam-viec/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_a_person_logs_in_to_the_desk_and_out_again(client):
    person = make_person(Role.STAFF)
    person.set_password("mật khẩu dài")
    person.save()
    data = {"username": person.username, "password": "mật khẩu dài"}
    assert client.post(reverse("login"), data).headers["Location"] == reverse("desk")
    assert client.get(reverse("password_change")).status_code == 200
    assert client.post(reverse("logout")).headers["Location"] == "/"
    assert client.get(reverse("desk")).status_code == 302
