"""The secretary says how codes are written; the pattern that is kept follows, and nothing kept is
lost."""

from __future__ import annotations

import re
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from doccontrol.document_kinds import DOCUMENT_KINDS
from doccontrol.models import AgencySettings
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.code_masks import examples_of, mask_of, pattern_of
from doccontrol.organisation.code_patterns import fits, validate_pattern
from tests.admin_forms import form_data
from tests.courses import seeds
from tests.make import make_person, make_settings

DEFAULTS = {
    kind.code_setting: AgencySettings._meta.get_field(kind.code_setting).default
    for kind in DOCUMENT_KINDS
}
CODES = [
    *("QT-VP-01", "QT-LĐVL-07", "QT-VP-1", "QT--01", "CSCL", "CSCL-01", "STCL-01", "STCL-A.1-02"),
    *("MTCL", "MTCL-VP", "BM-VP-01-02", "CB-03", "QC-12", "HD/01", "A", "A-B", "A-C", "QT.001", ""),
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("pattern", DEFAULTS.values(), ids=DEFAULTS)
def test_what_an_agency_begins_with_is_said_as_a_mask_that_means_just_that(pattern, language):
    with translation.override(language):
        mask = mask_of(pattern)
        assert mask is not None
        assert "\\" not in mask
        assert pattern_of(mask) == pattern
        assert all(fits(pattern, code) for code in examples_of(mask, "VP"))


@pytest.mark.parametrize(
    "pattern",
    [
        r"(STCL|QC|HD)-[\w.-]*\d{2}",
        r"QT\.\d{1,3}",
        r"(?:QT|A)-\d",
        r"A(-(B|C))?",
        r"(A(-\d{2})?)?B",
        r"HD/\d{2}|QT\-[\w.]+-\d\d",
    ],
)
def test_another_pattern_is_said_so_that_the_same_codes_fit(pattern):
    again = pattern_of(mask_of(pattern))
    for code in CODES:
        assert fits(again, code) == fits(pattern, code), code


@pytest.mark.parametrize(
    "pattern",
    [r"QT-\d+", r"^QT-\d{2}$", r"(QT|BM)(-\d{2}){0,5}", r"\w+", "QT.", "(a|b)*", "[A-Z]+", "QT-(",
     r"(?=Q)QT", r"[\w.]+?X", r"QT-\d{2}?", r"A|", "((A)", "A)", r"\d{2}{3}", ""],
)  # fmt: skip
def test_what_no_mask_says_is_not_said_as_one(pattern):
    assert mask_of(pattern) is None


@pytest.mark.parametrize("seed", seeds(5))
def test_a_mask_read_back_is_the_mask_that_was_written(seed):
    random = Random(seed)
    parts = ["QT", "-", ".", "/", "{đơn vị}", "{số}", "{số:3}", "{số:1-4}", "{tên}", "BM2"]
    for _n in range(200):
        ways = []
        for _way in range(random.randint(1, 3)):
            said = "".join(random.choices(parts, k=random.randint(1, 4)))
            left_out = random.choice(["", "[-{số}]", "[{tên}]", "[.A{đơn vị}]"])
            ways.append(said + left_out)
        mask = "; ".join(ways)
        pattern = pattern_of(mask)
        re.compile(pattern)
        assert mask_of(pattern) == mask


@pytest.mark.parametrize(
    "mask",
    ["QT-{phòng}", "QT-{số", "QT-số}", "QT-[{số}", "QT-{số}]", "QT [x]", "QT-*", r"QT-\d{2}", "A;",
     ";", "{số:0}", "{số:3-1}", "{đơn vị:3}", "[[A]]", "{}", "A?"],
)  # fmt: skip
def test_what_is_no_mask_is_refused_with_what_is_wrong(mask):
    with pytest.raises(ValidationError):
        pattern_of(mask)


def test_a_mask_may_be_written_in_english_and_with_capitals():
    assert pattern_of("QT-{Unit}-{number}") == pattern_of("QT-{ĐƠN VỊ}-{Số}")
    validate_pattern(pattern_of("{tên}{số}"))


@pytest.mark.django_db
class TestSettingsPage:
    @pytest.fixture(autouse=True)
    def secretary(self, client):
        client.force_login(make_person(Role.SECRETARY))

    def page(self, kept):
        make_settings(**DEFAULTS | kept)
        settings = AgencySettings.objects.get()
        return reverse(
            "wagtailsettings:edit", args=["doccontrol", "agencysettings", settings.site_id]
        )

    def sent(self, client, page, **changes):
        shown = client.get(page).content.decode()
        data = form_data(shown) | changes
        return client.post(page, data)

    def kept(self):
        settings = AgencySettings.objects.get()
        return {name: getattr(settings, name) for name in DEFAULTS}

    def test_masks_are_shown_with_codes_that_fit_and_saving_changes_nothing(self, client):
        page = self.page({})
        shown = client.get(page).content.decode()
        assert "QT-{đơn vị}-{số}" in shown
        assert "QT-VP-01" in shown
        assert r"\d" not in shown
        assert self.sent(client, page).status_code == 302
        assert self.kept() == DEFAULTS

    def test_a_pattern_that_no_mask_says_is_shown_as_it_is_stays_and_can_be_replaced(self, client):
        old = r"QT-\d+"
        page = self.page({"procedure_code_pattern": old})
        shown = client.get(page).content.decode()
        assert old in shown
        assert self.sent(client, page, name="Sở khác").status_code == 302
        assert self.kept()["procedure_code_pattern"] == old
        changed = self.sent(client, page, procedure_code_pattern="QT/{số:3}")
        assert changed.status_code == 302
        assert self.kept() == DEFAULTS | {"procedure_code_pattern": r"QT/\d{3}"}

    def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_saved(self, client):
        page = self.page({})
        for typed in ("QT-{phòng}", r"QT-\d+", "; ".join(["AB-{đơn vị}-{tên}-{số}"] * 12)):
            answer = self.sent(client, page, form_code_pattern=typed)
            assert answer.status_code == 200
            assert list(answer.context["form"].errors) == ["form_code_pattern"]
            assert answer.context["form"]["form_code_pattern"].value() == typed
        assert self.kept() == DEFAULTS
