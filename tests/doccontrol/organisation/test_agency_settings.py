from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Site

from doccontrol.models import AgencySettings
from tests.make import make_settings

pytestmark = pytest.mark.django_db


def test_an_agency_starts_with_what_the_law_says():
    settings = AgencySettings.load_default()
    assert (settings.clock_months, settings.roll_over, settings.warning_days) == (3, True, 30)
    assert settings.standard_name == "TCVN ISO 9001:2015"


def test_before_there_is_a_site_the_defaults_stand_and_nothing_is_stored():
    Site.objects.all().delete()
    assert AgencySettings.load_default().clock_months == 3
    assert not AgencySettings.objects.exists()


@pytest.mark.parametrize(
    "field, value, accepted",
    [
        ("procedure_code_pattern", r"QT-\d{2}", True),
        ("procedure_code_pattern", "QT-(", False),
        ("form_code_pattern", "[", False),
        ("clock_months", 0, False),
        ("clock_months", 1, True),
        ("clock_months", 12, True),
        ("clock_months", 13, False),
    ],
)
def test_a_setting_that_cannot_work_is_refused_beside_its_field(field, value, accepted):
    settings = AgencySettings.load_default()
    settings.name = "Sở Mẫu"
    setattr(settings, field, value)
    if accepted:
        settings.full_clean()
        return
    with pytest.raises(ValidationError) as error:
        settings.full_clean()
    assert list(error.value.message_dict) == [field]


def test_the_database_itself_refuses_a_clock_of_no_months():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_settings(clock_months=0)
