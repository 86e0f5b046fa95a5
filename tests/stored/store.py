"""Makes the stored installation that every later version must be able to take over.

Run once for a version: ``python -m tests.stored.store``. It writes ``installation.tar.xz``: the
database of an agency with rows of every kind, and the files that its evidence names.
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Field, Model

STORED = Path(__file__).with_name("installation.tar.xz")
DATABASE, MEDIA = "database.sqlite3", "media"


def store(folder: Path) -> None:
    """Make the installation in ``folder``, with the version at hand, and pack it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.base"
    os.environ["VAR_DIR"] = str(folder)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    fill()
    call_command("verify_evidence")
    connections.close_all()
    with sqlite3.connect(folder / DATABASE) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    with tarfile.open(STORED, "w:xz") as packed:
        packed.add(folder / DATABASE, DATABASE)
        packed.add(folder / MEDIA, MEDIA)


def fill() -> None:
    from doccontrol.acknowledgements.actions import acknowledge
    from doccontrol.triage.actions import confirm
    from doccontrol.triage.forms.together import Desk
    from tests.access.world import TODAY, Visitor, World
    from tests.doccontrol.triage.statements import amends, make_file, reading

    world = World()
    edition = world.rows["edition"]
    acknowledge(edition, world.people[Visitor.STAFF], on=TODAY, sha256=edition.sha256)
    file = make_file(reading=reading(relations=[amends("131/2021/NĐ-CP")]))
    statement = Desk(file, TODAY).as_if_sent.statement()
    statement = replace(statement, units=(world.unit,))
    secretary = world.people[Visitor.SECRETARY]
    confirm(file, statement, reason="Văn bản đến", by=secretary, on=TODAY)
    fill_the_rest()


def fill_the_rest() -> None:
    """One plain row in each table of ours that nothing above has written to; evidence is written
    by its actions alone."""
    from django.apps import apps
    from wagtail.models import Page

    from doccontrol.evidence.hashing import rule_of

    for model in [*apps.get_app_config("doccontrol").get_models(), *search_models()]:
        if issubclass(model, Page) or model._meta.proxy or rule_of(model) is not None:
            continue
        if not model.objects.exists():
            model(**{one.name: value_of(one) for one in needed(model)}).save()
    for model in apps.get_app_config("doccontrol").get_models():
        row = model.objects.first()
        if row is None or rule_of(model) is not None:
            continue
        for links in model._meta.local_many_to_many:
            if not links.remote_field.through.objects.exists():
                getattr(row, links.name).add(links.related_model.objects.last())


def search_models() -> list[type[Model]]:
    from django.apps import apps

    return list(apps.get_app_config("search").get_models())


def needed(model: type[Model]) -> list[Field]:
    return [
        one
        for one in model._meta.concrete_fields
        if not (one.primary_key or one.null or one.has_default() or one.blank)
    ]


def value_of(one: Field) -> Any:
    if one.related_model:
        return one.related_model.objects.first()
    if one.choices:
        return one.choices[0][0]
    kinds = {"DateField": date(2026, 11, 29), "JSONField": {}, "CharField": "x", "TextField": "x"}
    return kinds.get(one.get_internal_type(), 1)


def main() -> None:
    with TemporaryDirectory() as name:
        store(Path(name))


if __name__ == "__main__":
    main()
