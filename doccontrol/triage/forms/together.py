"""The forms of one file together: begun from what was read, and said as one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.register.intake.models import IncomingFile
from doccontrol.register.models.texts import LegalText
from doccontrol.register.resolving import Match
from doccontrol.triage.forms.facts import FactsForm, ReasonsForm
from doccontrol.triage.forms.links import LinkFormSet
from doccontrol.triage.forms.relations import RelationForm, RelationFormSet, key_of
from doccontrol.triage.new_names import initial_issuers, initial_type
from doccontrol.triage.read_values import (
    ProposedRelation,
    initial_facts,
    proposed_relations,
    targets_of,
)
from doccontrol.triage.statement import Statement, key_of_relation

Data = Mapping[str, Any]


class Desk:
    """What lies before the secretary for one file.

    Without ``data`` the forms begin with what was read. With ``data`` they hold what was typed;
    ``matches`` are what the register says of the proposed relations, where it was asked already.
    """

    def __init__(
        self,
        file: IncomingFile,
        on: date,
        data: Data | None = None,
        *,
        matches: Sequence[Match] | None = None,
    ) -> None:
        reading = file.reading
        self.file, self.on = file, on
        self.proposed: list[ProposedRelation] = proposed_relations(reading)
        self.facts = FactsForm(data, initial=_initial_facts(reading) if data is None else None)
        if matches is None:
            matches = targets_of(self.proposed)
        self._matches = matches
        self.relations = RelationFormSet(
            data,
            prefix="relation",
            initial=[_initial_row(*pair) for pair in zip(self.proposed, matches, strict=True)],
            matches=matches,
        )
        self._begin(data)

    def propose(self, *, units: Sequence[int], similar: Sequence[int]) -> None:
        """Begin with these units and documents (primary keys) proposed; only of forms that hold
        nothing typed."""
        self._begin(None, units=units, similar=similar)

    def _begin(
        self, data: Data | None, *, units: Sequence[int] = (), similar: Sequence[int] = ()
    ) -> None:
        self.links = LinkFormSet(
            data,
            prefix="link",
            initial=[{"document": key} for key in similar],
            documents=documents_in_force(self.on),
        )
        reason = _("Confirmed from the file %(name)s") % {"name": self.file.name}
        initial = {"reason": reason, "units": list(units)} if data is None else None
        self.reasons = ReasonsForm(data, on=self.on, initial=initial)

    @property
    def parts(self) -> list[BaseForm | BaseFormSet]:
        return [self.facts, self.relations, self.links, self.reasons]

    def is_valid(self) -> bool:
        """Every part is asked, so that every mistake is shown at once."""
        answers = [part.is_valid() for part in self.parts]
        own = key_of(self.facts["number"].value())
        taken = [form for form in self.relations.filled if not form.is_refused]
        for form in taken:
            if own and key_of(form["number"].value()) == own and "number" not in form.errors:
                form.add_error("number", _("A text cannot act on itself."))
        self._compare_days([form for form in taken if not form.errors])
        return all(answers) and not any(form.errors for form in taken)

    def _compare_days(self, rows: Sequence[RelationForm]) -> None:
        """A relation has one day, in the register and among the rows: another one, typed or read,
        would be lost without a word."""
        said_before: dict[tuple[str, str, str], date | None] = {}
        for form in rows:
            said = form.statement()
            if said_before.setdefault(key_of_relation(said), said.on) != said.on:
                words = _("Another row says the same of another day: tell their provisions apart.")
                form.add_error("on", words)
        known = self.facts.registered() if self.facts.is_valid() else None
        if known is not None:
            own_day = self.facts.facts()["effective"] or known.effective
            _compare_with_register([form for form in rows if not form.errors], known, own_day)

    def statement(self) -> Statement | None:
        """What the forms say, rows with a mistake left out; None while nobody can tell which text
        it is. To look at only: ``is_valid`` is asked before anything is written."""
        self.is_valid()
        if not self.facts.is_valid():
            return None
        rows = [form for form in self.relations.filled if form.is_valid()]
        links = self.links.statements() if self.links.is_valid() else ()
        units = self.reasons.cleaned_data.get("units", ())
        return Statement(
            facts=self.facts.facts(),
            same_as=self.facts.registered(),
            overwrite=frozenset(self.facts.cleaned_data["overwrite"]),
            relations=tuple(form.statement() for form in rows if not form.is_refused),
            refused=tuple(form.refusal() for form in rows if form.is_refused),
            links=links,
            units=tuple(units),
        )

    @cached_property
    def as_if_sent(self) -> Desk:
        """The same forms as they began, as if the person had sent them unchanged."""
        data = _values(self.facts) | _values(self.reasons)
        for rows in (self.relations, self.links):
            data |= _values(rows.management_form)
            data[f"{rows.prefix}-TOTAL_FORMS"] = rows.initial_form_count()
            for form in rows.initial_forms:
                data |= _values(form)
        return Desk(self.file, self.on, data, matches=self._matches)


def _compare_with_register(
    rows: Sequence[RelationForm], known: LegalText, own_day: date | None
) -> None:
    days = {key_of_relation(row): row.on for row in known.acts_on.select_related("target")}
    for form in rows:
        said = form.statement()
        day = days.get(key_of_relation(said), said.on)
        if said.on is None or said.on == day or (day is None and said.on == own_day):
            continue
        since = f"{day:%d/%m/%Y}" if day else _("the day the text takes effect")
        words = _(
            "The register has this relation from %(day)s. Write that day or none; or correct "
            "the relation in the register."
        )
        form.add_error("on", words % {"day": since})


def documents_in_force(on: date) -> Any:
    """Documents that can be tied to a text: those with an edition in force."""
    editions = Edition.objects.in_force(on)
    return ControlledDocument.objects.filter(pk__in=editions.values("document"))


def _initial_facts(reading: Mapping[str, Any]) -> dict[str, Any]:
    facts = initial_facts(reading)
    printed = (reading.get("type") or {}).get("value")
    return (
        facts
        | initial_type(printed, facts.get("number", ""), facts.get("issuer") or "")
        | initial_issuers(facts.get("issuer"))
    )


def _initial_row(row: ProposedRelation, match: Match) -> dict[str, Any]:
    number = row.number or (match.text.number_raw if match.text else "")
    return {"kind": row.kind, "number": number, "scope": row.scope, "on": row.on}


def _values(form: BaseForm) -> dict[str, Any]:
    return {form.add_prefix(name): form[name].value() for name in form.fields}
