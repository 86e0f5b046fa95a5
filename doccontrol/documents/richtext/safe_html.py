"""Rich text as a reader may be served it: only the tags an edition may hold, links written out.

Wagtail's editor offers few features but takes what is posted to it: a crafted request can put a
script into a draft. What is stored is evidence and stays as it is; nothing of it reaches a page
but through ``readable``.
"""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

TAGS = {
    "p", "h3", "h4", "ul", "ol", "li", "b", "strong", "i", "em", "a", "br", "hr", "sup", "sub",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
# Cannot come out of the first cleaning, so it can only be ours. Keeps the number of queries fixed:
# the links of a whole document are written out in one go.
SEPARATOR = "<!--next-->"


def _checked_attribute(tag: str, name: str, value: str) -> str | None:
    """The id of a page is a number: anything else would end in an error page for every reader."""
    is_number = value.isascii() and value.isdecimal() and len(value) < 10
    return None if name == "id" and not is_number else value


# What Wagtail stores. No <embed>: writing one out would fetch an address of the author's choice.
_stored = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href", "id"}},
    tag_attribute_values={"a": {"linktype": {"page"}}},
    attribute_filter=_checked_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
)
_served = nh3.Cleaner(
    tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener"
)


def storable(html: str) -> str:
    """``html`` as the editor itself would have stored it: no unknown tag, no page link without the
    number of a page."""
    return _stored.clean(html)


def readable(texts: Sequence[str]) -> list[SafeString]:
    """Each of ``texts`` cleaned, in order. Unknown tags give way to their text; scripts and
    styles vanish whole. A link to a page that is gone keeps its words only."""
    if not texts:
        return []
    stored = SEPARATOR.join(_stored.clean(text) for text in texts)
    expanded = expand_db_html(stored).split(SEPARATOR)
    return [mark_safe(_served.clean(text)) for text in expanded]  # noqa: S308
