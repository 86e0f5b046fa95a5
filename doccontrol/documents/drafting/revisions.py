"""What holds for Wagtail's rows whoever writes them: who saved a revision is written down, a judged
or issued revision stays as it is, and the workflow keeps its two steps.

Signals, because these tables are Wagtail's: its editor, its actions and its commands all end here.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Revision, Task, Workflow, WorkflowTask

from doccontrol.documents.drafting.kept_revisions import is_kept
from doccontrol.documents.judging.turns import StepKind
from doccontrol.documents.models.authorship import Authorship, record, revision_hash
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.refusals import RevisionIsFixed, StepsAreFixed


def _is_of_a_document(revision: Revision) -> bool:
    model = revision.content_type.model_class()
    return model is not None and issubclass(model, ControlledDocument)


@receiver(pre_save, sender=Revision)
def keep_what_was_judged(instance: Revision, update_fields: Any = None, **_options: Any) -> None:
    """Raises RevisionIsFixed if other content is about to be written over it."""
    if instance.pk is None or (update_fields is not None and "content" not in update_fields):
        return
    stored = Revision.objects.filter(pk=instance.pk).values_list("content", flat=True).first()
    if stored is None or not _is_of_a_document(instance) or not is_kept(instance):
        return
    if revision_hash(stored) != revision_hash(instance.content):
        raise RevisionIsFixed


@receiver(post_save, sender=Revision)
def write_down_who_saved(instance: Revision, update_fields: Any = None, **_options: Any) -> None:
    """A new draft, an autosave over an old one, a revert, a copy and the revisions it takes."""
    if update_fields is not None and "content" not in update_fields:
        return
    if instance.user is not None and _is_of_a_document(instance):
        record(instance, instance.user, Authorship.What.SAVED)


def _steps() -> Any:
    return WorkflowTask.objects.filter(
        task__content_type__app_label="doccontrol",
        task__content_type__model__in=list(StepKind),
    )


def _holds_up_the_workflow(instance: Any) -> bool:
    """It is the workflow of controlled documents or one of its tasks, by whatever class."""
    if isinstance(instance, Workflow):
        return bool(instance.pk and _steps().filter(workflow=instance.pk).exists())
    if isinstance(instance, Task):
        return bool(instance.pk and _steps().filter(task=instance.pk).exists())
    return False


@receiver(pre_save)
def keep_it_active(instance: Any, **_options: Any) -> None:
    """Raises StepsAreFixed. Wagtail saves base classes, special classes and proxies."""
    inactive = isinstance(instance, Workflow | Task) and not instance.active
    if inactive and _holds_up_the_workflow(instance):
        raise StepsAreFixed


@receiver(pre_delete)
def keep_it(instance: Any, **_options: Any) -> None:
    if _holds_up_the_workflow(instance):
        raise StepsAreFixed


@receiver(pre_delete, sender=WorkflowTask)
def keep_the_step(instance: WorkflowTask, **_options: Any) -> None:
    if _steps().filter(pk=instance.pk).exists():
        raise StepsAreFixed


@receiver(pre_save, sender=WorkflowTask)
def keep_the_order(instance: WorkflowTask, **_options: Any) -> None:
    """The two steps in one workflow, nothing between or behind them, review first."""
    others = list(_steps().exclude(pk=instance.pk).select_related("task__content_type"))
    stored = _steps().filter(pk=instance.pk).first() if instance.pk else None
    if stored is not None:
        moved = (stored.workflow_id, stored.task_id) != (instance.workflow_id, instance.task_id)
        if moved or any(_wrong_way_round(instance, other) for other in others):
            raise StepsAreFixed
    elif len(others) >= len(StepKind) and _touches(instance, others):
        raise StepsAreFixed


def _touches(instance: WorkflowTask, steps: list[WorkflowTask]) -> bool:
    """A further step in the workflow, or one of its steps' kind in another workflow."""
    kind = instance.task.content_type.model
    return kind in list(StepKind) or any(s.workflow_id == instance.workflow_id for s in steps)


def _wrong_way_round(instance: WorkflowTask, other: WorkflowTask) -> bool:
    if other.workflow_id != instance.workflow_id:
        return False
    if instance.task.content_type.model == StepKind.REVIEW:
        return instance.sort_order > other.sort_order
    return instance.sort_order < other.sort_order
