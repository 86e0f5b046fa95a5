from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from doccontrol.history import recorded
from doccontrol.models import Issuer, LegalType
from tests.make import make_person

pytestmark = pytest.mark.django_db


def load_reference():
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


def test_loading_twice_changes_nothing():
    first, again = load_reference(), load_reference()

    assert " 0 new" not in first
    assert again.count("0 new, 0 changed") == 2
    assert LegalType.objects.get(name="Nghị định").is_normative
    labour = Issuer.objects.get(name="Bộ Lao động - Thương binh và Xã hội")
    assert labour.successors.filter(name="Bộ Nội vụ").exists()


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_a_person_changed_stays(by_hand):
    load_reference()
    kind = LegalType.objects.get(name="Nghị định")
    with recorded(make_person() if by_hand else None, "sửa"):
        kind.rank = 41
        kind.save()
    load_reference()

    kind.refresh_from_db()
    assert (kind.rank == 41) is by_hand


def test_an_issuer_under_another_spelling_is_the_same_body():
    issuer = Issuer.objects.create(name="Bộ công thương")
    load_reference()

    issuer.refresh_from_db()
    assert issuer.name == "Bộ Công Thương"
