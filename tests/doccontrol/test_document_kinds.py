"""A new kind of document is a row of one table and a page type: everything else asks the table."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from cms.portal.listing import APART
from cms.similar import DOCUMENTS
from doccontrol.document_kinds import (
    DOCUMENT_KINDS,
    FORM,
    GENERAL,
    GENERAL_CODE_PATTERN,
    GENERAL_KINDS,
    PROCEDURE,
    kind_of,
)
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.models import AgencySettings, GeneralDocument
from doccontrol.organisation.code_patterns import fits
from search.engines.base import Facet
from search.page.address import KINDS, Shelf
from search.page.result_rows import KIND_NAMES
from search.queries.names import KNOWN_NAMES
from tests.house import ROOT, lines_with
from tests.make import make_settings, make_unit

KEYS = {kind.key for kind in DOCUMENT_KINDS}
LAWS = "law"
# What reads the demonstration's files, which name their kind.
READS_NAMES = "cms/demonstration/"


def test_each_page_type_has_a_row_and_each_row_a_page_type():
    assert sorted(kind.kind for kind in ControlledDocument.__subclasses__()) == sorted(KEYS)


def test_every_kind_has_its_tab_its_name_and_its_words_in_search():
    assert frozenset().union(*KINDS.values()) == KEYS | {LAWS}
    assert set(KINDS) == set(Shelf.values)
    assert set(KIND_NAMES) == KEYS | {LAWS}
    assert {value for value, _name in KNOWN_NAMES[Facet.KIND]} == KEYS | {LAWS}


def test_only_forms_are_listed_apart_and_only_what_rests_on_laws_is_compared_with_one():
    assert {FORM.key} == APART
    assert {PROCEDURE.key, GENERAL.key} == DOCUMENTS


def test_a_kind_of_another_version_is_no_failure():
    assert kind_of("circular") is None


def test_no_other_file_tells_kinds_apart_by_a_name_of_its_own():
    keys = "|".join(sorted(KEYS))
    compared = rf'\bkind(__in)? ?(=|==|!=|in|not in) ?\(?"({keys})"'
    spelled = lines_with(compared, ROOT)
    assert [line for line in spelled if not line.startswith(READS_NAMES)] == []


@pytest.mark.parametrize(
    "code",
    ["STCL-01", "QC-01", "HD-LD-02", "MTCL", "MTCL-LDVL", "KH-2026-01", "PL-01", "DM-01", "S-03"],
)
def test_the_system_s_own_documents_are_numbered_as_agencies_do(code):
    assert fits(GENERAL_CODE_PATTERN, code)


@pytest.mark.django_db
def test_objectives_are_a_document_whose_code_fits_the_pattern_an_agency_begins_with():
    pattern = AgencySettings._meta.get_field("general_code_pattern").default
    make_settings(general_code_pattern=pattern)
    draft = {"title": "Mục tiêu chất lượng năm 2026", "owner_unit": make_unit()}
    GeneralDocument(code="MTCL", general_kind="objectives", **draft).full_clean(
        exclude=["path", "depth"]
    )
    with pytest.raises(ValidationError) as refused:
        GeneralDocument(code="MT-01", general_kind="objectives", **draft).full_clean(
            exclude=["path", "depth"]
        )
    assert set(refused.value.message_dict) == {"code"}


@pytest.mark.parametrize("kind", DOCUMENT_KINDS, ids=lambda kind: kind.key)
def test_the_example_of_a_code_is_one_that_an_agency_begins_with(kind):
    assert fits(AgencySettings._meta.get_field(kind.code_setting).default, kind.code_example)


@pytest.mark.parametrize("kind", GENERAL_KINDS, ids=lambda kind: kind.key)
def test_and_so_is_the_example_of_each_system_document(kind):
    assert fits(kind.code_pattern, kind.code_example)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        (GENERAL_CODE_PATTERN, "ví dụ: MTCL-VP."),
        (r"HT/\d{3}", "Hãy hỏi Thư ký ISO"),
    ],
)
def test_who_writes_a_code_in_another_way_is_told_by_an_example(pattern, told):
    make_settings(general_code_pattern=pattern)
    draft = GeneralDocument(title="Mục tiêu", code="mtcl năm@27", general_kind="objectives")
    with pytest.raises(ValidationError) as refused:
        draft.clean()
    assert told in refused.value.messages[0]


@pytest.mark.django_db
@pytest.mark.parametrize("kept, later", [("{old}", "{new}"), ("TL-01", "TL-01")])
def test_only_a_pattern_that_nobody_changed_takes_in_the_new_kinds(kept, later):
    step = import_module("doccontrol.migrations.0021_kinds_of_general_documents")
    assert step.SINCE == GENERAL_CODE_PATTERN
    make_settings(general_code_pattern=kept.format(old=step.BEFORE, new=step.SINCE))

    step.widen_what_nobody_changed(apps, None)

    kept_now = AgencySettings.objects.get().general_code_pattern
    assert kept_now == later.format(old=step.BEFORE, new=step.SINCE)
