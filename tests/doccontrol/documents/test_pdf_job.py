"""The job that makes the PDF of an edition, and the report in which the secretary sees it fail."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from doccontrol.documents.printing import pdf
from doccontrol.documents.printing.pdf import render_pdf
from doccontrol.documents.refusals import ContentChanged
from doccontrol.jobs.outbox import MAX_ATTEMPTS, claim, owe, perform
from doccontrol.jobs.retrying import try_again, unsettled
from doccontrol.models import Edition, FrozenPdf, Job
from doccontrol.organisation.accounts.roles import Role
from tests.forging import forge, without_triggers
from tests.make import make_edition, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return make_edition(on=date(2026, 3, 1))


def test_issuing_owes_a_pdf_that_is_kept_under_its_hash(edition: Edition) -> None:
    jobs = Job.objects.filter(kind="render_pdf", key=str(edition.pk))
    render_pdf(jobs.get().payload)
    frozen = FrozenPdf.objects.get(edition=edition)
    with frozen.file.open("rb") as file:
        data = file.read()
    assert data.startswith(b"%PDF-")
    assert frozen.sha256 == hashlib.sha256(data).hexdigest()
    assert frozen.file.name == f"editions/{frozen.sha256}.pdf"
    assert frozen.size == len(data)


def test_making_it_twice_changes_nothing(edition: Edition) -> None:
    for _again in range(2):
        render_pdf({"edition": edition.pk})
    assert FrozenPdf.objects.filter(edition=edition).count() == 1


@pytest.mark.parametrize("left_behind", ["whole", "cut short"])
def test_a_worker_that_died_after_writing_the_file_leaves_no_second_copy(
    edition: Edition, left_behind: str
) -> None:
    render_pdf({"edition": edition.pk})
    frozen = FrozenPdf.objects.get(edition=edition)
    with without_triggers():
        QuerySet(FrozenPdf).filter(pk=frozen.pk).delete()
    if left_behind == "cut short":
        default_storage.delete(frozen.file.name)
        default_storage.save(frozen.file.name, ContentFile(b"%PDF-"))
    render_pdf({"edition": edition.pk})
    again = FrozenPdf.objects.get(edition=edition)
    assert again.file.name == frozen.file.name
    with again.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == again.sha256


def test_no_master_copy_is_made_of_content_that_was_tampered_with(edition: Edition) -> None:
    forge(edition, content=edition.content | {"title": "Khác"})
    with pytest.raises(ContentChanged):
        render_pdf({"edition": edition.pk})
    assert not FrozenPdf.objects.exists()


def test_a_failure_is_tried_again_and_at_last_shown_with_its_reason(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_options: object) -> bytes:
        raise RuntimeError("không có phông chữ")

    monkeypatch.setattr(pdf, "typeset", fail)
    Job.objects.exclude(kind="render_pdf").delete()
    for _attempt in range(MAX_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        perform(claim(timezone.now()))
    [job] = unsettled()
    assert job.state == Job.State.FAILED
    assert "không có phông chữ" in job.error


def failed_job(**fields: object) -> Job:
    trace = "Traceback (most recent call last):\n  …\nRuntimeError: hỏng\n"
    return Job.objects.create(
        **{"kind": "render_pdf", "key": "1", "state": Job.State.FAILED, "attempts": 8}
        | {"error": trace}
        | fields
    )


def test_trying_again_gives_the_job_all_its_attempts_once() -> None:
    job = failed_job()
    assert try_again(job, now=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.READY, 0)
    assert not try_again(job, now=timezone.now())


def test_a_failed_job_asked_for_again_by_the_work_itself_stands_as_the_waiting_one() -> None:
    failed = failed_job()
    owe("render_pdf", "1")
    assert not try_again(failed, now=timezone.now())
    assert [job.state for job in unsettled()] == [Job.State.READY]


# The report


def client_of(*roles: Role) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make_person(*roles))
    return client


def test_the_secretary_sees_what_failed_and_may_try_it_again() -> None:
    Job.objects.all().delete()
    job = failed_job()
    failed_job(key="2", state=Job.State.DONE, error="")
    secretary = client_of(Role.SECRETARY)
    body = secretary.get(reverse("background_jobs")).content.decode()
    assert "RuntimeError: hỏng" in body and "Traceback" not in body
    address = reverse("background_job_retry", args=[job.pk])
    assert body.count("<form") >= 1 and f'action="{address}"' in body
    assert secretary.post(address).status_code == 302
    job.refresh_from_db()
    assert job.state == Job.State.READY


def test_the_desk_tells_the_secretary() -> None:
    failed_job()
    assert "?state=failed" in client_of(Role.SECRETARY).get(reverse("desk")).content.decode()
    assert "?state=failed" not in client_of(Role.STAFF).get(reverse("desk")).content.decode()


@pytest.mark.parametrize(
    ("who", "expected"),
    [("stranger", 302), ("staff", 302), ("auditor", 200), ("secretary", 200)],
)
def test_the_report_is_for_those_who_may_see_jobs_and_the_button_not_for_auditors(
    who: str, expected: int
) -> None:
    clients = {
        "stranger": Client,
        "staff": lambda: client_of(Role.STAFF),
        "auditor": lambda: client_of(Role.AUDITOR),
        "secretary": lambda: client_of(Role.SECRETARY),
    }
    client, job = clients[who](), failed_job()
    page, address = (
        client.get(reverse("background_jobs")),
        reverse("background_job_retry", args=[job.pk]),
    )
    assert page.status_code == expected
    assert (address in page.content.decode()) is (who == "secretary")
    retried = client.post(address)
    job.refresh_from_db()
    assert retried.status_code in (302, 403)
    assert (job.state == Job.State.READY) is (who == "secretary")


def test_a_link_cannot_try_a_job_again() -> None:
    job = failed_job()
    address = reverse("background_job_retry", args=[job.pk])
    assert client_of(Role.SECRETARY).get(address).status_code == 405


def test_the_report_takes_the_same_queries_for_one_job_as_for_many(
    django_assert_max_num_queries: object,
) -> None:
    for n in range(30):
        failed_job(key=str(n))
    secretary = client_of(Role.SECRETARY)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        secretary.get(reverse("background_jobs"))
