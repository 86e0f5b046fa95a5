"""Each day off is announced, with its source, or only expected, and a due date that rests on an
expected one is provisional. Days of before: the agency's own and those of years gone by or announced
are taken as announced; of later years those that the law itself fixes. The swap of New Year 2026,
which the computed table lacked, comes in."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LAST_ANNOUNCED_YEAR = 2026
LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14, Điều 112"
LABOUR_CODE_BEFORE, ITS_LAST_YEAR = "Bộ luật Lao động 10/2012/QH13, Điều 115", 2020
FIXED_BY_CODE = {(1, 1), (4, 30), (5, 1), (9, 2)}
LUNAR = "Ngày Giỗ Tổ Hùng Vương"
SWAP = "Công văn 12729/VPCP-KGVX"


def source_of(row: models.Model) -> str:
    if row.source == "agency":
        return "Cơ quan đã nhập, chưa ghi số thông báo"
    if (row.day.month, row.day.day) == (11, 24):
        return "Nghị quyết 28/2026/QH16"
    if (row.day.month, row.day.day) in FIXED_BY_CODE or row.name == LUNAR:
        return LABOUR_CODE if row.day.year > ITS_LAST_YEAR else LABOUR_CODE_BEFORE
    if row.day.year <= LAST_ANNOUNCED_YEAR:
        return f"Lịch nghỉ năm {row.day.year} đã công bố, chưa ghi số thông báo"
    return ""


def say_sources(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    days = apps.get_model("doccontrol", "Holiday").objects
    rows = list(days.all())
    for row in rows:
        row.announced_by = source_of(row)
    days.bulk_update(rows, ["announced_by"], batch_size=200)
    if any(row.day.year == 2026 for row in rows):
        off = {"name": "Ngày nghỉ (thay cho ngày 10/01/2026)", "is_day_off": True}
        worked = {"name": "Ngày làm bù", "is_day_off": False}
        for day, values in ((date(2026, 1, 2), off), (date(2026, 1, 10), worked)):
            said = {**values, "source": "computed", "announced_by": SWAP}
            days.get_or_create(day=day, defaults=said)
    if apps.get_model("doccontrol", "Clock").objects.exists():
        jobs = apps.get_model("doccontrol", "Job").objects
        jobs.get_or_create(kind="evaluate_clocks", key="all", state="ready")


class Migration(migrations.Migration):

    dependencies = [
        ('doccontrol', '0035_ends_are_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='clock',
            name='is_tentative',
            field=models.BooleanField(default=False, editable=False, verbose_name='provisional'),
        ),
        migrations.AddField(
            model_name='holiday',
            name='announced_by',
            field=models.CharField(blank=True, help_text='Number of the announcement. Empty: the day is only expected.', max_length=200, verbose_name='announced by'),
        ),
        migrations.RunPython(say_sources, migrations.RunPython.noop),
    ]
