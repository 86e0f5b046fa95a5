"""Every address, each visitor, each method: the site answers as the access table says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.access_table.addresses import Address, addresses
from cms.access_table.groups import EVERYBODY, NOBODY, PEOPLE, Group, row
from cms.access_table.table import METHODS, Entry, make_table
from cms.access_table.visitors import Visitor, Visitors
from cms.management.commands import access_table
from doccontrol import access
from doccontrol.organisation.models.people import Person
from tests.access.asking import Asking, is_let_in, nothing_drawn
from tests.access.world import World
from tests.make import make_unit

TABLE = make_table(addresses())
RARE = [method for method in METHODS if method not in ("GET", "HEAD", "POST")]
# A row is the same to everybody at each of its addresses; a method that nobody needs is answered
# before a view is asked, so one address of each group is enough, and those where one is needed.
OF_EACH_ROW = list({id(entry.row): entry for entry in reversed(TABLE.entries)}.values())
OF_EACH_GROUP = [
    *{entry.group.name: entry for entry in TABLE.entries}.values(),
    *(entry for entry in TABLE.entries if entry.row.others),
]
# Wrong addresses and forms that a view of Wagtail or ours answers with a failure.
FAILURES = {
    ("POST", "wagtailadmin_choose_page_external_link"),
    ("POST", "wagtaildocs:create_multiple_from_uploaded_document"),
}


@pytest.fixture(scope="module")
def asking(module_db: None) -> Asking:
    return Asking(World())


def wrong(
    asking: Asking, entries: Iterable[Entry], methods: Iterable[str], visitor: Visitor
) -> list[str]:
    """Each wrong answer in words: who, what, and what was expected."""
    return [
        told
        for entry in entries
        for method in methods
        if (told := _wrong(asking, entry, method, visitor))
    ]


def _wrong(asking: Asking, entry: Entry, method: str, visitor: Visitor) -> str:
    answer = asking.ask(entry, visitor, method)
    question = f"{visitor} {method} {entry.address.path} ({entry.address.name}): "
    if answer.status_code >= 500:
        known = (method, entry.address.name) in FAILURES
        return "" if known else f"{question}{answer.status_code}"
    expected, let_in = visitor in entry.who(method), is_let_in(answer)
    # Some views of Wagtail know GET and no HEAD.
    if expected == let_in or (method == "HEAD" and answer.status_code == 405):
        return ""
    said = "let in, expected to be refused" if let_in else "refused, expected to be let in"
    return f"{question}{answer.status_code} {said} (group “{entry.group.name}”: {entry.group.why})"


@pytest.mark.sweep
@pytest.mark.django_db
@pytest.mark.parametrize("visitor", Visitor)
def test_who_may_is_let_in_and_nobody_else(visitor: Visitor, asking: Asking) -> None:
    """GET and POST at every address, HEAD at one of each row. The administrator's pages are drawn
    as well, so that a template that fails is found."""
    found: list[str] = []
    drawn = nullcontext() if visitor == Visitor.ADMINISTRATOR else nothing_drawn()
    with drawn:
        found += wrong(asking, TABLE.entries, ["GET"], visitor)
    with nothing_drawn():
        found += wrong(asking, TABLE.entries, ["POST"], visitor)
        found += wrong(asking, OF_EACH_ROW, ["HEAD"], visitor)
        found += wrong(asking, OF_EACH_GROUP, RARE, visitor)
    assert not found, "\n".join(found)


@pytest.mark.sweep
@pytest.mark.django_db
def test_a_failure_that_is_mended_is_taken_out_of_the_list(asking: Asking) -> None:
    entries = {entry.address.name: entry for entry in TABLE.entries}
    with nothing_drawn():
        answers = {
            (method, name): asking.ask(entries[name], Visitor.ADMINISTRATOR, method).status_code
            for method, name in FAILURES
        }
    mended = [known for known, status in answers.items() if status < 500]
    assert not mended, f"take out of FAILURES: {mended}"


# The table itself


def test_every_address_stands_in_one_group() -> None:
    assert not TABLE.complaints(), "\n".join(TABLE.complaints())


def holders(stated: str, people: dict[Visitor, Person]) -> Visitors:
    """Who may, as a view of ours states it, with the permissions that the roles hold."""
    fixed = {
        access.EVERYBODY: EVERYBODY,
        access.SIGNED_IN: PEOPLE,
        access.NOBODY: NOBODY,
    }
    if stated in fixed:
        return fixed[stated]
    if stated == access.AUTHORS:
        return frozenset(visitor for visitor, person in people.items() if access.is_author(person))
    return frozenset(
        visitor
        for visitor, person in people.items()
        if any(person.has_perm(permission) for permission in stated.split(access.OR))
    )


def test_what_a_view_states_is_what_the_table_expects(db: None) -> None:
    people = World.make_people(make_unit())
    del people[Visitor.DEACTIVATED]
    differing = [
        f"{entry.address.path} states “{entry.address.stated}”, which is "
        f"{sorted(holders(entry.address.stated, people))}; the table says {sorted(expected)}"
        for entry in TABLE.entries
        if entry.address.stated
        and holders(entry.address.stated, people)
        != (expected := entry.row.reads | entry.row.writes)
    ]
    assert not differing, "\n".join(differing)


def test_every_view_of_ours_outside_the_administration_states_who_may() -> None:
    ours = ("cms.", "doccontrol.", "search.")
    silent = [
        entry.address.path
        for entry in TABLE.entries
        if entry.address.view.startswith(ours)
        and not entry.address.path.startswith("/admin/")
        and not entry.address.stated
    ]
    assert silent == []


# The command


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("access_table", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_of_every_pattern_who_may() -> None:
    rows = json.loads(printed("--json"))
    assert [row["path"] for row in rows] == [address.path for address in addresses()]
    desk = next(row for row in rows if row["name"] == "desk")
    assert desk["path"] == "/ban-lam-viec/"
    assert desk["stated"] == access.SIGNED_IN
    assert desk["may"]["GET"] == [visitor.value for visitor in Visitor if visitor in PEOPLE]
    assert set(desk["may"]) == set(METHODS)
    assert "/ban-lam-viec/  [desk]\n  GET     staff, head" in printed()


def test_an_address_that_stands_in_no_group_fails_the_command_and_says_what_to_add(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stranger = Address(path="/moi/", name="moi", view="cms.moi", stated="")
    found = [*addresses(), stranger]
    monkeypatch.setattr(access_table, "addresses", lambda: found)
    with pytest.raises(CommandError, match=r'add row\("moi", reads=…, writes=…\)'):
        printed("--json")


def test_a_row_that_names_no_address_and_a_name_in_two_rows_are_slips() -> None:
    one = Group("one", "", (row("desk", "gone"),))
    found = [entry.address for entry in TABLE.entries if entry.address.name == "desk"]
    assert make_table(found, [one]).complaints() == [
        "gone in cms/access_table names no address: take it out"
    ]
    with pytest.raises(ValueError, match="desk stands in two rows"):
        make_table(found, [one, Group("two", "", (row("desk"),))])


def test_the_longest_name_that_fits_decides() -> None:
    groups = [
        Group("wide", "", (row("wagtaildocs:*"),)),
        Group("narrow", "", (row("wagtaildocs:index*", reads=PEOPLE),)),
    ]
    found = [entry.address for entry in TABLE.entries if entry.address.name == "wagtaildocs:index"]
    assert make_table(found, groups).entries[0].group.name == "narrow"
