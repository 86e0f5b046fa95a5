"""Imports only: the models stand in files named for their subjects."""

from __future__ import annotations

from search.log_models import AskedQuestion
from search.saved_models import SavedSearch
from search.synonym_models import Synonym

__all__ = ["AskedQuestion", "SavedSearch", "Synonym"]
