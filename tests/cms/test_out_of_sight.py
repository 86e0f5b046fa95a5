"""What Wagtail shows to builders of sites is out of the sight of officials."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from doccontrol.organisation.accounts.roles import Role
from tests.make import make_edition, make_person

pytestmark = pytest.mark.django_db
EDIT = "Soạn bản sửa đổi"


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.STAFF])
def test_a_page_of_the_administration_bears_our_name_and_offers_no_help_for_builders(client, role):
    client.force_login(make_person(role))
    html = client.get(reverse("wagtailadmin_explore_root"), follow=True).content.decode()
    title = html.split("<title>")[1].split("</title>")[0]
    assert title.strip().endswith("Hiệu Lực") and "Wagtail" not in title
    assert "guide.wagtail.org" not in html and "whats-new" not in html


def test_when_something_was_changed_is_told_by_day_and_hour(client):
    page = make_edition().document
    client.force_login(make_person(Role.SECRETARY))
    html = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    changed = timezone.localtime(page.latest_revision_created_at)
    assert f"{changed:%d/%m/%Y %H:%M}" in html


def test_the_way_to_the_draft_is_a_plain_link_for_whoever_may_write_there(client):
    edition = make_edition()
    address = edition.document.get_url()
    writer = make_person(Role.STAFF, unit=edition.unit)
    may, may_not = (
        (writer, make_person(Role.SECRETARY)),
        (
            make_person(Role.STAFF),
            make_person(Role.AUDITOR),
        ),
    )
    assert EDIT not in client.get(address).content.decode()
    for person in (*may, *may_not):
        client.force_login(person)
        html = client.get(address).content.decode()
        assert (EDIT in html) == (person in may), person
        assert "wagtail-userbar" not in html
    client.force_login(writer)
    edit = reverse("wagtailadmin_pages:edit", args=[edition.document_id])
    assert f'href="{edit}"' in client.get(address).content.decode()
