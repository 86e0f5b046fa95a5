"""Clocks follow every change of the register, the editions and the way of counting (outbox)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from doccontrol.clocks.evaluating import evaluate
from doccontrol.events import counting_changed, edition_changed
from doccontrol.outbox import Payload, handles_together, owe

# The register owes it too: "texts" are those that changed; without them all clocks are looked at.
JOB = "evaluate_clocks"
MOST = 100


@receiver(edition_changed, dispatch_uid="evaluate_clocks")
@receiver(counting_changed, dispatch_uid="evaluate_clocks_counting")
def owe_an_evaluation(**event: Any) -> None:
    """One waiting job serves however many changes."""
    owe(JOB, "all")


@handles_together(JOB, most=MOST)
def evaluate_clocks(payloads: list[Payload]) -> None:
    texts = {text for payload in payloads for text in payload.get("texts", ())}
    everything = any("texts" not in payload for payload in payloads)
    evaluate(timezone.localdate(), texts=None if everything else texts)
