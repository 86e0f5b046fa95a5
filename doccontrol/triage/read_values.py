"""What was read of a file, from its JSON (``lawtext.reading``), as a page shows it and a form
begins with it. No queries, no clock.

A value that was not read stays empty and says why; of values that contradict each other none is
chosen silently: both are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, parse_number
from doccontrol.lawtext.procedures import YES
from doccontrol.lawtext.reading.effect import NO_END
from doccontrol.lawtext.relation_kinds import ENDINGS, VIETNAMESE_CODES, RelationKind
from doccontrol.register.actions import Applied
from doccontrol.register.resolving import NAMED_TYPES, Match, match

Reading = Mapping[str, Any]

FIELDS = {
    "number": pgettext_lazy("legal text", "Number"),
    "type": gettext_lazy("Type of text"),
    "issuer": gettext_lazy("Issuer"),
    "issued": gettext_lazy("Issued on"),
    "subject": gettext_lazy("Subject of the text"),
    "signer": gettext_lazy("Signed by"),
    "effective": gettext_lazy("Effective on"),
    "applied_from": gettext_lazy("Application dates"),
    "expires": gettext_lazy("Expires on"),
    "regulates_procedures": gettext_lazy("Lays down administrative procedures (TTHC)"),
    "basis": gettext_lazy("Legal basis of the text"),
}
# Below it a person is asked to look twice.
SURE = 0.8
# Kinds of relation that are proposed; a mere reference changes nothing and is only listed.
PROPOSED = frozenset(RelationKind) - {RelationKind.REFERS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file: a page from 1, and the letters of its text."""

    page: int
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReadValue:
    """One value in words. ``key`` names its place in an address: "effective", "effective-2"."""

    key: str
    words: str
    place: Place | None
    confidence: float

    @property
    def percent(self) -> int:
        return round(self.confidence * 100)

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field: its values, or ``reason`` why there is none and ``place`` where it should stand.

    ``is_conflicting``: the file gives several values that cannot all be right;
    ``is_said_to_be_none``: ``reason`` is what was read.
    """

    name: str
    label: str
    values: tuple[ReadValue, ...]
    reason: str = ""
    place: Place | None = None
    is_conflicting: bool = False
    is_said_to_be_none: bool = False


def read_fields(reading: Reading) -> list[ReadField]:
    return [_field(reading, name, str(label)) for name, label in FIELDS.items()]


def field_places(reading: Reading) -> dict[str, Place]:
    """Every place that a page can be asked to show, by its key."""
    places: dict[str, Place] = {}
    for field in read_fields(reading):
        if field.place is not None:
            places[field.name] = field.place
        places |= {value.key: value.place for value in field.values if value.place is not None}
    for number, row in enumerate(proposed_relations(reading)):
        if row.place is not None:
            places[row.key(number)] = row.place
    return places


def warnings_of(reading: Reading) -> list[str]:
    """What looked implausible, in the reader's language."""
    return [in_words(one["reason"], one.get("values")) for one in reading.get("warnings", ())]


def in_words(reason: str, values: Mapping[str, Any] | None = None) -> str:
    """A reason of the readers, which are source strings for gettext."""
    return _(reason) % values if values else _(reason)


def initial_facts(reading: Reading) -> dict[str, Any]:
    """What the form begins with, in its names; what was not read is left out. ``expires`` is the
    first day without force: the day after one through which the text says it is in force."""
    plain = {
        name: value
        for name in ("number", "issuer", "subject")
        if (value := _value(reading, name)) is not None
    }
    for name in ("issued", "effective"):
        if _value(reading, name) and not _conflict(reading, name):
            plain[name] = _day(reading[name]["value"])
    if (ends := _value(reading, "expires")) is not None:
        through = bool(reading["expires"].get("through"))
        plain["expires"] = _day(ends) + timedelta(days=through)
    if answer := _value(reading, "regulates_procedures"):
        plain["regulates_procedures"] = answer == YES
    applied = {
        Applied(_day(entry["value"]), entry.get("scope") or "") for entry in _partial_days(reading)
    }
    own_day = plain.get("effective")
    days = (one for one in applied if one.provisions or one.on != own_day)
    plain["applied_from"] = sorted(days, key=lambda row: (row.on, row.provisions))
    return plain


@dataclass(frozen=True, slots=True)
class ProposedRelation:
    """``number`` as printed, "" where only a ``name`` is given; ``issued``, ``year`` and ``issuer``
    are what stands beside, None and "" where nothing does. ``on``: from when, where that is not
    the day on which the text takes effect."""

    kind: RelationKind
    number: str
    name: str
    scope: str
    place: Place | None
    confidence: float
    issued: date | None = None
    year: int | None = None
    issuer: str = ""
    on: date | None = None

    @property
    def percent(self) -> int:
        return round(self.confidence * 100)

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE

    @property
    def ends_what_only_its_name_names(self) -> bool:
        """An older law of the same name may be meant, not the one that is in force."""
        return self.kind in ENDINGS and not (self.number or self.issued or self.year)

    @property
    def can_be_registered(self) -> bool:
        """A basis that is named in words only is printed among the bases of the text."""
        is_named = bool(self.number) or self.name.startswith(NAMED_TYPES)
        return self.kind in PROPOSED and (is_named or self.kind != RelationKind.BASIS)

    def key(self, row: int) -> str:
        return f"relation-{row + 1}"


@dataclass(frozen=True, slots=True)
class SoughtTarget:
    """The target of a proposal, as ``register.resolving.match`` asks for it."""

    number: LegalNumber | None
    name: str
    issued: date | None
    year: int | None
    issuer: str

    @classmethod
    def of(cls, row: ProposedRelation) -> SoughtTarget:
        number = legal_number(row.number)
        return cls(number, row.name, row.issued, row.year, row.issuer)


def targets_of(rows: Sequence[ProposedRelation]) -> list[Match]:
    """What the register says of each: the one rule of the list and of the page of one file. A law
    of which only the name is given is not said to end without a person's choice."""
    matches = match([SoughtTarget.of(row) for row in rows])
    return [
        Match(candidates=(found.text,))
        if found.text is not None and row.ends_what_only_its_name_names
        else found
        for row, found in zip(rows, matches, strict=True)
    ]


def legal_number(printed: str | None) -> LegalNumber | None:
    """None if nothing is printed, or what is printed is no number."""
    try:
        return parse_number(printed) if printed else None
    except NotALegalNumber:
        return None


def proposed_relations(reading: Reading) -> list[ProposedRelation]:
    """In the order of the file; what acts on other texts before what it only rests on."""
    own_day = _value(reading, "effective")
    found = [_relation(row, own_day) for row in reading.get("relations", ())]
    proposed = [row for row in found if row.can_be_registered]
    return sorted(proposed, key=lambda row: row.kind == RelationKind.BASIS)


def _relation(row: Mapping[str, Any], own_day: str | None) -> ProposedRelation:
    on = row.get("on")
    return ProposedRelation(
        kind=VIETNAMESE_CODES[row["kind"]],
        number=row.get("number") or "",
        name=row.get("name") or "",
        scope=row.get("scope") or "",
        place=_place(row),
        confidence=row.get("confidence", 1.0),
        issued=_day(row["issued"]) if row.get("issued") else None,
        year=row.get("year"),
        issuer=row.get("issuer") or "",
        on=_day(on) if on and on != own_day else None,
    )


def _field(reading: Reading, name: str, label: str) -> ReadField:
    conflicting = _conflict(reading, name)
    if name == "applied_from":
        entries = _partial_days(reading)
    else:
        entries = conflicting or [one for one in [reading.get(name) or {}] if one.get("value")]
    values = tuple(_read_value(name, row, entry) for row, entry in enumerate(entries))
    if values:
        return ReadField(name, label, values, is_conflicting=bool(conflicting))
    unread = reading.get(name) or {}
    reason = unread.get("reason") or ""
    return ReadField(name, label, (), in_words(reason), _place(unread), False, reason == NO_END)


def _read_value(name: str, row: int, entry: Mapping[str, Any]) -> ReadValue:
    key = name if row == 0 else f"{name}-{row + 1}"
    return ReadValue(key, _words(name, entry), _place(entry), entry.get("confidence", 1.0))


def _words(name: str, entry: Mapping[str, Any]) -> str:
    value = entry["value"]
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    if name in ("issued", "effective", "expires", "applied_from"):
        day = f"{_day(value):%d/%m/%Y}"
        through = _("(through this day)") if entry.get("through") else ""
        return " ".join(part for part in (day, through, entry.get("scope")) if part)
    if name == "regulates_procedures":
        return _("Yes") if value == YES else _("No")
    if name == "signer" and entry.get("title"):
        return f"{value} ({entry['title']})"
    return str(value)


def _conflict(reading: Reading, name: str) -> list[Mapping[str, Any]]:
    found = (one for one in reading.get("conflicts", ()) if one.get("field") == name)
    return [entry for one in found for entry in one.get("values", ())]


def _value(reading: Reading, name: str) -> Any:
    return (reading.get(name) or {}).get("value")


def _partial_days(reading: Reading) -> list[Mapping[str, Any]]:
    """Days for a part of the text only; in the register all of them are application dates."""
    applied, effective = reading.get("applied_from") or {}, reading.get("effective") or {}
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for entry in (applied, *applied.get("further", ()), *effective.get("stages", ())):
        if entry.get("value"):
            found.setdefault((entry["value"], entry.get("scope") or ""), entry)
    return list(found.values())


def _place(entry: Mapping[str, Any]) -> Place | None:
    page, span = entry.get("page"), entry.get("span")
    return Place(page, (span[0], span[1])) if page and span else None


def _day(iso: str) -> date:
    return date.fromisoformat(iso)
