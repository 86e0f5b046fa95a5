"""Everything that a text says of itself: what the register needs to know of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doccontrol.lawtext.reading.basis import read_basis
from doccontrol.lawtext.reading.clauses import Clauses, own_type
from doccontrol.lawtext.reading.dates import date_at
from doccontrol.lawtext.reading.effect import Effect, adopted_on, read_effect
from doccontrol.lawtext.reading.fields import Expiry, Field, Known, Signer, Stage, Unknown
from doccontrol.lawtext.reading.issuing import (
    enacting_body,
    issuer_by_symbol,
    names_a_body,
    read_issuer,
    with_its_place,
)
from doccontrol.lawtext.reading.letterhead import NO_DAY, NO_NUMBER, Numbered, read_day, read_number
from doccontrol.lawtext.reading.parts_on_paper import ABOUT, Mark, Piece, Sheet, pieces, sheet_of
from doccontrol.lawtext.reading.plausibility import Doubt, warnings
from doccontrol.lawtext.reading.running_text import Flow, loose, plain
from doccontrol.lawtext.reading.signing import read_signer
from doccontrol.lawtext.reading.titles import (
    ASSEMBLY_TYPES,
    CONSOLIDATED,
    TypeLine,
    read_subject,
    read_type,
    type_line,
)
from doccontrol.pdftext.pages import Page

# The block that confirms a consolidated text lies around its signature.
LINES_BEFORE_SIGNATURE, LINES_AFTER_SIGNATURE = 6, 25


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values that a text gives for one field and that cannot all be right, where each stands."""

    field: str
    values: tuple[Known[Any], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. ``stages`` and ``applications`` are further days, each for a part of the
    text; ``expires`` is the end as printed, with force through its day or not; ``basis`` is the
    căn cứ block, a line for each ground."""

    number: Field[str]
    type: Field[str]
    issuer: Field[str]
    issued: Field[date]
    subject: Field[str]
    signer: Field[Signer]
    effective: Field[date]
    applied_from: Field[Stage]
    expires: Field[Expiry]
    basis: Field[tuple[str, ...]]
    stages: tuple[Known[Stage], ...] = ()
    applications: tuple[Known[Stage], ...] = ()
    warnings: tuple[Doubt, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def read(pages: Sequence[Page]) -> Reading:
    """Read a whole text. Each value has its place and its confidence, or is unknown with the
    reason; of recognised pages nothing is said that the recogniser was unsure of."""
    flow = Flow(pages)
    sheet = sheet_of(flow)
    head = pieces(flow.lines[sheet.head : sheet.body])
    close = pieces(
        flow.lines[
            max(sheet.body, sheet.signature - LINES_BEFORE_SIGNATURE) :
            min(sheet.annexes, sheet.signature + LINES_AFTER_SIGNATURE)
        ]
    )  # fmt: skip
    title = type_line(head)
    above = head[: title.place] if title else head
    numbered, at_the_end = read_number(flow, above), read_number(flow, close)
    confirmed = isinstance(at_the_end, Numbered) and at_the_end.is_consolidated
    if confirmed or numbered == Unknown(NO_NUMBER):
        above, numbered = _above_the_number(close), at_the_end
    known = numbered if isinstance(numbered, Numbered) else None
    kind = read_type(flow, head, title, known)
    clauses = _clauses(flow, sheet, title, kind)
    issued, effect = _days(flow, (close, head) if confirmed else (head, close), clauses, kind)
    issuer = _issuer(flow, _until_the_number(above), head, title, numbered)
    number = numbered.as_read if isinstance(numbered, Numbered) else numbered
    return Reading(
        number,
        kind,
        issuer,
        issued,
        read_subject(flow, head, title),
        read_signer(flow, sheet),
        effect.effective,
        effect.applied_from,
        effect.expires,
        read_basis(flow, sheet.head, sheet.signature),
        effect.stages,
        effect.applications,
        tuple(
            warnings(
                known.number if known else None,
                _value(issuer),
                _value(issued),
                _value(effect.effective),
                effect.expires.value.day if isinstance(effect.expires, Known) else None,
            )
        ),
        tuple(_conflicts(flow, known, issued, effect)),
    )


def _value(field: Field[Any]) -> Any:
    return field.value if isinstance(field, Known) else None


def _until_the_number(head: Sequence[Piece]) -> list[Piece]:
    """The lines that can name the issuer: those before the number or the subject of a letter."""
    for place, piece in enumerate(head):
        if piece.mark is Mark.NUMBER or ABOUT.match(piece.line.plain):
            return list(head[:place])
    return list(head)


def _above_the_number(close: Sequence[Piece]) -> list[Piece]:
    """The body's name right above the number of a block that confirms a consolidated text."""
    place = next((n for n, piece in enumerate(close) if piece.mark is Mark.NUMBER), 0)
    named: list[Piece] = []
    for piece in reversed(close[:place]):
        if not names_a_body(piece):
            break
        named.insert(0, piece)
    return named


def _clauses(flow: Flow, sheet: Sheet, title: TypeLine | None, kind: Field[str]) -> Clauses:
    """The statements of the text itself, without its annexes. A consolidated text speaks in the
    words of the text it consolidates, whose type its title names."""
    ends = flow.lines[sheet.annexes].at if sheet.annexes < len(flow.lines) else len(flow.plain)
    begins = flow.lines[sheet.head].at if flow.lines else 0
    own = title.name if title else _value(kind)
    return Clauses(flow, begins, ends, own_type(own if own != CONSOLIDATED else None))


def _days(
    flow: Flow,
    blocks: tuple[Sequence[Piece], Sequence[Piece]],
    clauses: Clauses,
    kind: Field[str],
) -> tuple[Field[date], Effect]:
    """The day of issue, from the first of the blocks that has one or, of what assemblies and
    councils adopt, from the end; and the days of effect, which may point to it."""
    adopted = adopted_on(clauses)
    issued = read_day(flow, blocks[0])
    if issued == Unknown(NO_DAY):
        issued = read_day(flow, blocks[1])
    if (
        isinstance(issued, Unknown)
        and isinstance(adopted, Known)
        and _value(kind) in ASSEMBLY_TYPES
    ):
        issued = adopted
    consolidated = _value(kind) == CONSOLIDATED
    return issued, read_effect(clauses, issued, adopted, consolidated=consolidated)


def _issuer(
    flow: Flow,
    above: Sequence[Piece],
    head: Sequence[Piece],
    title: TypeLine | None,
    numbered: Numbered | Unknown,
) -> Field[str]:
    """From the letterhead; where it is missing, from the symbol of the number or from the line
    that enacts, "GIÁM ĐỐC SỞ Y TẾ TỈNH KIÊN GIANG"."""
    enacting = head[title.place + 1 :] if title else ()
    number = numbered.number if isinstance(numbered, Numbered) else None
    named = read_issuer(flow, above, number)
    if isinstance(named, Known):
        return with_its_place(named, head, enacting)
    by_symbol = issuer_by_symbol(numbered)
    return by_symbol if isinstance(by_symbol, Known) else enacting_body(flow, enacting)


def _conflicts(
    flow: Flow, known: Numbered | None, issued: Field[date], effect: Effect
) -> list[Conflict]:
    found = [Conflict("effective", effect.conflicting)] if effect.conflicting else []
    if known and isinstance(issued, Known):
        elsewhere = [day for day in _dates_in_annexes(flow, known) if day.value != issued.value]
        if elsewhere:
            found.append(Conflict("issued", (issued, *elsewhere)))
    return found


def _dates_in_annexes(flow: Flow, known: Numbered) -> list[Known[date]]:
    """The days that annexes give for the text they were issued with ("Kèm theo … số … ngày …")."""
    number = loose(plain(known.as_read.value))
    pattern = re.compile(rf"kem theo[^.;)]{{0,60}}?so\s*:?\s*{number}\s*,?\s*(?=ngay)")
    found: dict[date, Known[date]] = {}
    for match in pattern.finditer(flow.plain):
        if day := date_at(flow.plain, match.end()):
            page, span = flow.place(day.start, day.end)
            found.setdefault(day.day, Known(day.day, page, span, flow.sureness(day.start, day.end)))
    return list(found.values())
