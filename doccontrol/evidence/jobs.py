"""Once a day the worker looks at all evidence, a few seconds at a time."""

from __future__ import annotations

import logging
import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.evidence.results import EvidenceVerification, forget_old_results, last_result
from doccontrol.evidence.verifying import batches
from doccontrol.jobs.outbox import Payload, handles, owe
from doccontrol.jobs.working import every_day

logger = logging.getLogger(__name__)
JOB = "verify_evidence"
# PDFs and search wait no longer than this behind it.
SECONDS_AT_A_TIME = 5.0


class EvidenceDiffers(Exception):
    """Evidence is not what was written. The job stays failed until somebody has looked."""

    def __init__(self, result: EvidenceVerification) -> None:
        first = result.differs[0]
        super().__init__(
            f"{result.difference_count} differences, the first in {first['table']} "
            f"{first['pk']} {first['column']}: {first['why']} (manage.py verify_evidence)"
        )


@handles(JOB, label=_("Verification of evidence"), patience=1)
def verify_evidence(payload: Payload) -> None:
    """Go on with the look ``payload["result"]``, or begin one, and owe the rest.

    Raises EvidenceDiffers at its end; tried again, it asks how the last look ended.
    """
    result = _result(payload)
    if result.finished_at is None and not _go_on(result):
        return
    if (last := last_result()) is not None and last.difference_count:
        logger.error("Evidence was changed: %s", EvidenceDiffers(last))
        raise EvidenceDiffers(last)


every_day(JOB)


def _result(payload: Payload) -> EvidenceVerification:
    if "result" in payload:
        return EvidenceVerification.objects.get(pk=payload["result"])
    forget_old_results()
    began = timezone.localdate()
    today = EvidenceVerification.objects.filter(began_at__date=began, finished_at__isnull=True)
    return today.first() or EvidenceVerification.objects.create()


def _go_on(result: EvidenceVerification) -> bool:
    """Look for a few seconds. Whether it came to the end."""
    until = time.monotonic() + SECONDS_AT_A_TIME
    for batch in batches(result.place):
        result.take(batch)
        if time.monotonic() > until and result.table:
            with transaction.atomic():
                result.save()
                owe(JOB, f"result:{result.pk}:{result.table}:{result.after}", result=result.pk)
            return False
    result.finished_at = timezone.now()
    result.save()
    return True
