"""Jobs of the worker for incoming files."""

from __future__ import annotations

import logging
from itertools import chain

from django.utils.translation import gettext_lazy as _

from doccontrol.jobs.outbox import Payload, handles, owe
from doccontrol.jobs.working import at_start
from doccontrol.register.intake import steps
from doccontrol.register.intake.actions import READ_JOB, begin_again
from doccontrol.register.intake.orphans import finish_letting_go, take_in_orphans

logger = logging.getLogger(__name__)

PATIENT_JOB = "recognise_incoming_file"


@handles(READ_JOB, label=_("Reading of an incoming file"), patience=1)
@handles(PATIENT_JOB, label=_("Recognition of a scan"), patience=2)
def carry_on(payload: Payload) -> None:
    """One or more steps of the file; what takes long is owed as a job of its own, so that PDFs,
    search and clocks, and files that need no recognition, never wait for a whole scan."""
    left = steps.carry_on(payload["file"])
    if left is not None:
        owe(PATIENT_JOB, str(payload["file"]), file=payload["file"])


@at_start
def read_what_could_not_be_read() -> None:
    """A worker is started again after something was installed or mended."""
    for row in chain(steps.could_be_read_better(), steps.to_be_tried_again()):
        try:
            begin_again(row)
        except FileNotFoundError as error:  # one lost file must not stop the worker
            logger.error("%s", error)


@at_start
def keep_what_no_row_knows() -> None:
    """The disk may have kept a file of which the database has lost the row, or that was let go."""
    take_in_orphans()
    finish_letting_go()
