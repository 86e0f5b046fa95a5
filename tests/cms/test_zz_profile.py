import cProfile, pstats, time, io
from datetime import timedelta
import pytest
from django.utils import timezone
from django.db import connection
from django.test.utils import CaptureQueriesContext
from cms.kept import work
from doccontrol.organisation.accounts.roles import Role
from tests.cms.test_desk import (
    make_clock,
    begin,
    submitted,
    make_unit,
    make_edition,
    make_person,
    make_settings,
    make_text,
    DESK,
)
from doccontrol.clocks.deciding import open_draft

pytestmark = pytest.mark.django_db


def test_profile(client):
    make_settings()
    units = [make_unit() for _ in range(8)]
    authors = [make_person(Role.STAFF, unit=u) for u in units]
    today = timezone.localdate()
    laws = [
        make_text(subject="Quy định về mức lương cơ sở và chế độ tiền thưởng đối với cán bộ")
        for _ in range(10)
    ]
    eds = [make_edition(owner_unit=units[i % 8]) for i in range(50)]
    clocks = []
    for i in range(200):
        clocks.append(
            make_clock(eds[i % 50], today + timedelta(days=(i // 20) * 10 - 40), laws[i // 20])
        )
    for i in range(50):
        if i % 2:
            begin(clocks[i], authors[i % 8])
        else:
            open_draft(clocks[i], by=authors[i % 8], on=today)
    for role in (Role.SECRETARY, Role.APPROVER):
        person = make_person(role)
        client.force_login(person)
        client.get(DESK)
        times = []
        for _ in range(5):
            work.shelf.clear()
            t = time.process_time()
            r = client.get(DESK)
            times.append(time.process_time() - t)
        print(role, "cpu ms", [round(x * 1000) for x in times], "bytes", len(r.content))
        work.shelf.clear()
        with CaptureQueriesContext(connection) as q:
            client.get(DESK)
        print("queries", len(q), "sql ms", sum(float(x["time"]) for x in q) * 1000)
        for x in q:
            print("Q", x["sql"][:60].replace("\n", " "), "…", x["sql"][x["sql"].find(" FROM "):][:110], "…", x["sql"][x["sql"].find(" WHERE "):][:160])
        for x in sorted(q, key=lambda x: -float(x["time"]))[:4]:
            print(x["time"], x["sql"][:3000].replace("\n", " ")[:400])
    work.shelf.clear()
    p = cProfile.Profile()
    p.enable()
    client.get(DESK)
    p.disable()
    s = io.StringIO()
    pstats.Stats(p, stream=s).sort_stats("cumulative").print_stats(110)
    print(s.getvalue()[:19000])
