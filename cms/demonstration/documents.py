"""The documents of the demonstration: each edition drafted and issued, in the order of history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from docx import Document as WordDocument
from wagtail.models import Page

from cms.demonstration.judging import judged
from cms.models import DocumentIndexPage
from doccontrol.documents.issuing.actions import issue
from doccontrol.documents.richtext.plain_text import text_of
from doccontrol.documents.sections import PLAIN_PARTS
from doccontrol.lawtext.numbers import normalise
from doccontrol.models import (
    Announcement,
    ChangeNote,
    ControlledDocument,
    DocumentSection,
    Edition,
    Form,
    GeneralDocument,
    LawEvent,
    LegalBasis,
    LegalText,
    Person,
    Procedure,
    ProcedureStep,
    QualityPolicy,
    RecordKept,
    Unit,
)

MODELS: dict[str, type[ControlledDocument]] = {
    "procedure": Procedure,
    "policy": QualityPolicy,
    "general": GeneralDocument,
    "form": Form,
    "announcement": Announcement,
}
# On one day forms come first, so that procedures list them; the announcement lists everything.
ORDER = ("form", "policy", "general", "procedure", "announcement")
REVIEW_TAKES, APPROVAL_TAKES = timedelta(days=4), timedelta(days=1)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """One edition to issue: the document's record and this edition's own."""

    record: dict[str, Any]
    edition: dict[str, Any]

    @property
    def place_in_history(self) -> tuple[str, int, str]:
        kind = self.record["kind"]
        return self.edition["approved_on"], ORDER.index(kind), self.record["code"]


def load_documents(records: list[dict[str, Any]], progress: Progress) -> int:
    """Issue every edition of every document; the number of editions."""
    pages: dict[str, ControlledDocument] = {}
    for record in sorted(records, key=lambda record: ORDER.index(record["kind"]), reverse=True):
        if record["kind"] != "form":
            pages[record["code"]] = _first_draft(record, _shelf(record["kind"]))
    for record in records:
        if record["kind"] == "form":
            pages[record["code"]] = _first_draft(record, pages[record["parent"]])
    planned = [Planned(record, edition) for record in records for edition in record["editions"]]
    planned.sort(key=lambda plan: plan.place_in_history)
    for done, plan in enumerate(planned, start=1):
        _issue(pages[plan.record["code"]], plan)
        if done % 20 == 0 or done == len(planned):
            progress(f"{done}/{len(planned)} editions")
    return len(planned)


def _shelf(kind: str) -> Page:
    return DocumentIndexPage.objects.get(slug="quy-trinh" if kind == "procedure" else "he-thong")


def _first_draft(record: dict[str, Any], parent: Page) -> ControlledDocument:
    model = MODELS[record["kind"]]
    page = model(
        code=record["code"],
        title=record["title"],
        owner_unit=Unit.objects.get(code=record["unit"]),
        field=record["field"],
        visibility=record["visibility"],
        audience={"unit": "owner", "none": "nobody"}.get(record["audience"], record["audience"]),
        review_months=record["review_months"],
        live=False,
    )
    if isinstance(page, GeneralDocument):
        page.general_kind = record["general_kind"]
    if isinstance(page, Form):
        page.file.save(record["file"]["name"], ContentFile(word_form(record["file"])), save=False)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page


def _issue(page: ControlledDocument, plan: Planned) -> Edition:
    edition = plan.edition
    approved_on = date.fromisoformat(edition["approved_on"])
    drafter = _person(plan.record["drafter"])
    draft = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.is_reissue = edition["reissue"]
    draft.in_force_from = date.fromisoformat(edition["in_force_from"])
    draft.changes = [ChangeNote(**change) for change in edition["changes"]]
    draft.implements = _events(edition["implements"], draft)
    _fill(draft, plan.record | edition.get("overrides", {}), plan.record)
    revision = draft.save_revision(user=drafter)
    judged(
        revision,
        submitted=(drafter, approved_on - REVIEW_TAKES),
        reviewed=(_person(edition["reviewer"]), approved_on - APPROVAL_TAKES),
        approved=(_person(edition["approver"]), approved_on),
    )
    return issue(revision, on=approved_on)


def _person(username: str) -> Person:
    return Person.objects.get(username=username)


def _fill(draft: ControlledDocument, record: dict[str, Any], final: dict[str, Any]) -> None:
    draft.legal_basis = [
        LegalBasis(text=_text(basis["number"]), clause=basis["clause"])
        for basis in record["legal_basis"]
    ]
    if not isinstance(draft, Procedure):
        sections = record["texts"].get("sections", [])
        draft.free_sections = [DocumentSection(**section) for section in sections]
        return
    for name, html in (final["texts"] | record["texts"]).items():
        setattr(draft, name, text_of(html) if name in PLAIN_PARTS else html)
    draft.time_limit_days = _days(record.get("time_limit_days"))
    draft.steps = [
        ProcedureStep(**step | {"duration": _days(step["duration"])}) for step in record["steps"]
    ]
    draft.records = [RecordKept(**kept) for kept in record["records"]]


def _days(value: Any) -> Decimal | None:
    return Decimal(str(value)) if value not in (None, "") else None


def _text(number: str) -> LegalText:
    return LegalText.objects.get(number=normalise(number))


def _events(numbers: list[str], draft: ControlledDocument) -> list[LawEvent]:
    """The event of each law that this document has not implemented yet, the earliest first."""
    done = LawEvent.objects.filter(implemented_by__document=draft.pk)
    chosen = []
    for number in numbers:
        open_events = LawEvent.objects.current().filter(acting__number=normalise(number))
        event = open_events.exclude(pk__in=done).order_by("on").first()
        if event is None:
            raise LookupError(f"{draft.code}: no event of {number} is left to implement")
        chosen.append(event)
    return chosen


def word_form(record: dict[str, Any]) -> bytes:
    """A plain form to fill in: its title and one dotted line for each field."""
    document = WordDocument()
    document.styles["Normal"].font.name = "Times New Roman"
    document.add_heading(record["title"], level=1)
    for field in record["fields"]:
        document.add_paragraph(f"{field}: {'.' * 60}")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
