"""Proposals answered by another person: one shape for all; editions that are revoked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def person(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **options,
    )


def answers(model: str, known: tuple[str, ...] = ()) -> list:
    """The columns that ``model`` lacks of those that every proposal has."""
    columns = {
        "approved_by": person(blank=True, null=True),
        "approved_on": models.DateField(blank=True, null=True, verbose_name="approved on"),
        "refused_by": person(blank=True, null=True),
        "refused_on": models.DateField(blank=True, null=True, verbose_name="refused on"),
        "refusal_reason": models.TextField(
            blank=True, default="", verbose_name="reason for refusing"
        ),
        "is_one_persons": models.BooleanField(default=False, editable=False),
        "taken_back_on": models.DateField(blank=True, null=True, verbose_name="taken back on"),
        "reopened_on": models.DateField(
            blank=True, editable=False, null=True, verbose_name="re-opened on"
        ),
        "reopens": models.ForeignKey(
            blank=True,
            editable=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="reopenings",
            to=f"doccontrol.{model}",
            verbose_name="re-opens",
        ),
    }
    return [
        migrations.AddField(model, name, field, preserve_default=name != "refusal_reason")
        for name, field in columns.items()
        if name not in known
    ]


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0008_register_indexes")]
    operations = [
        # Editions
        migrations.AddField(
            "edition",
            "revoked_on",
            models.DateField(blank=True, null=True, verbose_name="revoked on"),
        ),
        # Decisions
        migrations.RemoveConstraint("decision", "decision_first_answer_wins"),
        migrations.RemoveConstraint("decision", "decision_not_both_ways"),
        migrations.RemoveConstraint("decision", "decision_needs_four_eyes"),
        *answers(
            "decision", ("approved_by", "approved_on", "refused_by", "refused_on", "refusal_reason")
        ),
        # Withdrawals
        migrations.RemoveConstraint("withdrawal", "withdrawal_once_per_document"),
        migrations.RemoveConstraint("withdrawal", "withdrawal_needs_four_eyes"),
        *answers("withdrawal", ("approved_by", "approved_on")),
        migrations.AddField(
            "withdrawal",
            "effective_on",
            models.DateField(blank=True, editable=False, null=True, verbose_name="withdrawn since"),
        ),
        migrations.AddField(
            "withdrawal",
            "edition",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawals",
                to="doccontrol.edition",
                verbose_name="edition",
            ),
        ),
        # Answers about implementing texts
        migrations.RemoveConstraint("childanswer", "child_answer_once"),
        migrations.RemoveConstraint("childanswer", "child_answer_has_source"),
        migrations.RenameField("childanswer", "by", "proposed_by"),
        migrations.RenameField("childanswer", "on", "proposed_on"),
        migrations.RenameField("childanswer", "source", "reason"),
        *answers("childanswer"),
        migrations.AddField(
            "childanswer",
            "ended_on",
            models.DateField(blank=True, null=True, verbose_name="No longer in force from"),
        ),
        # Triage
        migrations.RemoveConstraint("triage", "triage_text_or_reason"),
        migrations.RenameField("triage", "decided_by", "proposed_by"),
        migrations.RenameField("triage", "decided_on", "proposed_on"),
        migrations.AlterModelOptions(
            name="triage",
            options={
                "ordering": ["-proposed_on", "-pk"],
                "verbose_name": "triage",
                "verbose_name_plural": "triages",
            },
        ),
        *answers("triage"),
        migrations.AlterField(
            "triage",
            "file",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="triages",
                to="doccontrol.incomingfile",
                verbose_name="file",
            ),
        ),
        migrations.AddField(
            "incomingfile",
            "decided_on",
            models.DateField(blank=True, editable=False, null=True, verbose_name="decided on"),
        ),
        # Revocations
        migrations.CreateModel(
            name="Revocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("proposed_by", person(verbose_name="proposed by")),
                ("proposed_on", models.DateField(verbose_name="proposed on")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocations",
                        to="doccontrol.edition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "revocation",
                "verbose_name_plural": "revocations",
                "ordering": ["-pk"],
            },
        ),
        *answers("revocation"),
    ]
