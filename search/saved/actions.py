"""The only code that writes saved searches. Each is its person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from search.page.address import Address
from search.saved.models import LONGEST_NAME, SavedSearch

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

# More is no longer a list that anybody reads.
MOST_SAVED = 100


class NothingToSave(Refused):
    def __init__(self) -> None:
        super().__init__(_("Search for something first: there is nothing to save."))


class NameMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Give the saved search a name."))


class TooManySaved(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("You have %(most)s saved searches. Delete one first.") % {"most": MOST_SAVED}
        )


@transaction.atomic
def save_search(person: Person, query: str, name: str) -> SavedSearch:
    """Keep the search at this address. The same search is kept once, under its last name; without
    a name it is called by its words. Raises NothingToSave, TooManySaved."""
    address = Address.read(QueryDict(query)).but()
    if not (address.text or address.chosen):
        raise NothingToSave
    called = _called(name) or _called(address.text) or str(_("Search without words"))
    mine = SavedSearch.objects.of(person)
    if not mine.filter(query=address.query).exists() and mine.count() >= MOST_SAVED:
        raise TooManySaved
    saved, _created = SavedSearch.objects.update_or_create(
        person=person, query=address.query, defaults={"name": called}
    )
    return saved


def rename_search(saved: SavedSearch, name: str) -> None:
    """Raises NameMissing."""
    if not (called := _called(name)):
        raise NameMissing
    saved.name = called
    saved.save(update_fields=["name"])


def _called(name: str) -> str:
    return " ".join(name.replace("\x00", " ").split())[:LONGEST_NAME].strip()
