"""Files come in through a plain form, and go out again as they came."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from doccontrol.access import permitted
from doccontrol.organisation.models.people import Person
from doccontrol.pdftext.pages import FileKind
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from doccontrol.register.intake.actions import Kept, keep
from doccontrol.register.intake.forms import UploadForm
from doccontrol.register.intake.listing import acts_on
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.intake.pictures import page_image

DEFAULT_WIDTH = 960
VIEW, ADD = "doccontrol.view_incomingfile", "doccontrol.add_incomingfile"
PDF = "application/pdf"
# By the kind that the content was found to be, never by the sender's name. A picture's own type
# is not kept: it is handed out as bytes.
CONTENT_TYPES = {
    FileKind.PDF: PDF,
    FileKind.SCAN: PDF,
    FileKind.DOC: "application/msword",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@permitted(ADD)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        person = cast(Person, request.user)
        files = form.cleaned_data["chosen"]
        _tell(
            request,
            [keep(file, name=file.name, way=IncomingFile.Way.UPLOAD, by=person) for file in files],
        )
    else:
        messages.error(request, " ".join(map(str, form.errors["chosen"])))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """To the page of this site on which the files were handed in; else to the list of all."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else reverse("incoming:index")


def _tell(request: HttpRequest, all_kept: list[Kept]) -> None:
    """One message for what is new, one for each file that was here before or is refused."""
    new = 0
    for kept in all_kept:
        if kept.row.state == IncomingFile.State.REFUSED:
            reason = Unreadable(kept.row.refusal).sentence
            words = _("“%(name)s” is refused. %(reason)s")
            messages.error(request, words % {"name": kept.row.name, "reason": reason})
        elif kept.is_new:
            new += 1
        else:
            _tell_known(request, kept.row)
    if new:
        words = ngettext(
            "%(count)d file is kept and will be read now.",
            "%(count)d files are kept and will be read now.",
            new,
        )
        messages.success(request, words % {"count": new})


def _tell_known(request: HttpRequest, row: IncomingFile) -> None:
    """With the way to what became of it."""
    words, buttons = _("“%(name)s” is here already: nothing was kept twice."), []
    if row.text is not None:
        words = _("“%(name)s” is here already: it is the file of %(text)s.")
        page = reverse("legal_texts:inspect", args=[row.text.pk])
        buttons = [messages.button(page, _("Open the legal text"))]
    else:
        buttons = [messages.button(act["url"], act["label"]) for act in acts_on(row, request)]
    messages.info(request, words % {"name": row.name, "text": row.text}, buttons=buttons)


@permitted(VIEW)
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The very bytes that came in."""
    row = get_object_or_404(IncomingFile.objects.exclude(file=""), pk=pk)
    content_type = CONTENT_TYPES.get(FileKind(row.kind)) if row.kind else None
    return _sent(row.file, row.name, content_type or "application/octet-stream")


@permitted(VIEW)
def searchable(request: HttpRequest, pk: int) -> FileResponse:
    """The scan with its text behind the picture, as a PDF beside the original."""
    row = get_object_or_404(IncomingFile.objects.exclude(searchable=""), pk=pk)
    return _sent(row.searchable, f"{row.name.rpartition('.')[0] or row.name}-ocr.pdf", PDF)


@permitted(VIEW)
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page as a picture, to be looked at beside what was read of it."""
    width = request.GET.get("width", "")
    row = get_object_or_404(IncomingFile.objects.defer("reading"), pk=pk)
    try:
        picture = page_image(row, number, int(width) if width.isdecimal() else DEFAULT_WIDTH)
    except Unreadable as error:
        raise Http404 from error
    except ReaderFailed:  # it is in the log; the picture may be there the next time
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    if picture is None:
        raise Http404
    # A page of kept bytes never changes.
    kept = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/png", headers=kept)


def _sent(file: object, name: str, content_type: str) -> FileResponse:
    """Always to be saved, never shown as a page of this site."""
    try:
        opened = file.open("rb")  # type: ignore[attr-defined]
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
