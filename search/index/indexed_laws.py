"""A text of the register as documents of the index: its head, and its articles where its file was
read.

What the public may find of a law:

- that the register has it, with number, subject, issuers and days: this is published fact;
- its articles and annexes, if it is normative: such a text is law only because it was published.
  Letterhead and signatures are left out (``articles``): the stamps and notes that the agency put on
  the paper stand there. The paper itself stays with the staff (``register.intake``).

Everything else that a file says is for staff: letters and plans may be addressed to the agency
alone, and a text whose articles were not told apart may hold what somebody wrote on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from doccontrol.register.intake.models import IncomingFile, IncomingPage
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import ENDINGS, INTERRUPTIONS, TextStatus
from search.engines.base import IndexDocument
from search.index.articles import Part, split_into_articles
from search.index.law_days import law_days
from search.index.pieces import pieces

LAW = "law"
# Texts come with the pages of their files.
_AT_A_TIME = 100
_MOST_PIECES_OF_A_LAW = 1000


def law_group(pk: int) -> str:
    return f"law:{pk}"


def laws_shown_with(texts: Iterable[int]) -> set[int]:
    """These texts and those that they end or suspend as a whole: their days change together."""
    keys = set(texts)
    acted_on = LegalRelation.objects.filter(
        acting__in=keys, target__isnull=False, kind__in=ENDINGS | INTERRUPTIONS, is_whole=True
    )
    return keys | set(acted_on.order_by().values_list("target", flat=True).distinct())  # type: ignore[arg-type]


def laws_that_change(since: date, until: date) -> set[int]:
    """Texts whose days are told otherwise (``law_days``) on a day after ``since``, up to ``until``:
    one of several suspensions is over, or a text without a known effect ends."""
    resumed = LegalRelation.objects.filter(
        kind__in=INTERRUPTIONS, is_whole=True, until__gt=since, until__lte=until
    )
    ends = Q(expires__gt=since, expires__lte=until) | Q(ended_on__gt=since, ended_on__lte=until)
    ended = LegalText.objects.filter(ends, effective__isnull=True)
    return {
        *resumed.exclude(target=None).order_by().values_list("target", flat=True),  # type: ignore[list-item]
        *ended.order_by().values_list("pk", flat=True),
    }


def documents_of_laws(
    texts: QuerySet[LegalText], today: date | None = None
) -> Iterator[IndexDocument]:
    today = today or timezone.localdate()
    read = IncomingFile.objects.filter(state=IncomingFile.State.READ).newest_first()
    # The places of words, and what was read of the facts, are many times heavier than the text.
    pages = IncomingPage.objects.order_by("number").only("file", "number", "text")
    ordered = (
        texts.order_by("pk")
        .select_related("type", "issuer")
        .with_effects()  # type: ignore[attr-defined]
        .prefetch_related(
            "co_issuers",
            Prefetch("files", queryset=read.defer("reading")),
            Prefetch("files__pages", queryset=pages),
        )
    )
    for text in ordered.iterator(chunk_size=_AT_A_TIME):
        yield from documents_of_law(text, today)


def documents_of_law(text: LegalText, today: date) -> Iterator[IndexDocument]:
    """Found on every day unless a state is asked for: an ended law is looked up too. Its address is
    its source, for the register has no public page."""
    issuers = [issuer.name for issuer in [text.issuer, *text.co_issuers.all()] if issuer]
    days = law_days(
        effective=text.effective,
        expires=text.expires,
        incoming=text.effects(),
        today=today,
        override=TextStatus(text.status_override) if text.status_override else None,
    )
    name = f"{text.type.name} {text.number_raw}"
    head = IndexDocument(
        key=f"{law_group(text.pk)}#0",
        group=law_group(text.pk),
        kind=LAW,
        title=f"{name}. {text.subject}" if text.subject else name,
        heading=text.subject,
        body=";\n".join(line for line in (text.subject, "; ".join(issuers)) if line),
        number=text.number_raw,
        url=text.source_link,
        unit=issuers[0] if issuers else "",
        edition="",
        public=True,
        type=text.type.name,
        from_day=days.from_day,
        until_day=days.until_day,
        undated=days.undated,
        paused_from=days.paused_from,
        paused_until=days.paused_until,
        lasting=True,
        head=True,
        own_days=tuple(day for day in (text.issued, text.effective) if day),
    )
    yield head
    part = replace(head, head=False, own_days=())
    for place, piece in enumerate(_parts(text), start=1):
        yield replace(
            part,
            key=f"{head.group}#{place}",
            heading=piece.heading,
            article=piece.number,
            body=piece.body,
            public=bool(piece.heading) and text.type.is_normative,
        )


def _parts(text: LegalText) -> list[Part]:
    """Of the file that has most articles, the newest of equals: a decision may come with its annex
    as a file of its own, and a scan beside the same text as a document."""
    wholes = [
        "\n".join(page.text for page in file.pages.all()).strip() for file in text.files.all()
    ]
    splits = [split_into_articles(whole) for whole in wholes]
    best = max(splits, key=len, default=[])
    if not best:
        best = [Part("", "", max(wholes, key=len, default=""))]
    return [
        replace(part, body=body)
        for part in best
        for body in pieces(part.body, most=_MOST_PIECES_OF_A_LAW) or [part.heading]
        if body
    ][:_MOST_PIECES_OF_A_LAW]
