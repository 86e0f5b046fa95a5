"""Who may change whose account, by every address that Wagtail has for it and at the row itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from wagtail.models import Site

from doccontrol.acting import acting, because
from doccontrol.models import AccountChange, Person, Post
from doccontrol.organisation.accounts import refusals as refused
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.doccontrol.organisation.accounts import (
    ACTIVE_STATE,
    ASSIGN_ROLE,
    PASSWORD,
    administrator,
    as_kept,
    changes,
    director,
    edit_address,
    new_account,
    refusals,
    send_edit,
    signed_in,
    staff,
)
from tests.make import LONG_AGO, make_person, make_post, make_unit

pytestmark = pytest.mark.django_db

What = AccountChange.What
ADD = "wagtailusers_users:add"


def group(role: Role) -> Group:
    return Group.objects.get(name=role)


def actors() -> dict[str, Person | None]:
    return {
        "stranger": None,
        "staff": staff(),
        "approver": make_person(Role.APPROVER),
        "head": make_person(Role.HEAD, unit=make_unit(), head=True),
        "working group": make_person(Role.WORKING_GROUP),
        "secretary": make_person(Role.SECRETARY),
    }


def attacks(client, victim: Person, own: Person | None) -> None:
    """Every address by which somebody once took, or might take, an account or a role."""
    taken = {"password1": PASSWORD, "password2": PASSWORD}
    everything = [str(one.pk) for one in Group.objects.all()]
    copied = f"/admin/users/copy/{victim.pk}/"
    assert client.post(copied, new_account(**taken)).status_code in (302, 404)
    send_edit(client, victim, **taken)
    send_edit(client, victim, email="me@example.vn")
    send_edit(client, victim, last_name="Khác")
    send_edit(client, victim, username="khac")
    send_edit(client, victim, groups=everything)
    send_edit(client, victim, is_superuser="on")
    client.post(ACTIVE_STATE.format(victim.pk), {"mark_as_active": "False"})
    client.post(ASSIGN_ROLE.format(victim.pk), {"role": group(Role.SECRETARY).pk})
    client.post(f"/admin/bulk/doccontrol/person/delete/?id={victim.pk}")
    client.post(reverse("wagtailusers_users:delete", args=[victim.pk]))
    if own is not None:
        send_edit(client, own, groups=everything)
        client.post(ASSIGN_ROLE.format(own.pk), {"role": group(Role.APPROVER).pk})
        client.post(
            "/admin/account/",
            {"name_email-first_name": "Thịnh", "name_email-last_name": "Trần Quốc"}
            | {"name_email-email": "gd@example.vn"},
        )
    client.post(reverse(ADD), new_account(username="m1", groups=everything))
    client.post(reverse(ADD), new_account(username="m2", is_superuser="on"))
    client.post(reverse(ADD), new_account(username="m3", **taken))
    client.post(reverse(ADD), new_account(username="m4", last_name="Tran Quoc", first_name="THINH"))
    for one in Group.objects.all():
        client.post(
            reverse("wagtailusers_groups:edit", args=[one.pk]),
            {"name": f"{one.name} 2", "permissions": []},
        )


@pytest.mark.parametrize(
    "kind", ["stranger", "staff", "approver", "head", "working group", "secretary"]
)
def test_nobody_but_an_administrator_takes_an_account_or_a_role_by_any_address(kind):
    actor, boss, chief = actors()[kind], director(), administrator()
    people = [person for person in (actor, boss, chief) if person is not None]
    before = [as_kept(person) for person in people]
    known = set(Person.objects.values_list("pk", flat=True))
    roles = {one.pk: (one.name, one.permissions.count()) for one in Group.objects.all()}
    client = signed_in(actor)
    attacks(client, boss, actor)
    attacks(client, chief, actor)
    assert [as_kept(person) for person in people] == before
    assert set(Person.objects.values_list("pk", flat=True)) == known
    assert {one.pk: (one.name, one.permissions.count()) for one in Group.objects.all()} == roles


def test_each_refusal_stands_in_the_log_with_who_whom_and_what_though_its_transaction_is_gone():
    secretary, boss = make_person(Role.SECRETARY), director()
    client = signed_in(secretary)
    client.post(ASSIGN_ROLE.format(secretary.pk), {"role": group(Role.APPROVER).pk})
    client.post(ACTIVE_STATE.format(boss.pk), {"mark_as_active": "False"})
    send_edit(client, boss, password1=PASSWORD, password2=PASSWORD)
    roles, activity, password = refusals()
    assert (roles.by, roles.about, roles.what) == (secretary, secretary, What.ROLES)
    assert roles.before == {"roles": ["Thư ký ISO"]}
    assert roles.after == {"roles": ["Người phê duyệt", "Thư ký ISO"]}
    assert (activity.about, activity.after) == (boss, {"is_active": False})
    assert (password.about, password.what) == (boss, What.PASSWORD)
    assert PASSWORD not in f"{password.before}{password.after}"
    assert all(row.refused and row.actor == row.Actor.PERSON for row in refusals())


def test_a_refused_new_account_is_written_down_though_the_account_was_never_kept():
    secretary = make_person(Role.SECRETARY)
    data = new_account(groups=[group(Role.APPROVER).pk], reason_for_change="Quyết định 12/QĐ")
    answer = signed_in(secretary).post(reverse(ADD), data)
    assert str(refused.OnlyAdministratorsGiveKeys()) in answer.content.decode()
    assert not Person.objects.filter(username="moi").exists()
    (row,) = refusals()
    assert (row.about, row.about_name, row.by) == (None, "Hoàng Thị Mới", secretary)


@pytest.mark.parametrize("reason, is_made", [("", False), ("  ", False), ("Quyết định 12", True)])
def test_who_signs_from_the_first_day_is_given_the_role_for_a_reason(reason, is_made):
    data = new_account(groups=[group(Role.APPROVER).pk], reason_for_change=reason)
    answer = signed_in(administrator()).post(reverse(ADD), data)
    assert Person.objects.filter(username="moi").exists() is is_made
    if is_made:
        rows = changes(Person.objects.get(username="moi"))
        why = {row.what: row.reason for row in rows}
        assert (why[What.ACCOUNT], why[What.ROLES]) == (reason, reason)
    else:
        assert "moi@example.vn" in answer.content.decode()


def test_the_secretary_keeps_ordinary_people():
    secretary = make_person(Role.SECRETARY)
    client = signed_in(secretary)
    client.post(reverse(ADD), new_account(groups=[group(Role.STAFF).pk]))
    person = Person.objects.get(username="moi")
    assert list(person.groups.all()) == [group(Role.STAFF)]
    assert not person.has_usable_password()
    client.post(ACTIVE_STATE.format(person.pk), {"mark_as_active": "False"})
    person.refresh_from_db()
    assert not person.is_active
    send_edit(client, person, is_active="on", groups=[group(Role.AUDITOR).pk])
    person.refresh_from_db()
    assert person.is_active
    assert [row.what for row in changes(person)] == [
        What.ACCOUNT,
        What.ROLES,
        What.LINK,
        What.ACTIVITY,
        What.ACTIVITY,
        What.ROLES,
        What.ROLES,
    ]
    assert refusals() == []


def test_the_form_offers_the_secretary_no_signing_role_no_password_and_no_name_to_change():
    client, boss = signed_in(make_person(Role.SECRETARY)), director()
    page = client.get(edit_address(boss)).content.decode()
    assert "Người phê duyệt" not in page
    assert 'name="password1"' not in page and 'name="is_superuser"' not in page
    assert page.count("readonly") == 4
    assert 'name="reason_for_change"' in page
    assert "/admin/users/copy/" not in client.get("/admin/users/").content.decode()


def test_saving_the_secretarys_form_as_it_stands_takes_no_role_away():
    secretary, boss = make_person(Role.SECRETARY), make_person(Role.APPROVER, Role.STAFF)
    # Kept as an import would write it, not as a form would clean it.
    Person.objects.filter(pk=boss.pk).update(email="A@Example.VN")
    before = as_kept(boss)
    assert send_edit(signed_in(secretary), boss).status_code == 302
    assert (as_kept(boss), refusals()) == (before, [])


def test_an_administrator_gives_a_role_and_takes_it_back_and_both_are_told():
    chief, person = administrator(), staff()
    client, roles = signed_in(chief), [group(Role.STAFF).pk, group(Role.APPROVER).pk]
    send_edit(client, person, groups=roles)
    assert set(person.groups.all()) == {group(Role.STAFF), group(Role.APPROVER)}
    send_edit(client, person, groups=roles[:1], reason_for_change="Thôi giữ chức vụ")
    given, taken = changes(person)
    assert (
        given.after == taken.before == {"roles": ["Công chức, người lao động", "Người phê duyệt"]}
    )
    assert given.before == taken.after == {"roles": ["Công chức, người lao động"]}
    assert (taken.reason, taken.by, taken.by_name) == ("Thôi giữ chức vụ", chief, str(chief))


def test_an_administrator_promotes_nobody_who_is_himself():
    chief = administrator()
    client, before = signed_in(chief), as_kept(chief)
    send_edit(client, chief, groups=[group(Role.APPROVER).pk])
    client.post(ASSIGN_ROLE.format(chief.pk), {"role": group(Role.APPROVER).pk})
    client.post(ACTIVE_STATE.format(chief.pk), {"mark_as_active": "False"})
    client.post(
        reverse("posts:add"),
        {"person": chief.pk, "unit": make_unit().pk, "title": "x", "is_head": "on"}
        | {"held_from": "01/01/2026"},
    )
    assert as_kept(chief) == before
    assert len(refusals()) == 3


def test_a_name_is_changed_by_an_administrator_with_a_reason_and_kept_before_and_after():
    chief, person = administrator(), director()
    client = signed_in(chief)
    send_edit(client, person, first_name="Thịnh Vượng", reason_for_change=None)
    assert str(Person.objects.get(pk=person.pk)) == "Trần Quốc Thịnh"
    send_edit(client, person, first_name="Thịnh Vượng", reason_for_change="Cải chính hộ tịch")
    (row,) = changes(person)
    assert (row.before, row.after) == ({"first_name": "Thịnh"}, {"first_name": "Thịnh Vượng"})
    assert (row.reason, row.about_name) == ("Cải chính hộ tịch", "Trần Quốc Thịnh Vượng")
    with acting(lambda: chief), pytest.raises(refused.ReasonIsMissing):
        Person.objects.filter(pk=person.pk).update(last_name="Lê")


def test_somebody_who_looks_at_their_own_account_reads_their_roles_and_changes_none():
    secretary = make_person(Role.SECRETARY, email="thuky@example.vn")
    client = signed_in(secretary)
    page = client.get(edit_address(secretary)).content.decode()
    assert Role.SECRETARY in page
    assert 'name="groups"' not in page and 'name="is_active"' not in page
    assert send_edit(client, secretary).status_code == 302
    assert refusals() == []


def test_the_page_of_ones_own_account_offers_no_name_and_takes_none():
    person = staff()
    client, before = signed_in(person), as_kept(person)
    assert "name_email" not in client.get("/admin/account/").content.decode()
    client.post("/admin/account/", {"name_email-first_name": "X", "name_email-last_name": "Y"})
    assert as_kept(person) == before


# At the row


def at_the_row(person: Person, role: Group) -> list:
    """Ways to one end that no form stands before."""

    def save_copy():
        Person(pk=person.pk, username="quantri2", password=person.password).save()

    def save_changed():
        row = Person.objects.get(pk=person.pk)
        row.is_superuser = not row.is_superuser
        row.save()

    def bulk():
        row = Person.objects.get(pk=person.pk)
        row.email = "me@example.vn"
        Person.objects.bulk_update([row], ["email"])

    def set_password():
        row = Person.objects.get(pk=person.pk)
        row.set_password(PASSWORD)
        row.save(update_fields=["password"])

    permission = Permission.objects.get(codename="approve_decision")
    rows = Person.objects.filter(pk=person.pk)
    return [
        save_copy,
        save_changed,
        bulk,
        set_password,
        lambda: rows.update(is_active=False),
        lambda: Person._base_manager.filter(pk=person.pk).update(last_name="Khác"),
        lambda: rows.delete(),
        lambda: person.delete(),
        lambda: person.groups.add(role),
        lambda: person.groups.clear(),
        lambda: role.user_set.add(person),
        lambda: group(Role.APPROVER).user_set.clear(),
        lambda: person.user_permissions.add(permission),
        lambda: permission.user_set.add(person),
        lambda: role.permissions.add(permission),
        lambda: permission.group_set.add(role),
        lambda: group(Role.APPROVER).delete(),
        lambda: Group.objects.filter(name=Role.APPROVER).delete(),
        lambda: Group(name="Giám đốc").save(),
        lambda: Person.objects.create_user("m5", password=PASSWORD),
        lambda: Person.objects.create_superuser("m6"),
        lambda: Post.objects.filter(person=person).update(is_head=True),
        lambda: Post.objects.filter(person=person, is_head=True).delete(),
        lambda: make_post(person=person, is_head=True),
        lambda: Post.objects.bulk_create(
            [Post(person=person, unit=make_unit(), title="x", is_head=True, held_from=LONG_AGO)]
        ),
    ]


@pytest.mark.parametrize("way", range(25))
@pytest.mark.parametrize("kind", ["stranger", "staff", "secretary"])
def test_the_row_itself_asks_the_guard(kind, way):
    actor = actors()[kind] or AnonymousUser()
    boss = director(unit=make_unit(), head=True)
    make_post(person=boss)
    before, roles = as_kept(boss), set(Group.objects.values_list("name", "permissions"))
    act = at_the_row(boss, group(Role.WORKING_GROUP))[way]
    with acting(lambda: actor), pytest.raises(refused.AccountRefused), transaction.atomic():
        act()
    assert (as_kept(boss), set(Group.objects.values_list("name", "permissions"))) == (before, roles)
    assert len(refusals()) == 1


def test_the_server_itself_is_let_through_and_written_down():
    person = make_person()
    group(Role.APPROVER).user_set.add(person)
    Person.objects.filter(pk=person.pk).update(first_name="Khác")
    rows = AccountChange.objects.filter(about=person)
    assert {row.actor for row in rows} == {AccountChange.Actor.SERVER}
    assert {row.what for row in rows} == {What.ACCOUNT, What.ROLES, What.DETAILS}


def test_values_that_the_guard_cannot_see_are_not_written_in_bulk():
    person = make_person()
    with pytest.raises(TypeError):
        Person.objects.update(first_name=Person._meta.get_field("first_name").cached_col)
    with pytest.raises(TypeError):
        Person.objects.bulk_create([person], update_conflicts=True, unique_fields=["pk"])


def send_role(client, role: Group, **change):
    """The form of a role as it is shown, with ``change`` on top."""
    address = reverse("wagtailusers_groups:edit", args=[role.pk])
    return client.post(address, form_data(client.get(address).content.decode()) | change)


def test_a_role_keeps_its_name_and_is_not_deleted_by_an_administrator_either():
    client, role = signed_in(administrator()), group(Role.APPROVER)
    kept = set(role.permissions.all())
    send_role(client, role, name="Giám đốc")
    client.post(reverse("wagtailusers_groups:delete", args=[role.pk]))
    role.refresh_from_db()
    assert (role.name, set(role.permissions.all())) == (Role.APPROVER, kept)
    assert [row.after for row in refusals()] == [{"name": "Giám đốc"}, {}]
    assert (
        "/delete/"
        not in client.get(reverse("wagtailusers_groups:edit", args=[role.pk])).content.decode()
    )


def test_what_a_role_may_do_is_changed_by_an_administrator_outside_it_and_written_down():
    inside = make_person(Role.STAFF, is_superuser=True)
    role, right = group(Role.STAFF), Permission.objects.get(codename="view_decision")
    with (
        acting(lambda: inside),
        pytest.raises(refused.OnlyAdministratorsKeepRoles),
        transaction.atomic(),
    ):
        role.permissions.add(right)
    chief = administrator()
    with acting(lambda: chief), because("Cả cơ quan xem đề xuất"):
        role.permissions.add(right)
    row = AccountChange.objects.filter(what=What.RIGHTS, refused="").first()
    assert (row.about_name, row.after) == (
        Role.STAFF,
        {"permissions": ["doccontrol.view_decision"]},
    )
    assert row.reason == "Cả cơ quan xem đề xuất"


def test_a_right_is_known_with_its_application():
    """Two applications may call two rights the same: one held does not hide the other."""
    person, role, chief = make_person(), group(Role.STAFF), administrator()
    known, twin = (
        Permission.objects.create(
            codename="same", name="Same", content_type=ContentType.objects.get_for_model(model)
        )
        for model in (Person, Site)
    )
    person.user_permissions.add(known)
    role.permissions.add(known)
    inside = make_person(Role.SECRETARY)
    for give in (
        lambda: person.user_permissions.add(twin),
        lambda: twin.user_set.add(person),
        lambda: role.permissions.add(twin),
        lambda: twin.group_set.add(role),
    ):
        with acting(lambda: inside), pytest.raises(refused.AccountRefused), transaction.atomic():
            give()
    with acting(lambda: chief), because("Cả cơ quan"):
        role.permissions.add(twin)
    row = AccountChange.objects.filter(what=What.RIGHTS, refused="").first()
    assert row.after == {"permissions": ["wagtailcore.same"]}


def test_what_a_role_may_do_on_pages_is_written_down_too():
    role, home, chief = group(Role.AUDITOR), Site.objects.get().root_page, administrator()
    row = {"page": home.pk, "permissions": ["change_page"]}
    panel = {f"page_permissions-0-{name}": value for name, value in row.items()}
    send_role(signed_in(chief), role, **panel, **{"page_permissions-TOTAL_FORMS": 1})
    (row,) = AccountChange.objects.filter(what=What.RIGHTS)
    assert row.about_name == Role.AUDITOR
    assert row.after == {"pages": [f"{home}: change_page"]}
    assert (row.before, row.by) == ({"pages": []}, chief)


# Posts


def filled(person: Person, **fields) -> dict:
    unit = fields.pop("unit", None) or make_unit()
    return {
        "person": person.pk,
        "unit": unit.pk,
        "title": "Phó",
        "held_from": "01/07/2026",
    } | fields


def test_the_secretary_keeps_posts_but_none_as_head_and_none_of_her_own():
    secretary, person = make_person(Role.SECRETARY), staff()
    client = signed_in(secretary)
    client.post(reverse("posts:add"), filled(person))
    assert Post.objects.get().person == person
    client.post(reverse("posts:add"), filled(person, is_head="on"))
    client.post(reverse("posts:add"), filled(secretary))
    client.post(reverse("posts:add"), filled(secretary, is_head="on"))
    assert Post.objects.count() == 1
    assert [row.what for row in refusals()] == [What.POST] * 3
    assert "is_head" not in client.get(reverse("posts:add")).content.decode()


def test_the_secretary_vacates_no_post_of_a_head_to_review_in_their_place():
    head = make_person(Role.HEAD)
    post = make_post(person=head, is_head=True)
    client = signed_in(make_person(Role.SECRETARY))
    data = filled(head, unit=post.unit, held_until="02/07/2026", reason_for_change="Nghỉ hưu")
    client.post(reverse("posts:edit", args=[post.pk]), data)
    client.post(ACTIVE_STATE.format(head.pk), {"mark_as_active": "False"})
    post.refresh_from_db()
    assert (post.held_until, post.person.is_active) == (None, True)
    assert len(refusals()) == 2


def test_an_administrator_hands_a_post_from_one_to_another_and_both_are_in_the_log():
    old, new = staff(), staff()
    post = make_post(person=old, is_head=True)
    data = filled(new, unit=post.unit, is_head="on", reason_for_change="Quyết định 5")
    signed_in(administrator()).post(reverse("posts:edit", args=[post.pk]), data)
    post.refresh_from_db()
    assert (post.person, post.held_from) == (new, date(2026, 7, 1))
    for person in (old, new):
        (row,) = changes(person)
        assert (row.what, row.reason) == (What.POST, "Quyết định 5")
        assert (row.before["person"], row.after["person"]) == (str(old), str(new))
