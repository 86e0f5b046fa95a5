"""Whoever writes SQL: refused by the database, and found where its triggers were taken away."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import QuerySet
from django.test.utils import isolate_apps

from doccontrol.evidence import EvidenceIsFixed, EvidenceRule, ProtectedRow, triggers
from doccontrol.evidence.tables import Table, evidence_tables
from doccontrol.evidence.verifying import Difference, Place, batches, is_as_written
from doccontrol.models import (
    Acknowledgement,
    Attachment,
    Citation,
    Edition,
    FrozenPdf,
    LawEvent,
    Signature,
    Unit,
)
from tests.doccontrol.evidence.tampering import JUNE, MARCH, Change, changes, make_evidence
from tests.forging import without_triggers
from tests.make import make_edition, make_unit

pytestmark = pytest.mark.django_db

LINKS = {
    "doccontrol_edition_addressed_units": "addressed_units",
    "doccontrol_edition_implements": "implements",
}
# Whom the secretary asked to look stands nowhere a second time.
ONLY_GUARDED = {"doccontrol_triage_units"}


@pytest.fixture(scope="module")
def evidence(module_db: None) -> Edition:
    """Made once: each test changes rows of its own transaction, and leaves files as they were."""
    return make_evidence()


def differences() -> list[Difference]:
    return [one for batch in batches() for one in batch.differences]


def refused(change: Change) -> bool:
    try:
        with transaction.atomic():
            change.make()
            # Keys that lead nowhere are refused at the end of the transaction.
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


@pytest.mark.usefixtures("evidence")
def test_more_than_200_changes_are_refused_by_the_database() -> None:
    wanted = list(changes())
    columns = {(change.table, change.column) for change in wanted}
    assert len(wanted) > 200
    assert columns == {
        (table.name, field.column if not field.primary_key else "")
        for table in evidence_tables()
        for field in table.model._meta.concrete_fields
    }
    # An edition may end, and a proposal be answered: that is for ``verify_evidence`` to judge.
    may = {
        (table.name, table.model._meta.get_field(name).column)
        for table in evidence_tables()
        if not table.owner
        for name in table.rule.later
    }
    got_through = [one for one in wanted if not refused(one)]
    assert {(one.table, one.column) for one in got_through} <= may


@pytest.mark.usefixtures("evidence")
def test_each_of_them_is_found_where_the_triggers_were_taken_away() -> None:
    assert differences() == []
    found: Counter[tuple[str, str]] = Counter()
    wanted = [one for one in changes() if one.column and one.table not in ONLY_GUARDED]
    with without_triggers():
        for change in wanted:
            with transaction.atomic():
                if not refused(change):  # by a constraint of the table itself
                    assert named(change), change
                    found[change.table, change.column] += 1
                transaction.set_rollback(True)
    # Some columns of a decision cannot be changed at all: its own table refuses.
    assert {table for table, _column in found} == {change.table for change in wanted}
    assert found.total() > 200


def named(change: Change) -> bool:
    """The row is named by the hash of the row or with the column; links by their edition's."""
    if change.table in LINKS:
        return LINKS[change.table] in {one.column for one in told_of("doccontrol_edition")}
    columns = {one.column for one in told_of(change.table) if one.pk == change.pk}
    return bool(columns & {change.column, "row_sha256"})


def told_of(table: str) -> list[Difference]:
    of_table = takewhile(lambda batch: batch.place.table == table, batches(Place(table)))
    found = [one for batch in of_table for one in batch.differences]
    return [one for one in found if one.table == table]


TOLD_BY_SOMETHING_ELSE = [
    (Edition, {"title": "Khác"}, "title"),
    (Edition, {"content": {"title": "Khác"}}, "content"),
    (Edition, {"sha256": "0" * 64}, "sha256"),
    (Edition, {"is_public": False}, "is_public"),
    (Signature, {"name": "Ai đó"}, "name"),
    (Signature, {"signed_on": JUNE}, "signed_on"),
    (Attachment, {"sha256": "0" * 64}, "sha256"),
    (Attachment, {"filename": "khac.docx"}, "filename"),
    (FrozenPdf, {"file": "editions/khong-co.pdf"}, "file"),
    (FrozenPdf, {"size": 1}, "size"),
    (Acknowledgement, {"edition_sha256": "0" * 64}, "edition_sha256"),
    (Acknowledgement, {"name": "Ai đó"}, "row_sha256"),
    (Acknowledgement, {"acknowledged_on": JUNE}, "row_sha256"),
]


@pytest.mark.usefixtures("evidence")
def test_the_column_is_named_where_something_else_tells_it() -> None:
    with without_triggers():
        for model, fields, column in TOLD_BY_SOMETHING_ELSE:
            row = model.objects.order_by("pk").first()
            with transaction.atomic():
                QuerySet(model).filter(pk=row.pk).update(**fields)
                assert (model._meta.db_table, row.pk, column) in {
                    (one.table, one.pk, one.column) for one in differences()
                }
                transaction.set_rollback(True)


@pytest.mark.usefixtures("evidence")
def test_a_row_that_was_frozen_and_is_gone_is_missed() -> None:
    with without_triggers():
        for model in (Signature, Attachment, Citation):
            row = model.objects.order_by("pk").first()
            with transaction.atomic():
                QuerySet(model).filter(pk=row.pk).delete()
                assert ("doccontrol_edition", row.edition_id) in {
                    (one.table, one.pk) for one in differences()
                }
                transaction.set_rollback(True)


@pytest.mark.usefixtures("evidence")
def test_one_byte_of_a_file_is_noticed() -> None:
    for model in (FrozenPdf, Attachment):
        row = model.objects.order_by("pk").first()
        path = Path(row.file.path)
        as_frozen = path.read_bytes()
        path.write_bytes(as_frozen[:10] + b"#" + as_frozen[11:])
        try:
            assert (model._meta.db_table, row.pk, "file") in {
                (one.table, one.pk, one.column) for one in differences()
            }
        finally:
            path.write_bytes(as_frozen)


def test_a_row_that_cannot_be_read_is_named_and_hides_no_other(evidence: Edition) -> None:
    first, second = evidence, Edition.objects.get(document=evidence.document, revision_no=1)
    with without_triggers():
        QuerySet(Edition).filter(pk=first.pk).update(content=["không phải"])
        QuerySet(Edition).filter(pk=second.pk).update(title="Khác")
    named = {(one.pk, one.column) for one in differences()}
    assert (second.pk, "title") in named
    assert first.pk in {pk for pk, _column in named}


# What may happen later


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (None, JUNE, True),
        (JUNE, date_before := MARCH.replace(day=20), True),
        (JUNE, JUNE.replace(day=2), False),
        (JUNE, None, False),
        (date_before, date_before, True),  # nothing changes
    ],
)
def test_an_edition_ends_and_ends_earlier_but_never_later_nor_not_at_all(
    before, after, may
) -> None:
    edition = make_edition(on=MARCH)
    if before:
        Edition.objects.filter(pk=edition.pk).change(ends_on=before)
    try:
        with transaction.atomic():
            Edition.objects.filter(pk=edition.pk).change(ends_on=after)
    except DatabaseError:
        assert not may
    else:
        assert may


def test_an_end_that_nothing_gives_it_is_found() -> None:
    edition = make_edition(on=MARCH)
    Edition.objects.filter(pk=edition.pk).change(ends_on=JUNE)
    assert [(one.pk, one.column) for one in differences()] == [(edition.pk, "ends_on")]


@isolate_apps("doccontrol")
def test_a_column_that_is_answered_later_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Question(ProtectedRow):
        evidence_rule = EvidenceRule(written_once=("answer",))
        question = models.CharField(max_length=20)
        answer = models.CharField(max_length=20, blank=True)

        class Meta:
            app_label = "doccontrol"

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE doccontrol_question (id integer PRIMARY KEY, question text NOT NULL,"
            " answer text NOT NULL, row_sha256 text NOT NULL)"
        )
    tables = [Table(Question, Question.evidence_rule)]
    monkeypatch.setattr(triggers, "evidence_tables", lambda: [*evidence_tables(), *tables])
    triggers.install()
    asked = Question.objects.create(pk=1, question="Sửa?")
    asked.answer = "Có"
    asked.save()
    assert is_as_written(Question.objects.get())
    for later in ({"answer": "Không"}, {"answer": ""}, {"question": "Không sửa?"}, {"id": 2}):
        with pytest.raises(DatabaseError, match="is evidence"), transaction.atomic():
            Question.objects.update(**later)
    with pytest.raises(DatabaseError, match="is evidence"), transaction.atomic():
        asked.delete()


def test_no_link_is_added_to_an_edition_that_was_signed(evidence: Edition) -> None:
    event = LawEvent.objects.last()
    for add in (
        lambda: evidence.addressed_units.add(make_unit()),
        lambda: evidence.implements.add(event),
    ):
        with pytest.raises(DatabaseError, match="signed"), transaction.atomic():
            add()


def test_a_unit_to_which_an_edition_is_addressed_is_not_deleted(evidence: Edition) -> None:
    unit = evidence.addressed_units.get()
    unit.posts.all().delete()
    with pytest.raises(EvidenceIsFixed, match=unit.name), transaction.atomic():
        unit.delete()
    assert Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.parametrize("key", ["its own key", "another key"])
@pytest.mark.usefixtures("evidence")
def test_a_row_is_not_replaced_by_another_of_the_same_key(key: str) -> None:
    row = Acknowledgement.objects.order_by("pk").first()
    columns = [f'"{field.column}"' for field in row._meta.concrete_fields]
    if key == "another key":
        columns.remove('"id"')
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="there already"):
        cursor.execute(
            f"INSERT OR REPLACE INTO doccontrol_acknowledgement ({', '.join(columns)})"  # noqa: S608
            f" SELECT {', '.join(columns)} FROM doccontrol_acknowledgement WHERE id = %s",
            [row.pk],
        )


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_no_table_of_evidence_is_emptied_at_once() -> None:
    connection.check_constraints()  # else the server refuses because some are still to be looked at
    for table in evidence_tables():
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="evidence"),
            transaction.atomic(),
        ):
            cursor.execute(f'TRUNCATE "{table.name}" CASCADE')


# The triggers themselves


def test_a_trigger_that_is_missing_is_said_and_put_back() -> None:
    with connection.cursor() as cursor:
        on = ' ON "doccontrol_signature"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "evidence_update_doccontrol_signature"{on}')
    [one] = differences()
    assert (one.table, one.pk, one.column) == ("doccontrol_signature", None, "")
    triggers.install()
    assert differences() == []


def test_a_trigger_that_was_made_harmless_is_said_and_mended() -> None:
    harmless = {
        "sqlite": 'DROP TRIGGER "evidence_delete_doccontrol_edition"; CREATE TRIGGER'
        ' "evidence_delete_doccontrol_edition" BEFORE DELETE ON doccontrol_edition'
        " BEGIN SELECT 1; END",
        "postgresql": "CREATE OR REPLACE FUNCTION evidence_delete_doccontrol_edition() RETURNS"
        " trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    }
    with connection.cursor() as cursor:
        for statement in harmless[connection.vendor].split("; CREATE"):
            cursor.execute(statement if statement[:1] in "DC" else f"CREATE{statement}")
    assert [one.table for one in differences()] == ["doccontrol_edition"]
    triggers.install()
    assert differences() == []


def test_a_migration_finds_no_trigger_in_its_way_and_leaves_all_behind() -> None:
    edition = make_edition(on=MARCH)
    triggers.before_migrate(None, using="default", plan=["something"])
    QuerySet(Edition).filter(pk=edition.pk).update(field="Người có công")
    assert len(triggers.wrong()) >= 3 * len(evidence_tables()) - 2
    triggers.after_migrate(None, using="default")
    assert triggers.wrong() == []
    triggers.before_migrate(None, using="default", plan=[])
    assert triggers.wrong() == []
