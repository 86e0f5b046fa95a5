"""The address at which a reading is confirmed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doccontrol.access import signed_in, signed_in_person
from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.documents.models.editions import Edition


@signed_in
@require_POST
def confirm_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The person says that the text with the posted hash was read; shown again where they were."""
    edition = get_object_or_404(Edition.objects.without_content(), pk=pk)
    acknowledge(
        edition,
        signed_in_person(request),
        on=timezone.localdate(),
        sha256=request.POST.get("sha256", ""),
    )
    messages.success(request, _("Confirmed: you have read %(edition)s.") % {"edition": edition})
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Within the site only; else where people of the agency come to after the log-in."""
    posted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        posted, {request.get_host()}, require_https=request.is_secure()
    )
    return posted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
