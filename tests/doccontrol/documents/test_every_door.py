"""Every way of writing a page × every role × every kind of page × every state, through the views.

Who may is written here a second time, as a table; what holds whoever asks is looked up in the
rows after each request. Each request is taken back before the next. Its answer is drawn for the
secretary alone, before whom most doors are open and who meets every form: what a page looks like
does not decide who may write.
"""

from __future__ import annotations

from contextlib import nullcontext
from itertools import product

import pytest
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from cms.models import DocumentIndexPage, HomePage
from doccontrol.models import ControlledDocument, Edition
from tests.access.asking import nothing_drawn
from tests.doccontrol.documents.doors import (
    ADDING,
    COPYING,
    DELETING,
    DOORS,
    EDITING,
    MOVING,
    OTHER,
    PUBLISHING,
    UNPUBLISHING,
)
from tests.doccontrol.documents.doors_world import PLAIN, TARGETS, World, Writes, build

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
ROLES = (
    "stranger", "author", "colleague", "staff of another unit", "head", "secretary",
    "working group", "approver", "auditor", "superuser",
)  # fmt: skip
KEEPERS = {"secretary", "superuser"}
WRITERS = {"author", "colleague", "head", "working group", *KEEPERS}
ALIKE = {"colleague", "head", "working group"}
NOBODY: set[str] = set()
# What moves no address and shows nothing to readers: only what always holds is asked of it.
FREE = {"reorder", "revert"}


@pytest.fixture(scope="module")
def world(module_db):
    return build()


def may(door: str, kind: str, state: str) -> set[str] | None:
    """The roles for whom something is written; None where Wagtail's own rights decide."""
    if door in FREE or kind == "text":
        return NOBODY if door == "translate by the API" else None
    return _may_to_place(door, kind) if kind in ("shelf", "home") else _may(door, kind, state)


def _may_to_place(door: str, kind: str) -> set[str]:
    if door in EDITING or door in PUBLISHING:
        return KEEPERS
    if door in ADDING:
        return KEEPERS if kind == "home" else WRITERS | {"approver", "staff of another unit"}
    return NOBODY


def _may(door: str, kind: str, state: str) -> set[str]:
    if door in EDITING:
        return NOBODY if state == "in review" else WRITERS
    if door in ADDING:
        return WRITERS if kind in ("Procedure", "GeneralDocument") else NOBODY
    if state == "draft" and door in MOVING:
        return WRITERS
    return {"author", *KEEPERS} if state == "draft" and door in DELETING else NOBODY


def test_the_table_speaks_of_every_door():
    groups = (EDITING, MOVING, DELETING, PUBLISHING, UNPUBLISHING, COPYING, OTHER, ADDING)
    assert sum(len(group) for group in groups) == len(DOORS)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_written_but_by_who_may_and_nothing_that_binds_is_ever_touched(world, role):
    drawn = nullcontext() if role == "secretary" else nothing_drawn()
    with drawn:
        wrong = _wrong(world, role)
    assert not wrong, "\n".join(wrong)


def _wrong(world: World, role: str) -> list[str]:
    """Each door that was open, shut or broken against the table, in words."""
    bound, wrong = _what_binds(), []
    for (kind, state), door in product(TARGETS, DOORS):
        if kind in PLAIN and (
            role in ALIKE or (role in WRITERS and door in EDITING.keys() - {"edit"})
        ):
            continue  # the slow ones: the same editor, saved once, by one of those alike
        target, writes = world.pages[kind, state], Writes()
        with transaction.atomic():
            target = type(target).objects.get(pk=target.pk)
            with connection.execute_wrapper(writes):
                answer = DOORS[door](world.clients[role], target, world)
            sound = not writes.seen or (_what_binds() == bound and _live_is_issued())
            sound = sound and not (writes.seen and _restricted())
            transaction.set_rollback(True)
        written, roles = bool(writes.seen), may(door, kind, state)
        if (
            answer.status_code >= 500
            or not sound
            or (roles is not None and written != (role in roles))
        ):
            seen = "BROKEN" if not sound else "written" if written else "refused"
            wrong.append(f"{door}, {kind} {state}: {answer.status_code}, {seen}")
    return wrong


def _what_binds() -> list[list[tuple]]:
    """What was issued, with its address; what it stands on."""
    issued = Page.objects.filter(pk__in=Edition.objects.values("document"))
    places = Page.objects.type(HomePage, DocumentIndexPage)
    return [
        list(issued.order_by("pk").values_list("pk", "url_path", "live_revision_id")),
        list(places.order_by("pk").values_list("pk", "url_path", "live")),
    ]


def _live_is_issued() -> bool:
    issued = set(Edition.objects.values_list("document_id", flat=True))
    live = set(ControlledDocument.objects.filter(live=True).values_list("pk", flat=True))
    return live == issued


def _restricted() -> bool:
    return (
        PageViewRestriction.objects.exclude(page__url_path__contains="gioi-thieu")
        .exclude(page__url_path__contains="lien-he")
        .exists()
    )
