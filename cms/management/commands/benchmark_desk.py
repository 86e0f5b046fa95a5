from __future__ import annotations

import json as json_writer
from argparse import ArgumentParser
from datetime import date
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.kept import work
from cms.models import DocumentIndexPage
from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.models import Clock
from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.models.kinds import Procedure, ProcedureStep
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, Unit
from doccontrol.typed.numbers import at_least_one
from tools.measuring import Times, seconds, times
from tools.synthetic.filling import Size, fill
from tools.throwaway import NoThrowAwayDatabase, throw_away_database

ROLES = (Role.STAFF, Role.HEAD, Role.SECRETARY, Role.APPROVER)
# Of made-up laws: enough that no number of clocks asked for by hand is out of reach.
LAWS_FOR_EACH_DOCUMENT, RELATIONS_FOR_EACH_LAW = 20, 5


# What a procedure must say before it can be submitted.
DRAFT = {
    "purpose": "<p>Để làm đúng.</p>",
    "scope": "<p>Các phòng.</p>",
    "is_without_basis": True,
    "is_without_time_limit": True,
    "is_without_records": True,
}


class Command(BaseCommand):
    help = (
        "Measure Hôm nay with so many open clocks and drafts that wait, for a person of each role, "
        "in a database of its own that is dropped after it: drawn anew, shown again, and how many "
        "queries drawing asks. Times are in milliseconds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clocks", type=at_least_one, default=200, metavar="N")
        parser.add_argument("--drafts", type=at_least_one, default=50, metavar="N")
        parser.add_argument("--rounds", type=at_least_one, default=10, metavar="N")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, clocks: int, drafts: int, rounds: int, json: bool, **options: Any) -> None:
        if settings.DEBUG:
            raise CommandError("With DEBUG every query is kept: no figure would be worth anything.")
        try:
            with throw_away_database():
                report = measure(clocks, drafts, rounds, timezone.localdate())
        except NoThrowAwayDatabase as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json_writer.dumps(report, indent=2) if json else as_table(report))


def measure(clocks: int, drafts: int, rounds: int, on: date) -> dict[str, Any]:
    laws = clocks * LAWS_FOR_EACH_DOCUMENT
    size = Size(clocks, laws, laws * RELATIONS_FOR_EACH_LAW, dense=True)
    fill(size, until=on, random=Random(1))  # noqa: S311
    evaluate(on)
    kept = Clock.objects.order_by("pk").values_list("pk", flat=True)[:clocks]
    Clock.objects.exclude(pk__in=list(kept)).delete()
    people = [_person(role) for role in ROLES]
    _submit(drafts, people[0])
    rows = {str(person.groups.get()): _of(person, rounds) for person in people}
    return {"clocks": Clock.objects.count(), "drafts": drafts, "people": rows}


def as_table(report: dict[str, Any]) -> str:
    lines = [
        f"{report['clocks']} open clocks, {report['drafts']} drafts that wait",
        f"{'':<28}{'p50':>8}{'p95':>8}{'again':>8}  ms{'queries':>10}",
    ]
    for role, row in report["people"].items():
        anew, again = row["drawn_anew"], row["shown_again"]
        figures = f"{anew['p50']:>8}{anew['p95']:>8}{again['p50']:>8}"
        lines.append(f"{role:<28}{figures}    {row['queries']:>10}")
    return "\n".join(lines)


def _person(role: Role) -> Person:
    person = Person.objects.create(username=f"benchmark-{role.name.lower()}")
    person.groups.set(Group.objects.filter(name=role))
    unit, is_head = Unit.objects.get(code="BM"), role is Role.HEAD
    title = "Trưởng phòng" if is_head else "Chuyên viên"
    Post.objects.create(
        person=person, unit=unit, is_head=is_head, title=title, held_from=date(2015, 1, 1)
    )
    return person


def _submit(drafts: int, author: Person) -> None:
    shelf, unit = DocumentIndexPage.objects.get(slug="quy-trinh"), Unit.objects.get(code="BM")
    for number in range(drafts):
        code = f"QT-BM.{number // 100}-{number % 100:02d}"
        page = Procedure(code=code, title=f"Dự thảo {number}", owner_unit=unit, live=False, **DRAFT)
        page.steps = [ProcedureStep(content="Tiếp nhận", responsible="Chuyên viên")]
        shelf.add_child(instance=page)
        page.save_revision(user=author)
        submit(page, by=author)


def _of(person: Person, rounds: int) -> dict[str, Any]:
    client, address = Client(SERVER_NAME="localhost"), reverse("desk")
    client.force_login(person)

    def draw(_round: int) -> None:
        work.shelf.clear()
        show(_round)

    def show(_round: int) -> None:
        answer = client.get(address, secure=True)
        if answer.status_code != 200:
            raise CommandError(f"{address} answered {answer.status_code}")

    anew: Times = times(draw, range(rounds + 1))
    again = Times.of([seconds(lambda: show(0)) for _round in range(rounds)])
    work.shelf.clear()
    with CaptureQueriesContext(connection) as queries:
        show(0)
    return {
        "drawn_anew": anew.as_json(),
        "shown_again": again.as_json(),
        "queries": len(queries),
    }
