from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from cms.kept import work
from doccontrol.clocks import deciding, evaluating
from doccontrol.clocks.pages.badges import days_in_words, most_pressing
from doccontrol.clocks.pages.board import BoardView
from doccontrol.clocks.rules import ClockState
from doccontrol.decisions import actions as decisions
from doccontrol.models import Clock, Decision, LawEvent, Withdrawal
from doccontrol.organisation.accounts.roles import Role
from tests.counting import fetching
from tests.doccontrol.clocks.make import closable, make_clock, make_law
from tests.make import make_edition, make_person, make_relation, make_unit

pytestmark = pytest.mark.django_db
BOARD = "clocks:index"


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


def today() -> date:
    return timezone.localdate()


def overdue_clock(**options):
    """Due long before whatever today is."""
    options.setdefault("on", today())
    if "law" not in options:
        options["effective"] = date(2025, 3, 3)
    return make_clock(**options)


def running_clock(**options):
    return make_clock(effective=today() - timedelta(days=10), on=today(), **options)


def proposal(clock, **secretary) -> Decision:
    return deciding.propose(
        clock,
        outcome=Decision.Outcome.NO_CHANGE,
        reason="Lý do",
        by=make_person(Role.SECRETARY, **secretary),
        on=today(),
    )


def post_urls(clock, decision):
    return [
        reverse("clocks:propose", args=[clock.pk]),
        reverse("clocks:approve", args=[clock.pk, decision.pk]),
        reverse("clocks:refuse", args=[clock.pk, decision.pk]),
        reverse("clocks:draft", args=[clock.pk]),
    ]


def page_of(client, clock) -> str:
    return client.get(reverse("clocks:clock", args=[clock.pk])).content.decode()


def shown(client, **query: object) -> str:
    response = client.get(reverse(BOARD), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_board_and_the_page_open_for_those_who_may_and_nobody_else(client):
    clock = overdue_clock()
    addresses = [
        reverse(BOARD),
        reverse("clocks:results"),
        reverse("clocks:clock", args=[clock.pk]),
    ]
    for address in addresses:
        client.logout()
        assert client.get(address).status_code == 302, address
        client.force_login(make_person())
        assert client.get(address).status_code in (302, 403), address
        for role in (Role.SECRETARY, Role.WORKING_GROUP, Role.APPROVER, Role.AUDITOR):
            client.force_login(make_person(role))
            assert client.get(address).status_code == 200, address


def test_nothing_is_changed_by_a_stranger_by_staff_or_by_following_a_link(client):
    clock = overdue_clock()
    decision = proposal(clock)
    for address in post_urls(clock, decision):
        client.logout()
        assert client.post(address).status_code == 302, address
        client.force_login(make_person(Role.STAFF))
        assert client.post(address).status_code in (302, 403, 404), address
        client.force_login(make_person(Role.SECRETARY))
        assert client.get(address).status_code == 405, address
    decision.refresh_from_db()
    assert (decision.approved_on, decision.refused_on) == (None, None)
    assert not Withdrawal.objects.exists()


def test_the_board_lists_overdue_first_and_closed_ones_only_if_asked_for_and_last(client):
    closed, running, overdue = overdue_clock(), running_clock(), overdue_clock()
    unknown = make_clock(effective=None, on=today())
    make_edition(closed.document.specific, on=date(2025, 4, 1), implements=[closed.event])
    client.force_login(make_person(Role.SECRETARY))

    assert closed.document.code not in shown(client)
    page = shown(client, state=list(ClockState))

    order = [page.index(one.document.code) for one in (overdue, unknown, running, closed)]
    assert order == sorted(order)
    assert "days overdue" in page
    assert "03/06/2025" in page


def test_the_board_is_filtered_by_state_unit_law_document_and_day(client):
    law = make_law("161/2026/NĐ-CP", effective=date(2025, 3, 3), subject="Tiền lương")
    one, other = overdue_clock(law=law), running_clock()
    client.force_login(make_person(Role.SECRETARY))
    for query in (
        {"state": "overdue"},
        {"unit": one.document.owner_unit_id},
        {"law": "161/2026"},
        {"law": "tien luong"},
        {"document": one.document.code},
        {"due_to": "2025-12-31"},
    ):
        page = shown(client, **query)
        assert one.document.code in page, query
        assert f"<b>{other.document.code}</b>" not in page, query


@pytest.mark.parametrize("group", ["unit", "law", "document"])
def test_the_board_is_grouped_under_headings(client, group):
    unit = make_unit(name="Phòng Việc làm")
    law = make_law("161/2026/NĐ-CP", effective=date(2025, 3, 3), subject="Tiền lương")
    clock = overdue_clock(law=law, owner_unit=unit, title="Cấp phép")
    client.force_login(make_person(Role.SECRETARY))
    heading = {
        "unit": "Phòng Việc làm",
        "law": "161/2026/NĐ-CP · Tiền lương",
        "document": f"{clock.document.code} · Cấp phép",
    }[group]
    page = " ".join(shown(client, group=group).split())
    head = f'class="clock-group">{heading} <span class="clock-note">1 clock</span></th>'
    assert head in page


def test_the_group_of_the_most_urgent_clock_comes_first_and_is_counted_whole(client, monkeypatch):
    monkeypatch.setattr(BoardView, "paginate_by", 2)
    old = make_law("9/2018/NĐ-CP", effective=today() - timedelta(days=20))
    new = make_law("161/2026/NĐ-CP", effective=date(2025, 3, 3))
    for law, count in ((old, 1), (new, 3)):
        for _n in range(count):
            make_clock(law=law, on=today())
    client.force_login(make_person(Role.SECRETARY))
    rows = client.get(reverse(BOARD), {"group": "law"}).context["object_list"]
    assert [(row.law, row.in_group) for row in rows] == [("161/2026/NĐ-CP", 3)] * 2
    last = client.get(reverse(BOARD), {"group": "law", "p": "2"}).context["object_list"]
    assert [row.law for row in last] == ["161/2026/NĐ-CP", "9/2018/NĐ-CP"]


def test_totals_filters_and_exports_stand_on_the_page_in_words(client):
    overdue_clock(), running_clock(), make_clock(effective=None, on=today())
    client.force_login(make_person(Role.SECRETARY))
    response = client.get(reverse(BOARD), {"document": "không có"})
    counts = {total.state.value: total.count for total in response.context["totals"]}
    assert counts == {
        "overdue": 1, "due-soon": 0, "unknown-date": 1, "running": 1, "upcoming": 0
    }  # fmt: skip
    page = response.content.decode()
    for words in ('name="law"', 'name="due_from"', 'name="state"', "Export to Excel", "export=csv"):
        assert page.count(words) >= 1, words
    assert page.count('name="law"') == 1  # and not a second time behind an icon


@pytest.mark.parametrize("query", [{"state": "quá hạn"}, {"unit": "x"}, {"group": "y"}])
def test_a_filter_that_is_not_known_is_said(client, query):
    clock = overdue_clock()
    client.force_login(make_person(Role.SECRETARY))
    page = shown(client, **query)
    assert "The filter is not understood" in page and next(iter(query.values())) in page
    assert clock.document.code in page
    assert "The filter is not understood" not in shown(client, state="overdue")


def test_each_row_has_the_step_of_this_person_and_the_day_is_entered_by_whoever_may(client):
    clock = make_clock(effective=None, on=today())
    form = reverse("legal_texts:edit", args=[clock.event.acting_id]) + "#id_effective"
    for role, step, may_enter in (
        (Role.SECRETARY, "Give", True),
        (Role.AUDITOR, "Open", False),
    ):
        client.force_login(make_person(role))
        page = shown(client)
        assert f'aria-label="{step}: {clock.document.code}"' in page
        assert (form in page) is may_enter
        assert (form in page_of(client, clock)) is may_enter
    client.force_login(make_person(Role.SECRETARY))
    assert 'id="id_effective"' in client.get(form).content.decode()


def test_a_head_of_unit_sees_only_the_own_units_clocks(client):
    unit = make_unit()
    own, foreign = overdue_clock(owner_unit=unit), overdue_clock()
    client.force_login(make_person(Role.HEAD, unit=unit, head=True))

    page = shown(client)

    assert own.document.code in page
    assert foreign.document.code not in page
    assert client.get(reverse("clocks:clock", args=[own.pk])).status_code == 200
    assert client.get(reverse("clocks:clock", args=[foreign.pk])).status_code == 404
    propose = client.post(reverse("clocks:propose", args=[foreign.pk]), {"reason": "x"})
    assert propose.status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_board_is_exported_with_its_filters(client, kind):
    clock, other = overdue_clock(), running_clock()
    client.force_login(make_person(Role.SECRETARY))

    response = client.get(reverse(BOARD), {"export": kind, "state": "overdue"})

    data = b"".join(response.streaming_content)
    if kind == "csv":
        rows = [line.split(",") for line in data.decode("utf-8-sig").splitlines()]
    else:
        rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(data)).active.rows]
    assert rows[0][:5] == ["State", "Code", "Title of the document", "Unit", "Law"]
    assert len(rows) == 2
    assert rows[1][1] == clock.document.code
    assert other.document.code not in str(rows)
    assert str(rows[1][rows[0].index("Effective on")])[:10] == "2025-03-03"
    assert str(rows[1][rows[0].index("Due")])[:10] == "2025-06-03"


def test_the_board_asks_as_many_questions_for_many_clocks_as_for_one(
    client, django_assert_max_num_queries
):
    for _n in range(3):
        overdue_clock()
    clock = overdue_clock()
    deciding.open_draft(clock, by=make_person(Role.SECRETARY), on=today())
    client.force_login(make_person(Role.SECRETARY))
    shown(client)
    with django_assert_max_num_queries(32):
        page = shown(client)
    assert "Draft open" in page


def test_of_many_clocks_the_board_fetches_one_page_in_their_order(client, monkeypatch):
    clock = overdue_clock()
    events = LawEvent.objects.bulk_create(
        LawEvent(
            acting=clock.event.acting, on=date(2025, 4, 1) + timedelta(days=day), is_main=False
        )
        for day in range(BoardView.paginate_by + 9)
    )
    own = {field.attname: getattr(clock, field.attname) for field in Clock._meta.fields}
    own |= {"id": None, "opened_on": date(2025, 3, 1)}
    Clock.objects.bulk_create(Clock(**own | {"event_id": event.pk}) for event in events)
    client.force_login(make_person(Role.SECRETARY))
    costs = {}
    for page in (1, 2):
        shown(client, p=str(page))
        work.shelf.clear()
        with fetching(Clock, monkeypatch) as fetched, CaptureQueriesContext(connection) as asked:
            rows = client.get(reverse(BOARD), {"p": page}).context["object_list"]
        costs[page] = (len(fetched), len(asked), [row.clock.pk for row in rows])
    assert [costs[page][0] for page in costs] == [BoardView.paginate_by, 10]
    assert costs[1][1] == costs[2][1]
    assert costs[1][2] + costs[2][2] == sorted(Clock.objects.values_list("pk", flat=True))


def test_the_page_explains_the_chain_the_clause_and_the_due_date(client):
    decree = make_law("145/2020/NĐ-CP", effective=date(2021, 2, 1))
    code = make_law("45/2019/QH14", effective=date(2021, 1, 1))
    new = make_law("161/2026/NĐ-CP", effective=date(2026, 7, 1), source_url="https://vbpl.vn/161")
    make_relation(new, decree, "replaces")
    make_relation(decree, code, "details")
    edition = make_edition(on=date(2024, 1, 10), legal_basis=[(code, "Điều 7")])
    evaluating.evaluate(today())
    clock = Clock.objects.get(document=edition.document_id)
    client.force_login(make_person(Role.SECRETARY))

    page = page_of(client, clock)

    for words in (
        "161/2026/NĐ-CP <i>Replaces</i> 145/2020/NĐ-CP",
        "145/2020/NĐ-CP <i>Regulates in detail</i> 45/2019/QH14",
        "45/2019/QH14, Điều 7",
        "3 months from 01/07/2026: 01/10/2026 (Thursday).",
        'href="https://vbpl.vn/161"',
        "Open a draft for this change",
    ):
        assert words in page, words


def test_a_due_date_on_a_day_off_is_shown_with_its_reason(client):
    clock = make_clock(effective=date(2026, 11, 30), on=today())
    client.force_login(make_person(Role.SECRETARY))
    page = page_of(client, clock)
    assert "3 months from 30/11/2026: 28/02/2027 (Sunday)." in page
    assert "not worked (a weekend), so the period ends on 01/03/2027 (Monday)." in page


def test_a_decision_is_proposed_and_approved_by_two_people_on_the_page(client):
    clock, first, second = overdue_clock(), make_person(Role.SECRETARY), make_person(Role.APPROVER)
    client.force_login(first)
    typed = {"outcome": "no_change", "reason": "Trích dẫn không đổi"}
    answer = client.post(reverse("clocks:propose", args=[clock.pk]), typed)
    assert answer.status_code == 302
    page = page_of(client, clock)
    assert "Trích dẫn không đổi" in page
    assert "Approve: the clock is closed" not in page

    client.force_login(second)
    decision = Decision.objects.get()
    assert "Approve: the clock is closed" in page_of(client, clock)
    question = client.post(reverse("clocks:approve", args=[clock.pk, decision.pk])).url
    assert closable(clock).closed_on is None
    assert "ends on" in client.get(question).content.decode()
    client.post(question)

    assert closable(clock).closed_on == today()
    assert "closed by the decision" in page_of(client, clock)


def test_what_was_typed_is_shown_again_with_the_error(client):
    clock = overdue_clock()
    client.force_login(make_person(Role.SECRETARY))
    page = client.post(
        reverse("clocks:propose", args=[clock.pk]), {"reason": "Lý do dài"}
    ).content.decode()
    assert "Choose an outcome." in page
    assert "Lý do dài" in page

    proposal(clock, first_name="Người nhanh")
    late = {"outcome": "not_relevant", "reason": "Lý do của tôi"}
    page = client.post(reverse("clocks:propose", args=[clock.pk]), late).content.decode()
    beside = page.partition('id="decision-section"')[2]
    assert "Người nhanh already proposed" in beside
    assert "Lý do của tôi" in page


def test_a_refusal_needs_a_reason_and_leaves_the_clock_open(client):
    clock = overdue_clock()
    decision = proposal(clock)
    client.force_login(make_person(Role.APPROVER))
    address = reverse("clocks:refuse", args=[clock.pk, decision.pk])
    assert "Write the reason" in client.post(address).content.decode()
    assert client.post(address, {"refusal_reason": "Phải sửa"}).status_code == 302
    assert "Phải sửa" in page_of(client, clock)
    assert closable(clock).closed_on is None


def test_the_draft_button_leads_to_the_editor_which_tells_what_is_owed(client):
    clock = overdue_clock()
    client.force_login(make_person(Role.SECRETARY))

    answer = client.post(reverse("clocks:draft", args=[clock.pk]))

    editor = reverse("wagtailadmin_pages:edit", args=[clock.document_id])
    assert answer.url == editor
    assert "1 open clock. Overdue" in client.get(editor).content.decode()
    assert "Draft open" in page_of(client, clock)


def test_the_page_leads_to_the_withdrawal_and_says_what_became_of_it(client):
    clock = overdue_clock()
    client.force_login(make_person(Role.SECRETARY))
    withdraw = reverse("document_editions:withdraw", args=[clock.document_id])
    editions = reverse("document_editions:document", args=[clock.document_id])
    page = page_of(client, clock)
    assert editions in page and withdraw not in page
    typed = {"takes_effect_on": today().isoformat(), "withdrawal_reason": "TTHC bị bãi bỏ"}
    assert client.post(withdraw, typed).status_code == 302
    withdrawal = Withdrawal.objects.get()
    own = reverse("decisions:decision", args=[withdrawal.kind_name, withdrawal.pk])
    assert own in page_of(client, clock) and "TTHC bị bãi bỏ" in page_of(client, clock)
    approve = reverse("decisions:approve", args=[withdrawal.kind_name, withdrawal.pk])
    client.post(approve)
    assert closable(clock).closed_on is None

    client.force_login(make_person(Role.APPROVER))
    assert client.post(approve).status_code == 302

    assert closable(clock).closed_on == today()


def buttons(client, clock):
    """The words of the buttons that stand out, above the facts."""
    page = page_of(client, clock).partition('id="given-section"')[0]
    found = re.findall(r'class="button"[^>]*>([^<]+)<', page)
    return [" ".join(words.split()) for words in found]


def test_the_button_that_stands_out_is_the_step_of_this_person(client):
    unit = make_unit()
    clock = overdue_clock(owner_unit=unit)
    staff = make_person(Role.STAFF, unit=unit)
    secretary, director = make_person(Role.SECRETARY), make_person(Role.APPROVER)

    def shown_to(person):
        client.force_login(person)
        return buttons(client, clock)

    assert shown_to(staff) == ["Open a draft for this change"]
    assert shown_to(secretary) == shown_to(director) == ["Give it to somebody"]
    proposal(clock)
    assert shown_to(director) == ["Look at the proposal and answer"]
    assert "Open a draft" not in page_of(client, clock)


def test_the_page_leads_to_the_law_the_document_and_its_editions(client):
    clock = overdue_clock()
    places = [
        reverse("legal_texts:inspect", args=[clock.event.acting_id]),
        reverse("documents:edition", args=[clock.document.slug, "01-00"]),
        f'href="{clock.document.get_url()}"',
    ]
    for person in (
        make_person(Role.SECRETARY),
        make_person(Role.STAFF, unit=clock.document.owner_unit),
    ):
        client.force_login(person)
        page = page_of(client, clock)
        for place in places:
            assert place in page, place
            address = place.removeprefix('href="').removesuffix('"')
            assert client.get(address).status_code == 200, place
    assert reverse("document_editions:document", args=[clock.document_id]) not in page


def test_a_reopening_is_answered_on_its_own_page_alone(client):
    clock, director = overdue_clock(), make_person(Role.APPROVER)
    asked = proposal(clock)
    done = decisions.approve(asked, by=director, on=today())
    again = decisions.propose_reopening(
        done, reason="Nhầm", by=make_person(Role.SECRETARY), on=today()
    )
    client.force_login(director)
    for step in ("approve", "refuse"):
        answer = client.post(
            reverse(f"clocks:{step}", args=[clock.pk, again.pk]), {"refusal_reason": "x"}
        )
        assert answer.status_code == 404
    assert Decision.objects.get(pk=again.pk).is_waiting


def test_an_approver_who_heads_no_unit_cannot_ask_for_a_withdrawal(client):
    clock = overdue_clock()
    client.force_login(make_person(Role.APPROVER))
    typed = {"takes_effect_on": today().isoformat(), "withdrawal_reason": "x"}
    client.post(reverse("document_editions:withdraw", args=[clock.document_id]), typed)
    assert not Withdrawal.objects.exists()


def test_the_badge_is_the_most_pressing_open_clock(django_assert_num_queries):
    old, soon = make_law(effective=date(2025, 3, 3)), make_law(effective=today())
    edition = make_edition(on=date(2024, 1, 10), legal_basis=[soon, old])
    quiet = make_edition(on=date(2024, 1, 10))
    evaluating.evaluate(today())
    documents = [edition.document_id, quiet.document_id]

    with django_assert_num_queries(1):
        badges = most_pressing(documents, today(), warning_days=30)

    assert set(badges) == {edition.document_id}
    badge = badges[edition.document_id]
    assert (badge.state, badge.law, badge.open_count) == ("overdue", old.number_raw, 2)
    assert badge.days_left == (date(2025, 6, 3) - today()).days


@pytest.mark.parametrize(
    ("left", "words"),
    [(12, "12 days left"), (1, "1 day left"), (0, "due today"), (-1, "1 day overdue"), (None, "")],
)
def test_days_are_counted_in_words(left, words):
    with translation.override("en"):
        assert days_in_words(left) == words


def test_listing_desk_and_menu_say_what_is_overdue(client):
    clock = overdue_clock()
    client.force_login(make_person(Role.SECRETARY))
    shelf = clock.document.get_parent()
    listing = client.get(reverse("wagtailadmin_explore", args=[shelf.pk])).content.decode()
    desk = client.get(reverse("desk")).context["work"]

    assert "clock-badge--overdue" in listing
    assert "Clocks (1 overdue)" in listing
    assert desk.counts["overdue"] == 1


def test_staff_see_the_clocks_of_their_own_unit_and_no_other(client):
    own, other = overdue_clock(), overdue_clock()
    client.force_login(make_person(Role.STAFF, unit=own.document.owner_unit))
    board = shown(client)
    assert own.document.code in board and other.document.code not in board
    assert own.document.code in page_of(client, own)
    assert client.get(reverse("clocks:clock", args=[other.pk])).status_code == 404
