"""A password is set by its owner: by a link that is good once, or when logged in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from doccontrol.acting import acting
from doccontrol.models import AccountChange, Job, Person
from doccontrol.organisation.accounts import passwords
from doccontrol.organisation.accounts.passwords import owe_link
from doccontrol.organisation.accounts.people_forms import PersonCreationForm
from doccontrol.organisation.accounts.refusals import (
    AccountIsClosed,
    AccountsAreKeptByOthers,
    NoAddress,
    NobodySignedIn,
)
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.organisation.accounts import (
    PASSWORD,
    administrator,
    changes,
    director,
    new_account,
    post_is_carried,
    send_edit,
    signed_in,
    staff,
)
from tests.make import make_person

pytestmark = pytest.mark.django_db

ANOTHER = "mot-mat-khau-khac-8"


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(rf"{re.escape(settings.SITE_BASE_URL)}(/dat-mat-khau/\S+)", message.body)
    assert found is not None, message.body
    return found[1]


def set_by_link(link: str, password: str, client: Client | None = None):
    """Open the link as a browser does and send the form; the answer to that."""
    client = client or Client()
    opened = client.get(link, follow=True)
    form = opened.redirect_chain[-1][0] if opened.redirect_chain else link
    return client.post(form, {"new_password1": password, "new_password2": password})


def logs_in(person: Person, password: str) -> bool:
    data = {"username": person.username, "password": password}
    return Client().post(reverse("login"), data).status_code == 302


def test_a_new_person_gets_a_link_sets_the_password_and_logs_in():
    client = signed_in(make_person(Role.SECRETARY))
    answer = client.post(reverse("wagtailusers_users:add"), new_account(), follow=True)
    person = Person.objects.get(username="moi")
    (message,) = post_is_carried()
    link = link_in(message)
    assert message.to == ["moi@example.vn"]
    assert link not in answer.content.decode()
    assert link.split("/")[-2] not in str(list(Job.objects.values_list("payload", "key")))

    assert set_by_link(link, PASSWORD).headers["Location"] == reverse("password_reset_complete")
    assert logs_in(person, PASSWORD)
    assert not Person.objects.get(pk=person.pk).must_change_password
    (told,) = post_is_carried()
    assert told.to == ["moi@example.vn"] and PASSWORD not in told.body
    own = changes(person)[-1]
    assert (own.what, own.by, own.before, own.after) == (own.What.PASSWORD, person, {}, {})


def test_an_account_and_its_link_are_kept_together_or_not_at_all():
    """Whatever else holds the form: no view's transaction is asked for it."""
    chief = administrator()
    with acting(lambda: chief):
        closed = PersonCreationForm(new_account(reason_for_change=""))
        assert closed.is_valid()
        closed.instance.is_active = False
        with pytest.raises(AccountIsClosed):
            closed.save()
        assert not Person.objects.filter(username="moi").exists()
        assert post_is_carried() == []

        form = PersonCreationForm(new_account(reason_for_change=""))
        assert form.is_valid()
        form.save()

    assert Person.objects.get(username="moi").is_active
    assert [message.to for message in post_is_carried()] == [["moi@example.vn"]]


def test_a_link_is_good_once():
    person = staff()
    owe_link(person)
    (message,) = post_is_carried()
    assert set_by_link(link_in(message), PASSWORD).status_code == 302
    again = set_by_link(link_in(message), ANOTHER)
    assert reverse("password_reset") in again.content.decode()
    assert logs_in(person, PASSWORD) and not logs_in(person, ANOTHER)


def close(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def close_and_open(person: Person) -> None:
    close(person)
    Person.objects.filter(pk=person.pk).update(is_active=True)


def move(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(email="khac@example.vn")


@pytest.mark.parametrize("what_happens", [close, close_and_open, move])
def test_a_link_dies_with_the_account_as_it_was(what_happens):
    person = staff()
    owe_link(person)
    (message,) = post_is_carried()
    what_happens(person)
    assert set_by_link(link_in(message), PASSWORD).status_code == 200
    assert not Person.objects.get(pk=person.pk).check_password(PASSWORD)


def test_a_link_is_good_for_some_days_only(monkeypatch):
    person = staff()
    owe_link(person)
    (message,) = post_is_carried()
    now = passwords.tokens._now()
    later = now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 1)
    monkeypatch.setattr(passwords.tokens, "_now", lambda: later)
    assert set_by_link(link_in(message), PASSWORD).status_code == 200


def test_whoever_keeps_accounts_sends_a_link_to_the_owner_and_sees_none():
    boss = director()
    client = signed_in(make_person(Role.SECRETARY))
    page = reverse("wagtailusers_users:password_link", args=[boss.pk])
    assert page in client.get("/admin/users/").content.decode()
    assert boss.email in client.get(page).content.decode()
    answer = client.post(page, follow=True)
    (message,) = post_is_carried()
    assert message.to == [boss.email]
    assert "dat-mat-khau" not in answer.content.decode()
    assert changes(boss)[-1].what == AccountChange.What.LINK


@pytest.mark.parametrize("role", [Role.STAFF, Role.APPROVER, Role.AUDITOR, None])
def test_nobody_else_has_a_link_sent(role):
    boss = director()
    actor = make_person(role) if role else None
    page = reverse("wagtailusers_users:password_link", args=[boss.pk])
    assert signed_in(actor).post(page).status_code == 302
    assert post_is_carried() == []


def test_a_link_is_refused_where_it_would_lead_nowhere_or_to_others():
    with pytest.raises(AccountIsClosed):
        owe_link(staff(is_active=False))
    with pytest.raises(NoAddress):
        owe_link(staff(email=""))
    person = staff()
    with acting(lambda: person), pytest.raises(AccountsAreKeptByOthers):
        owe_link(director())
    with acting(AnonymousUser), pytest.raises(NobodySignedIn):
        owe_link(person)
    assert post_is_carried() == []


def forget(asked: str):
    return Client().post(reverse("password_reset"), {"name_or_address": asked}, follow=True)


def test_the_page_for_a_forgotten_password_answers_the_same_whoever_is_asked_for():
    person = staff()
    known, unknown = forget(person.email), forget("khong-co@example.vn")
    jobs = list(Job.objects.values_list("kind", "state"))
    assert len(set(jobs)) == 1 and len(jobs) == 2

    def without_token(page: str) -> str:
        return re.sub(r'value="\w{64}"', "", page)

    assert without_token(known.content.decode()) == without_token(unknown.content.decode())
    (message,) = post_is_carried()
    assert set_by_link(link_in(message), PASSWORD).status_code == 302
    assert logs_in(person, PASSWORD)


def test_asking_again_and_again_fills_no_mailbox_and_a_closed_account_gets_nothing():
    person, closed = staff(), staff(is_active=False)
    forget(person.username)
    assert len(post_is_carried()) == 1
    forget(person.username)
    forget(person.email)
    forget(closed.email)
    assert post_is_carried() == []


def test_a_message_that_could_not_be_sent_is_sent_later(monkeypatch):
    person = staff()

    def fail(*args, **options):
        raise OSError("no server")

    with monkeypatch.context() as patched:
        patched.setattr(passwords, "send_mail", fail)
        with pytest.raises(OSError):
            passwords.find_and_send({"asked": person.email})
    passwords.find_and_send({"asked": person.email})
    assert len(mail.outbox) == 1


# A password set by another


def test_a_password_set_at_the_command_line_must_be_changed_before_anything_else():
    person = staff()
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.post(reverse("login"), {"username": person.username, "password": PASSWORD})
    change = reverse("password_change")
    for address in (reverse("desk"), "/admin/", "/", "/admin/account/", "/tim-kiem/"):
        assert client.get(address).headers.get("Location") == change, address
    assert client.get(change).status_code == 200
    data = {"old_password": PASSWORD, "new_password1": ANOTHER, "new_password2": ANOTHER}
    client.post(change, data)
    assert client.get(reverse("desk")).status_code == 200
    assert not Person.objects.get(pk=person.pk).must_change_password


def test_the_owner_is_told_of_a_password_set_at_the_command_line():
    person = staff()
    person.set_password(PASSWORD)
    person.save()
    (message,) = post_is_carried()
    assert message.to == [person.email]


def test_an_account_opened_with_a_password_at_the_command_line_is_let_in():
    person = make_person(Role.STAFF, password=PASSWORD)
    client = Client()
    client.post(reverse("login"), {"username": person.username, "password": PASSWORD})
    assert client.get(reverse("desk")).status_code == 200


def test_a_newer_hash_of_the_same_password_is_no_change():
    person = staff()
    person.password = PBKDF2PasswordHasher().encode(PASSWORD, "muoi")
    Person.objects.bulk_update([person], ["password"])
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    before = AccountChange.objects.count()
    hashers = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    with override_settings(PASSWORD_HASHERS=hashers):
        assert logs_in(person, PASSWORD)
    person.refresh_from_db()
    assert person.password.startswith("md5$")
    assert (AccountChange.objects.count(), person.must_change_password) == (before, False)


# Sessions


def test_the_session_of_a_closed_account_ends_and_does_not_revive():
    person = staff()
    client, chief = signed_in(person), signed_in(administrator())
    assert client.get(reverse("desk")).status_code == 200
    send_edit(chief, person, is_active=None)
    assert client.get(reverse("desk")).status_code == 302
    send_edit(chief, person, is_active="on")
    assert Person.objects.get(pk=person.pk).is_active
    assert client.get(reverse("desk")).status_code == 302
    assert signed_in(person).get(reverse("desk")).status_code == 302  # an object of before
    assert signed_in(Person.objects.get(pk=person.pk)).get(reverse("desk")).status_code == 200


def test_a_session_that_slept_through_closing_and_opening_is_dead_too():
    person = staff()
    client = signed_in(person)
    close_and_open(person)
    assert client.get(reverse("desk")).status_code == 302


# The person is told


def test_each_change_is_told_to_the_person_in_words():
    chief, person = administrator(), staff()
    role = [str(pk) for pk in person.groups.values_list("pk", flat=True)]
    client = signed_in(chief)
    send_edit(client, person, first_name="Bình", groups=role)
    (message,) = post_is_carried()
    assert message.to == [person.email]
    for words in (str(chief), "Bình", "Theo quyết định", "Tên"):
        assert words in message.body
    send_edit(client, person, is_active=None, groups=role)
    assert len(post_is_carried()) == 1


def test_a_new_address_is_told_to_the_old_one_too():
    person = staff()
    old = person.email
    send_edit(signed_in(administrator()), person, email="moi@example.vn")
    assert sorted(message.to[0] for message in post_is_carried()) == sorted([old, "moi@example.vn"])


def test_what_is_old_is_no_reason_to_be_silent():
    """A link sent long ago does not keep the next from being sent."""
    person = staff()
    row = AccountChange(
        what=AccountChange.What.LINK,
        actor=AccountChange.Actor.SERVER,
        about=person,
        about_name=str(person),
        happened_at=timezone.now() - passwords.NOT_AGAIN_FOR,
    )
    row.save()
    forget(person.email)
    assert len(post_is_carried()) == 1
