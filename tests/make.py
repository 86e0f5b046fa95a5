"""Builders: each returns a saved, valid row; name only what the test is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail import signal_handlers

from cms.demonstration.judging import judge
from cms.models import DocumentIndexPage
from doccontrol.decisions.actions import approve
from doccontrol.documents.drafting.checklist import unmet
from doccontrol.documents.ending.actions import propose_withdrawal
from doccontrol.documents.issuing.actions import issue
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import (
    AgencySettings,
    ChangeNote,
    ControlledDocument,
    DocumentSection,
    Edition,
    Form,
    Issuer,
    LegalBasis,
    LegalRelation,
    LegalText,
    LegalType,
    Person,
    Post,
    Procedure,
    ProcedureStep,
    SigningAssignment,
    Unit,
    Withdrawal,
)
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.deriving.acted_days import derive_acted_days
from tests.standing import OF_ONE_EDITION, issue_at_once, issue_draft_at_once

_serial = count(1)
LONG_AGO = date(2015, 1, 1)
# Codes that fit the default patterns, whatever the serial number.
CODES = {Procedure: "QT-M{}-01", Form: "BM-M{}-01-01"}


@contextmanager
def without_references() -> Iterator[None]:
    """Wagtail's index of what refers to what is not kept for what a builder saves: nothing here
    asks it, and it takes a sixth of the time. What a test itself does is entered as ever."""
    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield


def make_settings(**fields: Any) -> AgencySettings:
    """The agency's settings; code patterns are open unless the test is about them."""
    settings = AgencySettings.load_default()
    defaults = {
        "name": "Sở Mẫu",
        "procedure_code_pattern": "",
        "policy_code_pattern": "",
        "general_code_pattern": "",
        "form_code_pattern": "",
        "announcement_code_pattern": "",
    }
    for name, value in (defaults | fields).items():
        setattr(settings, name, value)
    settings.save()
    return settings


def make_unit(**fields: Any) -> Unit:
    n = next(_serial)
    return Unit.objects.create(**{"code": f"P{n}", "name": f"Phòng {n}"} | fields)


def make_person(
    *roles: Role, unit: Unit | None = None, head: bool = False, **fields: Any
) -> Person:
    n = next(_serial)
    person = Person.objects.create_user(
        **{"username": f"person{n}", "last_name": "Nguyễn Văn", "first_name": f"Người {n}"} | fields
    )
    person.groups.set(Group.objects.filter(name__in=roles))
    if unit is not None:
        make_post(
            person=person, unit=unit, is_head=head, title="Trưởng phòng" if head else "Chuyên viên"
        )
    return person


def make_post(**fields: Any) -> Post:
    defaults: dict[str, Any] = {"title": "Chuyên viên", "held_from": LONG_AGO}
    if "unit" not in fields:
        defaults["unit"] = make_unit()
    if "person" not in fields:
        defaults["person"] = make_person()
    return Post.objects.create(**defaults | fields)


def make_issuer(name: str = "Chính phủ") -> Issuer:
    return Issuer.objects.get_or_create(name=name)[0]


def make_text(number: str | None = None, **fields: Any) -> LegalText:
    number = number or f"{next(_serial)}/2020/NĐ-CP"
    normative = fields.pop("normative", True)
    kind, _created = LegalType.objects.get_or_create(
        name="Nghị định" if normative else "Công văn", defaults={"is_normative": normative}
    )
    defaults = {
        "type": kind,
        "issuer": make_issuer(),
        "issued": date(2020, 1, 1),
        "subject": "Quy định mẫu",
    }
    text = LegalText(**defaults | fields)
    text.set_number(number)
    text.fold()
    text.save()
    return text


def make_relation(
    acting: LegalText,
    target: LegalText | str,
    kind: RelationKind = RelationKind.AMENDS,
    **fields: Any,
) -> LegalRelation:
    if isinstance(target, str):
        fields |= {"target": None, "target_number": target}
    else:
        fields |= {"target": target, "target_number": target.number}
    relation = LegalRelation.objects.create(acting=acting, kind=kind, **fields)
    derive_acted_days([acting])
    return relation


def make_procedure(**fields: Any) -> Procedure:
    """A first draft of a procedure, not issued. ``author`` saved its only revision."""
    return _make_document(Procedure, **fields)


def make_form(parent: ControlledDocument, **fields: Any) -> Form:
    fields.setdefault("file", docx_upload())
    return _make_document(Form, parent=parent, **fields)


@without_references()
def _make_document(model: Any, **fields: Any) -> Any:
    author = fields.pop("author", None) or make_person()
    page, parent = _new_document(model, **fields)
    parent.add_child(instance=page)
    page.save_revision(user=author)
    return page


def _new_document(model: Any, **fields: Any) -> tuple[Any, Any]:
    """Not saved; and the page below which it belongs."""
    n = next(_serial)
    basis = fields.pop("legal_basis", [])
    parent = fields.pop("parent", None) or DocumentIndexPage.objects.get(slug="quy-trinh")
    if "owner_unit" not in fields:
        fields["owner_unit"] = make_unit()
    needed = what_is_needed() if model is Procedure else {}
    said = {"code": CODES[model].format(n), "title": f"Quy trình {n}", "live": False}
    said |= needed | fields
    steps = said.pop("steps", [])
    page = model(**said)
    if steps:
        page.steps = steps
    page.legal_basis = [_basis(row) for row in basis]
    return page, parent


def what_is_needed() -> dict[str, Any]:
    """What a procedure must say before it can be submitted, in as few words as can be."""
    return {
        "purpose": "<p>Để làm đúng.</p>",
        "scope": "<p>Các phòng.</p>",
        "is_without_basis": True,
        "is_without_time_limit": True,
        "is_without_records": True,
        "steps": [ProcedureStep(content="Tiếp nhận", responsible="Chuyên viên")],
    }


def fill_in(page: Any) -> None:
    """Of what its kind must have, what the draft has not."""
    missing = {need.key for need in unmet(page.needs())}
    if "free_sections" in missing:
        page.free_sections = [DocumentSection(heading="Mục", body="<p>Nội dung.</p>")]
        return
    for name, value in what_is_needed().items():
        if name.removeprefix("is_without_").replace("basis", "legal_basis") in missing:
            setattr(page, name, value)


def _basis(row: LegalText | tuple[LegalText, str]) -> LegalBasis:
    text, clause = row if isinstance(row, tuple) else (row, "")
    return LegalBasis(text=text, clause=clause)


@without_references()
def make_edition(page: Any = None, *, on: date = date(2024, 1, 10), **draft: Any) -> Edition:
    """A first edition of a new procedure, as if it had been issued on ``on`` (``tests.standing``);
    of a given ``page`` the next one, truly issued. ``draft`` are fields of the draft, among them
    ``legal_basis`` (texts), ``implements`` (events), ``author``, ``reviewer``, ``approver``."""
    if page is not None:
        return _issue(page, on=on, **draft)
    people = _signers(draft)
    of_edition = {name: draft.pop(name) for name in OF_ONE_EDITION if name in draft}
    page, parent = _new_document(Procedure, **draft)
    return issue_at_once(page, parent, on=on, **people, **of_edition)


@without_references()
def issue_procedure(*, on: date = date(2024, 1, 10), **draft: Any) -> Edition:
    """As ``make_edition``, by every step that drafting, judging and issuing take."""
    people = _signers(draft)
    of_edition = {name: draft.pop(name) for name in OF_ONE_EDITION if name in draft}
    page, parent = _new_document(Procedure, **draft)
    parent.add_child(instance=page)
    for name, value in of_edition.items():
        setattr(page, name, value)
    return _judge_and_issue(page, on=on, **people)


@without_references()
def make_first_edition(page: Any, *, on: date = date(2024, 1, 10), **draft: Any) -> Edition:
    """As ``make_edition`` of a ``page`` that has none, but as if it had been issued, complete or
    not (``tests.standing``)."""
    people = _signers(draft)
    return issue_draft_at_once(_drafted(page, draft), on=on, **people)


def _drafted(page: Any, draft: dict[str, Any]) -> Any:
    """A row of its own: callers share ``page`` between threads and stale copies."""
    page = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in draft.items():
        if name == "legal_basis":
            page.legal_basis = [_basis(row) for row in value]
        else:
            setattr(page, name, value)
    return page


@without_references()
def _issue(page: Any, *, on: date, **draft: Any) -> Edition:
    people = _signers(draft)
    page = _drafted(page, draft)
    if Edition.objects.filter(document_id=page.pk).exists() and not page.changes.all():
        page.changes = [ChangeNote(place="Mục 5", description="Sửa bước 1")]
    return _judge_and_issue(page, on=on, **people)


def _judge_and_issue(
    page: Any, *, author: Person, reviewer: Person, approver: Person, on: date
) -> Edition:
    fill_in(page)
    revision = page.save_revision(user=author)
    judge(revision, submitted=(author, on), reviewed=(reviewer, on), approved=(approver, on))
    return issue(revision, on=on)


def _signers(draft: dict[str, Any]) -> dict[str, Person]:
    """Taken out of ``draft``; who is not named there is somebody new."""
    return {
        "author": draft.pop("author", None) or make_person(),
        "approver": draft.pop("approver", None) or make_person(Role.APPROVER),
        "reviewer": draft.pop("reviewer", None) or former_secretary(),
    }


def former_secretary() -> Person:
    """Reviewed what is not about its review; has left since, so no test meets this person."""
    found = Person.objects.filter(username="former-secretary").first()
    return found or make_person(Role.SECRETARY, username="former-secretary", is_active=False)


def make_withdrawal(edition: Edition, *, from_day: date, on: date | None = None) -> Withdrawal:
    """Proposed and approved by two people on ``on``, the day of the edition's approval."""
    on = on or edition.approved_on
    asked = propose_withdrawal(
        edition.document,
        reason="Bãi bỏ",
        takes_effect_on=from_day,
        by=make_person(Role.SECRETARY),
        on=on,
    )
    return approve(asked, by=make_person(Role.APPROVER), on=on)


def docx_upload(name: str = "mau.docx", text: str = "") -> SimpleUploadedFile:
    """The smallest package that is a Word document: of one ``text`` always the same bytes, else
    unlike any other."""
    import io
    import zipfile

    formats = "application/vnd.openxmlformats"
    schemas = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{schemas}/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{formats}-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="'
            f'{formats}-officedocument.wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{schemas}/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{schemas}/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>{text or f'Đơn đề nghị {next(_serial)}'}</w:t></w:r></w:p></w:body></w:document>"
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part, content in parts.items():
            package.writestr(zipfile.ZipInfo(part), content)  # the same bytes at any time
    return SimpleUploadedFile(name, buffer.getvalue())


def make_signing_assignment(person: Person, **fields: Any) -> SigningAssignment:
    """KT. of the head, since long ago, without an end."""
    defaults: dict[str, Any] = {
        "capacity": "KT",
        "on_behalf_of": "Giám đốc",
        "title": "Phó Giám đốc",
        "decision_number": "12/QĐ-SMT",
        "decided_on": LONG_AGO,
        "held_from": LONG_AGO,
    }
    return SigningAssignment.objects.create(person=person, **defaults | fields)


def make_head_of_agency(person: Person, **fields: Any) -> Post:
    """The head of the unit that leads the agency."""
    unit = Unit.objects.filter(is_leadership=True).first() or make_unit(is_leadership=True)
    return make_post(person=person, is_head=True, **{"title": "Giám đốc", "unit": unit} | fields)
