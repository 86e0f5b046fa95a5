"""Days beside texts and clocks, and indexes, so that 100,000 texts are listed and followed fast."""

from django.db import migrations, models
from django.db.models import F, OrderBy, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

ENDINGS = ["repeals", "replaces"]
INTERRUPTIONS = ["pauses", "suspends"]
PARTIAL_CHANGES = ["amends", "expires-partly"]


class OrderedIndex(models.Index):
    """An index in exactly this order, wherever NULL stands in it: as the register had it when this
    was written. A later state of the models is compared with this one by what it says."""

    def create_sql(self, model, schema_editor, using="", **options):
        index = self
        if schema_editor.connection.vendor == "sqlite":
            # It sorts NULL last by itself when descending, and refuses an index that says so.
            orders = [
                OrderBy(one.expression, descending=one.descending) for one in self.expressions
            ]
            index = models.Index(*orders, name=self.name)
        return models.Index.create_sql(index, model, schema_editor, using, **options)

    def deconstruct(self):
        _path, expressions, options = super().deconstruct()
        return "doccontrol.register.models.ordering.OrderedIndex", expressions, options

    def __eq__(self, other):
        return isinstance(other, models.Index) and self.deconstruct() == other.deconstruct()


def write_acted_days(apps, schema_editor):
    """As ``register.deriving.acted_days`` keeps them from now on."""
    acting = (
        apps.get_model("doccontrol", "LegalRelation")
        .objects.filter(target=OuterRef("pk"), until__isnull=True)
        .annotate(day=Coalesce("on", "acting__effective"))
        .filter(day__isnull=False)
        .order_by("day")
        .values("day")
    )

    def first(kinds, **which):
        return Subquery(acting.filter(kind__in=kinds, **which)[:1])

    apps.get_model("doccontrol", "LegalText").objects.update(
        ended_on=first(ENDINGS, is_whole=True),
        suspended_on=first(INTERRUPTIONS, is_whole=True),
        touched_on=first(ENDINGS + INTERRUPTIONS + PARTIAL_CHANGES),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0006_basis_reason"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="legaltext",
                name=name,
                field=models.DateField(editable=False, null=True),
            )
            for name in ("ended_on", "suspended_on", "touched_on")
        ),
        migrations.AddField(
            model_name="clock",
            name="settled_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(fields=["settled_on", "due"], name="clock_settled"),
        ),
        migrations.AddIndex(
            model_name="legalrelation",
            index=models.Index(fields=["target", "kind"], name="relation_target_kind"),
        ),
        migrations.AddIndex(
            model_name="legalrelation",
            index=models.Index(fields=["on", "id"], name="relation_on"),
        ),
        migrations.AddIndex(
            model_name="legalrelation",
            index=models.Index(
                condition=Q(until__isnull=False), fields=["until"], name="relation_until"
            ),
        ),
        migrations.AddIndex(
            model_name="legaltext",
            index=OrderedIndex(
                OrderBy(F("issued"), descending=True, nulls_last=True),
                OrderBy(F("sort_key"), descending=True),
                OrderBy(F("id")),
                name="text_newest_first",
            ),
        ),
        migrations.RunPython(write_acted_days, migrations.RunPython.noop),
    ]
