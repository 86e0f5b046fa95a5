"""An agency with evidence of every kind, and every way to change a column of it by SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, models
from wagtail.models import TaskState

from cms.demonstration.judging import judge
from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.clocks.deciding import propose
from doccontrol.decisions import actions as decisions
from doccontrol.decisions.actions import approve
from doccontrol.documents.ending.actions import propose_revocation
from doccontrol.documents.issuing.actions import issue
from doccontrol.documents.printing.pdf import render_pdf
from doccontrol.evidence.hashing import RowHashField
from doccontrol.evidence.tables import evidence_tables
from doccontrol.history import recorded
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import ChildAnswer, ChosenCapacity, Edition, LawEvent, Triage
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.deadline_settings.actions import change_counting
from doccontrol.register.implementing.answers import answer_question
from doccontrol.triage.mistakes.deciding import propose_mistake
from tests.doccontrol.clocks.make import TODAY, make_clock
from tests.doccontrol.triage.statements import make_file
from tests.make import (
    former_secretary,
    make_edition,
    make_form,
    make_person,
    make_procedure,
    make_relation,
    make_signing_assignment,
    make_text,
    make_unit,
    make_withdrawal,
)

# A table of many rows is not asked row by row.
ROWS_OF_A_TABLE = 4
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


def make_evidence() -> Edition:
    """A procedure of two editions and a form; PDFs, acknowledgements. Returns the first edition.

    The form has no PDF yet, and one procedure no edition: rows to which others can be moved.
    """
    unit, law, later_law = make_unit(), make_text("45/2019/NĐ-CP"), make_text("9/2019/NĐ-CP")
    events = [LawEvent.objects.create(acting=one, is_main=True) for one in (law, later_law)]
    page = make_procedure(legal_basis=[(law, "Điều 5"), later_law], field="Lao động")
    addressed = {"audience": "units", "audience_units": [unit]}
    first = make_edition(page, on=MARCH, implements=[events[0]], **addressed)
    second = make_edition(page, on=JUNE, **addressed)
    form = make_edition(make_form(page), on=MARCH, visibility="staff", audience="nobody")
    for edition in (first, second):
        render_pdf({"edition": edition.pk})
    for edition, on in ((first, MARCH), (second, JUNE)):
        person = make_person(unit=unit)
        acknowledge(edition, person, on=on, sha256=edition.sha256)
    make_decisions(form)
    make_procedure()
    make_signed_by_assignment()
    make_ways_of_counting()
    first.refresh_from_db()
    return first


def make_ways_of_counting() -> None:
    secretary = make_person(Role.SECRETARY)
    how = {"roll_over": False, "by": secretary, "on": MARCH, "is_longer_confirmed": False}
    for months in (1, 2):
        change_counting(months=months, reason=f"Quyết định {months}", **how)


def make_signed_by_assignment() -> None:
    """An approval in the head's place, and the step on which that was chosen."""
    approver = make_person(Role.APPROVER)
    with recorded(make_person(), "Giao ký"):
        row = make_signing_assignment(approver, scope="Quy trình")
        make_signing_assignment(approver, capacity="TL")
    edition = make_procedure().get_latest_revision()
    judge(
        edition,
        submitted=(make_person(), JUNE),
        reviewed=(former_secretary(), JUNE),
        approved=(approver, JUNE),
    )
    step = TaskState.objects.filter(revision=edition).latest("pk")
    ChosenCapacity.objects.create(step_number=step.pk, person=approver, assignment=row)
    issue(edition, on=JUNE)


def make_decisions(form: Edition) -> None:
    """One of every kind, each through its actions."""
    secretary, director = make_person(Role.SECRETARY), make_person(Role.APPROVER)
    make_withdrawal(form, from_day=JUNE)
    coming = make_edition(on=MARCH, in_force_from=JUNE)
    clock = make_clock()
    parent, child = (make_text(effective=date(2020, 1, 1)) for _n in range(2))
    make_relation(child, parent, RelationKind.DETAILS)
    make_relation(make_text(effective=MARCH), parent, RelationKind.REPLACES, is_whole=True)
    source = {"source": "Công bố", "by": secretary, "on": JUNE}
    asked = [
        propose_revocation(coming, reason="Sai", by=secretary, on=MARCH),
        propose(clock, outcome="no_change", reason="Không đổi", by=secretary, on=TODAY),
        answer_question(child, parent, answer=ChildAnswer.Answer.ENDED, **source),
        propose_mistake(make_text(), reason="Nhập nhầm", by=secretary, on=TODAY),
    ]
    for decision in asked:
        approve(decision, by=director, on=decision.proposed_on)
    outcome = {"outcome": Triage.Outcome.NOT_RELEVANT, "is_one_persons": True}
    for _n in range(2):
        triage = Triage(file=make_file(), reason="Ngoài lĩnh vực", **outcome)
        decisions.propose(triage, by=secretary, on=TODAY).units.add(make_unit())


@dataclass(frozen=True)
class Change:
    """One statement that changes one column of one row, or deletes the row (``column`` "")."""

    table: str
    pk: int
    column: str
    sql: str
    value: Any = None

    def make(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [self.value, self.pk] if self.column else [self.pk])

    def __str__(self) -> str:
        return f"{self.table} {self.pk} {self.column} {self.value!r:.60}"


def changes() -> Iterator[Change]:
    """Of every row that is there and every column of it but the key, in each way that fits."""
    for table in evidence_tables():
        for row in table.model._base_manager.order_by("pk")[:ROWS_OF_A_TABLE]:
            sql = f'DELETE FROM "{table.name}" WHERE id = %s'  # noqa: S608
            yield Change(table.name, row.pk, "", sql)
            for field in table.model._meta.concrete_fields:
                if field.primary_key:
                    continue
                sql = f'UPDATE "{table.name}" SET "{field.column}" = %s WHERE id = %s'  # noqa: S608
                for value in _others(field, getattr(row, field.attname)):
                    yield Change(table.name, row.pk, field.column, sql, value)


def _others(field: Any, value: Any) -> Iterator[Any]:
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=value).order_by("-pk")
        yield from others.values_list("pk", flat=True)[:1]
    elif isinstance(field, RowHashField):
        yield "0" * 64
    elif isinstance(field, models.JSONField):
        yield json.dumps(value | {"title": "Giả mạo"})
        if "signatures" in value:
            yield json.dumps(value | {"signatures": value["signatures"][:1]})
        if value:
            yield json.dumps({})
    elif isinstance(field, models.DateTimeField):
        yield connection.ops.adapt_datetimefield_value(value + timedelta(microseconds=1))
    else:
        yield from _other_values(str(value) if isinstance(field, models.FileField) else value)


def _other_values(value: Any) -> Iterator[Any]:
    match value:
        case None:
            yield "2030-01-01"
        case bool():
            yield not value
        case int():
            yield value + 1
        case date():
            yield from ((value + timedelta(days=by)).isoformat() for by in (-1, 1))
        case _:
            yield f"{value}x"[-64:]
            if value:
                yield f"{value[:-1]}z"
