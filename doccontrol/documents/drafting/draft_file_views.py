"""The file of a draft, for those who write, judge or oversee it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_safe
from wagtail.models import Revision

from doccontrol.access import signed_in
from doccontrol.documents.drafting.draft_files import URL_NAME, hash_of, may_see, name_of
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.kinds import Form
from doccontrol.documents.reading.downloads import sent
from doccontrol.documents.refusals import FileChanged

_SHORT = 8


@signed_in
@require_safe
def draft_file(request: HttpRequest, pk: int, sha256: str) -> FileResponse:
    """The file by its hash, whichever draft of the document names it; checked before it is sent.

    Raises FileChanged if storage has other bytes now: nobody may judge what was not submitted.
    """
    page: ControlledDocument = get_object_or_404(ControlledDocument, pk=pk).specific
    if not may_see(request.user, page):
        raise PermissionDenied
    drafts = Revision.objects.for_instance(page).filter(content__file_sha256=sha256)
    draft = drafts.order_by("-pk").first()
    if draft is None or not draft.content.get("file"):
        raise Http404
    file = Form(file=draft.content["file"]).file
    if hash_of(file) != sha256:
        raise FileChanged(name_of(file))
    ending = name_of(file).rsplit(".", 1)[-1].lower()
    code = page.code.replace("/", "-")
    return sent(file, f"{code}_ban-thao_{sha256[:_SHORT]}.{ending}")


def admin_urls() -> list[Any]:
    """Hook register_admin_urls."""
    return [path("drafts/<int:pk>/<str:sha256>/", draft_file, name=URL_NAME)]
