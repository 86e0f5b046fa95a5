"""The secretary's report: what is asked most, and what is asked and not found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from doccontrol.extension_points import Report, reports
from search.asked_log.models import AskedQuestion

URL_NAME = "asked_questions"
PERMISSION = "search.view_askedquestion"


class Outcome(models.TextChoices):
    NOT_FOUND = "not-found", _("Asked and not found")
    WITH_PLACES = "found", _("Found")


class Period(models.TextChoices):
    MONTH = "31", _("Last month")
    QUARTER = "92", _("Last three months")
    YEAR = "366", _("Last twelve months")


@dataclass(frozen=True, slots=True)
class Question:
    """One question over all days of the period; ``places`` is of the last time."""

    question: str
    times: int
    days: int
    last_day: date
    places: int

    @property
    def url(self) -> str:
        return f"{reverse('search')}?{urlencode({'q': self.question})}"

    @property
    def outcome(self) -> str:
        return str(self.places or Outcome.NOT_FOUND.label)


def asked_most(rows: Iterable[AskedQuestion]) -> list[Question]:
    """Of rows in the order of their days, each question once, the most asked first."""
    questions: dict[str, Question] = {}
    for row in rows:
        before = questions.get(row.question)
        questions[row.question] = Question(
            question=row.question,
            times=row.times + (before.times if before else 0),
            days=(before.days if before else 0) + (before is None or before.last_day != row.day),
            last_day=row.day,
            places=row.found,
        )
    return sorted(questions.values(), key=lambda question: (-question.times, question.question))


class QuestionFilterSet(WagtailFilterSet):
    """Narrows rows of days; only the outcome is one of the whole question."""

    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"), choices=Outcome.choices, method="as_it_is"
    )
    readers = django_filters.ChoiceFilter(
        label=_("Asked by"), choices=AskedQuestion.Readers.choices
    )
    period = django_filters.ChoiceFilter(label=_("Period"), choices=Period.choices, method="since")

    class Meta:
        model = AskedQuestion
        fields = ["readers"]

    def as_it_is(self, rows: Any, name: str, value: str) -> Any:
        return rows

    def since(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(day__gt=timezone.localdate() - timedelta(days=int(value)))


class AskedQuestionsReport(ReportView):
    filterset_class = QuestionFilterSet
    export_filename = "cau-hoi-tim-kiem"
    columns = [
        TitleColumn("question", label=_("Question"), get_url=lambda question: question.url),
        Column("times", label=_("Times")),
        Column("days", label=_("Number of days")),
        Column(
            "last_day",
            label=_("Last asked"),
            accessor=lambda question: f"{question.last_day:%d/%m/%Y}",
        ),
        Column("places", label=_("Places found"), accessor="outcome"),
    ]
    list_export = ["question", "times", "days", "last_day", "places"]
    export_headings = {
        "question": _("Question"),
        "times": _("Times"),
        "days": _("Number of days"),
        "last_day": _("Last asked"),
        "places": _("Places found"),
    }

    def get_filtered_queryset(self) -> Any:
        rows = self.filter_queryset(AskedQuestion.objects.order_by("day", "pk"))
        questions = asked_most(rows.iterator())
        outcome = self.filters.form.cleaned_data.get("outcome") if self.filters else ""
        if not outcome:
            return questions
        return [
            question
            for question in questions
            if bool(question.places) == (outcome == Outcome.WITH_PLACES)
        ]


reports.register(
    Report(
        name=URL_NAME,
        order=460,
        path="asked-questions",
        label=_("What is searched for"),
        icon="search",
        permission=PERMISSION,
        view=AskedQuestionsReport,
    )
)
