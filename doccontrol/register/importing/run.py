"""Takes records of a register file into the register: in batches, repeatable, bad rows told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TypeVar

import reversion
from django.db import transaction
from django.utils.translation import gettext as _

from doccontrol.history import recorded
from doccontrol.register.deriving.acted_days import derive_acted_days
from doccontrol.register.deriving.after_changes import announce, resolve_dangling
from doccontrol.register.deriving.endings import dependent_on
from doccontrol.register.deriving.law_events import derive_events
from doccontrol.register.importing.merging import Ambiguous, Incoming, match, merge
from doccontrol.register.importing.records import BadRow, Record, RelationRecord, TextRecord
from doccontrol.register.importing.relations import RelationTaker
from doccontrol.register.importing.report import ImportReport
from doccontrol.register.importing.vocabulary import Vocabulary
from doccontrol.register.models.events import AppliedFrom
from doccontrol.register.models.texts import LegalText
from doccontrol.register.reference import changed_by_hand

BATCH = 500
COLUMNS = [
    "number_raw", "type", "issuer", "subject", "issued", "effective", "as_at", "source",
    "source_url", "note", "folded",
]  # fmt: skip

Row = TypeVar("Row")


def import_records(
    records: Iterable[Record],
    *,
    reason: str,
    say: Callable[[int, ImportReport], None],
    as_at: date | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Take all records, each batch with what follows from it in one transaction, so that nobody
    waits for the whole of a long file. Broken off anywhere, a second run completes it. A dry run
    does the same in one transaction and takes it back.

    ``reason`` stands in the history of every row made or changed, one entry a batch. ``say`` is
    told the number of records read after each batch. ``as_at`` dates records without a day of
    their own.
    """
    if not dry_run:
        return _take_all(records, reason, as_at, say)
    with transaction.atomic():
        report = _take_all(records, reason, as_at, say)
        transaction.set_rollback(True)
    return report


def _take_all(
    records: Iterable[Record],
    reason: str,
    as_at: date | None,
    say: Callable[[int, ImportReport], None],
) -> ImportReport:
    run = _Import(reason, as_at)
    read = 0
    for batch in _batches(records):
        read += len(batch)
        run.take_batch(batch)
        say(read, run.report)
    run.finish()
    return run.report


@dataclass
class _New:
    """Rows of one batch that wait to be written together."""

    texts: list[LegalText] = field(default_factory=list)
    changed: dict[int, LegalText] = field(default_factory=dict)
    applied: list[tuple[LegalText, Incoming]] = field(default_factory=list)
    issuers: list[tuple[LegalText, Incoming]] = field(default_factory=list)


class _Import:
    def __init__(self, reason: str, as_at: date | None) -> None:
        self.report = ImportReport()
        self.reason = reason
        self.as_at = as_at
        self.vocabulary = Vocabulary()
        # Relations wait until every text of the file is there to be pointed at.
        self.relations: list[tuple[RelationRecord, LegalText | None]] = []
        # Of all texts of the file, changed or not: a run that was broken off may not have come to
        # what follows from them.
        self.numbers: set[str] = set()
        # Texts that a record of this file has spoken of: of two records the first one counts.
        self.spoken: set[int] = set()

    def take_batch(self, batch: list[Record]) -> None:
        texts: list[TextRecord] = []
        for record in batch:
            match record:
                case BadRow():
                    self.report.refuse(record)
                case RelationRecord():
                    self.relations.append((record, None))
                case TextRecord():
                    texts.append(record)
        if texts:
            with recorded(None, self.reason):
                self._follow(self._take_texts(texts))

    def finish(self) -> None:
        """Relations, when every text is there."""
        taker = RelationTaker(self.report, self.vocabulary)
        for batch in _batches(self.relations):
            with recorded(None, self.reason):
                self._follow(taker.take(batch))
        for numbers in _batches(sorted(self.numbers)):
            with recorded(None, self.reason):
                self._follow(self._find_targets(numbers))
        self.report.warnings += self.vocabulary.warnings

    def _find_targets(self, numbers: list[str]) -> dict[int, LegalText]:
        """Relations that knew only a number find its text; not before all texts of the file are
        there, for another of the same number may be among them. Returns the texts found."""
        resolved = resolve_dangling(numbers)
        for relation in resolved:
            reversion.add_to_revision(relation)
        return LegalText.objects.in_bulk({relation.target_id for relation in resolved})

    def _follow(self, touched: dict[int, LegalText]) -> None:
        """What follows from a change is written with it: a second run, which finds nothing to
        change, would not come to it."""
        if not touched:
            return
        derive_acted_days(touched.values())
        derive_events([*touched.values(), *dependent_on(touched)])
        announce(touched.values(), in_bulk=True)

    def _take_texts(self, records: list[TextRecord]) -> dict[int, LegalText]:
        """Returns the texts that are new or changed, by primary key."""
        known = self._known(records)
        self.numbers |= set(known)
        by_hand = changed_by_hand(
            LegalText, [text.pk for texts in known.values() for text in texts]
        )
        new = _New()
        for record in records:
            try:
                self._take_text(record, known, by_hand, new)
            except Ambiguous:
                reason = _("several registered texts have the number {number}")
                self._refuse(record, reason.format(number=record.number.raw))
            except ValueError as error:
                self._refuse(record, str(error))
        self.numbers |= {text.number for text in new.texts}
        return self._write(new)

    def _known(self, records: list[TextRecord]) -> dict[str, list[LegalText]]:
        known: dict[str, list[LegalText]] = defaultdict(list)
        numbers = {record.number.normalised for record in records}
        texts = LegalText.objects.filter(number__in=numbers).with_type()
        for text in texts.prefetch_related("applied_from", "co_issuers"):
            known[text.number].append(text)
        return known

    def _take_text(
        self, record: TextRecord, known: dict[str, list[LegalText]], by_hand: set[int], new: _New
    ) -> None:
        if record.as_at is None:
            record = replace(record, as_at=self.as_at)
        incoming = Incoming(
            record, self.vocabulary.type(record.type), self.vocabulary.issuers(record.issuer)
        )
        candidates = known[record.number.normalised]
        text = match(incoming, candidates)
        if text is None:
            text = LegalText(**incoming.columns())
            text.set_number(record.number.raw)
            text.fold()
            candidates.append(text)
            new.texts.append(text)
            new.applied.append((text, incoming))
            new.issuers.append((text, incoming))
            self.report.texts["new"] += 1
        else:
            fixed = text.pk is None or text.pk in by_hand or text.pk in self.spoken
            self._complete(text, incoming, not fixed, new)
        self.report.repaired += [(record.line, repair) for repair in record.repairs]
        self.relations += [(relation, text) for relation in record.relations]

    def _complete(self, text: LegalText, incoming: Incoming, replace: bool, new: _New) -> None:
        merged = merge(text, incoming, replace=replace)
        for what in merged.disagreements:
            self.report.warnings.append(
                _("Line {line}: {number} was kept as registered ({what}).").format(
                    line=incoming.record.line, number=text.number_raw, what=what
                )
            )
        for name, value in merged.taken.items():
            setattr(text, name, value)
        # A text that is new in this batch is written whole, with the lists of its first record.
        lists = False
        if text.pk is not None:
            self.spoken.add(text.pk)
            lists = _take_lists(text, incoming, replace, new)
        if not merged.taken and not lists:
            self.report.texts["unchanged"] += 1
            return
        self.report.texts["changed"] += 1
        text.fold()
        if text.pk is not None:
            new.changed[text.pk] = text

    def _write(self, new: _New) -> dict[int, LegalText]:
        LegalText.objects.bulk_create(new.texts, batch_size=BATCH)
        LegalText.objects.bulk_update(new.changed.values(), COLUMNS, batch_size=100)
        AppliedFrom.objects.filter(
            text__in=[text.pk for text, _incoming in new.applied if text.pk in new.changed]
        ).delete()
        AppliedFrom.objects.bulk_create(
            AppliedFrom(text=text, applies_on=day, provisions=provisions)
            for text, incoming in new.applied
            for day, provisions in incoming.record.applied_from
        )
        through = LegalText.co_issuers.through
        through.objects.bulk_create(
            (
                through(legaltext_id=text.pk, issuer_id=issuer.pk)
                for text, incoming in new.issuers
                for issuer in incoming.issuers[1:]
            ),
            ignore_conflicts=True,
        )
        self.spoken |= {text.pk for text in new.texts}
        keys = [text.pk for text in new.texts] + list(new.changed)
        # Each history entry reads both lists: two queries a batch instead of two a text.
        written = LegalText.objects.filter(pk__in=keys).with_type()
        for text in written.prefetch_related("applied_from", "co_issuers"):
            reversion.add_to_revision(text)
        return {text.pk: text for text in [*new.texts, *new.changed.values()]}

    def _refuse(self, record: TextRecord, reason: str) -> None:
        self.report.refuse(BadRow(record.line, reason))


def _take_lists(text: LegalText, incoming: Incoming, replace: bool, new: _New) -> bool:
    """Put down the days of application and further issuers to be taken over, by the rules of
    ``merge``; whether there are any."""
    may_replace = replace and text.source == incoming.record.source
    applied = {(row.applies_on, row.provisions) for row in text.applied_from.all()}
    issuers = set(text.co_issuers.all())
    days = bool(set(incoming.record.applied_from) - applied) and (may_replace or not applied)
    bodies = bool(set(incoming.issuers[1:]) - issuers) and (may_replace or not issuers)
    if days:
        new.applied.append((text, incoming))
    if bodies:
        new.issuers.append((text, incoming))
    return days or bodies


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch
