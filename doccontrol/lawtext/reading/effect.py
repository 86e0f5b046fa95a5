"""When a text takes effect, applies and ends, as it says itself.

Only statements whose subject is the text itself count ("Thông tư này có hiệu lực …"), outside
quotations: an amending law quotes the effect clauses of the laws it amends. A period ("sau 45 ngày
kể từ ngày ký") is not counted out, because an effect date is never computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from doccontrol.lawtext.reading import ending, fields
from doccontrol.lawtext.reading.clauses import OWN_TYPE, Clause, Clauses
from doccontrol.lawtext.reading.dates import Dated, date_at
from doccontrol.lawtext.reading.fields import Expiry, Field, Known, Stage, Unknown
from doccontrol.lawtext.reading.running_text import SURE, Flow, loose
from doccontrol.pdftext.pages import Span

NO_EFFECT = fields.gettext_noop("The text states no day on which it takes effect.")
COUNTED = fields.gettext_noop(
    "The text counts from another day or event; a day of effect is never computed."
)
SIGNING_DAY = fields.gettext_noop(
    "It takes effect on the day it is signed or adopted, and that day is unknown."
)
UNCLEAR_EFFECT = fields.gettext_noop("The day on which it takes effect is unclear or left blank.")
NO_APPLICATION = fields.gettext_noop("The text states no other day of application.")
NO_END = fields.gettext_noop("The text sets itself no end.")
UNCLEAR_END = fields.gettext_noop(
    "The text limits its own time in words that give no day: read here until when it has force."
)
NO_CLAUSE = fields.gettext_noop(
    "No clause of effect was understood: whether the text sets itself an end is unknown."
)

# How sure we are of what a text says only of its annex.
OF_AN_ANNEX = 0.6
LONGEST_NO = 12  # letters of the words that deny: "không có hiệu lực"

_FORCE = re.compile(
    rf"(?<![a-z]){loose('hieu luc')}"
    rf"(?:\s*(?:{loose('thi hanh')}|ap dung|thuc hien|phap luat))?"
    rf"(?:\s*cua\s+{OWN_TYPE}\s+nay)?\s*(?:[,:]|(?<=nay)\s+la\b)?\s*"
)
_NO_FORCE = re.compile(r"(?:het|con|chua|mat|ngung|khong|chua co|khong co)\s*$")
_FROM = rf"(?:(?:bat dau|duoc tinh)\s+)?(?:{loose('ke')}\s*)?(?:{loose('tu')}|{loose('vao')})\s*"
_ON = re.compile(rf"(?:{_FROM})?(?:(?:luc\s+)?\d+\s*(?:gio|h)\s*(?:\d+\s*(?:phut)?\s*)?,?\s*)?")
_SIGNED = re.compile(
    rf"{_FROM}(?:ngay\s+)?(?:duoc\s+)?(?:ky(?:\s*,?\s*(?:va\s+)?ban hanh)?|ban hanh)\b"
)
_ADOPTED = re.compile(rf"{_FROM}(?:ngay\s+)?(?:[a-z\d\s,()-]{{0,90}}?\s)?thong qua\b")
_BLANK = re.compile(rf"(?:{_FROM})?ngay[\s.…_/\d]*(?:thang|nam|[.…_]{{2}})")
_COUNT = re.compile(
    r"(?:sau\s+(?:\d+|(?:[a-z]+\s+){1,4}?)|\d+)\s*(?:\([^)]{1,30}\)\s*)?(?:ngay|thang)\b"
    rf"|{_FROM}ngay\s+(?:duoc\s+)?(?:cong bo|dang|niem yet)"
)
_APPLIES = re.compile(r"(?:ap dung|thuc hien)(?:\s+thong nhat)?\s*,?\s*(?:ke\s*)?tu\s*")
_ADOPTION = re.compile(r"thong qua(?:\s+vao)?\s*(?=ngay)")
_IS_AMENDED = re.compile(r"\s*[,;.]?\s*(?:da\s+)?(?:duoc\s+)?sua doi")


@dataclass(frozen=True, slots=True)
class Effect:
    """``stages`` and ``applications`` are days that hold for parts; ``conflicting`` are all days
    on which the whole text is said to take effect, if they differ. ``expires`` is the end as
    printed: whether its day is the first without force or the last with, ``Expiry`` says."""

    effective: Field[date]
    applied_from: Field[Stage] = Unknown(NO_APPLICATION)  # noqa: RUF009 - a frozen value
    expires: Field[Expiry] = Unknown(NO_END)  # noqa: RUF009 - a frozen value
    stages: tuple[Known[Stage], ...] = ()
    applications: tuple[Known[Stage], ...] = ()
    conflicting: tuple[Known[date], ...] = ()


@dataclass(frozen=True, slots=True)
class _Claim:
    """One statement of effect: the day, or why there is none, and of what it speaks."""

    clause: Clause
    day: Field[date]
    at: int
    end: int


def adopted_on(clauses: Clauses) -> Field[date]:
    """The day of adoption that a law or a council's resolution states at its end."""
    found: Field[date] = Unknown(NO_EFFECT)
    for match in clauses.matches(_ADOPTION):
        day = date_at(clauses.flow.plain, match.end())
        if day and clauses.speaks_of_itself(match.start()):
            found = _dated(clauses.flow, day, set()) or found
    return found


def read_effect(
    clauses: Clauses, issued: Field[date], adopted: Field[date], *, consolidated: bool
) -> Effect:
    """``issued`` and ``adopted`` are what "kể từ ngày ký" and "từ ngày thông qua" point to. The
    day of a consolidated text is that of the text it consolidates."""
    return _Statements(clauses, issued, adopted, consolidated).effect()


class _Statements:
    """The statements of one text about its effect, application and end."""

    def __init__(
        self, clauses: Clauses, issued: Field[date], adopted: Field[date], consolidated: bool
    ) -> None:
        self.consolidated = consolidated
        self.clauses, self.flow, self.text = clauses, clauses.flow, clauses.flow.plain
        self.issued, self.adopted = issued, adopted
        self.years = {day.value.year for day in (issued, adopted) if isinstance(day, Known)}
        self.claims = list(self._claims())
        self.articles = {clauses.article_around(claim.at) for claim in self.claims}

    def effect(self) -> Effect:
        whole = [claim for claim in self.claims if _is_of_all(claim.clause)]
        of_annex = [claim for claim in self.claims if claim.clause.of_annex]
        stages = tuple(
            _stage(claim.day, claim.clause)
            for claim in self.claims
            if claim.clause.scope and isinstance(claim.day, Known)
        )
        applications = list(self._applications())
        return Effect(
            _last_stated(whole)
            or _lowered(_last_stated(of_annex), OF_AN_ANNEX)
            or Unknown(NO_EFFECT),
            applications[0] if applications else Unknown(NO_APPLICATION),
            self._end(whole),
            stages,
            tuple(applications[1:]),
            _differing(whole),
        )

    def _claims(self) -> Iterator[_Claim]:
        for match in self.clauses.matches(_FORCE):
            if _NO_FORCE.search(self.text, max(0, match.start() - LONGEST_NO), match.start()):
                continue
            said = self._when(match.end())
            if said is None:
                continue
            day, end = said
            # "… có hiệu lực từ …, được sửa đổi, bổ sung bởi:" opens a consolidated text.
            opens = self.consolidated and _IS_AMENDED.match(self.text, end)
            clause = Clause(match.start()) if opens else self.clauses.of(match.start())
            if clause:
                yield _Claim(clause, day, match.start(), end)

    def _when(self, at: int) -> tuple[Field[date], int] | None:
        """The day stated after "có hiệu lực thi hành" and where it ends; None if none is."""
        on = _ON.match(self.text, at)
        if day := date_at(self.text, on.end() if on else at):
            return self._day(day) or Unknown(UNCLEAR_EFFECT, *self._place(at, day.end)), day.end
        if match := _SIGNED.match(self.text, at):
            return self._pointed_to(match, self.issued), match.end()
        if match := _ADOPTED.match(self.text, at):
            meant = self.adopted if isinstance(self.adopted, Known) else self.issued
            return self._pointed_to(match, meant), match.end()
        for pattern, reason in ((_BLANK, UNCLEAR_EFFECT), (_COUNT, COUNTED)):
            if match := pattern.match(self.text, at):
                return Unknown(reason, *self._place(at, match.end())), match.end()
        return None

    def _pointed_to(self, match: re.Match[str], day: Field[date]) -> Field[date]:
        place = self._place(match.start(), match.end())
        if isinstance(day, Unknown):
            return Unknown(SIGNING_DAY, *place)
        return Known(day.value, *place, min(day.confidence, self.flow.sureness(*match.span())))

    def _day(self, day: Dated) -> Known[date] | None:
        return _dated(self.flow, day, self.years)

    def _place(self, start: int, end: int) -> tuple[int, Span]:
        return self.flow.place(start, end)

    def _in_an_effect_article(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.articles)

    def _applications(self) -> Iterator[Known[Stage]]:
        for match in self.clauses.matches(_APPLIES):
            if not self._in_an_effect_article(match.start()):
                continue
            day, clause = date_at(self.text, match.end()), self.clauses.of(match.start())
            said = day and self._day(day)
            if said and clause and not clause.of_annex:
                yield _stage(said, clause)

    def _end(self, whole: Sequence[_Claim]) -> Field[Expiry]:
        """The end named with the beginning, or in the same article. That there is none is said
        only where all that is said of the effect was understood."""
        beside = (ending.UNTIL.match(self.text, claim.end) for claim in whole)
        apart = (
            match
            for match in self.clauses.matches(ending.APART)
            if self._in_an_effect_article(match.start())
            and _is_of_all(self.clauses.of(match.start()))
        )
        for match in chain(filter(None, beside), apart):
            end = ending.end_after(self.text, match)
            if end and (said := self._day(end.dated)):
                place = (said.page, said.span, said.confidence)
                return Known(Expiry(said.value, end.through), *place)
        for claim in whole:
            stop = self.clauses.article_around(claim.at)[1]
            unread = ending.limit_not_read(self.text, claim.end, stop, self.clauses.is_quoted)
            if unread is not None:
                return Unknown(UNCLEAR_END, *self._place(*unread))
        return Unknown(NO_END if any(map(_is_understood, whole)) else NO_CLAUSE)


def _is_understood(claim: _Claim) -> bool:
    return isinstance(claim.day, Known) or claim.day.reason in (SIGNING_DAY, COUNTED)


def _is_of_all(clause: Clause | None) -> bool:
    return clause is not None and not clause.scope and not clause.of_annex


def _dated(flow: Flow, day: Dated, years: set[int]) -> Known[date] | None:
    """None where the text was recognised and a figure is unsure. A year may be, if it is one of
    ``years``, those of issue and adoption: the stop behind it makes it so."""
    sure = [flow.sureness(*figure) for figure in day.figures]
    if day.day.year in years:
        sure.pop()
    if min(sure) < SURE:
        return None
    return Known(day.day, *flow.place(day.start, day.end), min(sure))


def _stage(day: Known[date], clause: Clause) -> Known[Stage]:
    return Known(Stage(day.value, clause.scope), day.page, day.span, day.confidence)


def _last_stated(claims: Sequence[_Claim]) -> Field[date] | None:
    """The last day that is stated: the effect clause closes a text. Without a day, why."""
    days = [claim.day for claim in claims if isinstance(claim.day, Known)]
    if days:
        return days[-1]
    return claims[-1].day if claims else None


def _lowered(day: Field[date] | None, factor: float) -> Field[date] | None:
    return replace(day, confidence=day.confidence * factor) if isinstance(day, Known) else day


def _differing(claims: Sequence[_Claim]) -> tuple[Known[date], ...]:
    """The first place of each day, if there is more than one day."""
    days = [claim.day for claim in claims if isinstance(claim.day, Known)]
    first = {day.value: day for day in reversed(days)}
    return tuple(reversed(first.values())) if len(first) > 1 else ()
