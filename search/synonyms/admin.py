"""The synonym table in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from doccontrol.base_admin import RecordedViewSet
from search.synonyms.models import Synonym


class SynonymViewSet(RecordedViewSet):
    model = Synonym
    icon = "openquote"
    menu_label = _("Synonyms in search")
    menu_order = 310
    add_to_admin_menu = True
    list_display = [
        "short",
        Column(
            "long", label=_("Long forms"), accessor=lambda synonym: " · ".join(synonym.long_forms)
        ),
        BooleanColumn("both_ways", label=_("Both ways"), sort_key="both_ways"),
        BooleanColumn("is_active", label=_("In use"), sort_key="is_active"),
    ]
    list_filter = ["is_active", "both_ways"]
    search_fields = ["short", "short_folded", "long"]
    search_backend_name = None
    panels = [
        FieldPanel("short"),
        FieldPanel("long"),
        FieldRowPanel([FieldPanel("both_ways"), FieldPanel("is_active")]),
    ]


viewset = SynonymViewSet("synonyms")
