"""Takes relation records into the register, with stubs for acting texts nobody registered yet."""

from __future__ import annotations

from collections import defaultdict

import reversion
from django.utils.translation import gettext as _

from doccontrol.lawtext.numbers import NotALegalNumber, parse_number
from doccontrol.lawtext.relation_kinds import is_whole
from doccontrol.register.importing.records import BadRow, RelationRecord
from doccontrol.register.importing.repairs import issuer_by_number
from doccontrol.register.importing.report import ImportReport
from doccontrol.register.importing.vocabulary import Vocabulary
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import Resolver

Pair = tuple[RelationRecord, "LegalText | None"]
Key = tuple[int, str, str, str]


class RelationTaker:
    """One per import: knows the report and the words of the register."""

    def __init__(self, report: ImportReport, vocabulary: Vocabulary) -> None:
        self.report = report
        self.vocabulary = vocabulary

    def take(self, batch: list[Pair]) -> dict[int, LegalText]:
        """Write one batch; returns the texts touched, by key. Inside a history entry."""
        texts = self._texts(batch)
        stubs = self._make_stubs(batch, texts)
        placed = [row for record, text in batch if (row := self._place(record, text, texts))]
        known: dict[Key, LegalRelation] = {
            _key(relation): relation
            for relation in LegalRelation.objects.filter(
                acting__in={relation.acting_id for relation in placed}
            ).select_related("acting")
        }
        new: list[LegalRelation] = []
        changed: list[LegalRelation] = []
        for relation in placed:
            self._sort(relation, known, new, changed)
        LegalRelation.objects.bulk_create(new)
        LegalRelation.objects.bulk_update(changed, ["on"], batch_size=100)
        touched = {stub.pk: stub for stub in stubs}
        for relation in new + changed:
            reversion.add_to_revision(relation)
            touched[relation.acting_id] = relation.acting
            if relation.target is not None:
                touched[relation.target.pk] = relation.target
        return touched

    def _texts(self, batch: list[Pair]) -> dict[str, list[LegalText]]:
        numbers = {record.acting.normalised for record, _text in batch}
        for record, _text in batch:
            try:
                numbers.add(parse_number(record.target).normalised)
            except NotALegalNumber:
                continue  # refused when the record is placed
        by_number: dict[str, list[LegalText]] = defaultdict(list)
        for text in LegalText.objects.filter(number__in=numbers).with_type():
            by_number[text.number].append(text)
        return by_number

    def _make_stubs(self, batch: list[Pair], texts: dict[str, list[LegalText]]) -> list[LegalText]:
        """A text that acts but is not registered: with what the row says and nothing more.

        The day on which the relation acts is not the text's own day of effect, which stays unknown.
        """
        stubs: list[LegalText] = []
        for record, text in batch:
            if text is not None or texts.get(record.acting.normalised):
                continue
            issuers = self.vocabulary.issuers(issuer_by_number(record.acting, "")[0])
            stub = LegalText(
                type=self.vocabulary.type(record.acting_type),
                issuer=issuers[0] if issuers else None,
                source=record.source,
            )
            stub.set_number(record.acting.raw)
            stub.fold()
            texts[stub.number] = [stub]
            stubs.append(stub)
        LegalText.objects.bulk_create(stubs)
        for stub in stubs:
            reversion.add_to_revision(stub)
        self.report.texts["new"] += len(stubs)
        return stubs

    def _place(
        self, record: RelationRecord, text: LegalText | None, texts: dict[str, list[LegalText]]
    ) -> LegalRelation | None:
        try:
            acting = text or _only(record, texts[record.acting.normalised])
            number = parse_number(record.target).normalised
            targets = [
                candidate for candidate in texts.get(number, ()) if candidate.pk != acting.pk
            ]
            if not targets and number == acting.number:
                raise ValueError(_("a text does not act on itself: {number}").format(number=number))
        except ValueError as error:
            self.report.refuse(BadRow(record.line, str(error), "relations"))
            return None
        target = targets[0] if len(targets) == 1 else None
        return LegalRelation(
            acting=acting,
            kind=record.kind,
            target=target,
            resolved_by=Resolver.MACHINE if target else "",
            target_number=number,
            on=record.on,
            scope=record.scope,
            is_whole=is_whole(record.kind, record.scope),
            source=record.source,
        )

    def _sort(
        self,
        relation: LegalRelation,
        known: dict[Key, LegalRelation],
        new: list[LegalRelation],
        changed: list[LegalRelation],
    ) -> None:
        same = known.get(_key(relation))
        if same is None:
            known[_key(relation)] = relation
            new.append(relation)
            self.report.relations["new"] += 1
            return
        may_replace = same.on is None or same.source == relation.source
        if relation.on is None or relation.on == same.on or not may_replace:
            self.report.relations["unchanged"] += 1
            return
        same.on = relation.on
        if same.pk is not None:
            changed.append(same)
        self.report.relations["changed"] += 1


def _key(relation: LegalRelation) -> Key:
    return (relation.acting_id, relation.kind, relation.target_number, relation.scope)


def _only(record: RelationRecord, texts: list[LegalText]) -> LegalText:
    """The acting text; its type decides between several of one number. Raises ValueError."""
    named = [text for text in texts if text.type.name == record.acting_type]
    for choice in (texts, named):
        if len(choice) == 1:
            return choice[0]
    raise ValueError(
        _("several registered texts have the number {number}").format(number=record.acting.raw)
    )
