"""Made-up controlled documents with editions and citations of made-up laws.

Rows are written straight into the tables, without the workflow: it is the clocks and the register
that are measured here, not the way from draft to edition.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from doccontrol.clocks.models import Clock, Decision
from doccontrol.document_kinds import PROCEDURE
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Citation, Edition
from doccontrol.documents.models.kinds import Procedure
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Unit
from tools.synthetic.laws import Law

BATCH = 500
YEARS_BACK = 4
STILL_OPEN = 0.1
OF_ITS_FIELD, COMMON = (1, 8), (1, 4)


def write_documents(count: int, laws: list[Law], *, until: date, random: Random) -> None:
    """``count`` procedures, each with one to three editions that follow one another."""
    unit = Unit.objects.create(code="BM", name="Phòng Đo")
    person = Person.objects.create(username="benchmark", is_active=False)
    home = Page.objects.filter(depth=2).first() or Page.get_first_root_node()
    folder = home.add_child(instance=Page(title="Benchmark", slug="benchmark"))
    citable = _Citable(laws, random)
    for start in range(0, count, BATCH):
        pages = _write_pages(folder, range(start, min(start + BATCH, count)), unit)
        _write_editions(pages, unit, person, citable, until, random)
    Page.objects.filter(pk=folder.pk).update(numchild=count)


class _Citable:
    """Central texts as documents cite them: some that most documents cite, and those of a field."""

    def __init__(self, laws: list[Law], random: Random) -> None:
        central = [law for law in laws if law.rank <= 4]
        self._random = random
        self._common = random.sample(central, k=min(len(central), 200))
        self._fields: dict[int, list[Law]] = defaultdict(list)
        for law in central:
            self._fields[law.field].append(law)

    def choose(self, on: date) -> list[Law]:
        random = self._random
        field = random.choice(list(self._fields.values()))
        chosen = random.choices(field, k=random.randint(*OF_ITS_FIELD))
        for _n in range(random.randint(*COMMON)):
            chosen.append(self._common[int(len(self._common) * random.random() ** 3)])
        return [law for law in dict.fromkeys(chosen) if law.issued <= on]


def _write_pages(folder: Page, places: range, unit: Unit) -> list[Page]:
    kind = ContentType.objects.get_for_model(Procedure)
    pages = [
        Page(
            path=Page._get_path(folder.path, folder.depth + 1, place + 1),
            depth=folder.depth + 1,
            title=f"Quy trình {place + 1}",
            draft_title=f"Quy trình {place + 1}",
            slug=f"quy-trinh-{place + 1}",
            url_path=f"{folder.url_path}quy-trinh-{place + 1}/",
            content_type=kind,
            locale_id=folder.locale_id,
        )
        for place in places
    ]
    Page.objects.bulk_create(pages)
    for page, place in zip(pages, places, strict=True):
        code = f"QT-BM-{place + 1:05d}"
        document = ControlledDocument(page_ptr=page, code=code, owner_unit=unit)
        document.save_base(raw=True)  # this table's row only: the page's is there
        Procedure(controlleddocument_ptr=document).save_base(raw=True)
    return pages


def _write_editions(
    pages: list[Page], unit: Unit, person: Person, citable: _Citable, until: date, random: Random
) -> None:
    terms = [(page, place, term) for page in pages for place, term in _terms(until, random)]
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=page.content_type,
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=str(page.pk),
            created_at=datetime(starts.year, starts.month, starts.day, tzinfo=UTC),
            content={},
        )
        for page, _place, (starts, _ends) in terms
    )
    editions = Edition.objects.bulk_create(
        Edition(
            document_id=page.pk,
            kind=PROCEDURE.key,
            code=f"QT-{page.pk}",
            title=page.title,
            unit=unit,
            issue_no=1 + place,
            revision_no=0,
            approved_by=person,
            approved_on=starts,
            in_force_from=starts,
            ends_on=ends,
            is_public=True,
            audience="nobody",
            content={},
            sha256="",
            page_revision=revision,
        )
        for (page, place, (starts, ends)), revision in zip(terms, revisions, strict=True)
    )
    Citation.objects.bulk_create(
        [
            Citation(edition=edition, text_id=law.pk, clause=f"Điều {random.randrange(1, 60)}")
            for edition in editions
            for law in citable.choose(edition.in_force_from)
        ]
    )


def _terms(until: date, random: Random) -> list[tuple[int, tuple[date, date | None]]]:
    starts = sorted(
        {
            until - timedelta(days=random.randrange(30, 365 * YEARS_BACK))
            for _n in range(random.choices((1, 2, 3), (5, 3, 2))[0])
        }
    )
    ends: list[date | None] = [*starts[1:], None]
    return list(enumerate(zip(starts, ends, strict=True)))


def answer_clocks(on: date, random: Random) -> None:
    """Close most clocks, as a secretary would: by the next edition, else by a decision."""
    successors = {
        (document, starts): edition
        for edition, document, starts in Edition.objects.order_by().values_list(
            "pk", "document", "in_force_from"
        )
    }
    proposer, approver = (Person.objects.create(username=f"benchmark-{n}") for n in (1, 2))
    naming, decisions = [], []
    rows = Clock.objects.order_by("pk").values_list("pk", "event", "document", "edition__ends_on")
    for clock, event, document, ends in rows:
        edition = successors.get((document, ends))
        if random.random() < STILL_OPEN:
            continue
        if edition is not None:
            naming.append(Edition.implements.through(edition_id=edition, lawevent_id=event))
        else:
            decisions.append(
                Decision(
                    clock_id=clock,
                    outcome=Decision.Outcome.NO_CHANGE,
                    reason="Made up for a measurement",
                    proposed_by=proposer,
                    proposed_on=on,
                    approved_by=approver,
                    approved_on=on,
                )
            )
    Edition.implements.through.objects.bulk_create(naming)
    Decision.objects.bulk_create(decisions)
