"""By when the change of an administrative procedure must be announced."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from doccontrol.clocks.announcing.administrative_procedures import administrative_procedures
from doccontrol.clocks.announcing.second_clock import Announcer, announcements_due
from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.organisation.accounts.roles import Role
from tests.doccontrol.clocks.make import make_clock, make_law
from tests.make import make_edition, make_person, make_relation, make_text

M, P = Announcer.MINISTRY, Announcer.PROVINCE
JULY = date(2026, 7, 1)


@pytest.mark.parametrize(
    # number, effective, issued -> (who, last day, counted from the issue)
    "number, effective, issued, due",
    [
        (
            "283/2026/NĐ-CP", date(2026, 9, 10), date(2026, 7, 15),
            [(M, date(2026, 8, 21), False), (P, date(2026, 9, 5), False)],
        ),
        ("12/2026/QĐ-UBND", JULY, date(2026, 6, 18), [(P, date(2026, 6, 26), False)]),
        ("12/2026/NQ-HĐND", JULY, date(2026, 6, 18), [(P, date(2026, 6, 26), False)]),
        # shortened procedure: in force the day it was signed
        ("219/2025/NĐ-CP", JULY, JULY, [(M, date(2026, 7, 4), True), (P, date(2026, 7, 4), True)]),
        # said to be in force even before it was signed
        (
            "219/2025/NĐ-CP", date(2026, 6, 1), JULY,
            [(M, date(2026, 7, 4), True), (P, date(2026, 7, 4), True)],
        ),
        # one day later it is no shortened procedure, however little time is left
        (
            "219/2025/NĐ-CP", date(2026, 7, 2), JULY,
            [(M, date(2026, 6, 12), False), (P, date(2026, 6, 27), False)],
        ),
        # over the end of February
        (
            "14/2028/TT-BNV", date(2028, 3, 5), None,
            [(M, date(2028, 2, 14), False), (P, date(2028, 2, 29), False)],
        ),
        ("14/2026/TT-BNV", None, JULY, []),
    ],
)  # fmt: skip
def test_the_last_day_of_each_announcer(number, effective, issued, due):
    found = announcements_due(parse_number(number), effective=effective, issued=issued)
    assert [(one.by, one.due, one.is_shortened) for one in found] == due


PARTS = {
    "dossier": "<p>Đơn</p>",
    "time_limit": "5 ngày",
    "handling_body": "<p>Sở</p>",
    "applicants": "<p>Người dân</p>",
    "submission": "<p>Trực tiếp</p>",
    "fees": "<p>Không</p>",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "without, fields, is_one",
    [
        ("", {}, True),
        ("fees", {}, False),
        ("submission", {}, False),
        ("", {"visibility": "staff"}, False),
    ],
)
def test_an_administrative_procedure_is_told_by_its_parts(without, fields, is_one):
    parts = {name: words for name, words in PARTS.items() if name != without}
    edition = make_edition(**parts, **fields)
    key = edition.document_id
    assert administrative_procedures([key]) == ({key} if is_one else set())


@pytest.mark.django_db
def test_the_clocks_page_shows_the_second_clock_and_who_has_announced(client):
    client.cookies["django_language"] = "en"
    law = make_law("283/2026/NĐ-CP", effective=date(2026, 9, 10))
    clock = make_clock(law=law, **PARTS)
    internal = make_clock(law=law)
    decision = make_text("2150/QĐ-UBND", normative=False, issued=date(2026, 9, 4))
    make_relation(decision, law, RelationKind.ANNOUNCES)
    client.force_login(make_person(Role.SECRETARY))

    page = client.get(reverse("clocks:clock", args=[clock.pk])).content.decode()
    other = client.get(reverse("clocks:clock", args=[internal.pk])).content.decode()

    assert "21/08/2026" in page and "05/09/2026" in page
    assert "2150/QĐ-UBND" in page
    assert "05/09/2026" not in other
