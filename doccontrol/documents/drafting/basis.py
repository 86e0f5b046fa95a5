"""What a draft cites, held against its list of legal bases and against the register.

The finder that reads laws reads drafts too: one page for each section.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from doccontrol.documents.richtext.plain_text import cells_of, lines_of
from doccontrol.lawtext.citations.references import Reference, find_references
from doccontrol.pdftext.pages import Page, TextSource
from doccontrol.register.models.texts import LegalText
from doccontrol.register.resolving import Match, match
from doccontrol.register.rules import TextStatus

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft
    from doccontrol.documents.section_types import Section

# A text of which nothing binds on the day; only the first needs a written reason: a suspended text
# comes back.
ENDED = TextStatus.EXPIRED
NOT_IN_FORCE = frozenset({TextStatus.EXPIRED, TextStatus.SUSPENDED})
BINDING = frozenset({TextStatus.IN_FORCE, TextStatus.PARTLY})
# Standards are cited for how work is done; they are no norms to rest on (domain §4.1).
NOT_A_BASIS = frozenset({"Tiêu chuẩn", "Quy chuẩn"})
LONGEST_CLAUSE = 300


@dataclass(slots=True)
class CitedText:
    """A registered text that the draft cites: which clauses, in which sections."""

    text: LegalText
    clauses: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def clause(self) -> str:
        """As the list of bases takes it."""
        return "; ".join(self.clauses)[:LONGEST_CLAUSE]


@dataclass(slots=True)
class UnknownText:
    """Words that cite a text which nobody registered, or of which several are registered."""

    words: str
    candidates: tuple[LegalText, ...] = ()
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EndedText:
    text: LegalText
    status: TextStatus
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """``day`` is the first on which the edition would bind: statuses are those of that day."""

    day: date
    proposed: list[CitedText]
    unknown: list[UnknownText]
    ended: list[EndedText]
    uncited: list[LegalText]

    @property
    def are_none(self) -> bool:
        return not (self.proposed or self.unknown or self.ended or self.uncited)


def first_day(draft: Draft, on: date) -> date:
    """The first day on which the draft would bind if it were approved on ``on``."""
    return max(draft.in_force_from or on, on)


def findings(draft: Draft, on: date) -> Findings:
    """What to say about the legal basis of ``draft``; a fixed number of queries."""
    day = first_day(draft, on)
    places, pages = _pages(draft.frozen_sections(day))
    references = find_references(pages)
    listed = _listed(draft)
    listed_keys = {text.pk for text in listed}
    cited: dict[int, CitedText] = {}
    unknown: dict[str, UnknownText] = {}
    for reference, matched in zip(references, match(references), strict=True):
        place = places[reference.page - 1]
        text = matched.text or _meant(reference, matched, listed_keys, day)
        if text is not None:
            _add(cited.setdefault(text.pk, CitedText(text)), place, reference.pinpoint)
        elif reference.type not in NOT_A_BASIS:
            key = reference.printed_number or reference.name
            _add(unknown.setdefault(key, UnknownText(reference.raw, matched.candidates)), place)
    ended = _ended(listed, (cited_text.text for cited_text in cited.values()), day)
    not_proposed = listed_keys | {ended_text.text.pk for ended_text in ended}
    return Findings(
        day=day,
        proposed=[cited_text for key, cited_text in cited.items() if key not in not_proposed],
        unknown=list(unknown.values()),
        ended=ended,
        uncited=[text for text in listed if text.pk not in cited],
    )


def ended_basis(draft: Draft, on: date) -> list[LegalText]:
    """Listed texts that will have expired on the first day of an edition approved on ``on``."""
    day = first_day(draft, on)
    return [text for text in _listed(draft) if text.status(day) is ENDED]


def add_cited(draft: Draft, keys: Collection[str], on: date) -> int:
    """Put those of the proposed texts whose keys are named into the draft's list of bases; how
    many were new. The draft is not saved."""
    chosen = [
        proposal for proposal in findings(draft, on).proposed if str(proposal.text.pk) in keys
    ]
    last = max((row.sort_order or 0 for row in draft.legal_basis.all()), default=-1)
    for place, proposal in enumerate(chosen, start=last + 1):
        row = draft.legal_basis.model(text=proposal.text, clause=proposal.clause, sort_order=place)
        draft.legal_basis.add(row)
    return len(chosen)


def _listed(draft: Draft) -> list[LegalText]:
    """Each listed text once, in the order of the list."""
    keys = list(dict.fromkeys(row.text_id for row in draft.legal_basis.all() if row.text_id))
    if not keys:
        return []
    texts = LegalText.every.filter(pk__in=keys).with_type().with_effects().in_bulk()
    return [texts[key] for key in keys if key in texts]


def _ended(listed: Sequence[LegalText], cited: Iterable[LegalText], day: date) -> list[EndedText]:
    keys = {text.pk for text in listed}
    others = [text for text in cited if text.pk not in keys]
    ended = []
    for text in [*listed, *others]:
        status = text.status(day)
        if status in NOT_IN_FORCE:
            ended.append(EndedText(text, status, text.pk in keys))
    return ended


def _meant(
    reference: Reference, match: Match, listed_keys: Collection[int], day: date
) -> LegalText | None:
    """Of several candidates the one that the author listed; of laws of one name, the one in force:
    a procedure that says "Bộ luật Lao động" means the code that binds."""
    listed = [text for text in match.candidates if text.pk in listed_keys]
    if not listed and reference.number is None:
        listed = [text for text in match.candidates if text.status(day) in BINDING]
    return listed[0] if len(listed) == 1 else None


def _add(text: CitedText | UnknownText, place: str, clause: str = "") -> None:
    if place not in text.places:
        text.places.append(place)
    if isinstance(text, CitedText) and clause and clause not in text.clauses:
        text.clauses.append(clause)


def _pages(sections: Sequence[Section]) -> tuple[list[str], list[Page]]:
    """(headings, pages): a page for each section and part, numbered from 1 in reading order."""
    headings: list[str] = []
    texts: list[str] = []
    for section in _all(sections):
        headings.append(f"{section['number']}. {section['heading']}".strip(". "))
        cells = chain.from_iterable(cells_of(section["table"]))
        texts.append("\n".join([*lines_of(section["html"]), *cells]))
    pages = [Page(n, text, TextSource.OFFICE) for n, text in enumerate(texts, start=1)]
    return headings, pages


def _all(sections: Sequence[Section]) -> Iterable[Section]:
    for section in sections:
        yield section
        yield from _all(section["parts"])
