"""An article of a law was asked for, and its text is not held: the page says so, and leads on.

The law is named by number ("điều 5 nghị định 145/2020") or by what it is called ("điều 169 bộ luật
lao động"). Only what everybody may know of a law is told, to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from doccontrol.folding import fold
from doccontrol.register.models.texts import LegalText
from doccontrol.register.rules import TextStatus
from search.engine import get_engine
from search.engines.base import Filters, Hit, Query, State
from search.index.indexed_laws import law_group
from search.page.result_rows import page_in_register
from search.page.understanding import Understood
from search.queries.clauses import Pinpoint
from search.queries.numbers import own_forms
from search.queries.question import read_question

# "điều 169 (khoản 2) của Bộ luật Lao động", in either order; the law by its name alone.
_KIND = r"(?:bo luat|luat|phap lenh)"
_NAMED = re.compile(
    rf"\bdieu\s+(?P<article>\d{{1,4}}[a-z]?)\b[^\n]{{0,40}}?\b(?P<name>{_KIND}\s+[a-z][a-z ,]+)"
    rf"|\b(?P<named_first>{_KIND}\s+[a-z][a-z ,]*?)[ ,]+dieu\s+(?P<article_last>\d{{1,4}}[a-z]?)\b"
)

_NAMED_TYPES = ("Luật", "Bộ luật", "Pháp lệnh")
# Two provinces may give a text the same number; no more documents bear it.
_MOST_BEARERS = 10


@dataclass(frozen=True, slots=True)
class MissingArticle:
    """``law`` is its title; empty if the register has none of this number. ``url`` is where it can
    be read about, empty if nowhere."""

    article: str
    law: str = ""
    url: str = ""


def missing_article(
    question: Understood, hits: Sequence[Hit], reader: Any, today: date
) -> MissingArticle | None:
    """None if no article was asked for, or if it can be read."""
    if pinpoint := question.typed.question.pinpoint:
        return _of_numbered(pinpoint, hits, question, reader)
    match = _NAMED.search(fold(question.typed.text))
    if not match:
        return None
    article = match["article"] or match["article_last"]
    law = _law_named(match["name"] or match["named_first"], today)
    if law is None or _is_held(law, article, question):
        return None
    return _missing(article, law, reader)


def _of_numbered(
    pinpoint: Pinpoint, hits: Sequence[Hit], question: Understood, reader: Any
) -> MissingArticle | None:
    bearers = _bearers(pinpoint, hits)
    if not any(_is_headed(hit, pinpoint.article) for hit in bearers):
        bearers = _bearers(pinpoint, _found_anywhere(question))
    if any(_is_headed(hit, pinpoint.article) for hit in bearers):
        return None
    laws = {hit.group: hit for hit in bearers if hit.group.startswith("law:")}
    if not laws:
        return MissingArticle(pinpoint.article)
    pk = next(iter(laws)).partition(":")[2]
    law = LegalText.objects.with_type().filter(pk=pk).first()
    return _missing(pinpoint.article, law, reader) if law else MissingArticle(pinpoint.article)


def _bearers(pinpoint: Pinpoint, hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if pinpoint.number_form in own_forms(hit.number)]


def _found_anywhere(question: Understood) -> Sequence[Hit]:
    """The best of all that this reader may find: that a law is not listed on this page, under this
    tab or as in force on this day does not mean that it is not registered."""
    within = question.within
    anywhere = Filters(on=within.on, public_only=within.public_only, states=frozenset(State))
    query = replace(question.query, within=anywhere, chosen=frozenset(), limit=_MOST_BEARERS)
    return get_engine().search(query).hits


def _missing(article: str, law: LegalText, reader: Any) -> MissingArticle:
    name = f"{law}. {law.subject}" if law.subject else str(law)
    return MissingArticle(article, name, page_in_register(law, reader) or law.source_link)


def _law_named(typed: str, today: date) -> LegalText | None:
    """The one whose name stands at the beginning of what was typed, the longest such name; of
    several the one in force, then the newest. Only those of that name are read whole: all that
    laws are the basis of is most of a register."""
    words = f"{' '.join(typed.replace(',', ' ').split())} "
    laws = LegalText.objects.filter(type__name__in=_NAMED_TYPES)
    names = {
        pk: f"{_called(kind, subject)} "
        for pk, kind, subject in laws.values_list("pk", "type__name", "subject")
    }
    named = {pk: len(name) for pk, name in names.items() if words.startswith(name)}
    longest = [pk for pk, length in named.items() if length == max(named.values())]
    texts = laws.filter(pk__in=longest).with_type().with_effects()
    return max(
        texts,
        key=lambda text: (text.status(today) is TextStatus.IN_FORCE, text.issued or date.min),
        default=None,
    )


def _called(type_name: str, subject: str) -> str:
    """ "bo luat lao dong", whether its subject repeats the type or not."""
    kind, subject = fold(type_name), fold(subject)
    return subject if subject.startswith(kind) else f"{kind} {subject}"


def _is_held(law: LegalText, article: str, question: Understood) -> bool:
    by_number = read_question(f"điều {article} {law.number_raw}")
    results = get_engine().search(Query(by_number, question.within, limit=1))
    return any(hit.group == law_group(law.pk) and _is_headed(hit, article) for hit in results.hits)


def _is_headed(hit: Hit, article: str) -> bool:
    return re.match(rf"Điều {re.escape(article)}\b", hit.heading, re.IGNORECASE) is not None
