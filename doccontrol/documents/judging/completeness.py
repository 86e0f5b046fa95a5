"""What a draft must say before anybody is asked to judge it, and what it must say anew.

Saving asks none of this. Submitting asks all of it, whichever door it comes through
(``ControlledTask.start``); issuing asks again what the document itself must have.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from doccontrol.documents.comparing.editions import compare, under_headings_of
from doccontrol.documents.comparing.tables import Change
from doccontrol.documents.drafting.checklist import DaysOfSteps, Need, unmet
from doccontrol.documents.issuing.freezing import frozen_content
from doccontrol.documents.judging.workflow import NotReady, check_ready
from doccontrol.documents.last_editions import last_edition
from doccontrol.documents.models.editions import Audience, Edition

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft


class Incomplete(NotReady):
    """Readers would meet empty headings."""

    def __init__(self, needs: Sequence[Need]) -> None:
        super().__init__(
            _(
                "Not yet in the draft: %(missing)s. Write it, or state that it does not apply "
                "where the form offers that; then submit again."
            )
            % {"missing": "; ".join(str(need.label) for need in needs)}
        )


class StepsDoNotAddUp(NotReady):
    def __init__(self, of_steps: DaysOfSteps) -> None:
        super().__init__(
            _(
                "The steps add up to %(steps)s working days, the time limit is %(limit)s. Change "
                "the steps or the limit; then submit again."
            )
            % {"steps": of_steps.total_text, "limit": of_steps.limit_text}
        )


class NothingChanged(NotReady):
    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _(
                "Nothing has changed since edition %(number)s. Change what must change; if a "
                "change of law touches nothing here, propose on its clock that no change is needed."
            )
            % {"number": edition.number}
        )


class NotesRepeated(NotReady):
    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _(
                "The lines under “What changes” are those of edition %(number)s. Say what changes "
                "in this edition; then submit again."
            )
            % {"number": edition.number}
        )


def check_submission(draft: Draft, on: date) -> None:
    """Raises NotReady with what is missing, and what ``check_complete`` raises."""
    check_complete(draft, on)
    last = last_edition(draft.pk, with_content=True)
    if last is None:
        return
    if _notes(draft) == _own_notes(last):
        raise NotesRepeated(last)
    if not _says_anything_new(draft, last):
        raise NothingChanged(last)


def checklist_of(draft: Draft) -> list[Need]:
    """What the editor shows beside the form: all that the draft must have, met or not."""
    needs = draft.needs()
    of_steps = draft.days_of_steps()
    if of_steps is not None and of_steps.are_given:
        needs.append(
            Need("time_limit_days", _("The steps add up to the time limit"), of_steps.agree)
        )
    last = last_edition(draft.pk, with_content=True)
    if last is not None:
        notes = _notes(draft)
        needs.append(
            Need("changes", _("What changes in this edition"), notes not in ([], _own_notes(last)))
        )
    return needs


def check_complete(draft: Draft, on: date) -> None:
    """What must hold whenever the draft is submitted, judged or issued. Raises what ``check_ready``
    raises, Incomplete, StepsDoNotAddUp."""
    check_ready(draft, on)
    missing = unmet(draft.needs())
    if missing:
        raise Incomplete(missing)
    of_steps = draft.days_of_steps()
    if of_steps is not None and not of_steps.agree:
        raise StepsDoNotAddUp(of_steps)


def _notes(draft: Draft) -> list[tuple[str, str]]:
    return [(note.place.strip(), note.description.strip()) for note in draft.changes.all()]


def _own_notes(edition: Edition) -> list[tuple[str, str]]:
    """The rows of the revision table that came with this edition."""
    number = (edition.issue_no, edition.revision_no)
    return [
        (str(row["place"]).strip(), str(row["description"]).strip())
        for row in edition.content["revisions"]
        if (row["issue_no"], row["revision_no"]) == number
    ]


def _says_anything_new(draft: Draft, last: Edition) -> bool:
    """To readers: words, tables, laws and files, and who they are."""
    if _readers(draft) != _readers_of(last):
        return True
    content = frozen_content(
        draft,
        number=last.number,
        approved_on=None,
        in_force_from=last.in_force_from,
        signers=[],
        attachments=[_described(*file) for file in draft.files_to_freeze() if file.file],
    )
    old = dict(last.content) | {
        "attachments": _files_of(last.content),
        "sections": under_headings_of(content, last.content.get("sections") or []),
    }
    return any(part.change is not Change.UNCHANGED for part in compare(old, content))


def _described(title: str, file: Any, sha256: str) -> dict[str, Any]:
    """By its bytes and title; the name under which it is frozen follows from these."""
    return {"filename": sha256, "title": title, "sha256": sha256}


def _files_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"filename": row["sha256"], "title": row["title"], "sha256": row["sha256"]}
        for row in content.get("attachments") or []
    ]


def _readers(draft: Draft) -> tuple[bool, str, frozenset[int]]:
    units = {unit.pk for unit in draft.audience_units.all()}
    if draft.audience == Audience.OWNER_UNIT:
        units = {draft.owner_unit_id}
    elif draft.audience != Audience.UNITS:
        units = set()
    return (draft.visibility == draft.Visibility.PUBLIC, draft.audience, frozenset(units))


def _readers_of(edition: Edition) -> tuple[bool, str, frozenset[int]]:
    units = edition.addressed_units.values_list("pk", flat=True)
    return (edition.is_public, edition.audience, frozenset(units))
