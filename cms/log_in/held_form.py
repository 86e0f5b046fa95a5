"""What was typed into a form whose log-in had ended is not lost: it is held on the log-in page and
offered to the same person again.

It is held by the browser that sent it, signed, and stored on the server only when its person has
logged in again. Nothing is sent a second time unless that person presses the button.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.messages import warning
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.every_request.page_before import page_before

# Of the field that carries it through the log-in page, and of its place in the session.
FIELD = "held_form"
# In the form that sends it again: what the session holds has done its service.
SENT_AGAIN = "held_form_again"
_SALT = "cms.log_in.held_form"
# Signed, in characters: it goes back and forth with the log-in page, within what a stranger may
# send (``cms.every_request.body_limit``).
MOST = 200_000


@dataclass(frozen=True, slots=True)
class HeldForm:
    """``address`` took the form, ``page`` showed it; ``person`` is a primary key; ``files`` are the
    names of what must be chosen again."""

    address: str
    page: str
    person: int
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def words(self) -> list[str]:
        """What a person wrote, to be recognised: no keys, no marks of the editor."""
        written = (value.strip() for _name, value in self.fields)
        return [value for value in written if " " in value and not value.startswith(("{", "["))]


def held(request: HttpRequest, person: int) -> HeldForm | None:
    """None where a password was typed: it is sent once, or not at all."""
    if any("password" in name for name in request.POST):
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    skipped = {"csrfmiddlewaretoken", SENT_AGAIN}
    return HeldForm(
        address=request.get_full_path(),
        page=page_of_form(request),
        person=person,
        fields=[field for field in sent if field[0] not in skipped],
        files=[str(file.name) for key in request.FILES for file in request.FILES.getlist(key)],
    )


def page_of_form(request: HttpRequest) -> str:
    """Where the form stood: an address that can be opened, unlike some that take forms."""
    return page_before(request) or reverse("desk")


def sealed(form: HeldForm) -> str:
    """Nothing if it is too long to go through the log-in page."""
    seal = signing.dumps(asdict(form), salt=_SALT, compress=True)
    return seal if len(seal) <= MOST else ""


def unsealed(seal: str) -> HeldForm | None:
    """None of what was not sealed here, or longer ago than a log-in lasts."""
    try:
        form = signing.loads(seal, salt=_SALT, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return None
    return HeldForm(**form | {"fields": [(name, value) for name, value in form["fields"]]})


def keep_for_its_person(request: HttpRequest, seal: str) -> bool:
    """Behind a log-in: whether there is something to show to who has just logged in."""
    form = unsealed(seal)
    if form is None:
        return False
    if form.person != request.user.pk:
        warning(
            request,
            _(
                "What was typed here before was typed by another account. It is not shown to you "
                "and was not sent."
            ),
        )
        return False
    request.session[FIELD] = seal
    return True


def kept_form(request: HttpRequest) -> HeldForm | None:
    return unsealed(request.session.get(FIELD, ""))
