from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms.demonstration.activity import load_activity
from cms.demonstration.agency import PASSWORD, load_agency
from cms.demonstration.documents import load_documents
from cms.demonstration.incoming import load_incoming
from cms.demonstration.laws import load_laws
from doccontrol.clocks.evaluating import evaluate
from doccontrol.models import Edition, Person

# Every year in which one of its clocks falls due.
YEARS = {"first": 2018, "last": 2028}
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
SHOWN = (
    ("thuky", "thư ký ISO / ISO secretary"),
    ("truongphong.ldvl", "người đứng đầu đơn vị / head of a unit"),
    ("chuyenvien.ldvl1", "công chức, người lao động / drafting staff"),
    ("giamdoc", "người phê duyệt / approving director"),
    ("danhgiavien", "đánh giá viên / auditor"),
    ("quantri", "quản trị viên / administrator"),
)


class Command(BaseCommand):
    help = "Load the demonstration agency into an empty installation, or show its log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--log-ins", action="store_true", help="only say where and as whom to log in"
        )

    def handle(self, *, log_ins: bool, **options: Any) -> None:
        if log_ins:
            self.show_log_ins()
        else:
            self.load()
            self.stdout.write("Loaded. As whom to log in: manage.py demo --log-ins")

    def load(self) -> None:
        if Person.objects.exists() or Edition.objects.exists():
            raise CommandError(
                "This installation already has people or documents; the demonstration is only "
                "loaded into an empty one. For a fresh one: bin/demo --reset"
            )
        with transaction.atomic():
            self.say("agency")
            load_agency(self.read("demo/agency.json"))
            call_command("compute_holidays", **YEARS, verbosity=0, stdout=self.stdout)
            self.say("laws")
            load_laws(FIXTURES, stdout=self.stdout)
            self.say("documents")
            folder = sorted((FIXTURES / "demo" / "documents").glob("*.json"))
            load_documents([json.loads(path.read_text("utf-8")) for path in folder], self.say)
            self.say("clocks")
            evaluation = evaluate(timezone.localdate())
            self.say(f"{len(evaluation.opened)} clocks")
            load_activity()
            self.say("incoming files")
            load_incoming(FIXTURES / "demo" / "incoming")

    def read(self, name: str) -> Any:
        return json.loads((FIXTURES / name).read_text(encoding="utf-8"))

    def say(self, line: str) -> None:
        self.stdout.write(f"  {line}")

    def show_log_ins(self) -> None:
        self.stdout.write(f"\nHiệu Lực: {settings.SITE_BASE_URL}/")
        self.stdout.write(f"Log in at {settings.SITE_BASE_URL}/dang-nhap/ (password {PASSWORD}) as")
        for username, role in SHOWN:
            self.stdout.write(f"  {username:<18} {role}")
