"""Writes down what is asked, for the secretary to see what people look for and do not find.

A page only puts a line into a file (``spool``); the worker counts them, so that no reader
waits for a writer of the database. If it cannot be written, nobody is told but the log of errors.
It counts; it does not remember people.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from doccontrol.folding import fold
from doccontrol.jobs.outbox import Payload, handles
from doccontrol.jobs.working import every_day, look_regularly
from search.asked_log import spool
from search.asked_log.models import LONGEST_KEPT, AskedQuestion
from search.asked_log.spool import CountedQuestion
from search.text import compose

logger = logging.getLogger(__name__)

KEPT = timedelta(days=365)
# The worker counts this often, in seconds.
COUNTED_EVERY = 60
# Nobody fills the table: of questions not asked before on the day, no more are kept.
MOST_NEW_A_DAY = 5_000
# Telephone, identity card, insurance and account numbers have nine digits or more, however they
# are parted; numbers of laws have a slash between number and year, and fewer.
_LONG_NUMBER = re.compile(r"\d(?:[ .,()–-]{0,3}\d){8,}")
_MAIL = re.compile(r"\S@\S")
_SURNAMES = (
    "nguyen|tran|le|pham|huynh|hoang|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|truong|doan|lam|"
    "mai|trinh|dao|luong|ha|to|ta|thach|son|kim|danh|lieu|chau"
)
# "nguyen van an", "tran thi be ba"; but "phan van ban" is a part of a document.
_MIDDLE_NAMED = re.compile(rf"\b(?:{_SURNAMES}) (?:van|thi) (?!ban\b|hanh\b|phong\b|thu\b)[a-z]+")
_MORE_NAMES = 2  # after the surname, written with a capital each


def looks_personal(text: str) -> bool:
    """Whether the question seems to be about one person, so that it must not be kept. A name that
    is written in small letters and without "văn" or "thị" cannot be told from other words."""
    folded = fold(text)
    if _LONG_NUMBER.search(folded) or _MAIL.search(text) or _MIDDLE_NAMED.search(folded):
        return True
    names = compose(text).split()
    return any(_begins_a_name(names[place:]) for place in range(len(names) - _MORE_NAMES))


def _begins_a_name(names: list[str]) -> bool:
    """Written with capitals as only names are: "Nguyễn Thị Hoa"."""
    words = [name.strip(',.;:()"“”') for name in names[: _MORE_NAMES + 1]]
    if not all(word[:1].isupper() and word[1:].islower() for word in words):
        return False
    return re.fullmatch(_SURNAMES, fold(words[0])) is not None


def write_down(text: str, *, is_staff: bool, places: int, on: date) -> None:
    """Put the question down to be counted once more. Never raises for the disk."""
    question = " ".join(fold(text).split())[:LONGEST_KEPT].rstrip()
    if not question or looks_personal(text):
        return
    readers = AskedQuestion.Readers.STAFF if is_staff else AskedQuestion.Readers.PUBLIC
    try:
        spool.put(CountedQuestion(on.isoformat(), question, readers.value, places))
    except OSError as error:
        logger.warning("A question was not counted: %s", error)


@look_regularly(seconds=COUNTED_EVERY)
def count_asked() -> None:
    """Count what was put down. A worker that ends between counting and removing the file has the
    questions of that minute counted twice: it is a count of what is asked, no evidence."""
    for path, lines in spool.take():
        with transaction.atomic():
            times = Counter(replace(line, found=0) for line in lines)
            last = {replace(line, found=0): line for line in lines}
            for counted, line in last.items():
                _count(line, times[counted])
        path.unlink(missing_ok=True)


def _count(question: CountedQuestion, times: int) -> None:
    day = date.fromisoformat(question.day)
    row = AskedQuestion.objects.filter(
        day=day, question=question.question, readers=question.readers
    )
    again = {"times": F("times") + times, "found": question.found}
    if row.update(**again) or AskedQuestion.objects.filter(day=day).count() >= MOST_NEW_A_DAY:
        return
    new = AskedQuestion(day=day, question=question.question, readers=question.readers)
    AskedQuestion.objects.bulk_create([new], ignore_conflicts=True)  # another may be first
    row.update(**again)


@handles("forget_asked_questions", label=_("Clearing of old search questions"))
def forget_asked_questions(payload: Payload) -> None:
    before = date.fromisoformat(payload["on"]) - KEPT
    AskedQuestion.objects.filter(day__lt=before).delete()


every_day("forget_asked_questions")
