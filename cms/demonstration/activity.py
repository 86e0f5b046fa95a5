"""Work in progress, so that every desk of the demonstration has something on it."""

from __future__ import annotations

from datetime import date

from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.clocks.deciding import open_draft, propose
from doccontrol.clocks.models import Clock, Decision
from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.lawtext.numbers import normalise
from doccontrol.models import ChangeNote, Edition, LegalBasis, Person

READ_ON = date(2026, 11, 2)


def load_activity() -> None:
    _draft_under_review()
    _decision_waiting()
    _some_have_read()


def _draft_under_review() -> None:
    """Inspection has drafted its answer to 283/2026/NĐ-CP; the head must review it."""
    clock = _clock("QT-TTr-01", "283/2026/NĐ-CP")
    author = Person.objects.get(username="chuyenvien.ttr1")
    page: ControlledDocument = open_draft(clock, by=author, on=READ_ON).specific
    draft = page.get_latest_revision_as_object()
    draft.changes = [
        ChangeNote(
            place="Mục 3, Mục 5.10",
            description="Thay căn cứ Nghị định số 12/2022/NĐ-CP bằng Nghị định số 283/2026/NĐ-CP",
        )
    ]
    ended, law = normalise("12/2022/NĐ-CP"), clock.event.acting
    kept = [basis for basis in draft.legal_basis.all() if basis.text.number != ended]
    draft.legal_basis = [*kept, LegalBasis(text=law, clause="Điều 5")]
    draft.save_revision(user=author)
    page = page.specific_class.objects.get(pk=page.pk)
    submit(page, by=author)


def _decision_waiting() -> None:
    """A head proposes that nothing has to change; the director has not answered yet."""
    propose(
        _clock("QT-LĐVL-03", "09/2026/TT-BNV"),
        outcome=Decision.Outcome.NO_CHANGE,
        reason=(
            "Quy trình chỉ áp dụng hình thức thực tập dưới 90 ngày; đã đối chiếu từng phụ lục, "
            "biểu mẫu được thay thế và không biểu mẫu nào được quy trình viện dẫn."
        ),
        by=Person.objects.get(username="truongphong.ldvl"),
        on=READ_ON,
    )


def _some_have_read() -> None:
    policy = Edition.objects.in_force(READ_ON).get(kind="policy")
    for username in ("thuky", "truongphong.ldvl", "chuyenvien.btxh1", "chuyenvien.ncc1"):
        person = Person.objects.get(username=username)
        acknowledge(policy, person, on=READ_ON, sha256=policy.sha256)


def _clock(code: str, law: str) -> Clock:
    return Clock.objects.get(document__code=code, event__acting__number=normalise(law))
