"""Changes that reach the index in a roundabout way: each is told apart into the rows that it shows
in, and those are owed to the index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doccontrol.documents.models.editions import Edition
from doccontrol.jobs.outbox import Payload, handles, owe
from doccontrol.jobs.working import every_day
from doccontrol.register.models.texts import LegalText
from search.index.indexed_laws import laws_that_change

DAILY_JOB = "index_laws_of_the_day"
# Of jobs for lists of texts: one row for each thousand.
_IN_A_JOB = 1000
# A worker that did not run for so long makes good what it missed; after more, build anew.
_LOOKS_BACK = timedelta(days=31)


@handles("index_unit", label=_("New name of a unit into the search index"))
def index_unit(payload: Payload) -> None:
    """A unit has another name or code."""
    editions = Edition.objects.filter(unit=payload["unit"]).order_by("pk")
    for pk in editions.values_list("pk", flat=True):
        owe("index_edition", str(pk), edition=pk)


@handles("index_laws_of", label=_("New name of a type or issuer into the search index"))
def index_laws_of(payload: Payload) -> None:
    """A type of texts, or an issuer, has another name."""
    if "type" in payload:
        key, shown_in = f"type:{payload['type']}", Q(type=payload["type"])
    else:
        issuer = payload["issuer"]
        key, shown_in = f"issuer:{issuer}", Q(issuer=issuer) | Q(co_issuers=issuer)
    texts = LegalText.objects.filter(shown_in).order_by("pk").distinct()
    _owe_laws(key, texts.values_list("pk", flat=True))


@handles(DAILY_JOB, label=_("Legal texts whose status changes on the day"))
def index_laws_of_the_day(payload: Payload) -> None:
    """Texts that stand otherwise from this day on though nobody has changed anything."""
    on = date.fromisoformat(payload["on"])
    _owe_laws(f"day:{on}", sorted(laws_that_change(on - _LOOKS_BACK, on)))


every_day(DAILY_JOB)


def _owe_laws(key: str, texts: Iterable[int]) -> None:
    listed = list(texts)
    for start in range(0, len(listed), _IN_A_JOB):
        owe("index_laws", f"{key}:{start}", texts=listed[start : start + _IN_A_JOB])
