"""Patterns of codes: what an agency may write, and that no code makes one slow."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from doccontrol.document_kinds import DOCUMENT_KINDS
from doccontrol.models import AgencySettings, Procedure
from doccontrol.organisation.code_patterns import fits, validate_pattern
from tests.make import make_settings, make_unit


@pytest.mark.parametrize(
    "pattern",
    [
        r"QT-[\w.]+-\d{2}",
        r"(STCL|QC|HD)-[\w.-]*\d{2}",
        r"(QT|BM)(-\d{2}){0,5}",
        r"(\d{1,3}\.){2,4}[A-ZĐ]+",
        r"(?:QT)-(?=\d)\d+(?!x)",
        r"[A-Z]+-[A-Z]+-[A-Z]+-\d+",
        r"(a|b)*",
        "",
    ],
)
def test_what_agencies_write_is_accepted(pattern):
    validate_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a*)*", "(a|a)*b", "(a|aa)+$", r"(\w+-?)+x", r"([\w.]+)*-\d", "(a?)*" * 3,
     r"\w*" * 30 + "X", r"((a{1,20}){1,20}){1,20}", r"(?=(a+)+$)a", r"(?>(a+)+)b"],
)  # fmt: skip
def test_a_pattern_that_could_take_long_is_refused_and_never_tried(pattern):
    with pytest.raises(ValidationError) as refused:
        validate_pattern(pattern)
    assert "{0,3}" in refused.value.messages[0]
    assert not fits(pattern, "a" * 39 + "!")


@pytest.mark.parametrize("pattern", ["QT-(", "[", "a" + "(" * 500 + ")" * 500 + "{9999999999999}"])
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(ValidationError):
        validate_pattern(pattern)


def test_the_whole_code_must_match_and_no_longer_one_is_looked_at():
    assert fits(r"QT-\d{2}", "QT-01")
    assert not fits(r"QT-\d{2}", "QT-012")
    assert not fits(r"\w*", "a" * 41)


@pytest.mark.django_db
def test_every_pattern_of_the_settings_is_judged_and_the_defaults_hold():
    fields = [f.name for f in AgencySettings._meta.fields if f.name.endswith("_code_pattern")]
    for name in fields:
        validate_pattern(AgencySettings._meta.get_field(name).default)
        with pytest.raises(ValidationError):
            AgencySettings._meta.get_field(name).run_validators("(a+)+$")
    assert {kind.code_setting for kind in DOCUMENT_KINDS} == set(fields)


@pytest.mark.django_db
def test_a_pattern_kept_from_before_stops_nobody_but_is_told():
    make_settings(procedure_code_pattern="(a+)+$")
    draft = Procedure(code="a" * 39 + "!", title="x", owner_unit=make_unit())
    with pytest.raises(ValidationError) as refused:
        draft.clean()
    assert "ISO" in str(refused.value), "who can mend it"
