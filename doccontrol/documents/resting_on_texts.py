"""What documents add to the register: which of them rest on a legal text, on its page, and which
texts are in use at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Citation, Edition
from doccontrol.extension_points import (
    TextPageSection,
    TextsInUse,
    text_page_sections,
    texts_in_use,
)
from doccontrol.register.models.texts import LegalText

# Of what a popular text has by the thousand: a page for reading shows so many.
MOST = 100


def citations_in_force(text: LegalText, on: date) -> QuerySet[Citation]:
    """Citations of the text by editions in force on ``on``, by code of the document."""
    editions = Edition.objects.in_force(on)
    citations = Citation.objects.filter(text=text, edition__in=editions.values("pk"))
    return (
        citations.select_related("edition__document", "edition__unit")
        .defer("edition__content")
        .order_by("edition__code", "pk")
    )


def citing_documents(text: LegalText, on: date) -> dict[str, Any]:
    citations = citations_in_force(text, on)
    return {"citations": citations[:MOST], "citing": citations.count(), "most": MOST}


def cited_texts(on: date) -> QuerySet[Any, Any]:
    cited = Citation.objects.filter(edition__in=Edition.objects.in_force(on))
    return cited.order_by().values("text")


def documents_naming(text: LegalText, on: date) -> list[str]:
    """Codes of the documents that state the text as their basis, or as what they implement: in an
    edition in force on ``on`` or to come, or in a draft. A dropped draft is none."""
    current = Edition.objects.standing().filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    named = current.filter(Q(citations__text=text) | Q(implements__acting=text))
    codes = set(named.order_by().values_list("code", flat=True))
    events = set(text.events.values_list("pk", flat=True))
    begun = Q(has_unpublished_changes=True) | Q(live=False, editions__isnull=True)
    drafts = ControlledDocument.objects.filter(begun).order_by()
    content = "latest_revision__content"
    rows = drafts.values_list("code", f"{content}__legal_basis", f"{content}__implements")
    for code, basis, implemented in rows:
        if any(row["text"] == text.pk for row in basis or ()) or events & {*(implemented or ())}:
            codes.add(code)
    return sorted(codes)


text_page_sections.register(
    TextPageSection(
        "documents", 100, "doccontrol/documents/_citing_documents.html", citing_documents
    )
)
texts_in_use.register(TextsInUse("documents", 100, cited_texts))
