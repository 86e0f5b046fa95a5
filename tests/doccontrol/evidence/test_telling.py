"""Who is told that evidence was changed, and what nobody is given of it."""

from __future__ import annotations

import importlib
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from doccontrol.acknowledgements.actions import acknowledge
from doccontrol.documents.printing.pdf import render_pdf
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.documents.refusals import ContentChanged
from doccontrol.evidence import EvidenceIsFixed, jobs
from doccontrol.evidence.results import EvidenceVerification
from doccontrol.jobs.outbox import MAX_ATTEMPTS, claim, perform
from doccontrol.jobs.working import owe_daily
from doccontrol.models import Acknowledgement, Edition, FrozenPdf, Job, QualityPolicy, Signature
from doccontrol.organisation.accounts.roles import Role
from tests.cms.make import make_system_edition
from tests.doccontrol.evidence.tampering import JUNE, MARCH, make_evidence
from tests.forging import forge, without_triggers
from tests.make import make_edition, make_person, make_settings

pytestmark = pytest.mark.django_db

FORGED = "Ai cũng được nhận, không cần hồ sơ"


def verify(*options: str) -> tuple[str, str]:
    """What it says, and what it complains of at the end."""
    said = StringIO()
    try:
        call_command("verify_evidence", *options, stdout=said)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


def client_of(*roles: Role) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make_person(*roles))
    return client


def forge_text(edition: Edition) -> None:
    sections = [section | {"html": f"<p>{FORGED}</p>"} for section in edition.content["sections"]]
    forge(edition, content=edition.content | {"sections": sections})


def work() -> None:
    Job.objects.update(not_before=timezone.now())
    while claimed := claim(timezone.now()):
        perform(claimed)


# The command


def test_the_command_counts_what_it_checked_and_passes() -> None:
    make_evidence()
    said, complaint = verify("--json")
    answer = json.loads(said)
    assert answer["differs"] == []
    assert answer["checked"]["doccontrol_edition"] == Edition.objects.count()
    assert answer["checked"]["doccontrol_acknowledgement"] == 2
    assert answer["checked"]["doccontrol_withdrawal"] == 1
    assert complaint == ""
    assert verify()[1] == ""


def test_the_command_names_what_differs_and_fails() -> None:
    edition = make_edition(on=MARCH)
    forge(edition.signatures.get(role="approved"), person=make_person())
    said, complaint = verify("--json")
    assert complaint
    differs = json.loads(said)["differs"]
    assert {tuple(one) for one in differs} == {("table", "pk", "column", "why")}
    assert [(one["table"], one["column"]) for one in differs] == [
        ("doccontrol_edition", "approved_by_id"),
        ("doccontrol_signature", "row_sha256"),
    ]
    assert "doccontrol_edition" in verify()[0]


# The worker and the first page


def test_the_worker_looks_once_a_day_in_pieces_and_comes_to_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_evidence()
    Job.objects.all().delete()
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", -1.0)
    monkeypatch.setattr("doccontrol.evidence.verifying.LIGHT", 2)
    owe_daily(timezone.localdate())
    Job.objects.exclude(kind="verify_evidence").delete()
    work()
    done = Job.objects.filter(kind="verify_evidence")
    assert done.count() > 8 and {job.state for job in done} == {Job.State.DONE}
    [result] = EvidenceVerification.objects.all()
    assert result.finished_at and result.difference_count == 0
    assert result.checked == json.loads(verify("--json")[0])["checked"]


def test_a_difference_fails_the_job_and_stands_on_the_first_page_until_it_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = make_edition(on=MARCH)
    name = edition.signatures.get(role="approved").name
    forge(edition.signatures.get(role="approved"), name="Ai đó")
    Job.objects.all().delete()
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", -1.0)
    owe_daily(timezone.localdate())
    for _attempt in range(MAX_ATTEMPTS):
        work()
    failed = Job.objects.get(kind="verify_evidence", state=Job.State.FAILED)
    assert "doccontrol_signature" in failed.error

    secretary, staff = client_of(Role.SECRETARY), client_of(Role.STAFF)
    desk = secretary.get(reverse("desk")).content.decode()
    assert "Evidence was changed" in desk and "doccontrol_signature" in desk
    assert "Evidence was changed" not in staff.get(reverse("desk")).content.decode()

    forge(edition.signatures.get(role="approved"), name=name)
    assert verify()[1] == ""
    assert "Evidence was changed" not in secretary.get(reverse("desk")).content.decode()


# What nobody is given


def test_no_reader_is_served_a_text_that_was_not_approved(client: Client) -> None:
    edition = make_evidence()
    second = Edition.objects.get(document=edition.document, revision_no=1)
    client.force_login(make_person())
    comparison = (
        f"{reverse('documents:comparison', args=[edition.document.slug])}?tu=01-00&den=01-01"
    )
    addresses = [edition_url(second), edition.document.get_url(), comparison]
    for address in addresses:
        assert client.get(address).status_code == 200
    forge_text(second)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 503
        assert FORGED not in answer.content.decode()
        assert str(second) in answer.content.decode()
    assert client.get(edition_url(edition)).status_code == 200  # the other is as it was


def test_the_first_page_of_the_portal_has_no_words_of_a_forged_policy(client: Client) -> None:
    make_settings()
    policy = make_system_edition(QualityPolicy, text="<p>Đúng hẹn</p>")
    assert "Đúng hẹn" in client.get("/").content.decode()
    forge_text(policy)
    answer = client.get("/")
    assert answer.status_code == 200
    assert FORGED not in answer.content.decode()


def test_no_reader_is_served_a_file_of_which_a_byte_was_changed(client: Client) -> None:
    edition = make_evidence()
    form = Edition.objects.get(kind="form")
    client.force_login(make_person())
    pdf, attachment = edition.pdf, form.attachments.get()
    addresses = {
        edition_url(edition, "pdf"): pdf,
        edition_url(form, "attachment", attachment=attachment.pk): attachment,
    }
    for address, row in addresses.items():
        answer = client.get(address)
        assert (answer.status_code, bool(b"".join(answer.streaming_content))) == (200, True)
        with row.file.storage.open(row.file.name, "r+b") as file:
            file.seek(10)
            file.write(b"#")
        assert client.get(address).status_code == 503


def test_a_forged_text_is_neither_confirmed_nor_typeset_nor_carried_into_the_next() -> None:
    edition = make_edition(on=MARCH)
    forge_text(edition)
    edition.refresh_from_db()
    with pytest.raises(ContentChanged):
        acknowledge(edition, make_person(), on=JUNE, sha256=edition.sha256)
    with pytest.raises(ContentChanged):
        render_pdf({"edition": edition.pk})
    with pytest.raises(ContentChanged):
        make_edition(edition.document.specific, on=JUNE)
    assert not Acknowledgement.objects.exists()
    assert not FrozenPdf.objects.exists()


# The ORM


def test_the_orm_has_no_way_around() -> None:
    edition = make_edition(on=MARCH)
    row = edition.signatures.first()
    ways: list[Any] = [
        lambda: Signature._base_manager.update(name="Ai đó"),
        lambda: Signature._base_manager.all().delete(),
        lambda: Signature._base_manager.all()._raw_delete("default"),
        lambda: Signature.objects.bulk_create([row], ignore_conflicts=True),
        lambda: Signature.objects.bulk_create(
            [row], update_conflicts=True, update_fields=["name"], unique_fields=["id"]
        ),
        lambda: edition.signatures.change(name="Ai đó"),
    ]
    for way in ways:
        with pytest.raises(EvidenceIsFixed):
            way()
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature(**fields | {"name": "Ai đó"}).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature(**fields | {"name": "Ai đó"}).save_base(raw=True)
    assert verify()[1] == ""


def test_rows_written_many_at_once_have_their_hashes() -> None:
    edition = make_edition(on=MARCH)
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            edition=edition,
            person=make_person(),
            edition_sha256=edition.sha256,
            statement="Đã đọc",
            name=f"Người {number}",
            acknowledged_on=JUNE,
        )
        for number in range(3)
    )
    assert verify()[1] == ""
    assert Acknowledgement.objects.exclude(row_sha256="").count() == 3


def test_rows_from_before_there_were_hashes_are_given_theirs() -> None:
    make_evidence()
    # No signature of then names a capacity.
    of_before = [QuerySet(model) for model in (Edition, Acknowledgement, FrozenPdf)]
    of_before.append(QuerySet(Signature).filter(capacity=""))
    with without_triggers():
        for rows in of_before:
            rows.update(row_sha256="")
    assert verify()[1]
    migration = importlib.import_module("doccontrol.migrations.0012_evidence_knows_itself")
    key = ("doccontrol", "0012_evidence_knows_itself")
    then = MigrationLoader(connection).project_state(key).apps
    with without_triggers():
        migration.take_hashes(then, None)
    assert verify()[1] == ""
