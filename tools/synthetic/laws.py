"""A made-up register: texts and what they do to one another, shaped like the real one.

Texts grow more frequent with the years and act on earlier ones only. What they rest on and refer
to are higher texts, a few of them named by thousands. What they guide and change stays within
their field of law, so that chains grow through a field and not through the whole country. A dense
register has only relations that start clocks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from doccontrol.lawtext.relation_kinds import RelationKind, is_whole
from doccontrol.register.models.events import AppliedFrom
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalRelation, LegalText
from tools.synthetic.wording import KINDS, MINISTRIES, PROVINCES, Kind, subject

BATCH = 2_000
FIRST_YEAR = 1990
GOVERNMENT = {1: "Quốc hội", 2: "Chính phủ", 3: "Thủ tướng Chính phủ"}
RELATION_KINDS = {
    RelationKind.BASIS: 46, RelationKind.REFERS: 12, RelationKind.AMENDS: 12,
    RelationKind.GUIDES: 7, RelationKind.DETAILS: 6, RelationKind.REPLACES: 6,
    RelationKind.EXPIRES_PARTLY: 4, RelationKind.REPEALS: 4, RelationKind.CONSOLIDATES: 1,
    RelationKind.CORRECTS: 1, RelationKind.SUSPENDS: 1,
}  # fmt: skip
DENSE_KINDS = {
    RelationKind.AMENDS: 50, RelationKind.GUIDES: 15, RelationKind.DETAILS: 15,
    RelationKind.REPLACES: 10, RelationKind.REPEALS: 10,
}  # fmt: skip
MENTIONS = {RelationKind.BASIS, RelationKind.REFERS}
IMPLEMENTS = {RelationKind.GUIDES, RelationKind.DETAILS}
TEXTS_OF_A_FIELD = 40
DANGLING = 0.03
WITHOUT_DATE = 0.06


@dataclass(frozen=True, slots=True)
class Law:
    """What later rows need to know of a text already written."""

    pk: int
    number: str
    rank: int
    field: int
    issued: date
    effective: date | None


def write_texts(count: int, *, until: date, random: Random) -> list[Law]:
    """``count`` texts, returned oldest first; the last ones take effect after ``until``."""
    types = {
        kind.name: LegalType.objects.get_or_create(
            name=kind.name, defaults={"rank": kind.rank, "is_normative": kind.is_normative}
        )[0]
        for kind in KINDS
    }
    names = {*GOVERNMENT.values(), *MINISTRIES.values(), *(f"UBND {name}" for name in PROVINCES)}
    issuers = {name: Issuer.objects.get_or_create(name=name)[0] for name in sorted(names)}
    laws: dict[int, Law] = {}
    places = list(range(count))
    random.shuffle(places)  # nobody registers laws in the order of their days
    for start in range(0, count, BATCH):
        rows, kinds = [], []
        for place in places[start : start + BATCH]:
            kind = random.choices(KINDS, [kind.share for kind in KINDS])[0]
            text = _text(place, count, kind, until, random)
            text.type, text.issuer = types[kind.name], issuers[_issuer(kind, place)]
            text.fold()
            rows.append(text)
            kinds.append(kind)
        LegalText.objects.bulk_create(rows)
        for place, text, kind in zip(places[start:], rows, kinds, strict=False):
            field, issued = _field(count, random), text.issued or until
            laws[place] = Law(text.pk, text.number, kind.rank, field, issued, text.effective)
        _write_stages(rows, random)
    return [laws[place] for place in range(count)]


def _text(place: int, count: int, kind: Kind, until: date, random: Random) -> LegalText:
    days = (until - date(FIRST_YEAR, 1, 1)).days
    issued = date(FIRST_YEAR, 1, 1) + timedelta(days=int(days * ((place + 1) / count) ** 0.6))
    effective = issued + timedelta(days=random.choice((0, 10, 30, 45, 60)))
    text = LegalText(
        subject=subject(random),
        issued=issued,
        effective=None if random.random() < WITHOUT_DATE else effective,
        expires=effective + timedelta(days=1_800) if random.random() < 0.02 else None,
        as_at=until,
        source="Made up for a measurement",
    )
    # The running number holds the place, so that no two texts are one.
    text.set_number(f"{place + 1}/{issued.year}/{kind.symbol.format(_abbreviation(place))}")
    return text


def _field(count: int, random: Random) -> int:
    """Large fields and small ones."""
    return int(max(1, count // TEXTS_OF_A_FIELD) * random.random() ** 1.5)


def _abbreviation(place: int) -> str:
    return list(MINISTRIES)[place % len(MINISTRIES)]


def _issuer(kind: Kind, place: int) -> str:
    if kind.rank in GOVERNMENT:
        return GOVERNMENT[kind.rank]
    if kind.symbol.endswith("{0}"):
        return MINISTRIES[_abbreviation(place)]
    return f"UBND {PROVINCES[place % len(PROVINCES)]}"


def _write_stages(texts: list[LegalText], random: Random) -> None:
    AppliedFrom.objects.bulk_create(
        AppliedFrom(
            text=text, applies_on=text.effective + timedelta(days=180), provisions="Chương II"
        )
        for text in texts
        if text.effective and random.random() < 0.02
    )


def write_relations(laws: list[Law], count: int, *, dense: bool, random: Random) -> None:
    """``count`` relations between ``laws``, every one from a later text to an earlier one."""
    rows: list[LegalRelation] = []
    for row in _relations(laws, count, DENSE_KINDS if dense else RELATION_KINDS, random):
        rows.append(row)
        if len(rows) == BATCH:
            LegalRelation.objects.bulk_create(rows)
            rows = []
    LegalRelation.objects.bulk_create(rows)


def _relations(
    laws: list[Law], count: int, kinds: dict[RelationKind, int], random: Random
) -> Iterator[LegalRelation]:
    higher = [place for place, law in enumerate(laws) if law.rank <= 3]
    fields: dict[int, list[int]] = defaultdict(list)
    for place, law in enumerate(laws):
        fields[law.field].append(place)
    told: set[tuple[int, str, int]] = set()
    names, shares = list(kinds), list(kinds.values())
    while len(told) < count:
        acting = random.randrange(len(laws))
        kind = random.choices(names, shares)[0]
        pool = higher if kind in MENTIONS else fields[laws[acting].field]
        earlier = bisect_left(pool, acting)
        if not earlier:
            continue
        if kind in MENTIONS:
            target = pool[int(earlier * random.random() ** 3)]
        elif kind in IMPLEMENTS:
            some = [pool[random.randrange(earlier)] for _n in range(3)]
            target = min(some, key=lambda place: laws[place].rank)
        else:
            target = pool[max(0, earlier - 1 - int(random.expovariate(1 / 5)))]
        if (acting, kind, target) not in told:
            told.add((acting, kind, target))
            yield _relation(laws[acting], kind, laws[target], random)


def _relation(acting: Law, kind: RelationKind, target: Law, random: Random) -> LegalRelation:
    # Ends of whole texts are for half of the replacements and repeals.
    scope = "" if random.random() < 0.5 else f"Điều {random.randrange(1, 60)}"
    on = acting.effective + timedelta(days=90) if acting.effective else None
    is_dangling = random.random() < DANGLING
    return LegalRelation(
        acting_id=acting.pk,
        kind=kind,
        target_id=None if is_dangling else target.pk,
        target_number=f"9{target.number}" if is_dangling else target.number,
        on=on if random.random() < 0.05 else acting.effective if random.random() < 0.3 else None,
        scope=scope,
        is_whole=is_whole(kind, scope),
        source="Made up for a measurement",
    )
