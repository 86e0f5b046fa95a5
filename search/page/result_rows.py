"""Rows of the result page: what the engine returned, checked against the database.

The index may lag behind by seconds. What it found is shown only if the database, too, says that
this reader may see it and that it stands as it was asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from doccontrol.document_kinds import DOCUMENT_KINDS
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.documents.rules import EditionState
from doccontrol.register.models.texts import LegalText
from doccontrol.register.pages.admin import legal_texts
from search.engines.base import Filters, Hit, Results, State, Suggestion
from search.index.indexing import LAW, edition_group, law_group
from search.page.address import Shelf
from search.page.understanding import Understood, is_staff
from search.queries.filters import FilterName

KIND_NAMES = {
    **{kind.key: kind.label for kind in DOCUMENT_KINDS},
    LAW: _("Law"),
}
_SHOWN_OF_EDITION = (
    "kind",
    "code",
    "title",
    "issue_no",
    "revision_no",
    "in_force_from",
    "ends_on",
    "revoked_on",
    "unit__name",
    "document__slug",
)
# So many places stand open under a document; the rest is one click away.
OPEN_PLACES = 3
STATES = {
    EditionState.NOT_YET: State.UPCOMING,
    EditionState.IN_FORCE: State.IN_FORCE,
    EditionState.EXPIRED: State.PAST,
    EditionState.REVOKED: State.PAST,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document the words stand. ``heading`` is empty for a law itself, ``url`` where
    there is nothing to open; ``is_file`` says that the address is a file."""

    heading: Any
    url: str
    snippet: SafeString
    is_file: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether a word that was asked for stands in it."""
        return "<mark>" in self.snippet


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One document or law with the places found in it. The state is that of today."""

    kind: str
    number: str
    title: str
    url: str
    unit: str
    edition: str
    state: str
    state_label: str
    is_law: bool
    subject: str = ""
    # Whether the articles of a law may be shown, and all else that its file says.
    is_open: bool = True
    is_for_staff: bool = True
    # Of a law; None is not known.
    from_day: date | None = None
    places: list[Place] = field(default_factory=list)
    # How many more there are in it than are shown, and the search that shows them.
    left_out: int = 0
    all_url: str = ""

    @property
    def first_places(self) -> list[Place]:
        return self.places[:OPEN_PLACES]

    @property
    def more_places(self) -> list[Place]:
        return self.places[OPEN_PLACES:]

    @property
    def shows_subject(self) -> bool:
        """Where no place is the head, whose snippet is the subject."""
        return bool(self.subject) and all(place.heading for place in self.places)


def checked_rows(
    results: Results, reader: Any, question: Understood, today: date
) -> list[ResultRow]:
    """Hits of one document together, in the order of the documents."""
    hits = results.hits
    rows = _editions(hits, reader, question.within, today) | _laws(hits, reader, today)
    by_group: dict[str, ResultRow] = {}
    for hit in hits:
        row = rows.get(hit.group)
        if row is None:
            continue
        place = _law_place(hit, row) if row.is_law else _place(hit)
        # A long text is indexed in pieces: the best of them speaks for all.
        if place and (place.heading, place.url) not in {(p.heading, p.url) for p in row.places}:
            by_group.setdefault(hit.group, row).places.append(place)
    hit_of = Counter(hit.group for hit in hits)
    return [
        _shown(row, question, results.places_in.get(group, 0) - hit_of[group])
        for group, row in by_group.items()
    ]


def _shown(row: ResultRow, question: Understood, left_out: int) -> ResultRow:
    """What was left out is found by the same question of this document alone."""
    shown = [] if question.typed.is_empty else _telling(row.places)
    alone = question.address.but(text=f'{question.typed.text} {FilterName.NUMBER}:"{row.number}"')
    is_alone = any(part.number for part in question.typed.filters)
    url = alone.link if left_out > 0 and not is_alone else ""
    return replace(row, places=shown, left_out=left_out, all_url=url)


def checked_suggestions(
    suggested: Sequence[Suggestion], reader: Any, today: date
) -> list[Suggestion]:
    """Only what the database, too, lets this reader see. A law leads to its page in the register
    for those who may open it, else to its source; what has neither, to what search knows of it."""
    numbers = {suggestion.number for suggestion in suggested}
    editions = Edition.objects.in_force(today).readable_by(reader).filter(code__in=numbers)
    allowed = set(editions.values_list("code", flat=True)) if numbers else set()
    pages: dict[str, str] = {}
    if any(suggestion.kind == LAW for suggestion in suggested):
        for text in LegalText.objects.filter(number_raw__in=numbers).only("number_raw"):
            url = page_in_register(text, reader)
            # Two provinces may give the same number: then the reader chooses among the results.
            pages[text.number_raw] = "" if text.number_raw in pages else url
    checked = []
    for suggestion in suggested:
        if suggestion.kind == LAW and suggestion.number in pages:
            words = urlencode({"q": suggestion.number, "kind": Shelf.LAWS.value})
            url = pages[suggestion.number] or suggestion.url or f"{reverse('search')}?{words}"
            checked.append(replace(suggestion, url=url))
        elif suggestion.number in allowed:
            checked.append(suggestion)
    return checked


def _telling(places: list[Place]) -> list[Place]:
    """The first, which answers, and those that are not found by the title alone, as every place of
    the document is."""
    return [place for nth, place in enumerate(places) if place.is_marked or not nth]


def _place(hit: Hit) -> Place:
    if hit.key.endswith("#0"):
        return Place(_("About this document"), hit.url, _snippet(hit))
    return Place(hit.heading, hit.url, _snippet(hit), is_file="#file-" in hit.key)


def _law_place(hit: Hit, law: ResultRow) -> Place | None:
    """What is everybody's of a law: see ``indexed_laws``. Only articles have headings."""
    is_head = hit.key.endswith("#0")
    if not (is_head or law.is_for_staff or (law.is_open and hit.heading)):
        return None
    return Place("" if is_head else hit.heading, law.url, _snippet(hit))


def _snippet(hit: Hit) -> SafeString:
    # The engine escapes the text and adds only <mark>.
    return mark_safe(hit.snippet_html)  # noqa: S308


def _editions(
    hits: Iterable[Hit], reader: Any, within: Filters, today: date
) -> dict[str, ResultRow]:
    pks = _primary_keys(hits, "edition")
    # A document is a page, which is a wide row: only what is shown of it is read.
    allowed = Edition.objects.readable_by(reader).with_document().only(*_SHOWN_OF_EDITION)
    rows: dict[str, ResultRow] = {}
    for edition in allowed.filter(pk__in=pks) if pks else ():
        if within.on and STATES[edition.state(within.on)] not in (
            within.states or {State.IN_FORCE}
        ):
            continue
        state, group = edition.state(today), edition_group(edition.pk)
        rows[group] = ResultRow(
            kind=str(KIND_NAMES.get(edition.kind, "")),
            number=edition.code,
            title=edition.title,
            url=edition_url(edition),
            unit=edition.unit.name,
            edition=str(edition.number),
            state=str(state.value),
            state_label=str(state.label),
            is_law=False,
        )
    return rows


def _laws(hits: Iterable[Hit], reader: Any, today: date) -> dict[str, ResultRow]:
    """A law leads to its page in the register for those who may open it, else to its source."""
    pks = _primary_keys(hits, "law")
    source = {hit.group: hit.url for hit in hits}
    rows: dict[str, ResultRow] = {}
    for text in LegalText.objects.with_type().with_effects().filter(pk__in=pks) if pks else ():
        status, group = text.status(today), law_group(text.pk)
        rows[group] = ResultRow(
            kind=text.type.name,
            number=text.number_raw,
            title=str(text),
            url=page_in_register(text, reader) or source[group],
            unit=text.issuer.name if text.issuer else "",
            edition="",
            state=str(status.value),
            state_label=str(status.label),
            is_law=True,
            subject=text.subject,
            is_open=text.type.is_normative,
            is_for_staff=is_staff(reader),
            from_day=text.effective,
        )
    return rows


def page_in_register(text: LegalText, reader: Any) -> str:
    may_open = is_staff(reader) and reader.has_perm("doccontrol.view_legaltext")
    return reverse(legal_texts.get_url_name("inspect"), args=[text.pk]) if may_open else ""


def _primary_keys(hits: Iterable[Hit], prefix: str) -> set[int]:
    parted = (hit.group.partition(":") for hit in hits)
    return {int(pk) for kind, _colon, pk in parted if kind == prefix}
