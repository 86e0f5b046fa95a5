"""What is asked, and whether it is found: counts by day, of nobody in particular."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_KEPT = 200


class AskedQuestion(models.Model):
    """How often a question was asked on a day, without marks and capitals.

    No person, no address of a machine, no time of the day; questions that look as if they were
    about somebody are not kept (``actions``). Kept for a year.
    """

    class Readers(models.TextChoices):
        PUBLIC = "public", _("the public")
        STAFF = "staff", _("staff")

    day = models.DateField(_("day"))
    question = models.CharField(_("question"), max_length=LONGEST_KEPT)
    readers = models.CharField(_("asked by"), max_length=6, choices=Readers.choices)
    times = models.PositiveIntegerField(_("times"), default=0)
    # Of the last time: places with all the words.
    found = models.PositiveIntegerField(_("found"), default=0)

    class Meta:
        verbose_name = _("asked question")
        verbose_name_plural = _("asked questions")
        ordering = ["-day", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "question", "readers"], name="asked_question_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.question
