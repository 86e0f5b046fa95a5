"""What is compared to tell whether an acknowledgement is of the text that was issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.documents.models.editions import Edition
from doccontrol.evidence import Difference, verifies
from doccontrol.evidence.verifying import differs


@verifies(Acknowledgement)
def text_read_is_the_text_issued(rows: Sequence[Acknowledgement]) -> Iterator[Difference]:
    keys = {row.edition_id for row in rows}
    hashes = dict(Edition.objects.filter(pk__in=keys).order_by().values_list("pk", "sha256"))
    for row in rows:
        if row.edition_sha256 != hashes.get(row.edition_id):
            why = _("What was confirmed is not the text of the edition.")
            yield differs(row, "edition_sha256", why)
