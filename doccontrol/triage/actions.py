"""The only code that writes what was decided about an incoming file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import reversion
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.linked_documents import LinkedDocument
from doccontrol.clocks.models import Clock, Decision
from doccontrol.decisions import actions as decisions
from doccontrol.decisions.batches.actions import propose_at_once
from doccontrol.decisions.models import DecisionState
from doccontrol.decisions.refusals import ReasonMissing
from doccontrol.history import recorded
from doccontrol.register.actions import correct_text, find_same, register_text
from doccontrol.register.intake.actions import attach_to_text
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.texts import LegalText
from doccontrol.triage.identity import changes_of, compare
from doccontrol.triage.models import Triage
from doccontrol.triage.new_names import add_issuers, add_type
from doccontrol.triage.outlook import outlook, rests_already
from doccontrol.triage.refusals import (
    AlreadyTriaged,
    NotRead,
    RegisteredMeanwhile,
)
from doccontrol.triage.statement import Statement

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

Outcome = Triage.Outcome


def confirm(
    file: IncomingFile, statement: Statement, *, reason: str, by: Person, on: date
) -> Triage:
    """Register the text of the file with all that was said of it, and open its clocks.

    One transaction, one reason. A registered text of the same identity is completed: what it
    states itself stays, but for the facts named in ``overwrite``. Said twice, the first answer is
    returned and nothing is written. A text that is no norm is registered too and opens no clock.
    What one person put aside as not relevant may be confirmed later; what two persons decided is
    re-opened first. Raises ReasonMissing, NotRead, AlreadyTriaged, RegisteredMeanwhile,
    NotALegalNumber, OfAnotherText, and what ``decisions.propose`` raises.
    """
    reason = _required(reason)
    with recorded(by, reason):
        row, before = _locked(file)
        if before is not None:
            if before.outcome == Outcome.CONFIRMED:
                return before
            _look_again(before, on)
        text = _register(row, statement, reason=reason, by=by, on=on)
        words = "\n".join([reason, *statement.refused])
        triage = Triage(
            file=row, text=text, outcome=Outcome.CONFIRMED, reason=words, is_one_persons=True
        )
        decisions.propose(triage, by=by, on=on)
        triage.units.set(statement.units)
        mark_decided(triage, on)
        evaluate(on, texts=[text.pk])
        reversion.set_comment(reason)
    return triage


def set_not_relevant(
    file: IncomingFile, statement: Statement | None, *, reason: str, by: Person, on: date
) -> Triage:
    """Say that the text does not concern the agency. See ``set_all_not_relevant``."""
    [triage] = set_all_not_relevant([(file, statement)], reason=reason, by=by, on=on)
    return triage


def set_all_not_relevant(
    files: Sequence[tuple[IncomingFile, Statement | None]], *, reason: str, by: Person, on: date
) -> list[Triage]:
    """Say of each text, with one reason, that it does not concern the agency: of all or of none.

    Where documents in force rest on it, one person cannot say so alone: the text is registered as
    by ``confirm``, and for each clock that it opens the decision "not relevant" is proposed: a
    second person answers them one by one, or all at once by answering this one. Several such texts
    wait together for one answer. Where nothing rests on it, or it could not be told what it is (a
    statement of None), the file is put aside and nothing enters the register: what was read of it
    has been confirmed by nobody. Said twice it changes nothing. Raises what ``confirm`` raises,
    and NotYours if ``by`` may not propose for a clock.
    """
    reason = _required(reason)
    with recorded(by, reason):
        triages = []
        for file, statement in sorted(files, key=lambda pair: pair[0].pk):
            row, before = _locked(file)
            if before is not None and before.outcome == Outcome.CONFIRMED:
                raise AlreadyTriaged(before)
            triages.append(before or _unsaved(row, statement, reason=reason, by=by, on=on))
        new = [triage for triage in triages if triage.pk is None]
        waiting = [triage for triage in new if not triage.is_one_persons]
        _propose_not_relevant([triage.text_id for triage in waiting], reason=reason, by=by, on=on)
        for triage in new:
            if triage.is_one_persons:
                decisions.propose(triage, by=by, on=on)
        propose_at_once(waiting, reason=reason, by=by, on=on)
        for triage in new:
            mark_decided(triage, on)
        reversion.set_comment(reason)
    return triages


def _unsaved(
    row: IncomingFile, statement: Statement | None, *, reason: str, by: Person, on: date
) -> Triage:
    """The answer "not relevant"; the text of one that opens clocks is registered with it."""
    triage = Triage(file=row, outcome=Outcome.NOT_RELEVANT, reason=reason, is_one_persons=True)
    if statement is not None and _something_rests(statement, on):
        triage.text = _register(row, statement, reason=reason, by=by, on=on)
        triage.is_one_persons = False
        evaluate(on, texts=[triage.text.pk])
    return triage


def _something_rests(statement: Statement, on: date) -> bool:
    return bool(outlook(statement, on).opened) or rests_already(statement.same_as)


def _required(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _locked(file: IncomingFile) -> tuple[IncomingFile, Triage | None]:
    """The row held until the end of the transaction, and what was decided about it before."""
    row = IncomingFile.objects.select_for_update().get(pk=file.pk)
    if row.state != IncomingFile.State.READ:
        raise NotRead
    current = Triage.objects.current().filter(file=row)
    return row, current.with_people().select_related("text").first()


def _register(
    row: IncomingFile, statement: Statement, *, reason: str, by: Person, on: date
) -> LegalText:
    text = _text(row, statement, reason=reason, by=by, on=on)
    attach_to_text(row, text, by=by, reason=reason)
    for link in statement.links:
        LinkedDocument.objects.get_or_create(
            text=text, document=link.document, defaults={"reason": link.reason, "by": by, "on": on}
        )
    return text


def _text(
    row: IncomingFile, statement: Statement, *, reason: str, by: Person, on: date
) -> LegalText:
    """One change of the register, with all that the text does."""
    known = statement.same_as
    relations = [said.facts() for said in statement.relations]
    if known is not None:
        changes = _with_new_names(changes_of(statement))
        return correct_text(known, by=by, reason=reason, changes=changes, relations=relations)
    # Whoever confirms has compared it with the file.
    source = _("File %(name)s") % {"name": row.name}
    facts = _with_new_names(statement.facts)
    same = find_same(facts["number"], facts.get("issuer"), facts.get("issued"))
    if same is not None:
        changes = _lacking(same, facts)
        return correct_text(same, by=by, reason=reason, changes=changes, relations=relations)
    facts |= {"source": source, "as_at": on, "checked_by": by}
    return register_text(**facts, by=by, reason=reason, relations=relations)


def _lacking(text: LegalText, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody registered the text while the page was open: what it lacks of ``facts``. Raises
    RegisteredMeanwhile where it says something else, which nobody has looked at."""
    added, differences = compare(text, facts)
    if differences:
        raise RegisteredMeanwhile(text)
    return added


def _with_new_names(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A type or an issuer that the register lacked is added with its text."""
    named = dict(facts)
    if "type" in facts:
        named["type"] = add_type(facts["type"])
    if facts.get("issuer") is not None:
        [named["issuer"]] = add_issuers([facts["issuer"]])
    if "co_issuers" in facts:
        named["co_issuers"] = add_issuers(facts["co_issuers"])
    return named


def _look_again(before: Triage, on: date) -> None:
    """What one person put aside, one person takes up again."""
    if before.state != DecisionState.STANDING or not before.is_one_persons:
        raise AlreadyTriaged(before)
    before.reopened_on = on
    before.save(update_fields=["reopened_on"])


def mark_decided(triage: Triage, day: date | None) -> None:
    """Whether the file still waits for somebody to say what it is."""
    IncomingFile.objects.filter(pk=triage.file_id).update(decided_on=day)


def _propose_not_relevant(
    texts: Collection[int | None], *, reason: str, by: Person, on: date
) -> None:
    """For each open clock of the texts on which nothing is proposed yet, together."""
    standing = Decision.objects.current().filter(clock=OuterRef("pk"))
    clocks = Clock.objects.filter(~Exists(standing), event__acting__in=texts)
    outcome = Decision.Outcome.NOT_RELEVANT
    proposals = [
        Decision(clock=clock, outcome=outcome, reason=reason)
        for clock in clocks.with_closing().open(on)
    ]
    propose_at_once(proposals, reason=reason, by=by, on=on)
