"""What can be found: editions by section and legal texts, as documents of the index.

An edition is indexed from its frozen content, so that what is found is what was approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from doccontrol.documents.edition_models import Edition
from doccontrol.documents.reading import edition_url
from doccontrol.register.models import LegalText
from search.engines.base import IndexDocument
from search.plain_text import text_of_section

if TYPE_CHECKING:
    from doccontrol.documents.sections import Section

LAW = "law"
# Frozen content is heavy: few editions are in memory at a time.
_EDITIONS_AT_A_TIME, _TEXTS_AT_A_TIME = 20, 500


def edition_group(pk: int) -> str:
    return f"edition:{pk}"


def law_group(pk: int) -> str:
    return f"law:{pk}"


def everything() -> Iterator[IndexDocument]:
    """All editions of all days and the whole register, read in pieces."""
    return chain(
        documents_of_editions(Edition.objects.all()), documents_of_laws(LegalText.objects.all())
    )


def how_many_rows() -> int:
    """Editions and texts that ``everything`` reads; an edition gives several documents."""
    return Edition.objects.count() + LegalText.objects.count()


def documents_of_editions(editions: QuerySet[Edition]) -> Iterator[IndexDocument]:
    ordered = editions.order_by("pk").select_related("document")
    for edition in ordered.iterator(chunk_size=_EDITIONS_AT_A_TIME):
        yield from documents_of_edition(edition)


def documents_of_laws(texts: QuerySet[LegalText]) -> Iterator[IndexDocument]:
    ordered = texts.order_by("pk").select_related("type", "issuer").prefetch_related("co_issuers")
    for text in ordered.iterator(chunk_size=_TEXTS_AT_A_TIME):
        yield document_of_law(text)


def documents_of_edition(edition: Edition) -> Iterator[IndexDocument]:
    """One for the head of the document, and one for each section or part that has text."""
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
        unit=content["owner_unit"]["name"],
        edition=str(edition.number),
        public=edition.is_public,
        units=(content["owner_unit"]["code"],),
        from_day=edition.in_force_from,
        until_day=edition.ends_on,
    )
    yield head
    for place, section in enumerate(_with_parts(content["sections"]), start=1):
        if body := text_of_section(section):
            yield replace(
                head,
                key=f"{head.group}#{place}",
                heading=section["heading"],
                body=body,
                url=f"{address}#section-{section['number']}",
            )


def document_of_law(text: LegalText) -> IndexDocument:
    """A text of the register; open on both sides of time, for an expired law is looked up too.

    Its address is its source, for the register has no public page.
    """
    issuers = [text.issuer, *text.co_issuers.all()]
    names = "; ".join(issuer.name for issuer in issuers if issuer)
    return IndexDocument(
        key=law_group(text.pk),
        group=law_group(text.pk),
        kind=LAW,
        title=f"{text.type.name} {text.number_raw}",
        heading="",
        body=";\n".join(line for line in (text.subject, names) if line),
        number=text.number_raw,
        url=_web_address(text.source_url),
        unit="",
        edition="",
        public=True,
    )


def _head_text(content: dict[str, Any]) -> str:
    """Where the document belongs and which laws it rests on or puts into practice."""
    lines = [content["owner_unit"]["name"], content["field"]]
    lines += [_law_line(law) for law in content["legal_basis"]]
    lines += [event["number"] for event in content["implements"]]
    lines += [f"{file['code']} {file['title']}" for file in content["attachments"]]
    return ";\n".join(dict.fromkeys(line for line in lines if line))


def _web_address(address: str) -> str:
    """An imported address was checked by no form: only one that a browser fetches is a link."""
    return address if address.startswith(("https://", "http://")) else ""


def _law_line(law: dict[str, Any]) -> str:
    parts = (f"{law['type']} {law['number']}", law["clause"], law["subject"])
    return ", ".join(part for part in parts if part)


def _with_parts(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _with_parts(section["parts"])
