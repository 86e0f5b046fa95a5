"""Small registers at random, with documents and editions that rest on them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from doccontrol.models import ControlledDocument, LegalText, LinkedDocument
from tests.doccontrol.clocks.make import TODAY
from tests.make import make_person
from tools.synthetic.documents import write_documents
from tools.synthetic.laws import write_relations, write_texts


def write_web(seed: int, *, texts: int = 60, relations: int = 150, documents: int = 20) -> Random:
    random = Random(seed)
    laws = write_texts(texts, until=TODAY, random=random)
    write_relations(laws, relations, dense=seed % 2 == 0, random=random)
    write_documents(documents, laws, until=TODAY, random=random)
    return random


def any_text(random: Random) -> LegalText:
    return random.choice(list(LegalText.objects.order_by("pk")))


def any_document(random: Random) -> ControlledDocument:
    return random.choice(list(ControlledDocument.objects.order_by("pk")))


def any_day(random: Random) -> date | None:
    return random.choice([None, *(TODAY - timedelta(days=days) for days in range(-60, 900, 60))])


def link(text: LegalText, document: ControlledDocument) -> LinkedDocument:
    return LinkedDocument.objects.get_or_create(
        text=text,
        document=document,
        defaults={"reason": "Cùng lĩnh vực", "by": make_person(), "on": TODAY},
    )[0]
