"""On the desk: the drafts that wait for a person's judgement, and the person's own drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.access import signed_in_person
from doccontrol.asked_once import asked_once
from doccontrol.documents.judging.turns import all_turns
from doccontrol.documents.judging.waiting import Draft, Waiting, drafts_of, waiting_for_me
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.rules import EditionNumber, next_number
from doccontrol.extension_points import (
    DeskSection,
    WaitingLine,
    Work,
    WorkItem,
    desk_sections,
    duty_days,
    work_items,
)
from doccontrol.organisation.models.people import Person
from doccontrol.register.models.events import LawEvent


@dataclass(slots=True)
class Facts:
    """What the sentences about drafts are made of, asked for all of them at once."""

    numbers: dict[int, EditionNumber] = field(default_factory=dict)
    authors: dict[int, list[str]] = field(default_factory=dict)
    laws: dict[int, str] = field(default_factory=dict)
    days: dict[tuple[int, int], date | None] = field(default_factory=dict)

    @classmethod
    def about(cls, rows: Iterable[Waiting], on: date) -> Self:
        documents = {row.page.pk for row in rows}
        if not documents:
            return cls()
        events = LawEvent.objects.filter(pk__in={event for row in rows for event in row.events})
        days: dict[tuple[int, int], date | None] = {}
        for item in duty_days:
            days |= item.days(documents)
        return cls(
            numbers=_last_numbers(documents),
            authors=_author_names(
                {
                    document: people
                    for document, people in all_turns(on)[1].authors.items()
                    if document in documents
                }
            ),
            laws=dict(events.values_list("pk", "acting__number_raw")),
            days=days,
        )

    def due(self, row: Waiting) -> date | None:
        """The first day by which one of the changes of law that the draft names is due."""
        days = (self.days.get((row.page.pk, event)) for event in row.events)
        return min((day for day in days if day is not None), default=None)

    def sentence(self, row: Waiting) -> str:
        number = next_number(self.numbers.get(row.page.pk), reissue=row.is_reissue)
        names = ", ".join(self.authors.get(row.page.pk, [])) or str(row.author or "–")
        values = {
            "code": row.page.code,
            "number": number,
            "title": row.page.title,
            "authors": names,
            "laws": ", ".join(dict.fromkeys(self.laws.get(event, "") for event in row.events)),
        }
        if row.events:
            return (
                _("%(code)s edition %(number)s “%(title)s”, by %(authors)s, implements %(laws)s")
                % values
            )
        return _("%(code)s edition %(number)s “%(title)s”, by %(authors)s") % values


def _last_numbers(documents: Iterable[int]) -> dict[int, EditionNumber]:
    """Revoked ones too: no number is given twice."""
    rows = Edition.objects.filter(document__in=documents).order_by("issue_no", "revision_no")
    return {
        document: EditionNumber(issue, revision)
        for document, issue, revision in rows.values_list("document", "issue_no", "revision_no")
    }


def _author_names(authors: dict[int, set[int]]) -> dict[int, list[str]]:
    """By document, as ``authors`` are."""
    people = Person.objects.in_bulk({person for keys in authors.values() for person in keys})
    return {
        document: sorted(str(people[person]) for person in keys)
        for document, keys in authors.items()
    }


def to_judge(person: Person, on: date) -> Work:
    rows = waiting_for_me(person, on)
    facts = Facts.about(rows, on)
    return Work([_judging_line(row, facts) for row in rows], len(rows))


def _judging_line(row: Waiting, facts: Facts) -> WaitingLine:
    return WaitingLine(
        what=row.step,
        about=facts.sentence(row),
        action=_("Look and approve") if row.is_approval else _("Look and review"),
        url=row.url,
        due=facts.due(row),
    )


@asked_once
def _drafts(person: Person, on: date) -> tuple[Draft, ...]:
    return tuple(drafts_of(person, on))


def own_drafts(person: Person, on: date) -> Work:
    """Sent back, never submitted, or stuck: for the others somebody else acts next."""
    lines = [_own_line(draft) for draft in _drafts(person, on) if not _is_under_way(draft)]
    return Work(lines, len(lines))


def _is_under_way(draft: Draft) -> bool:
    turn = draft.waiting
    return turn is not None and not turn.sent_back and not turn.missing


def _own_line(draft: Draft) -> WaitingLine:
    turn = draft.waiting
    named = {"code": draft.page.code, "title": draft.page.title}
    if turn is None:
        about = _("%(code)s “%(title)s”: nobody else sees it until you submit it") % named
        return WaitingLine(_("Draft not submitted"), about, _("Go on writing"), draft.url)
    if turn.missing:
        about = _("%(code)s “%(title)s”: %(missing)s") % (named | {"missing": turn.missing})
        return WaitingLine(_("Draft that nobody can carry on"), about, _("Look"), draft.url)
    reason = named | {"reason": turn.reason or "–"}
    about = _("%(code)s “%(title)s”. The reason: %(reason)s") % reason
    return WaitingLine(_("Draft sent back to you"), about, _("Change and submit"), draft.url)


def under_way_section(request: HttpRequest, on: date, chosen: str) -> dict[str, Any] | None:
    """The person's drafts with which somebody else is busy."""
    drafts = [draft for draft in _drafts(signed_in_person(request), on) if _is_under_way(draft)]
    return {"drafts": drafts} if drafts else None


work_items.register(WorkItem("to_judge", 200, gettext_lazy("Waiting for you"), to_judge))
work_items.register(WorkItem("own_drafts", 400, gettext_lazy("Your drafts"), own_drafts))
desk_sections.register(
    DeskSection("drafts", 600, "doccontrol/documents/desk.html", under_way_section)
)
