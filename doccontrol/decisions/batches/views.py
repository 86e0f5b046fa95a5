"""One page for proposals that were made together: each of them, and one answer for those ticked.

Plain forms: works without scripts. What the page offers is what the actions let through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doccontrol.access import permitted, signed_in_person
from doccontrol.decisions.batches import actions
from doccontrol.decisions.batches.refusals import NothingChosen
from doccontrol.decisions.forms import RefusalForm, focused_on_error
from doccontrol.decisions.kinds import (
    SEES,
    DecisionKind,
    kind_named,
    may_answer,
    name_of,
    rows_of,
    seen_by,
)
from doccontrol.decisions.models import TwoPersonDecision
from doccontrol.decisions.views import furniture
from doccontrol.decisions.waiting import page_of
from doccontrol.errors import Refused
from doccontrol.next_work import next_work

# The parameter that names the rows ticked, and what the confirming form sends with them.
TICKED, CONFIRMED = "row", "confirmed"


@dataclass(frozen=True, slots=True)
class Batch:
    """All rows proposed together that the person may see. ``possible`` are those that can still be
    answered with effect, by primary key."""

    kind: DecisionKind[Any]
    key: UUID
    rows: Sequence[TwoPersonDecision]
    possible: frozenset[int]

    @property
    def name(self) -> str:
        return self.kind.together(self.rows)

    @property
    def waiting(self) -> list[TwoPersonDecision]:
        return [row for row in self.rows if row.is_waiting]

    def ticked(self, typed: QueryDict) -> list[TwoPersonDecision]:
        keys = set(typed.getlist(TICKED))
        return [row for row in self.rows if str(row.pk) in keys]

    def address(self, step: str = "batch") -> str:
        return reverse(f"decisions:{step}", args=[self.kind.model._meta.model_name, self.key])


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the page shows it."""

    decision: TwoPersonDecision
    url: str
    detail: str
    due: date | None
    is_tentative: bool
    is_answerable: bool
    is_ticked: bool


@permitted(SEES)
@require_safe
def batch_page(request: HttpRequest, kind: str, batch: UUID) -> HttpResponse:
    return _page(request, _batch(request, kind, batch))


@permitted(SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, kind: str, batch: UUID) -> HttpResponse:
    """Asks once, saying what each approval brings about; then lets them take effect."""
    together = _batch(request, kind, batch)
    typed = request.POST if request.method == "POST" else request.GET
    ticked = together.ticked(typed)
    if request.method != "POST":
        return _question(request, together, ticked)
    if ticked and CONFIRMED not in typed:
        rows = "&".join(f"{TICKED}={row.pk}" for row in ticked)
        return redirect(f"{together.address('approve_batch')}?{rows}")
    person, on = signed_in_person(request), timezone.localdate()
    return _take(
        request,
        together,
        ticked,
        lambda: actions.approve_together(ticked, by=person, on=on),
        _("Approved: %(what)s."),
    )


@permitted(SEES)
@require_POST
def refuse(request: HttpRequest, kind: str, batch: UUID) -> HttpResponse:
    together = _batch(request, kind, batch)
    ticked = together.ticked(request.POST)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, together, ticked, focused_on_error(form))
    person, on = signed_in_person(request), timezone.localdate()
    reason = form.cleaned_data["refusal_reason"]
    return _take(
        request,
        together,
        ticked,
        lambda: actions.refuse_together(ticked, by=person, on=on, reason=reason),
        _("Refused: %(what)s."),
        form,
    )


@permitted(SEES)
@require_POST
def take_back(request: HttpRequest, kind: str, batch: UUID) -> HttpResponse:
    together = _batch(request, kind, batch)
    person, on = signed_in_person(request), timezone.localdate()
    own = [row for row in together.rows if row.proposed_by_id == person.pk]
    # Pressed again, or after somebody has answered: each row says what became of it.
    rows = [row for row in own if row.is_waiting] or own
    return _take(
        request,
        together,
        rows,
        lambda: actions.take_back_together(rows, by=person, on=on),
        _("Taken back: %(what)s."),
    )


def _batch(request: HttpRequest, name: str, key: UUID) -> Batch:
    kind = kind_named(name)
    if kind is None:
        raise Http404
    rows = rows_of(kind).filter(batch=key)
    if not rows.exists():
        raise Http404
    on = timezone.localdate()
    seen = list(seen_by(signed_in_person(request), kind, rows, on).order_by("pk"))
    if not seen:
        raise PermissionDenied
    waiting = kind.model._default_manager.waiting().filter(batch=key)  # type: ignore[attr-defined]
    possible = kind.subjects(waiting, on).values_list("pk", flat=True)
    return Batch(kind, key, seen, frozenset(possible))


def _take(
    request: HttpRequest,
    together: Batch,
    ticked: Sequence[TwoPersonDecision],
    step: Callable[[], Sequence[TwoPersonDecision]],
    done: str,
    form: forms.Form | None = None,
) -> HttpResponse:
    """Take the step; show the page again, as typed and ticked, if it is refused."""
    try:
        answered = step()
    except NothingChosen:
        return _page(request, together, ticked, form, nothing=True)
    except Refused as refusal:
        messages.error(request, str(refusal))
        again = _batch(request, str(together.kind.model._meta.model_name), together.key)
        return _page(request, again, ticked, form)
    messages.success(request, done % {"what": name_of(together.kind, answered)})
    left = len(together.waiting) - sum(row in together.waiting for row in ticked)
    if left:
        messages.warning(request, _left_in_words(left))
    return redirect(together.address())


def _left_in_words(left: int) -> str:
    return ngettext(
        "%(count)d of this proposal still waits for an answer.",
        "%(count)d of this proposal still wait for an answer.",
        left,
    ) % {"count": left}


def _question(
    request: HttpRequest, together: Batch, ticked: Sequence[TwoPersonDecision]
) -> HttpResponse:
    """Only to whom it can be put, and of what can be answered: anybody else is led to the page."""
    person, on = signed_in_person(request), timezone.localdate()
    answerable = [row for row in ticked if _is_answerable(together, row, person)]
    if not answerable:
        return redirect(together.address())
    context = {
        "kind": together.kind,
        "first": answerable[0],
        "rows": [(row, together.kind.consequence(row, on)) for row in answerable],
        "left": [row for row in together.waiting if row not in answerable],
        "approve_url": together.address("approve_batch"),
        "page_url": together.address(),
        "person": person,
    }
    title = _("Approve: %(what)s?") % {"what": name_of(together.kind, answerable)}
    names = furniture(title, str(together.kind.label))
    return render(request, "doccontrol/decisions/confirm_batch.html", context | names)


def _is_answerable(together: Batch, row: TwoPersonDecision, person: Any) -> bool:
    return row.is_waiting and row.pk in together.possible and may_answer(person, row)


def _page(
    request: HttpRequest,
    together: Batch,
    ticked: Sequence[TwoPersonDecision] | None = None,
    form: forms.Form | None = None,
    *,
    nothing: bool = False,
) -> HttpResponse:
    """``ticked`` is None where nobody has chosen yet: then all that can be answered are."""
    person, on = signed_in_person(request), timezone.localdate()
    lines = [_line(together, row, person, ticked) for row in together.rows]
    waiting = together.waiting
    context = {
        "kind": together.kind,
        "first": together.rows[0],
        "lines": lines,
        "waiting_count": len(waiting),
        "impossible_count": sum(row.pk not in together.possible for row in waiting),
        "may_answer": any(line.is_answerable for line in lines),
        "may_take_back": any(row.proposed_by_id == person.pk for row in waiting),
        "work": [] if waiting else next_work(person, on),
        "refusal_form": form or RefusalForm(),
        "nothing_ticked": nothing,
        "approve_url": together.address("approve_batch"),
        "refuse_url": together.address("refuse_batch"),
        "take_back_url": together.address("take_back_batch"),
    }
    names = furniture(together.name, str(together.kind.label))
    return render(request, "doccontrol/decisions/batch.html", context | names)


def _line(
    together: Batch,
    row: TwoPersonDecision,
    person: Any,
    ticked: Sequence[TwoPersonDecision] | None,
) -> Line:
    is_answerable = _is_answerable(together, row, person)
    return Line(
        decision=row,
        url=page_of(row),
        detail=together.kind.detail(row),
        due=together.kind.due(row),
        is_tentative=together.kind.is_tentative(row),
        is_answerable=is_answerable,
        is_ticked=is_answerable and (ticked is None or row in ticked),
    )
