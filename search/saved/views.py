"""Saved searches of the person who is signed in; another's are not found."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doccontrol.access import signed_in, signed_in_person
from search.saved.actions import rename_search, save_search
from search.saved.models import SavedSearch


@signed_in
@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    context = {"saved": SavedSearch.objects.of(request.user)}
    return render(request, "search/saved.html", context)


@signed_in
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Back to the results, where it says that the search is kept."""
    saved = save_search(
        signed_in_person(request), request.POST.get("query", ""), request.POST.get("name", "")
    )
    messages.success(request, _("Saved as “%(name)s”.") % {"name": saved.name})
    return HttpResponseRedirect(saved.url)


@signed_in
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    saved = _own(request, pk)
    rename_search(saved, request.POST.get("name", ""))
    messages.success(request, _("Renamed to “%(name)s”.") % {"name": saved.name})
    return HttpResponseRedirect(reverse("saved_searches"))


@signed_in
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    saved = _own(request, pk)
    saved.delete()
    messages.success(request, _("Deleted: “%(name)s”.") % {"name": saved.name})
    return HttpResponseRedirect(reverse("saved_searches"))


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.of(request.user), pk=pk)
