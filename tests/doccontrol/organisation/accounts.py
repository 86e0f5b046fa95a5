"""The people of the tests about accounts, and what a browser would send for them."""

from __future__ import annotations

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from doccontrol.jobs.outbox import claim, perform
from doccontrol.models import AccountChange, Person
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.make import make_person

PASSWORD = "mot-mat-khau-dai-9"
ACTIVE_STATE = "/admin/bulk/doccontrol/person/set_active_state/?id={}"
ASSIGN_ROLE = "/admin/bulk/doccontrol/person/assign_role/?id={}"


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def administrator(**fields) -> Person:
    return make_person(
        is_superuser=True, email=f"admin{Person.objects.count()}@example.vn", **fields
    )


def staff(**fields) -> Person:
    fields = {"email": f"staff{Person.objects.count()}@example.vn"} | fields
    return make_person(Role.STAFF, **fields)


def director(**fields) -> Person:
    fields = {"last_name": "Trần Quốc", "first_name": "Thịnh", "email": "gd@example.vn"} | fields
    return make_person(Role.APPROVER, **fields)


def edit_address(person: Person) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


def send_edit(client: Client, person: Person, **change):
    """The edit form as it is shown to this client, with ``change`` on top, offered or not."""
    page = client.get(edit_address(person))
    data = form_data(page.content.decode()) if page.status_code == 200 else {}
    data |= {"reason_for_change": "Theo quyết định"} | change
    return client.post(edit_address(person), {k: v for k, v in data.items() if v is not None})


def new_account(**fields) -> dict:
    return {
        "username": "moi",
        "email": "moi@example.vn",
        "first_name": "Mới",
        "last_name": "Hoàng Thị",
    } | fields


def as_kept(person: Person) -> tuple:
    """Everything of an account that a guard watches."""
    row = Person.objects.get(pk=person.pk)
    columns = (row.username, row.last_name, row.first_name, row.email, row.password)
    powers = (row.is_active, row.is_superuser, row.is_staff)
    roles = tuple(sorted(row.groups.values_list("name", flat=True)))
    posts = tuple(row.posts.values_list("unit", "title", "is_head", "held_from", "held_until"))
    return columns + powers + roles + posts


def refusals() -> list[AccountChange]:
    return list(AccountChange.objects.exclude(refused="").order_by("pk"))


def changes(person: Person) -> list[AccountChange]:
    """What was done to the person and by whom, without the opening of the account and without
    what the tests themselves did as the server."""
    return list(
        AccountChange.objects.filter(about=person, refused="")
        .exclude(actor=AccountChange.Actor.SERVER)
        .order_by("pk")
    )


def post_is_carried() -> list:
    """Everything that is owed is done; the messages that went out meanwhile."""
    mail.outbox.clear()
    while jobs := claim(timezone.now()):
        assert perform(jobs), jobs[0].error
    return list(mail.outbox)
