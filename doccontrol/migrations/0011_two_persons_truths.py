"""What can never be false of proposals, answers and the ends of editions."""

import django.db.models.deletion
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NEVER_TWO = (
    "ALTER TABLE doccontrol_edition ADD CONSTRAINT edition_never_two_in_force EXCLUDE USING gist "
    "(document_id WITH =, daterange(in_force_from, ends_on, '[)') WITH &&)"
)


def never_two_in_force(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On SQLite a trigger holds it, made with those of evidence."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(NEVER_TWO)


def let_two_be(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE doccontrol_edition DROP CONSTRAINT edition_never_two_in_force"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0010_two_persons_rows"),
    ]

    operations = [
        migrations.RemoveField("withdrawal", "document"),
        migrations.AlterField(
            "withdrawal",
            "edition",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawals",
                to="doccontrol.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AlterModelOptions(
            name="withdrawal",
            options={
                "ordering": ["-pk"],
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
            },
        ),
        migrations.RemoveConstraint(
            model_name="edition",
            name="edition_ends_after_it_starts",
        ),
        migrations.AlterField(
            model_name="childanswer",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("continues", "remains in force, as announced"),
                    ("ended", "ended with its parent"),
                ],
                max_length=10,
                verbose_name="answer",
            ),
        ),
        migrations.AlterField(
            model_name="childanswer",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AlterField(
            model_name="childanswer",
            name="proposed_on",
            field=models.DateField(verbose_name="proposed on"),
        ),
        migrations.AlterField(
            model_name="childanswer",
            name="reason",
            field=models.TextField(verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("no_change", "no change needed"), ("not_relevant", "not relevant")],
                max_length=15,
                verbose_name="outcome",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AlterField(
            model_name="triage",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("confirmed", "concerns us"), ("not_relevant", "not relevant")],
                max_length=15,
                verbose_name="outcome",
            ),
        ),
        migrations.AlterField(
            model_name="triage",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AlterField(
            model_name="triage",
            name="proposed_on",
            field=models.DateField(verbose_name="proposed on"),
        ),
        migrations.AlterField(
            model_name="triage",
            name="reason",
            field=models.TextField(verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="approved_on",
            field=models.DateField(blank=True, null=True, verbose_name="approved on"),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="proposed_on",
            field=models.DateField(verbose_name="proposed on"),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="takes_effect_on",
            field=models.DateField(blank=True, null=True, verbose_name="withdrawn from"),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="childanswer_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by__isnull", True), ("approved_on__isnull", True)),
                    models.Q(("approved_by__isnull", False), ("approved_on__isnull", False)),
                    _connector="OR",
                ),
                name="childanswer_approval_has_person_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused_by__isnull", True), ("refused_on__isnull", True)),
                    models.Q(
                        ("refused_by__isnull", False),
                        ("refused_on__isnull", False),
                        models.Q(("refusal_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="childanswer_refusal_has_person_date_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_on__isnull", True), ("refused_on__isnull", True)),
                    models.Q(("approved_on__isnull", True), ("taken_back_on__isnull", True)),
                    models.Q(("refused_on__isnull", True), ("taken_back_on__isnull", True)),
                    _connector="OR",
                ),
                name="childanswer_has_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_one_persons", False),
                    models.Q(
                        ("approved_on__isnull", True),
                        ("refused_on__isnull", True),
                        ("taken_back_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="childanswer_of_one_person_has_no_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("refused_by__isnull", True),
                        models.Q(("refused_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="childanswer_needs_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_on__isnull", True),
                    ("approved_on__isnull", False),
                    ("is_one_persons", True),
                    _connector="OR",
                ),
                name="childanswer_reopened_was_granted",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopens__isnull", False),
                    ("taken_back_on__isnull", True),
                ),
                fields=("reopens",),
                name="childanswer_reopened_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopened_on__isnull", True),
                    ("reopens__isnull", True),
                    ("taken_back_on__isnull", True),
                ),
                fields=("child", "parent"),
                name="child_answer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="childanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopens__isnull", False),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="child_answer_is_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_on__isnull", True), ("refused_on__isnull", True)),
                    models.Q(("approved_on__isnull", True), ("taken_back_on__isnull", True)),
                    models.Q(("refused_on__isnull", True), ("taken_back_on__isnull", True)),
                    _connector="OR",
                ),
                name="decision_has_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_one_persons", False),
                    models.Q(
                        ("approved_on__isnull", True),
                        ("refused_on__isnull", True),
                        ("taken_back_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="decision_of_one_person_has_no_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("refused_by__isnull", True),
                        models.Q(("refused_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="decision_needs_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_on__isnull", True),
                    ("approved_on__isnull", False),
                    ("is_one_persons", True),
                    _connector="OR",
                ),
                name="decision_reopened_was_granted",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopens__isnull", False),
                    ("taken_back_on__isnull", True),
                ),
                fields=("reopens",),
                name="decision_reopened_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopened_on__isnull", True),
                    ("reopens__isnull", True),
                    ("taken_back_on__isnull", True),
                ),
                fields=("clock",),
                name="decision_first_answer_wins",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopens__isnull", False),
                    models.Q(("outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_has_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("revoked_on__isnull", True)),
                    models.Q(
                        ("ends_on__gt", models.F("in_force_from")),
                        ("in_force_from__isnull", False),
                        ("revoked_on__isnull", True),
                    ),
                    models.Q(
                        ("ends_on", models.F("in_force_from")),
                        ("ends_on__isnull", False),
                        ("revoked_on__isnull", False),
                        ("revoked_on__lt", models.F("in_force_from")),
                    ),
                    _connector="OR",
                ),
                name="edition_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="revocation_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by__isnull", True), ("approved_on__isnull", True)),
                    models.Q(("approved_by__isnull", False), ("approved_on__isnull", False)),
                    _connector="OR",
                ),
                name="revocation_approval_has_person_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused_by__isnull", True), ("refused_on__isnull", True)),
                    models.Q(
                        ("refused_by__isnull", False),
                        ("refused_on__isnull", False),
                        models.Q(("refusal_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="revocation_refusal_has_person_date_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_on__isnull", True), ("refused_on__isnull", True)),
                    models.Q(("approved_on__isnull", True), ("taken_back_on__isnull", True)),
                    models.Q(("refused_on__isnull", True), ("taken_back_on__isnull", True)),
                    _connector="OR",
                ),
                name="revocation_has_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_one_persons", False),
                    models.Q(
                        ("approved_on__isnull", True),
                        ("refused_on__isnull", True),
                        ("taken_back_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="revocation_of_one_person_has_no_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("refused_by__isnull", True),
                        models.Q(("refused_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="revocation_needs_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_on__isnull", True),
                    ("approved_on__isnull", False),
                    ("is_one_persons", True),
                    _connector="OR",
                ),
                name="revocation_reopened_was_granted",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopens__isnull", False),
                    ("taken_back_on__isnull", True),
                ),
                fields=("reopens",),
                name="revocation_reopened_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopened_on__isnull", True),
                    ("reopens__isnull", True),
                    ("taken_back_on__isnull", True),
                ),
                fields=("edition",),
                name="revocation_once_per_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="triage_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by__isnull", True), ("approved_on__isnull", True)),
                    models.Q(("approved_by__isnull", False), ("approved_on__isnull", False)),
                    _connector="OR",
                ),
                name="triage_approval_has_person_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused_by__isnull", True), ("refused_on__isnull", True)),
                    models.Q(
                        ("refused_by__isnull", False),
                        ("refused_on__isnull", False),
                        models.Q(("refusal_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="triage_refusal_has_person_date_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_on__isnull", True), ("refused_on__isnull", True)),
                    models.Q(("approved_on__isnull", True), ("taken_back_on__isnull", True)),
                    models.Q(("refused_on__isnull", True), ("taken_back_on__isnull", True)),
                    _connector="OR",
                ),
                name="triage_has_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_one_persons", False),
                    models.Q(
                        ("approved_on__isnull", True),
                        ("refused_on__isnull", True),
                        ("taken_back_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="triage_of_one_person_has_no_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("refused_by__isnull", True),
                        models.Q(("refused_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="triage_needs_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_on__isnull", True),
                    ("approved_on__isnull", False),
                    ("is_one_persons", True),
                    _connector="OR",
                ),
                name="triage_reopened_was_granted",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopens__isnull", False),
                    ("taken_back_on__isnull", True),
                ),
                fields=("reopens",),
                name="triage_reopened_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopened_on__isnull", True),
                    ("reopens__isnull", True),
                    ("taken_back_on__isnull", True),
                ),
                fields=("file",),
                name="triage_once_per_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("reopens__isnull", False)),
                    models.Q(("outcome", "confirmed"), ("text__isnull", False)),
                    ("outcome", "not_relevant"),
                    _connector="OR",
                ),
                name="triage_confirmed_has_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused_by__isnull", True), ("refused_on__isnull", True)),
                    models.Q(
                        ("refused_by__isnull", False),
                        ("refused_on__isnull", False),
                        models.Q(("refusal_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="withdrawal_refusal_has_person_date_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_on__isnull", True), ("refused_on__isnull", True)),
                    models.Q(("approved_on__isnull", True), ("taken_back_on__isnull", True)),
                    models.Q(("refused_on__isnull", True), ("taken_back_on__isnull", True)),
                    _connector="OR",
                ),
                name="withdrawal_has_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_one_persons", False),
                    models.Q(
                        ("approved_on__isnull", True),
                        ("refused_on__isnull", True),
                        ("taken_back_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="withdrawal_of_one_person_has_no_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("refused_by__isnull", True),
                        models.Q(("refused_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="withdrawal_needs_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reopened_on__isnull", True),
                    ("approved_on__isnull", False),
                    ("is_one_persons", True),
                    _connector="OR",
                ),
                name="withdrawal_reopened_was_granted",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopens__isnull", False),
                    ("taken_back_on__isnull", True),
                ),
                fields=("reopens",),
                name="withdrawal_reopened_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("refused_on__isnull", True),
                    ("reopened_on__isnull", True),
                    ("reopens__isnull", True),
                    ("taken_back_on__isnull", True),
                ),
                fields=("edition",),
                name="withdrawal_once_per_edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reopens__isnull", False), ("takes_effect_on__isnull", True)),
                    models.Q(("reopens__isnull", True), ("takes_effect_on__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawal_says_from_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_on__isnull", True),
                    models.Q(
                        ("approved_on__isnull", False),
                        ("effective_on__gte", models.F("takes_effect_on")),
                    ),
                    _connector="OR",
                ),
                name="withdrawal_in_effect_is_approved",
            ),
        ),
        migrations.RunPython(never_two_in_force, let_two_be),
    ]
