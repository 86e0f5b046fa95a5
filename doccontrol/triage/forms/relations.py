"""What the text of one file does to other texts, a row each: accepted, corrected or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.lawtext.numbers import NotALegalNumber, normalise
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.texts import LegalText
from doccontrol.register.resolving import Match
from doccontrol.triage.forms.facts import identity_in_words
from doccontrol.triage.statement import RelationSaid
from doccontrol.typed.days import DayField

ACCEPT, REFUSE = "accept", "refuse"
BY_NUMBER = "by-number"
# Empty rows for what was not found in the file.
BLANK_ROWS = 2

Candidates = Mapping[str, Sequence[LegalText]]


class RelationForm(forms.Form):
    """One thing that the text does to another: taken as it stands, corrected, or refused."""

    decision = forms.ChoiceField(
        label=gettext_lazy("This proposal"),
        choices=[(ACCEPT, gettext_lazy("accept")), (REFUSE, gettext_lazy("refuse"))],
        widget=forms.RadioSelect,
        initial=ACCEPT,
        error_messages={"required": gettext_lazy("Accept it or refuse it.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it does"),
        choices=[("", gettext_lazy("choose")), *RelationKind.choices],
        error_messages={"required": gettext_lazy("Say what the text does to it.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the target"), max_length=100, required=False
    )
    # What is chosen among the texts of one number says nothing of another number typed instead.
    target = forms.CharField(
        label=gettext_lazy("In the register"), required=False, widget=forms.Select
    )
    scope = forms.CharField(label=gettext_lazy("Provisions"), required=False)
    on = DayField(gettext_lazy("From"), gettext_lazy("Empty: when the acting text takes effect."))
    why = forms.CharField(label=gettext_lazy("Why it is refused"), max_length=300, required=False)

    def __init__(
        self, *args: Any, candidates: Candidates, match: Match | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        number = self["number"].value() or ""
        of_number = list(candidates.get(key_of(number), ()))
        if match is not None and number == self.initial.get("number", ""):
            # As it was found: what stands beside the number there has its say too.
            self.certain = match.text
            found = [match.text] if match.text else list(match.candidates)
            self.candidates = found or of_number
        else:
            self.certain = of_number[0] if len(of_number) == 1 else None
            self.candidates = of_number
        self.fields["target"].widget.choices = self._target_choices()  # type: ignore[attr-defined]
        if self.certain is not None:
            self.initial["target"] = str(self.certain.pk)

    @property
    def state(self) -> str:
        """As it stands: ``matched``, ``several`` to choose from, ``not-registered``, ``blank``."""
        if self.certain is not None:
            return "matched"
        if self.candidates:
            return "several"
        return "not-registered" if self["number"].value() else "blank"

    @property
    def needs_a_look(self) -> bool:
        """Something must be chosen or written before the proposal can be taken."""
        chosen = self["target"].value() if self.state == "several" else "chosen"
        return self.state == "blank" or not chosen

    @property
    def only_target(self) -> str:
        return identity_in_words(self.certain) if self.certain else ""

    def _target_choices(self) -> list[tuple[str, str]]:
        known = [(str(text.pk), identity_in_words(text)) for text in self.candidates]
        if self.certain is not None:
            return known
        if not known:
            return [("", _("not registered yet: kept by its number"))]
        return [
            ("", _("choose which one")),
            *known,
            (BY_NUMBER, _("none of these: keep its number")),
        ]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        if number and not key_of(number):
            raise ValidationError(
                _("“%(number)s” is not a legal number."), params={"number": number}
            )
        return number

    def clean_target(self) -> str:
        chosen: str = self.cleaned_data["target"]
        return chosen if chosen in dict(self._target_choices()) else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_refused or "number" in self.errors:
            return data
        if self.state == "several" and not data.get("target"):
            self.add_error("target", _("Choose which text is meant, or keep its number."))
        elif not data.get("number") and data.get("target") in ("", BY_NUMBER):
            self.add_error(
                "number", _("Write the number of the text that it acts on, or refuse it.")
            )
        return data

    @property
    def is_refused(self) -> bool:
        return bool(self.cleaned_data.get("decision") == REFUSE)

    def statement(self) -> RelationSaid:
        data = self.cleaned_data
        chosen = (text for text in self.candidates if str(text.pk) == data["target"])
        target = next(chosen, self.certain)
        return RelationSaid(
            kind=RelationKind(data["kind"]),
            target=target,
            target_number=target.number_raw if target else data["number"],
            scope=data["scope"],
            on=data["on"],
            is_chosen=target is not None and self.state == "several",
        )

    def refusal(self) -> str:
        """One sentence for the history."""
        data = self.cleaned_data
        what = " ".join(
            part
            for part in (
                str(RelationKind(data["kind"]).label) if data.get("kind") else "",
                data.get("number", ""),
                data.get("scope", ""),
            )
            if part
        )
        why = f" ({data['why']})" if data.get("why") else ""
        return _("Proposal not taken: %(what)s") % {"what": what} + why


class BaseRelationFormSet(BaseFormSet):
    """Looks every number up at once, however many rows there are. ``matches`` are what the register
    says of the proposed rows, in order."""

    def __init__(self, *args: Any, matches: Sequence[Match], **options: Any) -> None:
        super().__init__(*args, **options)
        self.matches = matches

    @cached_property
    def candidates(self) -> Candidates:
        return texts_by_number(self._numbers())

    def _numbers(self) -> Iterable[str]:
        if self.is_bound:
            for place in range(self.total_form_count()):
                yield self.data.get(f"{self.add_prefix(place)}-number", "")
        else:
            for row in self.initial or ():
                yield row.get("number", "")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        options = super().get_form_kwargs(index) | {"candidates": self.candidates}
        if index is not None and index < len(self.matches):
            options["match"] = self.matches[index]
        return options

    @property
    def filled(self) -> list[RelationForm]:
        return [form for form in self.forms if form.has_changed() or not form.empty_permitted]

    def statements(self) -> tuple[RelationSaid, ...]:
        return tuple(form.statement() for form in self.filled if not form.is_refused)

    def refused(self) -> tuple[str, ...]:
        return tuple(form.refusal() for form in self.filled if form.is_refused)


RelationFormSet = cast(
    "type[BaseRelationFormSet]",
    formset_factory(RelationForm, formset=BaseRelationFormSet, extra=BLANK_ROWS),
)


def key_of(number: Any) -> str:
    """The number as the register keys it; "" if it is none."""
    try:
        return normalise(str(number or ""))
    except NotALegalNumber:
        return ""


def texts_by_number(numbers: Iterable[Any]) -> Candidates:
    """The registered texts of each number, in one query."""
    keys = {key_of(number) for number in numbers} - {""}
    found: dict[str, list[LegalText]] = {}
    if keys:
        for text in LegalText.objects.filter(number__in=keys).with_type().order_by("pk"):
            found.setdefault(text.number, []).append(text)
    return found
