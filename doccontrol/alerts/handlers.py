"""Clocks follow every change of the register and of the editions, through the outbox."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from doccontrol.alerts.actions import evaluate
from doccontrol.events import edition_changed, legal_text_changed
from doccontrol.outbox import handles, owe

JOB = "evaluate_clocks"


@receiver([edition_changed, legal_text_changed], dispatch_uid="evaluate_clocks")
def owe_an_evaluation(**event: Any) -> None:
    """One waiting job serves however many changes."""
    owe(JOB, "all")


@handles(JOB)
def evaluate_clocks(payload: dict[str, Any]) -> None:
    evaluate(timezone.localdate())
