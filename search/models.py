"""Imports only: the models stand in files named for their subjects."""

from __future__ import annotations

from search.asked_log.models import AskedQuestion
from search.engines.elasticsearch.models import IndexWriter
from search.saved.models import SavedSearch
from search.synonyms.models import Synonym

__all__ = ["AskedQuestion", "IndexWriter", "SavedSearch", "Synonym"]
