"""One agency in which every address of the site has something behind it, and its visitors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from reversion.models import Version
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Site, Task, UploadedFile, Workflow

from cms.access_table.groups import AUTHORS
from cms.access_table.visitors import Visitor
from cms.models import DocumentIndexPage
from doccontrol.clocks.deciding import propose, propose_for_all
from doccontrol.documents.ending.actions import propose_withdrawal
from doccontrol.documents.issuing.actions import submit
from doccontrol.history import recorded
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Decision, Holiday, Issuer, Job, LegalType, Person, Unit
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import add_relation, register_text
from doccontrol.register.intake import keeping
from search.models import Synonym
from search.saved.actions import save_search
from tests.doccontrol.clocks.make import make_clock
from tests.doccontrol.pdftext.files import make_pdf
from tests.doccontrol.triage.statements import make_file
from tests.make import (
    make_edition,
    make_form,
    make_person,
    make_post,
    make_procedure,
    make_settings,
    make_signing_assignment,
    make_unit,
)

TODAY = date(2026, 11, 29)
ROLES = {
    Visitor.STAFF: Role.STAFF,
    Visitor.HEAD: Role.HEAD,
    Visitor.WORKING_GROUP: Role.WORKING_GROUP,
    Visitor.SECRETARY: Role.SECRETARY,
    Visitor.APPROVER: Role.APPROVER,
    Visitor.AUDITOR: Role.AUDITOR,
}


class World:
    """``people`` and the ``rows`` that addresses name, by what an address calls them."""

    def __init__(self) -> None:
        make_settings()
        self.unit = make_unit()
        self.people = self.make_people(self.unit)
        self.rows: dict[str, Any] = {}
        self._documents()
        self._register()
        self._organisation()
        self._files()
        self._rest()

    @staticmethod
    def make_people(unit: Unit) -> dict[Visitor, Person]:
        people = {
            visitor: make_person(role, unit=unit, head=visitor == Visitor.HEAD)
            for visitor, role in ROLES.items()
        }
        people[Visitor.DEACTIVATED] = make_person(*set(Role) - {Role.AUDITOR}, unit=unit)
        people[Visitor.ADMINISTRATOR] = make_person(is_superuser=True)
        return people

    def clients(self) -> dict[Visitor, Client]:
        """A browser of each visitor, logged in. A failure of ours is an answer here."""
        clients = {visitor: Client(raise_request_exception=False) for visitor in Visitor}
        for visitor, person in self.people.items():
            clients[visitor].force_login(person)
        Person.objects.filter(pk=self.people[Visitor.DEACTIVATED].pk).update(is_active=False)
        return clients

    def _documents(self) -> None:
        clock = make_clock(owner_unit=self.unit)
        issued = clock.document.specific
        form = make_form(issued, owner_unit=self.unit)
        form_edition = make_edition(form)
        another = make_person(Role.SECRETARY)
        decision = propose(
            clock,
            outcome=Decision.Outcome.NO_CHANGE,
            reason="Không nhắc tới",
            by=another,
            on=TODAY,
        )
        propose_withdrawal(
            issued, reason="Không dùng nữa", takes_effect_on=TODAY, by=another, on=TODAY
        )
        draft = make_procedure(owner_unit=self.unit, author=self.people[Visitor.STAFF])
        together = propose_for_all(
            [make_clock(owner_unit=self.unit) for _n in range(2)],
            outcome=Decision.Outcome.NO_CHANGE,
            reason="Không nhắc tới",
            by=another,
            on=TODAY,
        )
        self.batch = together[0].batch
        amended = make_edition(owner_unit=self.unit).document.specific
        for visitor in AUTHORS:
            amended.save_revision(user=self.people[visitor])
        self.rows |= {
            "amended": amended,
            "clock": clock,
            "decision": decision,
            "issued": issued,
            "edition": issued.editions.get(),
            "form": form.get_latest_revision().as_object(),
            "form_edition": form_edition,
            "attachment": form_edition.attachments.first(),
            "draft": draft,
            "revision": draft.latest_revision,
            "shelf": DocumentIndexPage.objects.get(slug="quy-trinh"),
        }
        self._judged()

    def _judged(self) -> None:
        """Two drafts: one waits for the head of the unit, one for an approver."""
        first, second = (make_procedure(owner_unit=self.unit) for _step in range(2))
        for page in (first, second):
            submit(page, by=page.get_latest_revision().user)
        second.current_workflow_task_state.approve(user=self.people[Visitor.HEAD])
        second.refresh_from_db()
        self.judged = {Visitor.APPROVER: second}
        self.rows["judged"] = first

    def _register(self) -> None:
        secretary = self.people[Visitor.SECRETARY]
        about: dict[str, Any] = {"by": secretary, "reason": "Công báo"}
        kind = LegalType.objects.get(name="Nghị định")
        parent = register_text(
            number="1/2016/NĐ-CP", type=kind, effective=date(2016, 1, 1), **about
        )
        child = register_text(number="2/2017/NĐ-CP", type=kind, effective=date(2017, 1, 1), **about)
        ending = register_text(
            number="3/2020/NĐ-CP", type=kind, effective=date(2020, 1, 1), **about
        )
        add_relation(ending, kind=RelationKind.REPEALS, target=parent, **about)
        relation = add_relation(child, kind=RelationKind.GUIDES, target=parent, **about)
        self.rows |= {"text": parent, "child": child, "relation": relation}

    def _organisation(self) -> None:
        secretary = self.people[Visitor.SECRETARY]
        with recorded(secretary, "Lập"):
            kept: dict[str, Model] = {
                "kept_unit": Unit.objects.create(code="KEPT", name="Phòng Kept"),
                "holiday": Holiday.objects.create(day=date(2031, 1, 2), name="Ngày nghỉ"),
                "issuer": Issuer.objects.create(name="Bộ Mẫu"),
                "type": LegalType.objects.create(name="Loại mẫu", is_normative=True),
                "synonym": Synonym.objects.create(short="MAU", long="từ mẫu"),
                "post": make_post(unit=self.unit),
                "signing_assignment": make_signing_assignment(make_person(), capacity="TL"),
            }
        # The agency has recorded something of it, so its approver must be let sign.
        make_signing_assignment(self.people[Visitor.APPROVER])
        self.rows |= kept

    def _files(self) -> None:
        """A PDF that was read, with its bytes and its copy that can be searched."""
        file = make_file(name="van-ban.pdf", kind="pdf")
        path = keeping.path_of(file.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make_pdf("Văn bản"))
        file.searchable.name = file.file.name
        file.save()
        self.rows["file"] = file
        self.rows["refused"] = make_file(name="hong.pdf", state="refused", refusal="broken")

    def _rest(self) -> None:
        self.rows |= {
            "job": Job.objects.create(
                kind="render_pdf", key="x", state=Job.State.FAILED, error="Lỗi"
            ),
            "upload": UploadedFile.objects.create(
                for_content_type=ContentType.objects.get_for_model(Document),
                uploaded_by_user=self.people[Visitor.ADMINISTRATOR],
                file=ContentFile(b"x", "tam.pdf"),
            ),
            "picture": UploadedFile.objects.create(
                for_content_type=ContentType.objects.get_for_model(Image),
                uploaded_by_user=self.people[Visitor.ADMINISTRATOR],
                file=get_test_image_file(filename="tam.png"),
            ),
            "document": Document.objects.create(title="Tệp", file=ContentFile(b"x", "tep.pdf")),
            "image": Image.objects.create(title="Ảnh", file=get_test_image_file()),
            "site": Site.objects.get(),
            "group": Group.objects.get(name=Role.STAFF),
            "workflow": Workflow.objects.first(),
            "task": Task.objects.first(),
            "collection": Collection.get_first_root_node().add_child(name="Bộ sưu tập"),
            "person": make_person(Role.STAFF),
        }

        self.saved = {
            visitor: save_search(person, "q=thu+tuc", "Thủ tục")
            for visitor, person in self.people.items()
        }
        self.rows["saved"] = self.saved[Visitor.STAFF]

    def row(self, name: str, visitor: Visitor) -> Any:
        """What ``visitor`` asks for by this name: their own where everybody has one."""
        if name == "saved":
            return self.saved.get(visitor, self.rows["saved"])
        if name.startswith("judged"):
            page = self.judged.get(visitor, self.rows["judged"])
            step = page.current_workflow_task_state
            return {
                "judged": page,
                "judged_step": step,
                "judged_task": step.task,
                "judged_workflow": step.workflow_state,
            }[name]
        return self.rows[name]

    def version_of(self, name: str) -> int:
        return int(Version.objects.get_for_object(self.rows[name])[0].pk)
