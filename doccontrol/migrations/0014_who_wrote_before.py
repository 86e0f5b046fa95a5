"""Authorship of the drafts and editions that exist: read from Wagtail's revisions and workflow."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations

SAVED, SUBMITTED = "saved", "submitted"
BATCH = 500


def hash_of(content):
    text = json.dumps(
        content,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        cls=DjangoJSONEncoder,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def write_rows(apps, schema_editor):
    Revision = apps.get_model("wagtailcore", "Revision")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Authorship = apps.get_model("doccontrol", "Authorship")
    documents = set(
        apps.get_model("doccontrol", "ControlledDocument").objects.values_list("pk", flat=True)
    )
    page_type = ContentType.objects.filter(app_label="wagtailcore", model="page").first()
    if page_type is None or not documents:
        return
    issued = dict(
        apps.get_model("doccontrol", "Edition").objects.values_list("page_revision_id", "issued_at")
    )
    submissions = submitters(apps, page_type)
    rows = []
    revisions = Revision.objects.filter(base_content_type=page_type).order_by("pk")
    for revision in revisions.iterator(chunk_size=BATCH):
        document = int(revision.object_id)
        if document not in documents:
            continue
        sha256 = hash_of(revision.content)

        def row(person, what, at, number=revision.pk, document=document, sha256=sha256):
            return Authorship(
                document_id=document,
                revision_number=number,
                person_id=person,
                what=what,
                sha256=sha256,
                at=at,
            )

        if revision.user_id:
            rows.append(row(revision.user_id, SAVED, revision.created_at))
            if revision.pk in issued and revision.created_at > issued[revision.pk]:
                # Autosave wrote over an issued revision: its writer is an author of what follows.
                rows.append(row(revision.user_id, SAVED, revision.created_at, revision.pk + 1))
        for person, at in submissions.get(revision.pk, ()):
            rows.append(row(person, SUBMITTED, at))
        if len(rows) >= BATCH:
            Authorship.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    Authorship.objects.bulk_create(rows, ignore_conflicts=True)


def submitters(apps, page_type):
    """By revision: who submitted it and when. The first of a round was submitted by who asked for
    the round, a later one by who saved it: the editor saves what it submits."""
    steps = (
        apps.get_model("wagtailcore", "TaskState")
        .objects.filter(workflow_state__base_content_type=page_type)
        .order_by("pk")
        .values_list(
            "workflow_state_id",
            "revision_id",
            "workflow_state__requested_by_id",
            "revision__user_id",
            "started_at",
        )
    )
    rounds, found = set(), {}
    for round_, revision, requested_by, saved_by, started_at in steps:
        first = round_ not in rounds
        rounds.add(round_)
        person = (requested_by or saved_by) if first else (saved_by or requested_by)
        if person and revision not in found:
            found[revision] = [(person, started_at)]
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0013_who_is_who"),
    ]
    operations = [migrations.RunPython(write_rows, migrations.RunPython.noop)]
