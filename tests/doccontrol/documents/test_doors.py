"""What the guard holds where no request is made, and what the editor offers and says."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from cms.models import DocumentIndexPage, HomePage, TextPage
from doccontrol.documents import refusals
from doccontrol.documents.drafting.drafters import may_draft
from doccontrol.models import ChangeNote, ControlledDocument, Unit
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.make import (
    make_edition,
    make_form,
    make_person,
    make_post,
    make_procedure,
    make_settings,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(unit, author):
    return make_edition(make_procedure(owner_unit=unit, author=author), author=author).document


def base(page) -> Page:
    """The row as Wagtail's own code often holds it."""
    return Page.objects.get(pk=page.pk)


def shelf() -> Page:
    return DocumentIndexPage.objects.get(slug="quy-trinh")


def elsewhere() -> Page:
    return DocumentIndexPage.objects.get(slug="he-thong")


def address(name, page):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


# Without a request


def test_the_base_page_of_an_issued_document_is_not_unpublished(issued):
    with pytest.raises(refusals.NotThroughTheWorkflow):
        base(issued).unpublish()
    assert base(issued).live


def test_the_base_page_of_a_draft_is_not_published(unit):
    page = base(make_procedure(owner_unit=unit))
    page.live = True
    with pytest.raises(refusals.NotThroughTheWorkflow):
        page.save()


@pytest.mark.parametrize("field", ["go_live_at", "expire_at"])
def test_no_hour_is_set_for_a_document_to_come_or_go(issued, field):
    page = base(issued)
    setattr(page, field, timezone.now() + timedelta(days=1))
    with pytest.raises(refusals.NotThroughTheWorkflow):
        page.save()


def test_what_has_editions_moves_nowhere_nor_do_the_forms_below_it(issued):
    make_edition(make_form(issued))
    other = make_procedure()
    for page, target in ((issued, elsewhere()), (issued.get_children().get(), other)):
        before = base(page).path
        with pytest.raises(refusals.IssuedStays):
            base(page).move(target, pos="last-child")
        assert base(page).path == before


def test_an_unissued_draft_moves_and_pages_change_their_order(issued):
    draft = make_procedure()
    base(draft).move(elsewhere(), pos="last-child")
    assert base(draft).get_parent().slug == "he-thong"

    base(make_procedure()).move(base(issued), pos="left")
    assert base(issued).get_parent().slug == "quy-trinh"


def _unpublish(page):
    page.unpublish()


def _rename(page):
    page.slug = "ten-khac"
    page.save()


def _let_expire(page):
    page.expire_at = timezone.now() + timedelta(days=1)
    page.save()


def _move(page):
    page.move(page.get_root_nodes()[0], pos="first-child")


@pytest.mark.parametrize("change", [_unpublish, _rename, _let_expire])
@pytest.mark.parametrize("kind", [DocumentIndexPage, HomePage])
@pytest.mark.parametrize("as_base", [True, False])
def test_what_documents_stand_on_stays_open_at_its_address(issued, change, kind, as_base):
    page = kind.objects.filter(pk__in=[shelf().pk, HomePage.objects.get().pk]).get()
    slug = page.slug
    with pytest.raises(refusals.DocumentsStandOnIt):
        change(base(page) if as_base else page)
    stored = base(page)
    assert (stored.live, stored.slug, stored.expire_at) == (True, slug, None)


def test_a_shelf_with_documents_is_not_moved(issued):
    with pytest.raises(refusals.DocumentsStandOnIt):
        _move(base(shelf()))


def test_an_empty_shelf_may_be_taken_away():
    base(elsewhere()).unpublish()
    _rename(elsewhere_again := DocumentIndexPage.objects.get(slug="he-thong"))
    assert not base(elsewhere_again).live


@pytest.mark.parametrize("where", ["document", "shelf", "empty shelf", "home", "root"])
def test_privacy_is_taken_nowhere_where_it_would_not_hold(issued, where):
    page = {
        "document": issued,
        "shelf": shelf(),
        "empty shelf": elsewhere(),
        "home": HomePage.objects.get(),
        "root": Page.objects.get(depth=1),
    }[where]
    with pytest.raises(refusals.ReadersAreNamedByTheDocument):
        PageViewRestriction.objects.create(page=base(page), restriction_type="login")


def test_a_page_of_text_may_be_private(client):
    page = HomePage.objects.get().add_child(
        instance=TextPage(title="Nội bộ", slug="noi-bo", body="<p>a</p>")
    )
    PageViewRestriction.objects.create(page=base(page), restriction_type="login")
    assert client.get("/noi-bo/").status_code == 302


def test_the_scheduler_runs_over_documents_and_shelves_without_touching_them(issued):
    call_command("publish_scheduled")
    assert base(issued).live and base(shelf()).live


# Who drafts where


def test_a_unit_s_documents_are_drafted_by_its_own_people_on_that_day(unit):
    on = timezone.localdate()
    own, former, other = (make_person(Role.STAFF) for _ in range(3))
    make_post(person=own, unit=unit)
    make_post(person=former, unit=unit, held_until=on)
    make_post(person=other)

    assert [may_draft(person, unit.pk, on) for person in (own, former, other)] == [
        True, False, False,
    ]  # fmt: skip
    assert may_draft(former.__class__.objects.get(pk=former.pk), unit.pk, on - timedelta(days=1))


def test_the_documents_of_an_ended_unit_are_drafted_by_those_who_follow_it(unit, author):
    on = timezone.localdate()
    between = make_unit(successor=unit, valid_until=on)
    ended = make_unit(successor=between, valid_until=on - timedelta(days=90))
    still_there = make_unit(successor=unit, valid_until=on + timedelta(days=1))

    assert may_draft(author, ended.pk, on)
    assert may_draft(author, between.pk, on)
    assert not may_draft(author, still_there.pk, on)


@pytest.mark.parametrize("role, for_all", [
    (Role.SECRETARY, True), (Role.WORKING_GROUP, True), (Role.HEAD, False), (Role.STAFF, False),
    (Role.APPROVER, False), (Role.AUDITOR, False),
])  # fmt: skip
def test_only_the_secretary_and_the_working_group_draft_for_every_unit(unit, role, for_all):
    assert may_draft(make_person(role), unit.pk, timezone.localdate()) is for_all


def test_the_editor_offers_one_s_own_units_and_takes_no_other(client, unit, author):
    make_settings()
    other = make_unit(name="Văn phòng")
    client.force_login(author)
    place = reverse("wagtailadmin_pages:add", args=["doccontrol", "procedure", shelf().pk])
    page = client.get(place)
    assert list(page.context["form"].fields["owner_unit"].queryset) == [unit]
    assert page.context["form"]["owner_unit"].value() == unit.pk

    data = form_data(page.content.decode()) | {"title": "Mới", "code": "QT-MOI-01"}
    client.post(place, data | {"owner_unit": str(other.pk)})
    assert not ControlledDocument.objects.filter(code="QT-MOI-01").exists()
    client.post(place, data | {"owner_unit": str(unit.pk)})
    assert ControlledDocument.objects.get(code="QT-MOI-01").owner_unit == unit


def test_the_secretary_chooses_among_all_units(client, unit):
    client.force_login(make_person(Role.SECRETARY))
    place = reverse("wagtailadmin_pages:add", args=["doccontrol", "procedure", shelf().pk])
    offered = client.get(place).context["form"].fields["owner_unit"].queryset
    assert set(offered) == set(Unit.objects.all())


def test_who_belongs_to_no_unit_is_told_what_to_do(client):
    client.force_login(make_person(Role.STAFF))
    answer = client.get(address("add_subpage", shelf()), follow=True)
    assert str(refusals.DraftsForNoUnit()) in told(answer)


def test_another_unit_s_draft_is_refused_by_the_name_of_its_unit(client, unit):
    client.force_login(make_person(Role.STAFF, unit=make_unit()))
    answer = client.get(address("edit", make_procedure(owner_unit=unit)), follow=True)
    assert "Phòng Lao động" in told(answer)


def test_a_stranger_is_led_to_the_log_in_and_told_nothing(client, issued):
    answer = client.post(address("delete", issued))
    assert answer.status_code == 302 and "/dang-nhap/" in answer.headers["Location"]


def test_what_is_refused_is_not_offered(client, unit, author, issued):
    draft = make_procedure(owner_unit=unit, author=author)
    for person, sees in ((author, True), (make_person(Role.STAFF, unit=make_unit()), False)):
        client.force_login(person)
        listing = client.get(reverse("wagtailadmin_explore", args=[shelf().pk])).content.decode()
        assert (address("edit", draft) in listing) is sees
        assert (address("delete", draft) in listing) is sees
        for refused in ("delete", "move", "copy", "unpublish"):
            assert address(refused, issued) not in listing


def test_privacy_is_not_offered(client, issued):
    client.force_login(make_person(is_superuser=True))
    for page in (issued, shelf(), HomePage.objects.get()):
        editor = client.get(address("edit", page)).content.decode()
        assert 'data-a11y-dialog-show="set-privacy"' not in editor


# In the editor


def test_the_next_draft_begins_empty_in_the_editor_too(client, unit, author):
    page = make_edition(make_procedure(owner_unit=unit, author=author), author=author).document
    draft = page.specific.get_latest_revision_as_object()
    draft.changes = [ChangeNote(place="Mục 7", description="Thay nghị định")]
    draft.is_reissue = True
    draft.save_revision(user=author)
    edition = make_edition(page, author=author, on=timezone.localdate())
    assert [row["place"] for row in edition.content["revisions"]] == ["Toàn bộ tài liệu", "Mục 7"]

    client.force_login(author)
    form = form_data(client.get(address("edit", page)).content.decode())

    assert form["changes-TOTAL_FORMS"] == "0"
    assert "is_reissue" not in form
    assert base(page).get_latest_revision_as_object().changes.count() == 0


def test_going_back_to_an_issued_version_does_not_bring_its_change_notes(client, unit, author):
    page = make_procedure(owner_unit=unit, author=author, purpose="<p>cũ</p>")
    page.changes = [ChangeNote(place="Mục 7", description="Lần đầu")]
    page.save_revision(user=author)
    edition = make_edition(page, author=author)
    later = page.get_latest_revision_as_object()
    later.purpose = "<p>mới</p>"
    later.save_revision(user=author)

    client.force_login(author)
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, edition.page_revision_id])
    form = form_data(client.get(back).content.decode())

    assert form["changes-TOTAL_FORMS"] == "0"
    assert "cũ" in json.loads(form["purpose"])["blocks"][0]["text"]


def test_the_address_follows_the_code_until_the_first_edition(unit, author):
    page = make_procedure(code="QT-A-01", owner_unit=unit, author=author)
    page.code = "QT-B-02"
    page.save()
    page.save_revision(user=author)
    assert base(page).url_path.endswith("/quy-trinh/qt-b-02/")
    assert make_procedure(code="QT-A-01").slug == "qt-a-01"

    make_edition(page, author=author)
    issued = ControlledDocument.objects.get(pk=page.pk)
    issued.code = "QT-C-03"
    issued._take_address_from_code()
    assert issued.slug == "qt-b-02"


def contentstate(data):
    ranges = {"inlineStyleRanges": [], "entityRanges": [{"offset": 0, "length": 4, "key": 0}]}
    block = {"key": "a", "text": "Theo quy định", "type": "unstyled", "depth": 0}
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": data}
    return json.dumps({"blocks": [block | ranges], "entityMap": {"0": entity}})


def test_a_poisoned_link_is_said_kept_out_and_breaks_no_editor(client, unit, author):
    make_settings()
    page = make_procedure(owner_unit=unit, author=author)
    client.force_login(author)
    form = form_data(client.get(address("edit", page)).content.decode())

    answer = client.post(address("edit", page), form | {"purpose": contentstate({"id": "x"})})

    assert answer.status_code == 200
    assert answer.context["form"].errors["purpose"]
    shown = form_data(answer.content.decode())
    assert "Theo quy" in json.loads(shown["purpose"])["blocks"][0]["text"]
    assert base(page).latest_revision_id == page.latest_revision_id

    assert client.post(address("edit", page), shown).status_code == 302
    stored = base(page).specific
    assert "<a" not in stored.purpose and "Theo quy định" in stored.purpose


def test_poison_that_was_stored_before_breaks_no_editor(client, unit, author):
    page = make_procedure(
        owner_unit=unit, author=author, purpose='<p><a linktype="page" id="x">Theo</a> luật</p>'
    )
    client.force_login(author)

    form = form_data(client.get(address("edit", page)).content.decode())

    assert json.loads(form["purpose"])["blocks"][0]["text"] == "Theo luật"


def test_a_word_that_cannot_be_printed_is_refused_where_it_is_typed(client, unit, author):
    make_settings()
    page = make_procedure(owner_unit=unit, author=author)
    client.force_login(author)
    form = form_data(client.get(address("edit", page)).content.decode())
    answer = client.post(address("edit", page), form | {"basis_reason": "a" * 1001})
    assert answer.context["form"].errors["basis_reason"]


# Refused before anything is written


def test_a_shelf_is_not_copied_by_halves(client, issued):
    client.force_login(make_person(is_superuser=True))
    before = list(Page.objects.values_list("pk", "numchild")), PageLogEntry.objects.count()
    data = {
        "new_title": "Bản sao", "new_slug": "ban-sao", "copy_subpages": "on",
        "publish_copies": "on", "new_parent_page": str(HomePage.objects.get().pk),
    }  # fmt: skip
    answer = client.post(address("copy", shelf()), data, follow=True)
    assert str(refusals.DocumentsStandOnIt()) in told(answer)
    assert (
        list(Page.objects.values_list("pk", "numchild")),
        PageLogEntry.objects.count(),
    ) == before


def test_of_a_bulk_action_nothing_is_done_if_one_page_is_refused(client, issued):
    draft = make_procedure()
    client.force_login(make_person(is_superuser=True))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for chosen in (f"id={draft.pk}&id={issued.pk}", f"id=all&childOf={shelf().pk}"):
        answer = client.post(f"{bulk}?{chosen}&next=/admin/", follow=True)
        assert str(refusals.IssuedIsNotDeleted()) in told(answer)
        assert Page.objects.filter(pk=draft.pk).exists()


def test_a_script_is_refused_in_json(client, issued):
    client.force_login(make_person(is_superuser=True))
    answer = client.post(
        reverse("wagtailadmin_api:pages:action", args=[issued.pk, "delete"]),
        "{}",
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 409
    assert answer.json()["error_message"] == str(refusals.IssuedIsNotDeleted())


def test_a_draft_goes_with_the_forms_below_it_only_if_all_are_one_s_own(client, unit, author):
    procedure = make_procedure(owner_unit=unit, author=author)
    form = make_form(procedure, owner_unit=unit)
    client.force_login(author)
    answer = client.post(address("delete", procedure), follow=True)
    assert str(refusals.NotYourDraft()) in told(answer)

    form.save_revision(user=author)
    for page in (form, procedure):
        client.post(address("delete", page))
    assert not Page.objects.filter(pk__in=[procedure.pk, form.pk]).exists()


def test_a_draft_that_is_being_judged_is_not_taken_from_the_judges(client, unit, author):
    page = make_procedure(owner_unit=unit, author=author)
    page.get_workflow().start(page, author)
    client.force_login(author)
    answer = client.post(address("delete", page), follow=True)
    assert str(refusals.BeingJudged()) in told(answer)


@pytest.mark.parametrize("kind", ["procedure", "form"])
def test_the_author_is_offered_submitting_and_a_shelf_is_not_submitted(unit, author, kind) -> None:
    """A procedure holds forms as a shelf holds procedures; it is a document all the same."""
    make_settings()
    page = make_procedure(owner_unit=unit, author=author)
    page = make_form(page) if kind == "form" else page
    assert page.permissions_for_user(author).can_submit_for_moderation()
    assert base(page).permissions_for_user(author).can_submit_for_moderation()
    assert not shelf().permissions_for_user(author).can_submit_for_moderation()
