"""What periods are counted by: settings, holidays, which kinds of text bind. A change is told."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from doccontrol.events import SettingsChanged, settings_changed

# Of each model, the columns that somebody's period depends on.
COUNTED_BY = {
    "AgencySettings": ("clock_months", "roll_over"),
    "Holiday": ("day", "is_day_off", "announced_by"),
    "LegalType": ("is_normative",),
}
# Nothing is counted yet by a new kind of text, nor by the settings of an agency that has none.
TOLD_WHEN_NEW = ("Holiday",)


class Counting(models.Model):
    """A row that periods are counted by. Whatever saves or deletes it, whoever counts is told, in
    the same transaction; nobody is for a column that no period depends on."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        kind = type(self)
        names = COUNTED_BY[kind.__name__]
        with transaction.atomic():
            before = kind._default_manager.filter(pk=self.pk).values_list(*names).first()
            super().save(*args, **options)
            is_old = before is not None or kind.__name__ in TOLD_WHEN_NEW
            if is_old and before != tuple(getattr(self, name) for name in names):
                settings_changed.announce(SettingsChanged(kind.__name__))

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **options)
            settings_changed.announce(SettingsChanged(type(self).__name__))
        return deleted
