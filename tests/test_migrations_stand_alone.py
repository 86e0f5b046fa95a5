"""A migration says what was true when it was written; today's code may be renamed or gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import PACKAGES, ROOT, imported_names

MIGRATIONS = sorted(path for name in PACKAGES for path in (ROOT / name).glob("migrations/0*.py"))
ALLOWED = {
    # What fields are defined with: Django writes these names itself and compares by them.
    "0002_quality_management_system.py": {
        "doccontrol.documents.uploads",
        "doccontrol.organisation.models.agency",
    },
    # The hash by which a row of evidence is known, spelt the same for ever.
    "0012_evidence_knows_itself.py": {
        "doccontrol.evidence.hashing.RowHashField",
        "doccontrol.evidence.hashing.row_sha256",
    },
    "0013_who_is_who.py": {"doccontrol.evidence.hashing.RowHashField"},
    "0015_accounts.py": {"doccontrol.evidence.hashing.RowHashField"},
    "0021_kinds_of_general_documents.py": {"doccontrol.organisation.code_patterns"},
    "0024_signing_capacity.py": {"doccontrol.evidence.hashing.RowHashField"},
    "0031_registered_by_mistake.py": {"doccontrol.evidence.hashing.RowHashField"},
    "0032_patterns_said_as_masks.py": {"doccontrol.organisation.code_patterns"},
    "0034_ways_of_counting_are_evidence.py": {
        "doccontrol.evidence.hashing.RowHashField",
        "doccontrol.evidence.hashing.row_sha256",
    },
    # A new installation begins with the abbreviations that are known on its day.
    "0001_synonyms.py": {"search.synonyms.defaults.table", "search.synonyms.models.folded_form"},
}


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours_and_asks_no_models_of_today(path: Path) -> None:
    ours = {name for name in imported_names(path) if name.split(".")[0] in PACKAGES}
    assert ours <= ALLOWED.get(path.name, set())
    assert "django.apps.apps" not in imported_names(path)
