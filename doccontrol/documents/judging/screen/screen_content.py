"""What stands on the screen: the facts, what changes, and the comparison with an edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from doccontrol.documents.comparing.editions import Change, SectionDiff, compare
from doccontrol.documents.issuing.capacity import capacities_for
from doccontrol.documents.issuing.freezing import check_content
from doccontrol.documents.judging.screen.comments import open_comments, steps_taken
from doccontrol.documents.judging.screen.draft_at_hand import DraftAtHand
from doccontrol.documents.judging.turns import StepKind
from doccontrol.documents.last_editions import coming_number, last_edition
from doccontrol.documents.models.authorship import Authorship
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.reading import draft_page
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.documents.rules import EditionNumber
from doccontrol.errors import Refused
from doccontrol.extension_points import draft_notes
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.people import NamedPerson, name_on
from doccontrol.register.models.events import LawEvent


@dataclass(frozen=True, slots=True)
class Comparison:
    """``against`` is the edition on the other side; ``editions`` may stand there."""

    editions: list[Edition]
    against: Edition | None
    changed: list[SectionDiff]
    unchanged: list[SectionDiff]


def facts(
    at_hand: DraftAtHand, content: dict[str, Any], person: Person, on: date
) -> dict[str, Any]:
    """Constant queries, however long the draft and its history are. ``content`` is what would be
    frozen."""
    draft = at_hand.draft
    events = list(draft.implements.all())
    notes = (
        (note.template, note.context(draft.pk, frozenset(e.pk for e in events), person, on))
        for note in draft_notes
    )
    return {
        "shown": draft_page.preview(draft, on, content),
        "starts": draft.in_force_from,
        "drafters": drafters(at_hand),
        "steps_taken": steps_taken(at_hand.step),
        "change_notes": list(draft.changes.all()),
        "events": events,
        "notes": [{"template": template, "shown": shown} for template, shown in notes if shown],
        "comments": open_comments(at_hand.page.specific),
    }


def content_of(at_hand: DraftAtHand, on: date) -> dict[str, Any]:
    return draft_page.draft_content(at_hand.draft, coming_number(at_hand.draft), on)


def drafters(at_hand: DraftAtHand) -> list[Person]:
    """Whoever saved or submitted something of it, each once, the first before the others."""
    rows = Authorship.objects.since_last_edition([at_hand.page.pk]).select_related("person")
    return list(dict.fromkeys(row.person for row in rows.order_by("pk")))


def obstacle_of(at_hand: DraftAtHand, person: Person, on: date) -> str:
    """Why ``person``, whose turn it is, may not pass it on; "" where nothing is in the way."""
    if at_hand.is_approval and not at_hand.obstacle:
        try:
            capacities_for(person, at_hand.draft.kind, on)
        except Refused as refusal:
            return str(refusal)
    return at_hand.obstacle


def comparison(at_hand: DraftAtHand, content: dict[str, Any], number: str, on: date) -> Comparison:
    """With the edition in force, or the one of that number; else the last one.

    Raises ContentChanged: what was forged is compared with nothing.
    """
    issued = Edition.objects.filter(document=at_hand.page.pk).newest_first()
    editions = list(issued.without_content().select_related("document"))
    by_number = {edition.number.slug: edition for edition in editions}
    in_force = next((edition for edition in editions if edition.is_in_force(on)), None)
    against = by_number.get(number) or in_force or next(iter(editions), None)
    if against is None:
        return Comparison([], None, [], [])
    check_content(against)
    sections = compare(against.content, content)
    same = [section for section in sections if section.change == Change.UNCHANGED]
    return Comparison(
        editions,
        against,
        [section for section in sections if section.change != Change.UNCHANGED],
        [section for section in same if section.blocks or section.table],
    )


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an approval today brings about, for the sentence that asks for it. ``signs_as``: key and
    words of each capacity in which it can be signed; none where the agency has recorded none."""

    number: EditionNumber
    starts: date
    replaced: Edition | None
    replaced_url: str
    events: list[LawEvent]
    signer: NamedPerson
    signs_as: list[tuple[str, str]]
    is_for_the_head: bool
    reviewer: Person | None


def consequences(at_hand: DraftAtHand, approver: Person, on: date) -> Consequences:
    """Raises what ``capacities_for`` raises: then nothing is asked."""
    capacities = capacities_for(approver, at_hand.draft.kind, on)
    replaced = last_edition(at_hand.page.pk)
    if replaced is not None:
        replaced.document = at_hand.page
    reviews = [s for s in steps_taken(at_hand.step) if s.task.content_type.model == StepKind.REVIEW]
    return Consequences(
        number=coming_number(at_hand.draft),
        starts=at_hand.draft.in_force_from or on,
        replaced=replaced,
        replaced_url=edition_url(replaced) if replaced is not None else "",
        events=list(at_hand.draft.implements.all()),
        signer=name_on(approver, on),
        signs_as=[(capacity.key, capacity.sentence(str(approver))) for capacity in capacities],
        is_for_the_head=any(capacity.is_for_the_head for capacity in capacities),
        reviewer=reviews[-1].finished_by if reviews else None,
    )
