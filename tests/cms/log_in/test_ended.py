"""A form sent when the log-in had ended loses nothing; nobody but its person sends it again."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.log_in import held_form
from cms.log_in.held_form import FIELD, SENT_AGAIN
from doccontrol.models import Clock, Decision, Person
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import make_clock
from tests.make import make_person, make_procedure

pytestmark = pytest.mark.django_db
HOUR = 3600
PASSWORD = "mot-mat-khau-dai-2026"
REASON = "Nghị định không đụng đến các bước của quy trình"
LOG_IN = "/dang-nhap/"


def with_password(*roles: Role):
    person = make_person(*roles)
    person.set_password(PASSWORD)
    person.save()
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    person.refresh_from_db()
    return person


@pytest.fixture
def secretary():
    return with_password(Role.SECRETARY)


@pytest.fixture
def clock() -> Clock:
    return make_clock()


def send_too_late(client: Client, person, clock: Clock, pass_time, **sent):
    """The form of the clock page is filled in, the person goes to lunch, then presses."""
    client.force_login(person)
    page = reverse("clocks:clock", args=[clock.pk])
    client.get(page)
    pass_time(2 * HOUR)
    address = reverse("clocks:propose", args=[clock.pk])
    form = {"outcome": Decision.Outcome.NO_CHANGE, "reason": REASON}
    referer = {"referer": f"http://testserver{page}"}
    return client.post(address, form | sent, headers=referer)


def log_in(client: Client, page, person, password: str = PASSWORD):
    fields = {"username": person.username, "password": password, "next": "/"}
    return client.post(LOG_IN, fields | {FIELD: seal_in(page)}, follow=True)


def seal_in(page) -> str:
    carried = re.search(rf'name="{FIELD}" value="([^"]*)"', page.content.decode())
    return unescape(carried.group(1)) if carried else ""


def hidden(page) -> tuple[str, dict[str, str]]:
    """Where the button sends, and what."""
    form = re.search(
        r'<form class="form" method="post" action="([^"]+)">(.*?)</form>',
        page.content.decode(),
        re.DOTALL,
    )
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.group(2))
    return unescape(form.group(1)), {name: unescape(value) for name, value in fields}


def test_what_was_typed_goes_through_the_log_in_and_is_sent_by_one_press(
    client, secretary, clock, pass_time
):
    ended = send_too_late(client, secretary, clock, pass_time)
    assert ended.status_code == 200
    assert not Decision.objects.exists()

    shown = log_in(client, ended, secretary)
    assert REASON in shown.content.decode()
    assert not Decision.objects.exists(), "nothing is sent by itself"

    address, fields = hidden(shown)
    assert client.post(address, fields).status_code == 302
    assert Decision.objects.get().reason == REASON
    assert client.get(reverse("held_form")).status_code == 302, "it has done its service"


def test_a_wrong_password_loses_nothing(client, secretary, clock, pass_time):
    ended = send_too_late(client, secretary, clock, pass_time)
    again = log_in(client, ended, secretary, "sai")
    assert REASON in log_in(client, again, secretary).content.decode()


def test_it_is_shown_to_nobody_else(client, secretary, clock, pass_time):
    other = with_password(Role.SECRETARY)
    ended = send_too_late(client, secretary, clock, pass_time)
    shown = log_in(client, ended, other)
    assert REASON not in shown.content.decode()
    assert [str(message) for message in shown.context["messages"]]
    assert FIELD not in client.session


def test_what_was_not_sealed_here_is_not_shown(client, secretary, clock, pass_time):
    ended = send_too_late(client, secretary, clock, pass_time)
    forged = seal_in(ended)[:-3] + "abc"
    fields = {"username": secretary.username, "password": PASSWORD, FIELD: forged}
    client.post(LOG_IN, fields)
    assert FIELD not in client.session


def test_a_stranger_is_led_to_the_page_of_the_form_and_stores_nothing(client, clock):
    page = reverse("clocks:clock", args=[clock.pk])
    answer = client.post(
        reverse("clocks:propose", args=[clock.pk]),
        {"reason": REASON},
        headers={"referer": f"http://testserver{page}"},
    )
    assert answer.status_code == 302
    assert unquote(answer.headers["Location"]) == f"{LOG_IN}?next={page}"
    assert not client.session.keys()


def test_a_file_that_must_be_chosen_again_is_named(client, secretary, clock, pass_time):
    file = SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.4")
    ended = send_too_late(client, secretary, clock, pass_time, file=file)
    assert "quyet-dinh.pdf" in log_in(client, ended, secretary).content.decode()


def test_no_password_is_held(client, secretary, pass_time):
    client.force_login(secretary)
    address = reverse("password_change")
    client.get(address)
    pass_time(2 * HOUR)
    answer = client.post(address, {"old_password": PASSWORD, "new_password1": "x"})
    assert answer.status_code == 302


def test_what_is_too_long_is_said_to_be(client, secretary, clock, pass_time, monkeypatch):
    monkeypatch.setattr(held_form, "MOST", 10)
    ended = send_too_late(client, secretary, clock, pass_time)
    assert ended.status_code == 200
    assert seal_in(ended) == ""
    assert ended.context["has_ended"]


def test_the_editor_that_saves_by_itself_is_told_in_its_own_language(client, secretary, pass_time):
    client.force_login(secretary)
    client.get(reverse("desk"))
    pass_time(2 * HOUR)
    answer = client.post("/admin/pages/2/edit/", {}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["error_code"] == "validation_error"


def test_a_page_left_open_while_its_person_logged_in_anew_is_offered_again(secretary, clock):
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretary)
    address = reverse("clocks:propose", args=[clock.pk])
    sent = {
        "outcome": Decision.Outcome.NO_CHANGE,
        "reason": REASON,
        "csrfmiddlewaretoken": "x" * 64,
    }
    client.get(reverse("clocks:clock", args=[clock.pk]))

    strange = client.post(address, sent, headers={"origin": "https://else.example"})
    assert strange.status_code == 403
    assert FIELD not in client.session

    ours = client.post(address, sent, headers={"origin": "http://testserver"}, follow=True)
    assert REASON in ours.content.decode()
    assert not Decision.objects.exists()


def test_what_nothing_takes_any_longer_is_shown_again_until_it_is_taken(
    client, secretary, clock, pass_time
):
    """The clock is gone; then another form is sent."""
    ended = send_too_late(client, secretary, clock, pass_time)
    address, fields = hidden(log_in(client, ended, secretary))
    clock.delete()

    gone = client.post(address, fields, follow=True)

    assert gone.redirect_chain == [(reverse("held_form"), 302)]
    assert REASON in gone.content.decode()
    assert [message.level_tag for message in gone.context["messages"]] == ["warning"]
    client.post(reverse("clocks:propose", args=[make_clock().pk]), fields)
    assert Decision.objects.get().reason == REASON
    assert client.post(address, fields).status_code == 404, "nothing is held that could be shown"


def test_what_its_person_may_no_longer_do_stays_held(client, secretary, clock, pass_time):
    ended = send_too_late(client, secretary, clock, pass_time)
    address, fields = hidden(log_in(client, ended, secretary))
    secretary.groups.clear()
    assert REASON in client.post(address, fields, follow=True).content.decode()


def test_what_is_refused_stays_held(client, secretary, clock, pass_time):
    ended = send_too_late(client, secretary, clock, pass_time)
    _address, fields = hidden(log_in(client, ended, secretary))
    page, shown = make_procedure(), reverse("held_form")

    refused = client.post(
        reverse("drafts:discard", args=[page.pk]),
        fields,
        headers={"referer": f"http://testserver{shown}"},
        follow=True,
    )

    assert REASON in refused.content.decode()
    assert [message.level_tag for message in refused.context["messages"]] == ["error"]


def test_a_page_from_before_another_log_in_loses_nothing_of_what_is_held(secretary, clock):
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretary)
    address, origin = reverse("clocks:propose", args=[clock.pk]), {"origin": "http://testserver"}
    sent = {"outcome": "no_change", "reason": REASON, "csrfmiddlewaretoken": "x" * 64}
    client.get(reverse("clocks:clock", args=[clock.pk]))
    client.post(address, sent, headers=origin, follow=True)

    again = client.post(address, sent | {SENT_AGAIN: "1"}, headers=origin, follow=True)

    assert REASON in again.content.decode()


def test_who_lacks_the_right_is_not_told_that_the_log_in_has_ended(client, clock):
    client.force_login(make_person())
    client.get(reverse("desk"))

    answer = client.post(reverse("clocks:propose", args=[clock.pk]), {"reason": REASON})

    assert answer.status_code == 302
    assert REASON not in client.get(answer.headers["Location"]).content.decode()
    assert not Decision.objects.exists()


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened(client, secretary, clock):
    client.force_login(secretary)
    answer = client.get(reverse("clocks:propose", args=[clock.pk]))
    assert answer.status_code == 405
    assert "<h1>" in answer.content.decode()


def test_who_has_nothing_held_is_led_on(client, secretary):
    assert client.get(reverse("held_form")).status_code == 302
    client.force_login(secretary)
    assert client.get(reverse("held_form")).headers["Location"] == reverse("desk")


def test_who_logs_out_is_told_of_no_form(client, secretary):
    client.force_login(secretary)
    client.get(reverse("desk"))
    for way_out in ("logout", "wagtailadmin_logout"):
        client.force_login(secretary)
        answer = client.post(reverse(way_out))
        assert answer.status_code == 302
        assert FIELD not in answer.headers["Location"]
        assert "next=" not in answer.headers["Location"]
