"""What the site tells machines is public, whoever asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doccontrol.organisation.accounts.roles import Role
from tests.forging import forge
from tests.make import make_edition, make_person, make_settings, make_withdrawal

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEED, SITEMAP = "/nguon-tin/", "/sitemap.xml"


def parsed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314  # our own output


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("address", [FEED, SITEMAP])
def test_what_is_for_staff_is_never_told(address, signed_in, client):
    secret = make_edition(title="Quy trình mật", slug="quy-trinh-mat", visibility="staff")
    make_edition(title="Quy trình mở", slug="quy-trinh-mo")
    if signed_in:
        client.force_login(make_person(Role.SECRETARY))
    text = client.get(address).content.decode()
    assert "quy-trinh-mo" in text
    assert "quy-trinh-mat" not in text and secret.title not in text


def test_the_feed_tells_what_is_or_will_be_in_force_newest_first(client):
    make_settings(name="Sở Mẫu")
    today = timezone.localdate()
    ended = make_edition(title="Đã hết")
    make_withdrawal(ended, from_day=date(2024, 3, 1))
    make_edition(title="Đang có")
    make_edition(title="Sẽ có", in_force_from=today + timedelta(days=30))
    feed = parsed(client, FEED)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert [title.split(" ", 1)[1] for title in titles] == ["Sẽ có", "Đang có"]


def test_an_entry_keeps_its_id_and_is_dated_by_its_issue(client):
    edition = make_edition()
    before = [e.findtext(f"{ATOM}id") for e in parsed(client, FEED).iter(f"{ATOM}entry")]
    make_edition()
    entries = list(parsed(client, FEED).iter(f"{ATOM}entry"))
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert before == [f"tag:testserver,2026:edition:{edition.sha256}"]
    assert ids[-1] == before[0] and len(set(ids)) == 2
    updated = datetime.fromisoformat(entries[-1].findtext(f"{ATOM}updated"))
    assert updated == edition.issued_at
    link = entries[-1].find(f"{ATOM}link").get("href")
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("address", [FEED, SITEMAP])
def test_more_documents_ask_no_more_questions(address, client):
    counts = []
    for _round in range(2):
        for _n in range(4):
            make_edition()
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_sitemap_dates_a_document_by_the_edition_in_force(client):
    first = make_edition(slug="qt-mot", on=date(2024, 1, 10))
    make_edition(first.document.specific, on=date(2024, 6, 1))
    found = {
        url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod")
        for url in parsed(client, SITEMAP).iter(f"{MAP}url")
    }
    assert found["http://testserver/quy-trinh/qt-mot/"] == "2024-06-01"
    assert "http://testserver/" in found and "http://testserver/he-thong/" in found


def test_a_document_no_longer_in_force_leaves_the_sitemap(client):
    edition = make_edition(slug="qt-het")
    make_withdrawal(edition, from_day=date(2024, 3, 1))
    assert "qt-het" not in client.get(SITEMAP).content.decode()


def test_a_control_character_in_frozen_text_takes_the_feed_from_nobody(client):
    edition = make_edition(title="Nội quy")
    # As rows stood that were issued before texts were cleaned at the door. NUL is the one
    # that PostgreSQL refuses by itself.
    nul = "\x00" if connection.vendor == "sqlite" else ""
    forge(edition, title=f"Nội\x0bquy{nul}", field="Lao\x01")
    titles = [title.text for title in parsed(client, FEED).iter(f"{ATOM}title")]
    assert f"{edition.code} Nội quy" in titles
