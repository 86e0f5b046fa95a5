"""Every view of ours states who may use it; ``tests/access`` finds those that do not, and those
that say one thing and do another.

The statement and the check are one thing, so that neither can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.permissions import page_permission_policy

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

View = Callable[..., HttpResponseBase]
EVERYBODY, SIGNED_IN, NOBODY = "everybody", "signed in", "nobody"
AUTHORS = "authors"
OR = " or "


def everybody(view: View) -> View:
    """Open to the public. The view itself must ask only for what the public may read."""
    view.access = EVERYBODY  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """People of the agency; anybody else is led to the log-in page."""
    guarded = login_required(view)
    guarded.access = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def permitted(*permissions: str) -> Callable[[View], View]:
    """People with any one of ``permissions`` ("app.codename"). A stranger is led to the log-in
    page; somebody without the permission gets 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if not any(request.user.has_perm(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **options)

        checked = login_required(guarded)
        checked.access = OR.join(permissions)  # type: ignore[attr-defined]
        return checked

    return decorate


def is_author(person: Any) -> bool:
    """May write somewhere in the tree of pages; which draft, the page itself decides."""
    return bool(page_permission_policy.user_has_any_permission(person, {"add", "change"}))


def authors(view: View) -> View:
    """People who write documents. A stranger is led to the log-in page; who only reads gets 403.
    The view itself asks the page whether this person may change it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if not is_author(request.user):
            raise PermissionDenied
        return view(request, *args, **options)

    checked = login_required(guarded)
    checked.access = AUTHORS  # type: ignore[attr-defined]
    return checked


def signed_in_person(request: HttpRequest) -> Person:
    """Who asks, behind ``signed_in`` or ``permitted``, which let nobody else through."""
    return request.user  # type: ignore[return-value]


def closed(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
    """Stands before an address of other people's code that is of no use here: there is nothing."""
    raise Http404


closed.access = NOBODY  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Alike:
    """What else than the database an answer was made of: ``read_state`` gave ``state`` before it
    was made. ``shown_again`` is called when the answer is given to somebody else too."""

    read_state: Callable[[], Hashable] = tuple
    state: Hashable = ()
    shown_again: Callable[[], object] = tuple

    def is_standing(self) -> bool:
        return self.read_state() == self.state


def say_alike(response: HttpResponseBase, alike: Alike | None = None) -> None:
    """The view says so: of everybody who is not signed in, each may be given this very answer, on
    the same day, in the same language and at the same address, until the database is written to
    or the state of ``alike`` is another."""
    response.alike = alike or Alike()  # type: ignore[attr-defined]


def say_own(response: HttpResponseBase, alike: Alike | None = None) -> None:
    """The view says so: the person who asks may be given this very answer again, on the same day
    and at the same address, until the database is written to or the state of ``alike`` is another.
    It shows nothing of the session and of the hour.

    Not of whoever has chosen another time zone in the administration: their day ends at an hour of
    its own.
    """
    if timezone.get_current_timezone() == timezone.get_default_timezone():
        response.own = alike or Alike()  # type: ignore[attr-defined]


def own_page(response: HttpResponseBase) -> Alike | None:
    """None if nobody said so."""
    return getattr(response, "own", None)


def alike_for_everybody(response: HttpResponseBase) -> Alike | None:
    """None if nobody said so."""
    return getattr(response, "alike", None)
