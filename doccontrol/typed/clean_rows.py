"""No control character enters a row, by whichever way."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Comment, CommentReply, Page, Revision

from doccontrol.evidence import Evidence
from doccontrol.typed.characters import all_without_controls, without_controls

OURS = {"doccontrol", "cms", "search"}
WAGTAILS: tuple[type[models.Model], ...] = (Page, Revision, Comment, CommentReply)


@receiver(pre_save, dispatch_uid="characters.row")
def clean_row(sender: Any, instance: models.Model, raw: bool, **_: Any) -> None:
    """Every text of a row, whichever form, import or script it came by. Evidence is left alone:
    it is made of rows that were cleaned, and may already have been hashed."""
    if raw or isinstance(instance, Evidence) or not _is_ours(sender):
        return
    for name in _texts(sender):
        value = instance.__dict__.get(name)  # not there: not loaded, so not changed
        if isinstance(value, str):
            instance.__dict__[name] = without_controls(value)
    if isinstance(instance, Revision):
        instance.content = all_without_controls(instance.content)


def _is_ours(model: Any) -> bool:
    return model._meta.app_label in OURS or issubclass(model, WAGTAILS)


@cache
def _texts(model: Any) -> tuple[str, ...]:
    kinds = (models.CharField, models.TextField)
    return tuple(field.attname for field in model._meta.concrete_fields if isinstance(field, kinds))
