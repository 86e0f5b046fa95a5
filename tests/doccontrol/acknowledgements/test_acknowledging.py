"""A confirmation says who read which text, and stays what it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from doccontrol.acknowledgements.actions import NotInForce, NotWhatWasRead, acknowledge
from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.errors import Refused
from doccontrol.models import Edition, Post
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_edition, make_person, make_post, make_unit, make_withdrawal

pytestmark = pytest.mark.django_db
START, END = date(2024, 1, 10), date(2024, 6, 1)
DAY = date(2024, 2, 1)


def reader(**fields):
    unit = make_unit(name="Phòng Lao động")
    return make_person(Role.STAFF, unit=unit, last_name="Lê Thị", first_name="Phương", **fields)


def test_a_confirmation_names_the_text_and_the_person_as_of_that_day():
    edition, person = make_edition(on=START), reader()
    record = acknowledge(edition, person, on=DAY, sha256=edition.sha256)
    assert (record.edition_sha256, record.acknowledged_on) == (edition.sha256, DAY)
    assert (record.name, record.title, record.unit) == (
        "Lê Thị Phương",
        "Chuyên viên",
        "Phòng Lao động",
    )
    assert record.statement


@pytest.mark.parametrize("sha256", ["", "0" * 64])
def test_another_text_than_the_one_read_is_refused(sha256):
    edition = make_edition(on=START)
    with pytest.raises(NotWhatWasRead):
        acknowledge(edition, reader(), on=DAY, sha256=sha256)
    assert not Acknowledgement.objects.exists()


def test_the_hash_of_the_edition_before_confirms_nothing():
    old = make_edition(on=START)
    new = make_edition(old.document.specific, on=END)
    with pytest.raises(NotWhatWasRead):
        acknowledge(new, reader(), on=END, sha256=old.sha256)


@pytest.mark.parametrize(
    "on, accepted",
    [
        (START - timedelta(days=1), False),
        (START, True),
        (END - timedelta(days=1), True),
        (END, False),
    ],
)
def test_only_an_edition_in_force_is_confirmed(on, accepted):
    edition = make_edition(on=START)
    make_withdrawal(edition, from_day=END)
    edition = Edition.objects.get(pk=edition.pk)
    if accepted:
        assert acknowledge(edition, reader(), on=on, sha256=edition.sha256)
    else:
        with pytest.raises(NotInForce):
            acknowledge(edition, reader(), on=on, sha256=edition.sha256)


def test_confirming_twice_leaves_the_first_record():
    edition, person = make_edition(on=START), reader()
    first = acknowledge(edition, person, on=DAY, sha256=edition.sha256)
    make_withdrawal(edition, from_day=END)
    again = acknowledge(edition, person, on=END, sha256=edition.sha256)
    assert again.pk == first.pk
    assert Acknowledgement.objects.get().acknowledged_on == DAY


def test_a_new_post_does_not_rewrite_what_was_confirmed_in_the_old_one():
    edition, person = make_edition(on=START), reader()
    acknowledge(edition, person, on=DAY, sha256=edition.sha256)
    Post.objects.filter(person=person).update(held_until=END)
    make_post(
        person=person, unit=make_unit(name="Thanh tra"), title="Thanh tra viên", held_from=END
    )
    person.first_name = "Mai"
    person.save()
    record = Acknowledgement.objects.get()
    assert (record.name, record.title, record.unit) == (
        "Lê Thị Phương",
        "Chuyên viên",
        "Phòng Lao động",
    )


def test_a_confirmation_is_not_changed_or_deleted():
    edition = make_edition(on=START)
    record = acknowledge(edition, reader(), on=DAY, sha256=edition.sha256)
    record.name = "Ai đó"
    for attempt in (record.save, record.delete, Acknowledgement.objects.all().delete):
        with pytest.raises(Refused):
            attempt()
