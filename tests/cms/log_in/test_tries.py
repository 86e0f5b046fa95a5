"""How often a password may be tried: by account, by address, and on a known device."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event, Semaphore

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.test import Client, RequestFactory
from django.urls import reverse

from cms.log_in import backend, devices, limits
from cms.log_in.limits import ACCOUNT, ACCOUNT_AT_ADDRESS, ADDRESS, KNOWN_DEVICE, MINUTE, Tries
from tests.make import make_person

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "mật khẩu đúng dài", "mật khẩu sai dài"
_addresses = (f"203.0.{n // 250}.{n % 250 + 1}" for n in count())


@pytest.fixture
def director():
    return make_person(username="giamdoc", password=RIGHT)


def log_in(password=WRONG, name="giamdoc", address="203.0.113.5", client=None):
    data = {"username": name, "password": password}
    return (client or Client()).post(reverse("login"), data, REMOTE_ADDR=address)


def tried(password=WRONG, name="giamdoc", address="203.0.113.5"):
    """What the page asks, without the page: True, False, or None for "wait"."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    person = authenticate(request, username=name, password=password)
    return None if getattr(request, "log_in_wait", 0) else person is not None


def said(response):
    """The words of the refusal, without the number of seconds."""
    words = re.search(r'class="error-summary".*?</div>', response.content.decode(), re.DOTALL)
    return re.sub(r"\d+", "N", words.group())


def test_after_sixty_wrong_passwords_the_right_one_waits(director):
    assert [tried() for _ in range(60)] == [False] * 5 + [None] * 55
    refused = log_in(RIGHT)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= ACCOUNT_AT_ADDRESS.first_wait
    assert "sessionid" not in refused.cookies


def test_what_is_refused_is_not_hashed(director, monkeypatch):
    hashed = []
    real = ModelBackend.authenticate

    def counting(self, *args, **options):
        hashed.append(1)
        return real(self, *args, **options)

    monkeypatch.setattr(ModelBackend, "authenticate", counting)
    for _ in range(20):
        tried()
    assert len(hashed) == ACCOUNT_AT_ADDRESS.free


def test_after_the_wait_the_right_password_opens_and_the_count_begins_anew(director, pass_time):
    for _ in range(ACCOUNT_AT_ADDRESS.free + 1):
        log_in()
    pass_time(ACCOUNT_AT_ADDRESS.first_wait + 1)
    assert log_in(RIGHT).status_code == 302
    assert [log_in().status_code for _ in range(ACCOUNT_AT_ADDRESS.free)] == [200] * 5


def test_each_wait_is_twice_the_one_before_up_to_a_quarter_of_an_hour(director, pass_time):
    waits = []
    for _ in range(ACCOUNT_AT_ADDRESS.free):
        log_in()
    for _ in range(7):
        refused = log_in()
        waits.append(int(refused.headers["Retry-After"]))
        pass_time(waits[-1] + 1)
        assert log_in().status_code == 200
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_asking_again_during_the_wait_makes_it_no_longer(director, pass_time):
    for _ in range(ACCOUNT_AT_ADDRESS.free):
        log_in()
    for _ in range(50):
        assert tried() is None
    pass_time(ACCOUNT_AT_ADDRESS.first_wait + 1)
    assert log_in(RIGHT).status_code == 302


def test_the_answers_tell_neither_whether_the_name_exists_nor_which_part_was_wrong(director):
    make_person(username="nghiviec", is_active=False, password=RIGHT)
    tries = {"giamdoc": WRONG, "khongco": WRONG, "nghiviec": RIGHT}
    for _ in range(ACCOUNT_AT_ADDRESS.free):
        words = {said(log_in(tried, name)) for name, tried in tries.items()}
        assert len(words) == 1
    # From here on the right password of the director is answered as the wrong ones are.
    refused = [log_in(tried, name) for name, tried in {**tries, "giamdoc": RIGHT}.items()]
    assert [answer.status_code for answer in refused] == [429] * 3
    assert len({said(answer) for answer in refused}) == 1


@pytest.mark.parametrize("spelling", ["GIAMDOC", " giamdoc ", "ｇｉａｍｄｏｃ"])
def test_another_spelling_of_the_name_is_the_same_account(director, spelling):
    for _ in range(ACCOUNT_AT_ADDRESS.free):
        log_in(name=spelling)
    assert log_in(RIGHT).status_code == 429


def test_many_addresses_against_one_account_are_slowed_together(director):
    answers = [tried(address=next(_addresses)) for _ in range(ACCOUNT.free + 5)]
    assert answers == [False] * ACCOUNT.free + [None] * 5


def test_one_address_against_many_accounts_is_slowed(director):
    answers = [tried(name=f"ten{n}") for n in range(ADDRESS.free + 5)]
    assert answers == [False] * ADDRESS.free + [None] * 5
    assert tried(RIGHT, address=next(_addresses))


def test_an_account_of_ones_own_does_not_clear_what_was_tried_at_others(director):
    make_person(username="nguoikhac", password=RIGHT)
    for n in range(ADDRESS.free):
        tried(name=f"ten{n}")
        if n < ADDRESS.free - 1:
            assert tried(RIGHT, "nguoikhac")
    assert tried(RIGHT, "nguoikhac") is None


def test_right_passwords_use_up_nothing(director):
    assert all(tried(RIGHT) for _ in range(ADDRESS.free + 5))


def test_whoever_tries_the_directors_password_does_not_keep_the_director_out(director):
    at_the_desk = Client()
    assert log_in(RIGHT, client=at_the_desk).status_code == 302
    while tried(address=next(_addresses)) is False:
        pass
    assert log_in(RIGHT, address=next(_addresses)).status_code == 429
    assert log_in(RIGHT, client=at_the_desk).status_code == 302


def test_a_known_device_is_slowed_by_its_own_wrong_passwords(director):
    at_the_desk = Client()
    log_in(RIGHT, client=at_the_desk)
    answers = [log_in(client=at_the_desk).status_code for _ in range(KNOWN_DEVICE.free + 1)]
    assert answers == [200] * KNOWN_DEVICE.free + [429]
    assert log_in(RIGHT).status_code == 302, "elsewhere nothing was tried"


@pytest.mark.parametrize("forged", ["", "x", "WyJhIixbImIiXV0:1w:abc"])
def test_a_device_is_known_by_its_signature_alone(director, forged):
    client = Client()
    client.cookies[devices.COOKIE] = forged
    for _ in range(ACCOUNT_AT_ADDRESS.free):
        log_in(client=client)
    assert log_in(RIGHT, client=client).status_code == 429


def test_a_device_known_for_one_account_is_a_stranger_to_another(director):
    make_person(username="nguoikhac", password=RIGHT)
    client = Client()
    log_in(RIGHT, "nguoikhac", client=client)
    for _ in range(ACCOUNT_AT_ADDRESS.free):
        log_in(client=client)
    assert log_in(RIGHT, client=client).status_code == 429


def test_a_shared_machine_is_known_for_each_who_logged_in_there(director):
    make_person(username="nguoikhac", password=RIGHT)
    client = Client()
    for name in ("giamdoc", "nguoikhac"):
        log_in(RIGHT, name, client=client)
    request = RequestFactory().post("/")
    request.COOKIES[devices.COOKIE] = client.cookies[devices.COOKIE].value
    known = {devices.known_device(request, name) for name in ("giamdoc", "nguoikhac")}
    assert len(known) == 1 and known != {""}
    assert devices.known_device(request, "khongco") == ""


def test_an_address_of_version_6_counts_with_its_network(director):
    for n in range(ACCOUNT_AT_ADDRESS.free):
        log_in(address=f"2001:db8:0:1::{n + 1:x}")
    assert log_in(address="2001:db8:0:1:ffff::1").status_code == 429
    assert log_in(address="2001:db8:0:2::1").status_code == 200


def test_sixteen_at_once_are_counted_before_any_is_hashed():
    admitted = []

    def one(n):
        if not limits.admit([Tries(ACCOUNT_AT_ADDRESS, "giamdoc", "203.0.113.5")]):
            admitted.append(n)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(one, range(16)))
    # One more may slip between the last free try and the wait that it begins.
    assert ACCOUNT_AT_ADDRESS.free <= len(admitted) <= ACCOUNT_AT_ADDRESS.free + 1


def test_while_one_password_is_hashed_and_one_waits_all_others_are_answered(client, monkeypatch):
    """Sixteen at once, each with another name; hashing lasts until we let it end."""
    hashing, at_once, may_end = [], [], Event()
    answered = Semaphore(0)

    def slow(self, request, username, password):
        hashing.append(username)
        at_once.append(len(hashing))
        may_end.wait(30)
        hashing.remove(username)

    monkeypatch.setattr(ModelBackend, "authenticate", slow)
    monkeypatch.setattr(backend, "LONGEST_IN_LINE", 30)

    def attempt(n):
        result = tried(name=f"ten{n}")
        answered.release()
        return result

    with ThreadPoolExecutor(16) as pool:
        attempts = [pool.submit(attempt, n) for n in range(16)]
        for _ in range(16 - backend.IN_HAND):
            assert answered.acquire(timeout=30), "an answer waits for the hashing of another"
        assert client.get(reverse("health")).status_code == 200
        may_end.set()
    results = [one.result() for one in attempts]
    assert results.count(None) == 16 - backend.IN_HAND
    assert set(at_once) == {backend.HASHED_AT_ONCE}
    assert tried() is False, "everything was given back"


def test_a_try_that_was_not_hashed_in_time_counts_as_none(monkeypatch):
    monkeypatch.setattr(backend, "LONGEST_IN_LINE", 0.01)
    tries = Tries(ACCOUNT_AT_ADDRESS, "a", "b")
    with backend._hashing:
        for _ in range(ACCOUNT_AT_ADDRESS.free * 2):
            with pytest.raises(backend.MustWait) as refusal, backend.admitted([tries]):
                pass
    assert refusal.value.seconds == backend.BUSY_WAIT


def test_without_counts_nobody_is_let_in(director, monkeypatch):
    class Gone:
        def get(self, *args):
            raise ConnectionError

    monkeypatch.setattr(limits, "cache", Gone())
    refused = log_in(RIGHT)
    assert refused.status_code == 429


def test_every_door_that_asks_for_name_and_password_goes_through_the_guard(director):
    for _ in range(ACCOUNT.free):
        assert authenticate(username="giamdoc", password=WRONG) is None
    assert authenticate(username="giamdoc", password=RIGHT) is None, "a door without an address"


def test_the_old_password_is_asked_for_no_more_often(director, client, pass_time):
    client.force_login(director)

    def change(old):
        data = {"old_password": old, "new_password1": "mới-và-dài-2026"}
        data["new_password2"] = data["new_password1"]
        return client.post(reverse("password_change"), data)

    answers = [change(WRONG).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    refused = change(RIGHT)
    assert refused.status_code == 429 and "Retry-After" in refused.headers
    pass_time(limits.OLD_PASSWORD.first_wait + 1)
    assert change(RIGHT).status_code == 302


def test_the_administration_has_no_second_door_for_changing_the_password(client):
    administrator = make_person(is_superuser=True)
    client.force_login(administrator)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "password-old_password" not in page
    assert reverse("password_change") in page


def test_the_wait_is_told_in_the_readers_language(director):
    client = Client()
    client.cookies["django_language"] = "en"
    for _ in range(ACCOUNT_AT_ADDRESS.free):
        log_in(client=client)
    assert "No password is accepted for the next" in log_in(client=client).content.decode()


def test_limits_grow_from_nothing_to_the_longest_wait():
    assert [ADDRESS.wait_after(n) for n in (0, 99, 100, 101, 103, 104, 10**9)] == [
        0,
        0,
        5,
        10,
        40,
        MINUTE,
        MINUTE,
    ]


def test_links_for_a_forgotten_password_are_not_asked_for_without_end():
    data, address = {"name_or_address": "giamdoc"}, next(_addresses)
    answers = [
        Client().post(reverse("password_reset"), data, REMOTE_ADDR=address).status_code
        for _ in range(limits.LINKS.free + 1)
    ]
    assert answers == [302] * limits.LINKS.free + [429]
    elsewhere = Client().post(reverse("password_reset"), data, REMOTE_ADDR=next(_addresses))
    assert elsewhere.status_code == 302
