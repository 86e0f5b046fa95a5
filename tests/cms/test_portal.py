"""The portal shows what is in force on the day, to each reader what that reader may see."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from cms.portal import lists
from doccontrol.models import Announcement, Clock, GeneralDocument, LawEvent, QualityPolicy
from doccontrol.organisation.accounts.roles import Role
from tests.cms.make import make_system_edition
from tests.make import make_edition, make_form, make_person, make_settings, make_text, make_unit

pytestmark = pytest.mark.django_db
HOME, SHELF, SYSTEM = "/", "/quy-trinh/", "/he-thong/"
LONG_AGO = date(2024, 1, 10)


@pytest.fixture(autouse=True)
def agency():
    return make_settings()


@pytest.fixture
def staff(client):
    person = make_person(Role.STAFF)
    client.force_login(person)
    return person


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("is_one", [True, False])
def test_a_demonstration_says_on_every_page_that_it_is_one(client, settings, is_one):
    settings.DEMONSTRATION = is_one
    client.force_login(make_person(Role.SECRETARY))
    for address in (HOME, SHELF, "/tim-kiem/", "/ban-lam-viec/", "/admin/reports/master-list/"):
        assert ("Bản trình diễn" in text_of(client, address)) == is_one, address


def test_home_shows_policy_announcement_and_procedures_by_field_and_unit(client):
    unit = make_unit(name="Phòng Lao động")
    for _n in range(6):
        make_edition(field="Lao động", owner_unit=unit)
    make_edition(field="Người có công")
    make_system_edition(
        QualityPolicy, title="Chính sách của Sở", text="<p>Đúng hẹn <b>và</b> đủ</p>"
    )
    make_system_edition(Announcement, title="Công bố của Sở")
    response = client.get(HOME)
    shown = {group.name: (group.total, len(group.rows)) for group in response.context["fields"]}
    assert shown == {"Lao động": (6, 4), "Người có công": (1, 1)}
    assert ("Phòng Lao động", 6) in [(g.name, g.total) for g in response.context["units"]]
    text = response.content.decode()
    assert "Chính sách của Sở" in text and "Đúng hẹn và đủ" in text and "Công bố của Sở" in text
    assert f"{SHELF}?field=Lao" in text


@pytest.mark.parametrize("address", [HOME, SHELF, SYSTEM, f"{SHELF}?q=mat", f"{SHELF}?kind=form"])
def test_what_is_for_staff_is_nowhere_for_a_stranger(address, client):
    secret = make_edition(title="Quy trình mật", field="Lĩnh vực mật", visibility="staff")
    make_form(secret.document, title="Biểu mẫu mật", visibility="staff")
    make_system_edition(QualityPolicy, title="Chính sách mật", visibility="staff")
    make_system_edition(
        GeneralDocument, title="Sổ tay mật", visibility="staff", general_kind="manual"
    )
    public = make_edition(title="Quy trình mở")
    assert public.is_public
    response = client.get(address)
    assert response.status_code == 200
    assert "mật" not in response.content.decode()
    assert response.context.get("procedure_count", 1) == 1


def test_what_is_for_staff_is_there_for_staff(client, staff):
    make_edition(title="Quy trình mật", visibility="staff")
    assert "Quy trình mật" in text_of(client, HOME)
    assert "Quy trình mật" in text_of(client, SHELF)


@pytest.mark.parametrize(
    "on, shown",
    [
        ("2024-01-09", []),
        ("2024-01-10", ["Tên cũ"]),
        ("2024-05-31", ["Tên cũ"]),
        ("2024-06-01", ["Tên mới"]),
        ("", ["Tên mới"]),
    ],
)
@pytest.mark.parametrize("address", [HOME, SHELF])
def test_a_list_says_what_was_in_force_that_day(address, on, shown, client):
    first = make_edition(title="Tên cũ", on=LONG_AGO)
    make_edition(first.document.specific, title="Tên mới", on=date(2024, 6, 1))
    text = text_of(client, f"{address}?on={on}")
    assert [title for title in ("Tên cũ", "Tên mới") if title in text] == shown


@pytest.mark.parametrize("address", [HOME, SHELF])
@pytest.mark.parametrize("asked", ["2024-02-31", "hôm qua", "<script>", "x" * 200])
def test_a_list_asked_for_what_is_no_day_says_so_and_shows_today(address, asked, client):
    first = make_edition(title="Tên cũ", on=LONG_AGO)
    make_edition(first.document.specific, title="Tên mới", on=date(2024, 6, 1))
    for _time in range(2):  # drawn, and then as it was kept
        told = client.get(address, {"on": asked}).content.decode()
        assert f"“{escape(asked[:40])}” không phải là một ngày" in told
        assert "Tên mới" in told
    assert "không phải là một ngày" not in text_of(client, address)
    assert "Tên cũ" in text_of(client, f"{address}?on=31/05/2024")  # as people write it


def test_a_link_from_a_past_day_keeps_the_day(client):
    make_edition(on=LONG_AGO)
    [group] = client.get(f"{SHELF}?on=2024-03-01").context["groups"]
    assert group.rows[0].url.endswith("?on=2024-03-01")


@pytest.mark.parametrize("on", ["2024-02-30", "hôm nay", "2024", "9" * 400])
def test_a_day_that_is_none_is_told_and_today_is_shown(on, client):
    make_edition()
    response = client.get(SHELF, {"on": on})
    assert response.context["day"].is_today
    assert "errorlist" in response.content.decode()
    assert client.get(HOME, {"on": on}).status_code == 200


@pytest.mark.parametrize(
    "words, found",
    [
        ("Đăng ký", True),
        ("đăng ký", True),
        ("dang ky", True),
        ("KÝ đăng", True),
        ("lao dong ngoai", True),
        ("QT-X-07", True),
        ("qt-x", True),
        ("đăng kiểm", False),
        ("%", False),
        ("", True),
    ],
)
def test_words_are_found_in_code_and_title_with_or_without_marks(words, found, client):
    make_edition(code="QT-X-07", title="Đăng ký lao động nước ngoài")
    response = client.get(SHELF, {"q": words})
    assert bool(response.context["groups"]) is found


def test_filters_narrow_together_and_offer_only_what_is_there(client):
    unit = make_unit(name="Phòng A")
    kept = make_edition(field="Lao động", owner_unit=unit)
    make_edition(field="Lao động")
    make_edition(field="Y tế", owner_unit=unit)
    response = client.get(SHELF, {"field": "Lao động", "unit": unit.pk})
    rows = [row for group in response.context["groups"] for row in group.rows]
    assert [row.pk for row in rows] == [kept.pk]
    options = dict(response.context["filter"].fields["field"].choices)
    assert list(options.values())[1:] == ["Lao động (2)", "Y tế (1)"]
    assert "kind" not in response.context["filter"].fields


def test_forms_are_listed_only_when_asked_for(client):
    edition = make_edition()
    form = make_edition(make_form(edition.document.specific, title="Tờ khai"))
    assert "Tờ khai" not in text_of(client, SHELF)
    response = client.get(SHELF, {"kind": "form"})
    assert [row.pk for group in response.context["groups"] for row in group.rows] == [form.pk]


def test_nothing_found_says_what_to_try(client):
    make_edition()
    response = client.get(SHELF, {"q": "không có gì"})
    assert 'class="empty"' in response.content.decode()


def test_a_value_that_is_not_offered_is_told_and_does_not_break(client):
    make_edition()
    response = client.get(SHELF, {"unit": "999999", "page": "x"})
    assert response.status_code == 200
    assert response.context["filter"].errors


def test_the_list_goes_on_after_fifty_in_one_order(client, monkeypatch):
    assert lists.PER_PAGE == 50
    monkeypatch.setattr(
        lists, "PER_PAGE", 5
    )  # editions are dear; the sixth tells what the 51st does
    for n in range(8):
        make_edition(code=f"QT-N-{n:02}", field="Một" if n % 2 else "Hai")
    codes = []
    for page in (1, 2):
        groups = client.get(SHELF, {"page": page}).context["groups"]
        shown = [row.code for group in groups for row in group.rows]
        assert len(shown) == (5 if page == 1 else 3)
        codes += shown
    assert len(codes) == len(set(codes)) == 8
    assert codes == sorted(codes, key=lambda code: (int(code[-2:]) % 2, code))


@pytest.mark.parametrize("address, signed_in", [(HOME, 0), (SHELF, 0), (HOME, 1), (SHELF, 1)])
def test_ten_times_the_documents_ask_no_more_questions(address, signed_in, client):
    if signed_in:
        client.force_login(make_person(Role.STAFF))
    make_edition(owner_unit=make_unit(), field="A")
    counts = []
    for _round in range(2):
        cache.clear()
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        counts.append(len(asked))
        for n in range(9):
            make_edition(field=f"Lĩnh vực {n}", owner_unit=make_unit())
    # Signed in, it is asked in which units one drafts, for the way to the editor.
    assert counts[0] == counts[1] <= (21 if signed_in else 13)


def test_staff_see_the_most_pressing_clock_beside_a_procedure_and_strangers_do_not(client):
    edition = make_edition()
    law = make_text()
    due = timezone.localdate() - timedelta(days=1)
    event = LawEvent.objects.create(acting=law, on=due - timedelta(days=90))
    Clock.objects.create(
        event=event, document_id=edition.document_id, edition=edition, cited_text=law,
        kind="takes_effect", effective=due - timedelta(days=90), due_raw=due, due=due,
        opened_on=due,
    )  # fmt: skip
    assert "badge--overdue" not in text_of(client, SHELF)
    client.force_login(make_person(Role.STAFF))
    assert "badge--overdue" in text_of(client, SHELF)
    assert "badge--overdue" in text_of(client, HOME)


def test_home_weighs_less_than_a_hundred_kilobytes(client):
    for n in range(60):
        make_edition(
            field=f"Lĩnh vực quản lý nhà nước số {n % 12}",
            title=f"Cấp giấy phép lao động cho người lao động nước ngoài làm việc tại Việt Nam {n}",
        )
    html = client.get(HOME).content
    sheets = ["css/tokens.css", "css/base.css", "css/components.css", "css/print.css", "js/site.js"]
    weight = len(html) + sum(Path(finders.find(f"cms/{s}")).stat().st_size for s in sheets)
    assert weight < 100_000
