"""An agency with a page of every kind in every state, and a person in every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import DocumentIndexPage, HomePage, TextPage
from doccontrol.models import (
    Announcement,
    ChangeNote,
    Form,
    GeneralDocument,
    Person,
    Procedure,
    QualityPolicy,
    Unit,
)
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.make import docx_upload, fill_in, make_edition, make_person, make_settings, make_unit

KINDS: tuple[Any, ...] = (Procedure, Form, QualityPolicy, GeneralDocument, Announcement)
STATES = ("draft", "in review", "issued", "issued, newer draft")
PLACES = ("shelf", "home", "text")
# What is added below a page.
NEW = PROCEDURE, TEXT, FORM = (
    ("doccontrol", "procedure"),
    ("cms", "textpage"),
    ("doccontrol", "form"),
)
# Their class has nothing of its own that a door could touch: two states stand for all.
PLAIN = {"QualityPolicy", "GeneralDocument", "Announcement"}
TARGETS = [
    *(
        (kind.__name__, state)
        for kind in KINDS
        for state in STATES
        if kind.__name__ not in PLAIN or state in ("draft", "issued")
    ),
    *((place, "") for place in PLACES),
]


@dataclass
class World:
    unit: Unit
    people: dict[str, Person | None]
    clients: dict[str, Client]
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    hosts: list[Page] = field(default_factory=list)
    forms: dict[Any, dict[str, Any]] = field(default_factory=dict)

    def form_of(self, target: Page) -> dict[str, Any]:
        if target.pk not in self.forms:
            url = reverse("wagtailadmin_pages:edit", args=[target.pk])
            self.forms[target.pk] = form_data(self._shown(url))
        return self.forms[target.pk]

    def show_forms(self) -> None:
        """Keep what each editor offers; afterwards no page need be drawn."""
        for target in self.pages.values():
            self.form_of(target)
        for kind in NEW:
            parent = {"procedure": "shelf", "textpage": "home"}.get(kind[1])
            place = self.pages[parent, ""] if parent else self.hosts[0]
            url = reverse("wagtailadmin_pages:add", args=[*kind, place.pk])
            self.forms[kind] = form_data(self._shown(url)) | {
                "title": "Mới", "slug": "moi", "code": "MOI-01",
                "body": '{"blocks":[{"text":"a"}]}',
            }  # fmt: skip

    def new_form(self, kind: tuple[str, str], client: Client) -> dict[str, Any]:
        role = next(role for role, known in self.clients.items() if known is client)
        person = self.people[role]
        post = person.posts.first() if person else None
        unit = post.unit_id if post else self.unit.pk
        return self.forms[kind] | {"owner_unit": str(unit), "file": docx_upload()}

    def _shown(self, url: str) -> str:
        return self.clients["superuser"].get(url).content.decode()

    def kind_below(self, target: Page) -> tuple[str, str]:
        if isinstance(target, DocumentIndexPage):
            return PROCEDURE
        return TEXT if target.specific_class in (HomePage, TextPage) else FORM

    def elsewhere(self, target: Page) -> Page:
        """Another parent below which Wagtail would let such a page stand, where there is one."""
        if isinstance(target, Form):
            return self.hosts[1]
        if isinstance(target, TextPage):
            return TextPage.objects.exclude(pk=target.pk).get()
        if isinstance(target, HomePage | DocumentIndexPage):
            return Page.objects.get(depth=1)
        return DocumentIndexPage.objects.exclude(pk=target.get_parent().pk).get()


def build() -> World:
    make_settings()
    unit, other = make_unit(), make_unit()
    people: dict[str, Person | None] = {
        "stranger": None,
        "author": make_person(Role.STAFF, unit=unit),
        "colleague": make_person(Role.STAFF, unit=unit),
        "staff of another unit": make_person(Role.STAFF, unit=other),
        "head": make_person(Role.HEAD, unit=unit, head=True),
        "secretary": make_person(Role.SECRETARY),
        "working group": make_person(Role.WORKING_GROUP),
        "approver": make_person(Role.APPROVER, unit=make_unit()),
        "auditor": make_person(Role.AUDITOR, unit=unit),
        "superuser": make_person(is_superuser=True),
    }
    world = World(unit, people, {role: _client(person) for role, person in people.items()})
    shelf = DocumentIndexPage.objects.get(slug="quy-trinh")
    home = HomePage.objects.get()
    world.pages["shelf", ""], world.pages["home", ""] = shelf, home
    for slug in ("gioi-thieu", "lien-he"):
        world.pages["text", ""] = home.add_child(
            instance=TextPage(title=slug, slug=slug, body="<p>a</p>")
        )
    for number in ("01", "02"):
        host = _draft(world, Procedure, shelf, f"QT-HOST-{number}")
        make_edition(host, author=people["author"])
        world.hosts.append(host)
    for kind in KINDS:
        parent = world.hosts[0] if kind is Form else shelf
        for name, state in TARGETS:
            if name == kind.__name__:
                page = _draft(world, kind, parent, f"{name}-{STATES.index(state)}")
                world.pages[name, state] = _brought_to(page, state, people["author"])
    world.show_forms()
    return world


def _client(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def _draft(world: World, kind: Any, parent: Page, code: str) -> Any:
    fields: dict[str, Any] = {"general_kind": "manual"} if kind is GeneralDocument else {}
    if kind is Form:
        fields["file"] = docx_upload()
    page = kind(code=code, title=code, live=False, owner_unit=world.unit, **fields)
    fill_in(page)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=world.people["author"])
    return page


def _brought_to(page: Any, state: str, author: Any) -> Any:
    if state == "in review":
        page.get_workflow().start(page, author)
    if state.startswith("issued"):
        make_edition(page, author=author, on=date(2024, 1, 10))
    fresh = type(page).objects.get(pk=page.pk)
    if state == "issued, newer draft":
        fresh.changes = [ChangeNote(place="Mục 1", description="Sửa")]
        fresh.save_revision(user=author)
    return type(page).objects.get(pk=page.pk)


class Writes:
    """Counts what is written while it is open, half-done work that is rolled back included."""

    # Who is logged in and what they were told; that somebody has opened the editor.
    IGNORED = ("django_session", "wagtailcore_pagesubscription", "wagtailadmin_editingsession")

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        writes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and not any(table in sql[:80] for table in self.IGNORED):
            self.seen.append(sql)
        return execute(sql, *rest)
