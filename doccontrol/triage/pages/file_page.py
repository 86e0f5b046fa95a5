"""What the page of one file shows: what was read, what is proposed, what saving would open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from doccontrol.clocks.models import Decision
from doccontrol.clocks.pages.board import board_rows
from doccontrol.clocks.rights import visible_clocks
from doccontrol.decisions.reopening import reopening_url
from doccontrol.documents.models.editions import Edition
from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.reading.plausibility import warnings
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.issuers import Issuer
from doccontrol.register.models.texts import LegalText
from doccontrol.triage.forms.links import LinkForm
from doccontrol.triage.forms.relations import RelationForm
from doccontrol.triage.forms.together import Desk
from doccontrol.triage.mistakes.models import RegisteredByMistake
from doccontrol.triage.models import Triage
from doccontrol.triage.outlook import Outlook, outlook
from doccontrol.triage.pages.waiting_files import DECIDE, ranked_files
from doccontrol.triage.read_values import (
    ProposedRelation,
    ReadField,
    in_words,
    read_fields,
    warnings_of,
)
from doccontrol.triage.similar_documents import Similar, similar_documents


def first_desk(file: IncomingFile, on: date) -> tuple[Desk, Outlook, list[Similar] | None]:
    """The forms as they begin, with what saving them unchanged would set off."""
    desk = Desk(file, on)
    ahead = outlook(desk.as_if_sent.statement(), on)
    alike = similar_to(file, ahead, on)
    desk.propose(units=ahead.units, similar=[one.document for one in alike or ()])
    return desk, ahead, alike


def similar_to(file: IncomingFile, ahead: Outlook, on: date) -> list[Similar] | None:
    """By the words of the subject; documents that the law reaches anyway are left out. For a text
    that is no norm nobody is asked: no clock would run."""
    if not ahead.is_normative:
        return []
    subject = (file.reading.get("subject") or {}).get("value") or ""
    reached = ahead.documents
    editions = Edition.objects.in_force(on).filter(document__in=reached)
    fields = set(editions.values_list("field", flat=True)) if reached else set()
    return similar_documents(subject, on, leave_out=reached, fields=fields)


def page_context(
    file: IncomingFile, desk: Desk, ahead: Outlook, alike: list[Similar] | None
) -> dict[str, Any]:
    facts_known = desk.facts.is_bound and desk.facts.is_valid()
    return {
        "file": file,
        # Some pages could not be read on this machine: what is said of the file may lack them.
        "unread_pages": Unreadable(file.refusal).sentence if file.refusal else "",
        "desk": desk,
        "fields": {field.name: field for field in read_fields(file.reading)},
        **_relation_rows(desk),
        "warnings": _warnings(desk) if facts_known else warnings_of(file.reading),
        "differences": desk.facts.differences() if facts_known else _differences(desk),
        "ahead": ahead,
        "similar_unknown": alike is None,
        "same_field": {one.document for one in alike or () if one.is_same_field},
        "links_are_used": any(_is_used(form) for form in desk.links.forms),
        "issuers": Issuer.objects.values_list("name", flat=True),
        "mistakes": RegisteredByMistake.objects.standing()
        .filter(text__triages__file=file)
        .with_people()
        .select_related("text__type")
        .distinct(),
        "is_sound": not desk.facts.is_bound or desk.is_valid(),
    }


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A proposed relation, as read and as it stands in its form; a blank row has no ``read``."""

    form: RelationForm
    read: ProposedRelation | None
    key: str


def _relation_rows(desk: Desk) -> dict[str, Any]:
    """What acts on other texts, what they are only a basis of, and blank rows, apart."""
    acting: list[RelationRow] = []
    resting: list[RelationRow] = []
    blank: list[RelationRow] = []
    for place, form in enumerate(desk.relations.forms):
        if place >= len(desk.proposed):
            blank.append(RelationRow(form, None, ""))
            continue
        read = desk.proposed[place]
        row = RelationRow(form, read, read.key(place))
        (resting if read.kind == RelationKind.BASIS else acting).append(row)
    return {
        "acting": acting,
        "resting": resting,
        "blank": blank,
        "resting_is_wrong": any(row.form.errors for row in resting),
        "blank_is_used": any(row.form["number"].value() for row in blank),
    }


def _is_used(form: LinkForm) -> bool:
    return bool(form.errors or form["ticked"].value() or form["code"].value())


def _warnings(desk: Desk) -> list[str]:
    """Of the facts as typed, corrections included."""
    facts = desk.facts.cleaned_data
    found = warnings(
        parse_number(facts["number"]),
        facts["issuer"],
        facts["issued"],
        facts["effective"],
        facts["expires"],
    )
    return [in_words(one.reason, dict(one.values)) for one in found]


def _differences(desk: Desk) -> list[Any]:
    sent = desk.as_if_sent.facts
    return sent.differences() if sent.is_valid() else []


def decided_context(triage: Triage, person: Person, on: date) -> dict[str, Any]:
    """What was decided about a file, and the clocks of its text that the person may see."""
    rows = []
    if triage.text is not None:
        warning_days = AgencySettings.load_default().warning_days
        clocks = visible_clocks(person, on).filter(event__acting=triage.text).with_closing()
        ranked = clocks.with_rank(on, warning_days=warning_days).with_subject()
        rows = board_rows(list(ranked.most_urgent_first()), on, person=person)
    # What is next is asked of who has just decided: to rank them all is dear.
    is_fresh = triage.proposed_on == on and person.has_perm(DECIDE)
    following = next(iter(ranked_files(on)), None) if is_fresh else None
    may_take_out = person.has_perm(DECIDE) and triage.text is not None
    return {
        "triage": triage,
        "reopening_url": "" if triage.is_one_persons else reopening_url(person, triage, on),
        "mistake_url": reverse("triage:mistake", args=[triage.text_id]) if may_take_out else "",
        "following": following,
        "rows": rows,
        "may_propose": any(row.offered and row.offered.may_propose for row in rows),
        "units": triage.units.all(),
        "waiting": Decision.objects.waiting().filter(
            clock__in=[row.clock.pk for row in rows], outcome=Decision.Outcome.NOT_RELEVANT
        ),
    }


def titles(file: IncomingFile, text: LegalText | None) -> str:
    """What the page is called: the text once it is known, else the number read, else the file."""
    number = (file.reading.get("number") or {}).get("value")
    return str(text or number or file.name)


def unsure(fields: Sequence[ReadField]) -> list[ReadField]:
    """Fields at which a person should look twice: not read, unsure or contradicting."""
    needed = ("number", "type", "issuer", "issued", "subject", "effective")
    return [
        field
        for field in fields
        if field.name in needed
        and (
            not field.values
            or field.is_conflicting
            or any(not value.is_sure for value in field.values)
        )
    ]
