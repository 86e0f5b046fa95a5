"""The job that makes the master copy of an edition as a PDF, once, from its frozen content."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.translation import gettext_lazy as _

from doccontrol.documents.issuing.freezing import check_content
from doccontrol.documents.models.editions import Edition, FrozenPdf
from doccontrol.documents.printing.typesetting import typeset
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.jobs.outbox import handles


@handles("render_pdf", label=_("PDF of an edition"))
def render_pdf(payload: dict[str, Any]) -> None:
    """Freeze the PDF of edition ``payload["edition"]``. Done before, or by another worker
    meanwhile, it changes nothing: the same content gives the same bytes.

    Raises ContentChanged, TypesettingFailed; the outbox keeps the reason and tries again.
    """
    edition = Edition.objects.select_related("document").get(pk=payload["edition"])
    if FrozenPdf.objects.filter(edition=edition).exists():
        return
    check_content(edition)
    address = settings.SITE_BASE_URL + edition_url(edition)
    data = typeset(edition.content, content_sha256=edition.sha256, verify_url=address)
    sha256 = hashlib.sha256(data).hexdigest()
    field = FrozenPdf._meta.get_field("file")
    name = _stored(field.storage, f"{field.upload_to}{sha256}.pdf", data, sha256)
    FrozenPdf.objects.get_or_create(
        edition=edition, defaults={"file": name, "size": len(data), "sha256": sha256}
    )


def _stored(storage: Storage, name: str, data: bytes, sha256: str) -> str:
    """The name under which storage holds exactly ``data``.

    A worker that was killed may have left the file, whole or cut short: storage would put a
    second copy beside it under an invented name.
    """
    if storage.exists(name):
        with storage.open(name, "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() == sha256:
                return name
        storage.delete(name)
    return storage.save(name, ContentFile(data))
