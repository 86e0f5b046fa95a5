"""What a reader is served at the addresses of a document, and what is kept from whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from doccontrol.documents.printing.pdf import render_pdf
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.models import Attachment, Edition, Job, Procedure
from tests.make import make_edition, make_form, make_person, make_procedure, make_withdrawal

pytestmark = pytest.mark.django_db

MARCH, JUNE, SEPTEMBER = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
SECRET = "Quy trình không ai ngoài cơ quan được biết"


@pytest.fixture(autouse=True)
def in_english() -> object:
    """The words of the interface as they stand in the source."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    def set_today(day: date) -> None:
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: day)

    set_today(JUNE)
    return set_today


@pytest.fixture
def public(client: Client, settings: object) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def staff(public: Client) -> Client:
    signed_in = Client()
    signed_in.cookies["django_language"] = "en"
    signed_in.force_login(make_person())
    return signed_in


def issued(page: Procedure, **draft: Any) -> Edition:
    """The next edition of the page as it is stored, not as it was when the test made it."""
    return make_edition(Procedure.objects.get(pk=page.pk), **draft)


def two_editions(**named: object) -> tuple[Procedure, Edition, Edition]:
    """01/00 in force from March to June, 01/01 from June."""
    page = make_procedure(**named)
    first = issued(page, on=MARCH)
    second = issued(page, on=JUNE)
    page.refresh_from_db()
    first.refresh_from_db()
    return page, first, second


def test_the_public_reads_what_is_in_force_today(public: Client) -> None:
    page, _first, second = two_editions(title="Cấp phép")
    body = public.get(page.url).content.decode()
    assert "Cấp phép" in body and second.sha256 in body
    assert 'class="banner' not in body


@pytest.mark.parametrize(
    ("on", "number"),
    [
        ("2026-02-28", None),  # the day before the first
        ("2026-03-01", "01/00"),  # its first day
        ("2026-05-31", "01/00"),  # its last
        ("2026-06-01", "01/01"),  # the day it ends
    ],
)
def test_a_day_is_answered_by_the_edition_in_force_on_it(
    public: Client, on: str, number: str | None
) -> None:
    page, first, second = two_editions()
    response = public.get(page.url, {"on": on})
    body = response.content.decode()
    assert response.status_code == 200
    if number is None:
        assert "No edition of this document is in force on 28/02/2026" in body
        assert "Edition 01/00 is in force from 01/03/2026" in body
    else:
        shown = {"01/00": first, "01/01": second}[number]
        assert shown.sha256 in body


@pytest.mark.parametrize("bad", ["2026-02-30", "hôm qua", "<script>"])
def test_a_day_that_is_none_shows_today_and_says_so(public: Client, bad: str) -> None:
    page, _first, second = two_editions()
    body = public.get(page.url, {"on": bad}).content.decode()
    assert second.sha256 in body
    assert "is not a day" in body and "<script>" not in body.replace("<script type=", "")


def test_after_a_withdrawal_the_page_says_which_edition_was_the_last(public: Client) -> None:
    page, _first, second = two_editions()
    make_withdrawal(second, from_day=SEPTEMBER)
    body = public.get(page.url, {"on": "2026-09-01"}).content.decode()
    assert "Edition 01/01 ended on 01/09/2026" in body
    assert "has been withdrawn" in body


def test_a_past_edition_says_so_first_and_leads_to_the_one_in_force(public: Client) -> None:
    page, first, _second = two_editions()
    body = public.get(edition_url(first)).content.decode()
    assert "No longer in force</strong>" in body
    assert "Edition 01/00 ended on 01/06/2026" in body
    assert f'href="{page.url}">Go to edition 01/01' in body
    assert '<meta name="robots" content="noindex">' in body


def test_the_words_of_a_past_edition_stay_when_it_is_asked_for_its_own_day(public: Client) -> None:
    page, _first, _second = two_editions()
    body = public.get(page.url, {"on": "2026-04-01"}).content.decode()
    assert "No longer in force</strong>" in body
    assert "position on 01/04/2026" in body


def test_an_edition_not_yet_in_force_says_from_when_it_binds(public: Client) -> None:
    page, _first, second = two_editions()
    later = issued(page, on=JUNE, in_force_from=SEPTEMBER)
    body = public.get(edition_url(later)).content.decode()
    assert "Not yet in force: edition 01/02 is approved and binds from 01/09/2026" in body
    now = public.get(page.url).content.decode()
    assert second.sha256 in now
    assert "Edition 01/02 takes its place on 01/09/2026" in now


def test_the_printed_copy_says_that_it_is_uncontrolled(public: Client) -> None:
    page, _first, second = two_editions()
    body = " ".join(public.get(page.url).content.decode().split())
    assert f"Uncontrolled when printed. {second.code}, edition 01/01, printed on 01/06/2026" in body


@pytest.mark.parametrize("number", ["01-07", "1-0", "0101", "01-00-00", "ab-cd"])
def test_a_number_that_no_edition_has_is_not_found(public: Client, number: str) -> None:
    page, *_ = two_editions()
    assert public.get(f"/tai-lieu/{page.slug}/lan/{number}/").status_code == 404


# What is for staff


def secret_document() -> tuple[Procedure, Edition]:
    page = make_procedure(title=SECRET, visibility="staff")
    edition = issued(page, on=MARCH)
    file = make_form(page, title=f"{SECRET} (biểu mẫu)", visibility="staff")
    make_edition(file, on=MARCH)
    return page, edition


def every_address(page: Procedure, edition: Edition) -> list[str]:
    form = Attachment.objects.select_related("edition__document").get()
    return [
        page.url,
        f"{page.url}?on=2026-04-01",
        f"{page.url}?on=2020-01-01",
        f"{page.url}?on=x",
        edition_url(edition),
        edition_url(edition, "pdf"),
        edition_url(form.edition),
        edition_url(form.edition, "attachment", attachment=form.pk),
    ]


def test_the_public_finds_nothing_of_a_document_for_staff_not_even_its_title(
    public: Client,
) -> None:
    page, edition = secret_document()
    for address in every_address(page, edition):
        response = public.get(address)
        body = response.content.decode()
        assert response.status_code == 404, address
        assert SECRET not in body and page.code not in body


def test_staff_read_it(staff: Client) -> None:
    page, edition = secret_document()
    expected = {edition_url(edition, "pdf"): 202}
    for address in every_address(page, edition):
        assert staff.get(address).status_code == expected.get(address, 200), address


def test_somebody_whose_account_was_closed_reads_as_the_public_does(staff: Client) -> None:
    page, _edition = secret_document()
    person = make_person()
    staff.force_login(person)
    person.is_active = False
    person.save()
    assert staff.get(page.url).status_code == 404


def test_a_draft_that_was_never_issued_is_not_found(public: Client, staff: Client) -> None:
    page = make_procedure()
    assert public.get(page.url).status_code == staff.get(page.url).status_code == 404


def test_an_edition_for_staff_is_left_out_of_the_public_page_of_the_same_document(
    public: Client, staff: Client
) -> None:
    page = make_procedure()
    first = issued(page, on=MARCH)
    second = issued(page, on=JUNE, visibility="staff", title=SECRET)
    assert public.get(page.url).status_code == 404
    body = public.get(edition_url(first)).content.decode()
    assert "No longer in force</strong>" in body
    assert SECRET not in body and edition_url(second) not in body and "01/01" not in body
    assert public.get(edition_url(second)).status_code == 404
    assert SECRET in staff.get(page.url).content.decode()


def test_a_public_form_does_not_give_away_the_document_it_hangs_under(public: Client) -> None:
    page = make_procedure(title=SECRET, visibility="staff")
    issued(page, on=MARCH)
    form = make_form(page, title="Tờ khai")
    make_edition(form, on=MARCH)
    body = public.get(form.url).content.decode()
    assert "Tờ khai" in body
    assert SECRET not in body and page.code not in body


def test_a_form_for_staff_is_not_offered_on_a_public_procedure(
    public: Client, staff: Client
) -> None:
    page, *_ = two_editions()
    make_edition(make_form(page, title=SECRET, visibility="staff"), on=MARCH)
    assert SECRET not in public.get(page.url).content.decode()
    assert SECRET in staff.get(page.url).content.decode()


# Files


def test_a_form_is_offered_on_its_procedure_and_comes_as_a_download(public: Client) -> None:
    page, *_ = two_editions()
    form = make_form(page, title="Đơn đề nghị", code="BM-Đ-01-01")
    make_edition(form, on=MARCH)
    attachment = Attachment.objects.select_related("edition__document").get()
    address = edition_url(attachment.edition, "attachment", attachment=attachment.pk)
    assert f'href="{address}"' in public.get(page.url).content.decode()

    response = public.get(address)
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''BM-%C4%90-01-01.docx")
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.streaming
    with attachment.file.open("rb") as kept:
        assert b"".join(response) == kept.read()  # type: ignore[arg-type]


def test_a_form_is_offered_only_on_days_on_which_it_is_in_force(public: Client) -> None:
    page, *_ = two_editions()
    make_edition(make_form(page, title="Đơn mới"), on=JUNE)
    assert "Đơn mới" not in public.get(page.url, {"on": "2026-05-31"}).content.decode()
    assert "Đơn mới" in public.get(page.url, {"on": "2026-06-01"}).content.decode()


def test_a_file_is_found_only_under_its_own_edition(public: Client) -> None:
    page, first, _second = two_editions()
    make_edition(make_form(page), on=MARCH)
    attachment = Attachment.objects.get()
    assert public.get(edition_url(first, "attachment", attachment=attachment.pk)).status_code == 404


def test_a_file_that_storage_has_lost_is_not_found(public: Client) -> None:
    page, *_ = two_editions()
    make_edition(make_form(page), on=MARCH)
    attachment = Attachment.objects.select_related("edition__document").get()
    attachment.file.storage.delete(attachment.file.name)
    address = edition_url(attachment.edition, "attachment", attachment=attachment.pk)
    assert public.get(address).status_code == 404


# The PDF


def test_a_pdf_that_is_not_made_yet_is_promised(public: Client) -> None:
    _page, _first, second = two_editions()
    response = public.get(edition_url(second, "pdf"))
    assert response.status_code == 202
    assert int(response["Retry-After"]) > 0
    assert "The PDF is being made" in response.content.decode()


def test_the_frozen_pdf_is_served_under_the_code_and_number(public: Client) -> None:
    page, _first, second = two_editions()
    render_pdf({"edition": second.pk})
    response = public.get(edition_url(second, "pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{second.code}_01-01.pdf"'
    assert b"".join(response).startswith(b"%PDF-")  # type: ignore[arg-type]
    assert "Open the PDF" in public.get(page.url).content.decode()


def test_staff_are_told_when_the_pdf_could_not_be_made(public: Client, staff: Client) -> None:
    page, _first, second = two_editions()
    Job.objects.filter(kind="render_pdf", key=str(second.pk)).update(state=Job.State.FAILED)
    told = "PDF could not be made; the secretary has been told."
    for address in (page.url, edition_url(second, "pdf")):
        assert told in staff.get(address).content.decode()
        assert told not in public.get(address).content.decode()


# Comparing


def comparison_url(page: Procedure) -> str:
    return reverse("documents:comparison", kwargs={"slug": page.slug})


def test_the_public_is_asked_to_log_in_before_comparing(public: Client) -> None:
    page, _edition = secret_document()
    response = public.get(comparison_url(page), {"tu": "01-00", "den": "01-01"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))
    assert "Compare" not in public.get(page.url).content.decode()


def test_staff_compare_two_editions_and_see_changed_sections_first(staff: Client) -> None:
    page = make_procedure(purpose="<p>Thời hạn 05 ngày.</p>", scope="<p>Toàn cơ quan.</p>")
    issued(page, on=MARCH)
    issued(page, on=JUNE, purpose="<p>Thời hạn 03 ngày.</p>")
    body = staff.get(comparison_url(page), {"tu": "01-00", "den": "01-01"}).content.decode()
    assert "<del>05</del><ins>03</ins>" in body
    changed, folded = body.split("<details>", 1)
    assert "Toàn cơ quan." not in changed and "Toàn cơ quan." in folded


@pytest.mark.parametrize(
    "asked", [{"tu": "01-00", "den": "01-00"}, {"tu": "x"}, {"den": "99-99", "tu": "01-00"}]
)
def test_two_different_editions_must_be_chosen(staff: Client, asked: dict[str, str]) -> None:
    page, *_ = two_editions()
    response = staff.get(comparison_url(page), asked)
    assert response.status_code == 200
    assert "Choose two different editions" in response.content.decode()


def test_there_is_nothing_to_compare_of_a_document_without_editions(staff: Client) -> None:
    assert staff.get(comparison_url(make_procedure())).status_code == 404


# Drafts


def test_the_preview_of_a_draft_carries_the_next_number_and_says_that_it_binds_nobody(
    staff: Client,
) -> None:
    page, *_ = two_editions()
    draft = page.get_latest_revision_as_object()
    draft.title = "Tên sẽ đổi"
    request = staff.get("/").wsgi_request
    response = draft.make_preview_request(request, "")
    response.render()
    body = response.content.decode()
    assert "Draft — not in force" in body
    assert "Tên sẽ đổi" in body and "(01/02)" in body
    assert "SHA-256" not in body
