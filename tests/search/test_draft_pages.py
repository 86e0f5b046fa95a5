"""Documents are found in the administration by Wagtail's index, which the worker keeps."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.urls import reverse
from wagtail.search.models import IndexEntry

from doccontrol.jobs.working import Worker
from doccontrol.organisation.accounts.roles import Role
from search.keeping.draft_pages import UNTIL, changed_since, index_changed_drafts
from tests.make import make_person, make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def never_indexed():
    caches["shared"].delete(UNTIL)
    yield
    caches["shared"].delete(UNTIL)


def found(client, words):
    page = client.get(reverse("wagtailadmin_pages:search"), {"q": words})
    return page.content.decode()


def test_a_new_draft_is_found_in_the_administration_once_the_worker_has_looked(client):
    client.force_login(make_person(Role.SECRETARY, is_superuser=True))
    procedure = make_procedure(title="Cấp giấy phép kỳ lạ")
    address = reverse("wagtailadmin_pages:edit", args=[procedure.pk])
    assert address not in found(client, "phép kỳ lạ"), "no save writes the index"
    Worker(say=print, complain=pytest.fail, idle=0).drain()
    assert address in found(client, "phép kỳ lạ")


def test_a_look_takes_what_was_saved_since_the_last(client):
    old = make_procedure()
    type(old).objects.update(latest_revision_created_at="2026-01-01T00:00:00+07:00")
    index_changed_drafts()
    new = make_procedure()
    new.save_revision()
    assert [page.pk for page in changed_since(caches["shared"].get(UNTIL))] == [new.pk]


def test_a_deleted_draft_leaves_the_index():
    procedure = make_procedure(title="Cấp giấy phép kỳ lạ")
    index_changed_drafts()
    # By what it stands for: on PostgreSQL its title is a list of stems.
    entries = IndexEntry.objects.filter(object_id=str(procedure.pk))
    assert entries.count() == 1
    procedure.delete()
    assert entries.count() == 0
