"""Writes down what is asked, for the secretary to see what people look for and do not find.

Written after the page was sent, so nobody waits for it; if it cannot be written, nobody is told
but the log of errors. It counts; it does not remember people.
"""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta

from django.db import DatabaseError
from django.db.models import F

from doccontrol.folding import fold
from doccontrol.outbox import Payload, handles
from doccontrol.working import every_day
from search.log_models import LONGEST_KEPT, AskedQuestion
from search.text import compose

logger = logging.getLogger(__name__)

KEPT = timedelta(days=365)
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


def write_down(text: str, *, is_staff: bool, found: int, on: date) -> None:
    """Count the question once more. Never raises for the database."""
    question = " ".join(fold(text).split())[:LONGEST_KEPT].rstrip()
    if not question or looks_personal(text):
        return
    readers = AskedQuestion.Readers.STAFF if is_staff else AskedQuestion.Readers.PUBLIC
    row = AskedQuestion.objects.filter(day=on, question=question, readers=readers)
    again = {"times": F("times") + 1, "found": found}
    try:
        if row.update(**again):
            return
        if AskedQuestion.objects.filter(day=on).count() >= MOST_NEW_A_DAY:
            return
        new = AskedQuestion(day=on, question=question, readers=readers)
        AskedQuestion.objects.bulk_create([new], ignore_conflicts=True)  # another may be first
        row.update(**again)
    except DatabaseError as error:
        logger.warning("A question was not counted: %s", error)


@handles("forget_asked_questions")
def forget_asked_questions(payload: Payload) -> None:
    before = date.fromisoformat(payload["on"]) - KEPT
    AskedQuestion.objects.filter(day__lt=before).delete()


every_day("forget_asked_questions")
