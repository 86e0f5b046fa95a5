"""The only code that writes acknowledgements."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.documents.issuing.freezing import check_content
from doccontrol.documents.models.editions import Edition
from doccontrol.errors import Refused
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.people import name_on

STATEMENT = gettext_lazy("I have read it, understood it and will follow it.")


class NotWhatWasRead(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "What you read is not the text of this edition, so nothing was confirmed. Open "
                "the edition again, read it, then confirm."
            )
        )


class NotInForce(Refused):
    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _(
                "%(edition)s is not in force today, so nothing was confirmed. Read and confirm "
                "the edition in force."
            )
            % {"edition": edition}
        )


@transaction.atomic
def acknowledge(edition: Edition, person: Person, *, on: date, sha256: str) -> Acknowledgement:
    """Record that ``person`` has read the very text whose hash the page showed.

    Anybody of the agency may confirm, also without a duty to. Name, title, unit and the words of
    the statement are frozen as of ``on``. Confirming twice returns the first record.
    Raises NotWhatWasRead, NotInForce, ContentChanged. Source: ISO 9001:2015, 7.3 and 7.5.3.
    """
    if sha256 != edition.sha256:
        raise NotWhatWasRead
    done = Acknowledgement.objects.filter(edition=edition, person=person).first()
    if done is not None:
        return done
    if not edition.is_in_force(on):
        raise NotInForce(edition)
    check_content(edition)
    named = name_on(person, on)
    # Two tabs at once: the constraint lets one row in, and get_or_create finds it.
    record, _created = Acknowledgement.objects.get_or_create(
        edition=edition,
        person=person,
        defaults={
            "edition_sha256": edition.sha256,
            "statement": str(STATEMENT),
            "name": named.name,
            "title": named.title,
            "unit": named.unit,
            "acknowledged_on": on,
        },
    )
    return record
