"""The explorer of pages is asked by people, in their own signs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.search.index import insert_or_update_object

from cms.models import DocumentIndexPage
from cms.page_search import words_of
from doccontrol.organisation.accounts.roles import Role
from tests.make import make_edition, make_person, make_settings


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("cấp giấy phép", "cấp giấy phép"),
        ("161/2026/NĐ-CP", "161/2026/NĐ-CP"),
        ("“hồ sơ” (mới)", "hồ sơ mới"),
        ('"><x>', "x"),
        ("tăng 50%", "tăng 50"),
        ("'; -- *", ""),
        (" - ", ""),
        ("", ""),
    ],
)
def test_words_are_what_is_left_of_what_was_typed(typed: str, words: str) -> None:
    assert words_of(typed) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("giám định", True),
        ('"giám định', True),
        ("giám% định*", True),
        ('"><x>', False),
        ("%", False),
    ],
)
def test_signs_do_not_break_the_search_of_the_explorer(
    client: Client, typed: str, is_found: bool
) -> None:
    make_settings()
    edition = make_edition(title="Giám định thương tật")
    insert_or_update_object(edition.document.specific)  # the worker's job
    client.force_login(make_person(Role.SECRETARY))
    shelf = DocumentIndexPage.objects.get(slug="quy-trinh")
    answer = client.get(reverse("wagtailadmin_explore_results", args=[shelf.pk]), {"q": typed})
    assert answer.status_code == 200
    assert (edition.title in answer.content.decode()) == is_found
