"""Fills an empty database with a made-up register and the documents that rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import connection, transaction

from doccontrol.register.deriving.acted_days import derive_acted_days
from doccontrol.register.models.texts import LegalText
from tools.synthetic.documents import write_documents
from tools.synthetic.laws import write_relations, write_texts


@dataclass(frozen=True, slots=True)
class Size:
    documents: int
    texts: int
    relations: int
    dense: bool = False


def fill(size: Size, *, until: date, random: Random) -> None:
    """Everything but events and clocks, which are what ``evaluate`` makes. The same ``random``
    gives the same rows."""
    with transaction.atomic():
        laws = write_texts(size.texts, until=until, random=random)
        write_relations(laws, size.relations, dense=size.dense, random=random)
        derive_acted_days(LegalText.objects.only("pk").iterator())
        write_documents(size.documents, laws, until=until, random=random)
    count_anew()


def count_anew() -> None:
    """What autovacuum does within a minute after very many rows were written; within a
    transaction only the counting, for PostgreSQL refuses the rest there."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
