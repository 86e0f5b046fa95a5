"""The editions of one document and how each ends: withdrawing the document, calling back an
approved edition before its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from doccontrol.access import permitted, signed_in_person
from doccontrol.decisions.forms import focused_on_error
from doccontrol.decisions.waiting import page_of
from doccontrol.documents.ending.actions import (
    Ending,
    may_revoke,
    may_withdraw,
    propose_revocation,
    propose_withdrawal,
)
from doccontrol.documents.ending.forms import RevocationForm, WithdrawalForm
from doccontrol.documents.ending.models import Revocation, Withdrawal
from doccontrol.documents.last_editions import last_edition
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.documents.rules import EditionState
from doccontrol.errors import Refused
from doccontrol.organisation.models.people import Person

SEES = "doccontrol.view_withdrawal"


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition with what was decided about its end; ``may_revoke`` on the day of the page."""

    edition: Edition
    url: str
    state: EditionState
    endings: list[tuple[Ending, str]]
    may_revoke: bool


@permitted(SEES)
@require_safe
def document_editions(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _document(pk))


@permitted(SEES)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    document = _document(pk)
    form = WithdrawalForm(document, request.POST)
    if not form.is_valid():
        return _page(request, document, withdrawal_form=focused_on_error(form))
    try:
        withdrawal = propose_withdrawal(
            document,
            reason=form.cleaned_data["withdrawal_reason"],
            takes_effect_on=form.cleaned_data["takes_effect_on"],
            replaced_by=form.cleaned_data["replaced_by"],
            by=signed_in_person(request),
            on=timezone.localdate(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, document, withdrawal_form=form)
    messages.success(request, _("The withdrawal waits for a second person's approval."))
    return redirect(page_of(withdrawal))


@permitted(SEES)
@require_POST
def revoke(request: HttpRequest, pk: int, edition_pk: int) -> HttpResponse:
    document, form = _document(pk), RevocationForm(request.POST)
    edition = get_object_or_404(Edition.objects.without_content(), pk=edition_pk, document=document)
    if not form.is_valid():
        return _page(request, document, revocation_form=focused_on_error(form))
    try:
        revocation = propose_revocation(
            edition,
            reason=form.cleaned_data["revocation_reason"],
            by=signed_in_person(request),
            on=timezone.localdate(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, document, revocation_form=form)
    messages.success(request, _("The revocation waits for a second person's approval."))
    return redirect(page_of(revocation))


def _document(pk: int) -> ControlledDocument:
    documents = ControlledDocument.objects.filter(editions__isnull=False).distinct()
    return get_object_or_404(documents, pk=pk)


def _page(request: HttpRequest, document: ControlledDocument, **bound: forms.Form) -> HttpResponse:
    on = timezone.localdate()
    person = signed_in_person(request)
    rows = edition_rows(document, on, may_revoke=may_revoke(person, document, on))
    last = last_edition(document.pk)
    context = {
        "document": document,
        "rows": rows,
        "coming": next((row for row in rows if row.may_revoke), None),
        "may_withdraw": is_offered(person, document, on),
        "last": last,
        "withdrawal_form": WithdrawalForm(document, initial={"takes_effect_on": on}),
        "revocation_form": RevocationForm(),
    }
    title = _("Editions of %(code)s") % {"code": document.code}
    furniture = {
        "header_title": title,
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "doccontrol/documents/admin/editions.html", context | furniture | bound)


def is_offered(person: Person, document: ControlledDocument, on: date) -> bool:
    """Whether ``person`` may propose today to withdraw it; not while that is proposed or done."""
    if not may_withdraw(person, document, on):
        return False
    last = last_edition(document.pk)
    if last is None or last.ends_on is not None:
        return False
    return not Withdrawal.objects.current().filter(edition=last).exists()


def withdrawal_url(document: int) -> str:
    return reverse("document_editions:document", args=[document]) + "#withdraw"


def edition_rows(document: ControlledDocument, on: date, *, may_revoke: bool) -> list[EditionRow]:
    """Newest first; three queries, however many editions."""
    endings: dict[int, list[tuple[Ending, str]]] = {}
    for model in (Withdrawal, Revocation):
        ending_rows = model.objects.filter(edition__document=document).with_people()
        for ending in ending_rows.select_related("edition").defer("edition__content"):
            endings.setdefault(ending.edition_id, []).append((ending, page_of(ending)))
    editions = Edition.objects.filter(document=document).without_content().newest_first()
    rows = []
    for edition in editions:
        edition.document = document
        acts = endings.get(edition.pk, [])
        under_way = any(isinstance(act, Revocation) and act.is_waiting for act, _url in acts)
        state = edition.state(on)
        rows.append(
            EditionRow(
                edition=edition,
                url=edition_url(edition),
                state=state,
                endings=acts,
                may_revoke=may_revoke and state is EditionState.NOT_YET and not under_way,
            )
        )
    return rows


_urls = [
    path("<int:pk>/", document_editions, name="document"),
    path("<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("<int:pk>/revoke/<int:edition_pk>/", revoke, name="revoke"),
]


def register_urls() -> list[URLPattern | URLResolver]:
    """Hook register_admin_urls."""
    return [path("document-editions/", include((_urls, "document_editions")))]


def header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Hook register_page_header_buttons: from the editor and the explorer to the editions, and to
    the withdrawal for whoever may propose it today."""
    if not page.pk or not user.has_perm(SEES):
        return
    if issubclass(page.specific_class or Page, ControlledDocument):
        yield Button(
            _("Editions, withdrawal"),
            url=reverse("document_editions:document", args=[page.pk]),
            icon_name="history",
            priority=60,
        )
        on = timezone.localdate()
        if is_offered(user, ControlledDocument.objects.get(pk=page.pk), on):
            yield Button(
                _("Withdraw the document"),
                url=withdrawal_url(page.pk),
                icon_name="bin",
                priority=65,
            )
