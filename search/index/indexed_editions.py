"""An edition as documents of the index: its head, its sections, what stands in its files.

From its frozen content, so that what is found is what was approved. All of it is as open to the
public as the edition is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from doccontrol.documents.issuing.freezing import check_content
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.documents.refusals import ContentChanged
from doccontrol.documents.richtext.plain_text import cells_of, text_of
from search.engines.base import IndexDocument
from search.index.attachment_texts import text_of as text_of_file
from search.index.pieces import pieces

if TYPE_CHECKING:
    from doccontrol.documents.section_types import Section

# Frozen content is heavy: few editions are in memory at a time.
_AT_A_TIME = 20
_MOST_PIECES_OF_A_FILE = 50
# The lines of dots on which people write: a snippet needs only to know that there is one.
_TO_FILL_IN = re.compile(r"[.…_]{3,}(?:\s?[.…_]{3,})*")


def edition_group(pk: int) -> str:
    return f"edition:{pk}"


def documents_of_editions(
    editions: QuerySet[Edition], refused: set[Edition] | None = None
) -> Iterator[IndexDocument]:
    """Nothing of an edition that is not what was approved: readers are refused it, too. Into
    ``refused`` go those; each is logged."""
    ordered = editions.order_by("pk").select_related("document", "unit")
    with_files = ordered.prefetch_related("attachments")
    for edition in with_files.iterator(chunk_size=_AT_A_TIME):
        try:
            check_content(edition)
        except ContentChanged:
            if refused is not None:
                refused.add(edition)
            continue
        yield from documents_of_edition(edition)


def documents_of_edition(edition: Edition) -> Iterator[IndexDocument]:
    """One for the head of the document, one for each section or part that has text, and one or more
    for each file that was read."""
    content = edition.content
    address = edition_url(edition)
    head = IndexDocument(
        key=f"{edition_group(edition.pk)}#0",
        group=edition_group(edition.pk),
        kind=edition.kind,
        title=edition.title,
        heading="",
        body=_head_text(content),
        number=edition.code,
        url=address,
        unit=edition.unit.name,
        edition=str(edition.number),
        public=edition.is_public,
        units=(edition.unit.code,),
        field=edition.field,
        from_day=edition.in_force_from,
        until_day=edition.ends_on,
        head=True,
        own_days=_own_days(content),
    )
    yield head
    part = replace(head, head=False, own_days=())
    for place, section in enumerate(_with_parts(content["sections"]), start=1):
        if body := _section_text(section):
            yield replace(
                part,
                key=f"{head.group}#{place}",
                heading=section["heading"],
                body=body,
                url=f"{address}#section-{section['number']}",
            )
    yield from _files(edition, part)


def _files(edition: Edition, part: IndexDocument) -> Iterator[IndexDocument]:
    """The address of a file's text is the file. Its name says which one it is, of a form too, whose
    file is called as the form is."""
    for file in edition.attachments.all():
        text = _TO_FILL_IN.sub("…", text_of_file(file))
        parts = pieces(text, most=_MOST_PIECES_OF_A_FILE)
        for place, body in enumerate(parts, start=1):
            yield replace(
                part,
                key=f"{part.group}#file-{file.pk}-{place}",
                heading=file.filename,
                body=body,
                url=edition_url(edition, "attachment", attachment=file.pk),
            )


def _head_text(content: dict[str, Any]) -> str:
    """Where the document belongs, who signed it when, and which laws it rests on or puts into
    practice: all of it stands on its page."""
    lines = [content["owner_unit"]["name"], content["field"]]
    lines += [_law_line(law) for law in content["legal_basis"]]
    lines += [event["number"] for event in content["implements"]]
    lines += [f"{file['code']} {file['title']}" for file in content["attachments"]]
    lines += [_signature_line(signature) for signature in content["signatures"]]
    lines.append(_days_line(content))
    return ";\n".join(dict.fromkeys(line for line in lines if line))


def _own_days(content: dict[str, Any]) -> tuple[date, ...]:
    signed = [signature["on"] for signature in content["signatures"]]
    days = [*signed, content["approved_on"], content["in_force_from"]]
    return tuple(sorted({date.fromisoformat(day) for day in days if day}))


def _signature_line(signature: dict[str, str]) -> str:
    """ "Lê Thị Minh Nguyệt, Phó Giám đốc, ký ngày 08/02/2022"."""
    who = [part for part in (signature["name"], signature["title"]) if part]
    return ", ".join([*who, f"ký ngày {_as_printed(signature['on'])}"]) if who else ""


def _days_line(content: dict[str, Any]) -> str:
    approved, begins = content["approved_on"], content["in_force_from"]
    issued = [f"ban hành ngày {_as_printed(approved)}"] if approved else []
    return ", ".join([*issued, f"có hiệu lực từ ngày {_as_printed(begins)}"])


def _as_printed(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def _law_line(law: dict[str, Any]) -> str:
    parts = (f"{law['type']} {law['number']}", law["clause"], law["subject"])
    return ", ".join(part for part in parts if part)


def _section_text(section: Section) -> str:
    """Its own text and table, a line for each row, without its parts."""
    rows = ";\n".join(" – ".join(cells) for cells in cells_of(section["table"]))
    return "\n".join(text for text in (text_of(section["html"]), rows) if text)


def _with_parts(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _with_parts(section["parts"])
