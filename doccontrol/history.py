"""One history entry with one reason for each action on a record (django-reversion).

Pages have their own history: Wagtail revisions and editions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import reversion

from doccontrol.acting import because

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


@contextmanager
def recorded(person: Person | None, reason: str) -> Iterator[None]:
    """One transaction, one history entry, one reason. ``person`` None is the machine."""
    with because(reason), reversion.create_revision(atomic=True):
        reversion.set_comment(reason)
        if person is not None:
            reversion.set_user(person)
        yield
