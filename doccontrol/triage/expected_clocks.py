"""How many clocks each waiting file would open, if it were confirmed as it was read.

The list needs the number of every file to rank them; the page of one file says it in full
(``outlook``). A fixed number of queries, however many files there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from doccontrol.clocks.matching.expected import ExpectedText, count_opened
from doccontrol.clocks.matching.preview import Acts, Stated
from doccontrol.folding import fold
from doccontrol.lawtext.numbers import LegalNumber
from doccontrol.register.deriving.endings import own_end
from doccontrol.register.issuer_names import IssuerNames, name_key
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalText
from doccontrol.register.rules import STARTS_A_CLOCK
from doccontrol.triage.identity import same_text, state_of
from doccontrol.triage.new_names import type_name
from doccontrol.triage.read_values import (
    Reading,
    initial_facts,
    legal_number,
    proposed_relations,
    targets_of,
)

# What this module reads of a reading.
PARTS = (
    *("number", "type", "issuer", "issued", "effective", "applied_from", "expires"),
    *("conflicts", "relations"),
)


def expected_clocks(readings: Mapping[int, Reading], on: date) -> dict[int, int | None]:
    """By the keys of ``readings``; None where a fact is missing or doubtful, so that nobody can
    tell before a person has corrected it."""
    register = _Register(readings.values())
    acts = _acts(readings)
    texts = {key: register.text(reading, acts[key]) for key, reading in readings.items()}
    known = {key: text for key, text in texts.items() if text is not None}
    counts = dict(zip(known, count_opened(list(known.values()), on), strict=True))
    return {key: counts.get(key) for key in readings}


class _Register:
    """What the register knows of the numbers, types and issuers that were read. Four queries."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._types = {fold(kind.name): kind for kind in LegalType.objects.all()}
        issuers = list(Issuer.objects.all())
        self._issuers = {name_key(one.name): one for one in issuers}
        self._names = IssuerNames(one.name for one in issuers)
        self._texts: dict[str, list[LegalText]] = defaultdict(list)
        printed = ((reading.get("number") or {}).get("value") for reading in readings)
        numbers = {one.normalised for one in map(legal_number, printed) if one is not None}
        found = LegalText.objects.filter(number__in=numbers).with_type()
        for text in found.prefetch_related("applied_from").order_by("pk"):
            self._texts[text.number].append(text)

    def text(self, reading: Reading, acts: Sequence[Acts]) -> ExpectedText | None:
        facts = initial_facts(reading)
        number = legal_number(facts.get("number"))
        if number is None or _ends_first(facts):
            return None
        is_normative = self._is_normative(reading, number, facts.get("issuer") or "")
        issuers = self._named(facts.get("issuer"))
        if is_normative is None or issuers is None:
            return None
        alike = self._texts.get(number.normalised, [])
        same = same_text(alike, issuers[0] if issuers else None, facts.get("issued"))
        if alike and same is None:
            return None
        own = {text.pk for text in alike}
        relations = tuple(act for act in acts if act.target not in own)
        days = [(one.on, one.provisions) for one in facts["applied_from"]]
        effective, end = facts.get("effective"), facts.get("expires")
        stated = Stated(effective, is_normative, tuple(days), relations, end)
        if same is not None:
            stated = _as_registered(same, stated)
        return ExpectedText(same.pk if same else None, facts["number"], stated)

    def _is_normative(self, reading: Reading, number: LegalNumber, issuer: str) -> bool | None:
        printed = (reading.get("type") or {}).get("value")
        if not printed:
            return None
        kind = self._types.get(fold(type_name(printed, number, issuer)))
        return kind.is_normative if kind is not None else number.looks_normative

    def _named(self, printed: str | None) -> list[Issuer] | None:
        """None if one of them is not registered: a person has to say so first."""
        names = self._names.split(printed) if printed else []
        known = [self._issuers.get(name_key(name)) for name in names]
        return None if None in known else [one for one in known if one is not None]


def _as_registered(text: LegalText, stated: Stated) -> Stated:
    """What the register says stays; the file only adds where it is silent."""
    days = tuple((one.on, one.provisions) for one in state_of(text, "applied_from"))
    return stated._replace(
        effective=text.effective or stated.effective,
        is_normative=text.type.is_normative,
        applied=days or stated.applied,
        end=own_end(text.expires or stated.end, text.ended_on),
    )


def _acts(readings: Mapping[int, Reading]) -> dict[int, list[Acts]]:
    """What each text does to registered ones, where there is no doubt which is meant."""
    rows = [
        (key, row)
        for key, reading in readings.items()
        for row in proposed_relations(reading)
        if row.kind in STARTS_A_CLOCK
    ]
    found: dict[int, list[Acts]] = {key: [] for key in readings}
    matches = targets_of([row for _key, row in rows])
    for (key, row), matched in zip(rows, matches, strict=True):
        if matched.text is not None:
            found[key].append(Acts(row.kind, matched.text.pk, row.on))
    return found


def _ends_first(facts: Mapping[str, Any]) -> bool:
    effective, expires = facts.get("effective"), facts.get("expires")
    return bool(effective and expires and expires <= effective)
