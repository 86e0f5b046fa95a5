"""Editions as readers meet them in lists: light rows, narrowed and grouped without more queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from doccontrol.document_kinds import DOCUMENT_KINDS
from doccontrol.documents.models.editions import Edition, EditionQuerySet
from doccontrol.folding import fold
from doccontrol.typed.days import DayField

# Kinds that a list leaves out unless they are asked for.
APART = frozenset(kind.key for kind in DOCUMENT_KINDS if kind.is_listed_apart)


@dataclass(frozen=True, slots=True)
class Row:
    """One edition as ``components/_document_row.html`` draws it."""

    pk: int
    document_id: int
    code: str
    title: str
    url: str
    issue_no: int
    revision_no: int
    in_force_from: date
    unit: str
    field: str
    state: str = ""
    state_label: str = ""
    # Where the next edition is drafted, for those who may.
    draft_url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one field or unit; ``total`` may be more than the rows shown."""

    name: str
    value: str
    total: int
    rows: list[Row]


def as_row(edition: Edition, request: HttpRequest, query: str = "", **more: Any) -> Row:
    """Needs an edition from ``with_document``. ``query`` is kept in the address ("?on=…")."""
    return Row(
        pk=edition.pk,
        document_id=edition.document_id,
        code=edition.code,
        title=edition.title,
        url=(edition.document.get_url(request) or "/") + query,
        issue_no=edition.issue_no,
        revision_no=edition.revision_no,
        in_force_from=edition.in_force_from,
        unit=edition.unit.name,
        field=edition.field,
        **more,
    )


def by_field(rows: Iterable[Row], most: int | None = None) -> list[Group]:
    """Fields in their order without marks, rows without a field last; ``most`` rows of each."""
    fields: dict[str, list[Row]] = {}
    for row in sorted(rows, key=place):
        fields.setdefault(row.field, []).append(row)
    return [Group(name, name, len(rows), rows[:most]) for name, rows in fields.items()]


def place(row: Row | Light) -> tuple[bool, str, str]:
    return (not row.field, fold(row.field), row.code)


@dataclass(frozen=True, slots=True)
class Light:
    """What narrowing needs to know of an edition."""

    pk: int
    code: str
    title: str
    field: str
    unit_id: int
    unit: str
    kind: str

    def holds(self, words: list[str]) -> bool:
        """Whether every folded word stands in the code or the title, with or without marks."""
        text = f"{fold(self.code)} {fold(self.title)}"
        return all(word in text for word in words)


LIGHT = ("pk", "code", "title", "field", "unit_id", "unit__name", "kind")


def light(editions: EditionQuerySet) -> list[Light]:
    return [Light(*values) for values in editions.values_list(*LIGHT)]


class DocumentFilter(forms.Form):
    """Narrows a shelf; offers only what stands on it, with how many of each."""

    q = forms.CharField(
        label=_("Words of the code or title"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    field = forms.ChoiceField(label=_("Field of work"), required=False)
    unit = forms.ChoiceField(label=_("Owner unit"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    on = DayField(_("In force on"))

    def __init__(self, data: Any, shelf: list[Light]) -> None:
        super().__init__(data, auto_id="filter-%s", use_required_attribute=False)
        self.shelf = shelf
        main = [entry for entry in shelf if entry.kind not in APART]
        fields = Counter(entry.field for entry in main if entry.field)
        units = Counter((entry.unit_id, entry.unit) for entry in main)
        kinds = Counter(entry.kind for entry in shelf)
        self._offer("field", [(name, name, n) for name, n in fields.items()])
        self._offer("unit", [(str(pk), name, n) for (pk, name), n in units.items()])
        offered = [kind for kind in DOCUMENT_KINDS if kinds[kind.key]]
        self._offer("kind", [(k.key, k.plural, kinds[k.key]) for k in offered], keep=True)

    def _offer(self, name: str, options: list[tuple[str, Any, int]], keep: bool = False) -> None:
        if len(options) < 2 and not self.data.get(name):
            del self.fields[name]  # nothing to choose between
            return
        ordered = options if keep else sorted(options, key=lambda option: fold(option[1]))
        self.fields[name].choices = [  # type: ignore[attr-defined]
            ("", _("All but forms") if name == "kind" else _("All")),
            *((value, f"{label} ({count})") for value, label, count in ordered),
        ]

    def matching_keys(self) -> list[int]:
        """Primary keys of what the filter leaves, in the order of the list. A value that is not
        offered is told in the form and narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        words = fold(chosen.get("q") or "").split()
        kind, field, unit = (chosen.get(name) or "" for name in ("kind", "field", "unit"))
        left = [
            entry
            for entry in self.shelf
            if (entry.kind == kind if kind else entry.kind not in APART)
            and (not field or entry.field == field)
            and (not unit or str(entry.unit_id) == unit)
            and entry.holds(words)
        ]
        return [entry.pk for entry in sorted(left, key=place)]
