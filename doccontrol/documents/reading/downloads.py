"""Frozen files on their way to the reader: streamed, under their own name, never run."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from django.http import FileResponse, Http404

from doccontrol.documents.issuing.freezing import check_file
from doccontrol.documents.models.editions import Attachment, FrozenPdf

logger = logging.getLogger(__name__)

# Told by the name, which was checked against the bytes at upload. Python's own table differs
# between machines and lacks the office formats on many.
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
}


def sent_as_frozen(
    row: Attachment | FrozenPdf, filename: str, *, inline: bool = False
) -> FileResponse:
    """The file of ``row``, byte for byte as it was frozen. Raises ContentChanged, Http404."""
    with suppress(FileNotFoundError):  # which ``sent`` answers
        check_file(row)
    return sent(row.file, filename, inline=inline)


def sent(file: Any, filename: str, *, inline: bool = False) -> FileResponse:
    """``file`` streamed from storage. Raises Http404 if storage has lost it, and logs the loss."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        logger.error("A frozen file is missing from storage: %s", file.name)
        raise Http404 from error
    suffix = filename.rsplit(".", 1)[-1].lower()
    response = FileResponse(
        opened,
        as_attachment=not inline,
        filename=filename,
        content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
